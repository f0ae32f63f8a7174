package limits

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// Form limits the text of queries. What exceeds it is refused by CodeBadInput
// before it is validated, after work that is linear in the limits. A limit of 0 is
// none. Use it as an extension of gqlgen's handler, after what finds queries by
// their hash.
type Form struct {
	Bytes      int // of the text
	Tokens     int // of the text: names, values and punctuation
	Depth      int // how many fields stand within each other, whatever fragments they are in
	Aliases    int // fields that are given another name
	RootFields int // fields of an operation itself, whatever fragments they are in
	Directives int // at one place

	// Seen remembers texts that are within the limits; nothing does where nil.
	Seen graphql.Cache[struct{}]
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
} = Form{}

// ExtensionName returns "Form".
func (Form) ExtensionName() string { return "Form" }

// Validate returns nil.
func (Form) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters returns the error for the first limit that a query
// exceeds. The error of one that cannot be parsed is left to who parses it next.
func (f Form) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	if f.Seen != nil {
		if _, seen := f.Seen.Get(ctx, params.Query); seen {
			return nil
		}
	}
	if _, err := f.check(params.Query); err != nil {
		return err
	}
	if f.Seen != nil {
		f.Seen.Add(ctx, params.Query, struct{}{})
	}
	return nil
}

// check also returns how many selections it looked at.
func (f Form) check(query string) (looked int, refusal *gqlerror.Error) {
	if size := len(query); over(size, f.Bytes) {
		return 0, exceeded(int64(size), int64(f.Bytes), "the query has %d bytes, at most %d are read; send long values as variables", size, f.Bytes)
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, f.Tokens)
	if err != nil {
		if strings.Contains(err.Error(), "exceeded token limit") {
			return 0, exceeded(int64(f.Tokens)+1, int64(f.Tokens), "the query has more than %d names, values and signs; ask in several queries", f.Tokens)
		}
		return 0, nil
	}
	m := measuring{limits: f, fragments: map[string]*ast.FragmentDefinition{}, measured: map[string]measure{}}
	for _, fragment := range doc.Fragments {
		m.fragments[fragment.Name] = fragment
	}
	for _, operation := range doc.Operations {
		m.directives(operation.Directives)
		for _, variable := range operation.VariableDefinitions {
			m.directives(variable.Directives)
		}
		size := m.set(operation.SelectionSet)
		m.most("levels deep", size.depth, f.Depth, "ask for what lies deeper by its id")
		m.most("fields at its root", size.fields, f.RootFields, "ask in several queries")
	}
	for _, fragment := range doc.Fragments { // also those that nothing spreads
		m.directives(fragment.Directives)
		m.fragment(fragment.Name)
	}
	m.most("aliases", m.aliases, f.Aliases, "ask in several queries, or for many ids at once by nodes(ids:)")
	return m.looked, m.refusal
}

func over(actual, limit int) bool { return limit > 0 && actual > limit }

// measure is how large a selection is, fragments included.
type measure struct {
	depth  int
	fields int // of the selection itself
	inWork bool
}

// most is where counting stops: what fragments multiply is not to overflow.
const most = 1 << 30

// measuring looks at every selection of a document once.
type measuring struct {
	limits    Form
	fragments map[string]*ast.FragmentDefinition
	measured  map[string]measure
	aliases   int
	looked    int
	refusal   *gqlerror.Error
}

func (m *measuring) set(set ast.SelectionSet) measure {
	var total measure
	for _, s := range set {
		m.looked++
		var one measure
		switch s := s.(type) {
		case *ast.Field:
			m.directives(s.Directives)
			if s.Alias != s.Name {
				m.aliases++
			}
			one = measure{depth: 1 + m.set(s.SelectionSet).depth, fields: 1}
		case *ast.InlineFragment:
			m.directives(s.Directives)
			one = m.set(s.SelectionSet)
		case *ast.FragmentSpread:
			m.directives(s.Directives)
			one = m.fragment(s.Name)
		}
		total.depth = max(total.depth, one.depth)
		total.fields = min(total.fields+one.fields, most)
	}
	return total
}

func (m *measuring) fragment(name string) measure {
	known, done := m.measured[name]
	if known.inWork {
		m.refuse(refused("the fragment %s contains itself; take it out of what it spreads", name))
	}
	definition := m.fragments[name]
	if done || definition == nil {
		return known
	}
	m.measured[name] = measure{inWork: true}
	size := m.set(definition.SelectionSet)
	m.measured[name] = size
	return size
}

func (m *measuring) directives(list ast.DirectiveList) {
	m.most("directives at one place", len(list), m.limits.Directives, "take away those that say the same")
}

func (m *measuring) most(what string, actual, limit int, instead string) {
	if over(actual, limit) {
		m.refuse(exceeded(int64(actual), int64(limit), "the query has %d %s, at most %d are answered; %s", actual, what, limit, instead))
	}
}

func (m *measuring) refuse(err *gqlerror.Error) {
	if m.refusal == nil {
		m.refusal = err
	}
}
