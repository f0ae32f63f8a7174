package command

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/validator/core"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/querygen"
)

const again = "again_"

// rewritings ask for the same in other words: those of a query's fields, the
// alias of which may begin with again.
func rewritings(schema *ast.Schema, types []string) map[string]func(*ast.QueryDocument) {
	eachField := func(document *ast.QueryDocument, do func(*ast.Field)) {
		var events core.Events
		events.OnField(func(_ *core.Walker, f *ast.Field) { do(f) })
		core.Walk(schema, document, &events)
	}
	return map[string]func(*ast.QueryDocument){
		"as of a moment after all": func(document *ast.QueryDocument) {
			eachField(document, func(f *ast.Field) {
				if moment := argument(f, "asOf"); moment != nil && moment.Kind == ast.NullValue {
					*moment = ast.Value{Kind: ast.StringValue, Raw: "2099-01-01T00:00:00Z"}
				}
			})
		},
		"of every status and certainty": func(document *ast.QueryDocument) {
			eachField(document, func(f *ast.Field) {
				permit(f, "status", ast.EnumValue, texts(kg.Statuses)...)
				permit(f, "certainty", ast.EnumValue, texts(kg.Certainties)...)
			})
		},
		"of every type": func(document *ast.QueryDocument) {
			eachField(document, func(f *ast.Field) { permit(f, "types", ast.StringValue, types...) })
		},
		"twice": func(document *ast.QueryDocument) {
			for _, operation := range document.Operations {
				for _, s := range operation.SelectionSet {
					if f, is := s.(*ast.Field); is {
						other := *f
						other.Alias = again + f.Alias
						operation.SelectionSet = append(operation.SelectionSet, &other)
					}
				}
			}
		},
	}
}

// argument returns what a field is given as an argument, null where it is given
// nothing, or nil where it does not take that.
func argument(f *ast.Field, name string) *ast.Value {
	if f.Definition.Arguments.ForName(name) == nil {
		return nil
	}
	if f.Arguments.ForName(name) == nil {
		f.Arguments = append(f.Arguments, &ast.Argument{Name: name, Value: &ast.Value{Kind: ast.NullValue, Raw: "null"}})
	}
	return f.Arguments.ForName(name).Value
}

// permit lets a field whose filter of relations wants nothing of a name want any of
// all values.
func permit(f *ast.Field, name string, kind ast.ValueKind, values ...string) {
	filter := argument(f, "filter")
	if filter == nil || f.Definition.Arguments.ForName("filter").Type.NamedType != "RelationFilter" {
		return
	}
	if filter.Kind == ast.NullValue {
		*filter = ast.Value{Kind: ast.ObjectValue}
	}
	if filter.Kind != ast.ObjectValue || filter.Children.ForName(name) != nil {
		return
	}
	all := &ast.Value{Kind: ast.ListValue}
	for _, v := range values {
		all.Children = append(all.Children, &ast.ChildValue{Value: &ast.Value{Kind: kind, Raw: v}})
	}
	filter.Children = append(filter.Children, &ast.ChildValue{Name: name, Value: all})
}

func texts[T ~string](values []T) (all []string) {
	for _, v := range values {
		all = append(all, string(v))
	}
	return all
}

func TestGeneratedQueriesAreAnsweredAlikeInOtherWords(t *testing.T) {
	const valid = 200
	b := onBoth(t)
	from := rand.IntN(1 << 30)
	t.Logf("the queries are those from %d on", from)
	requests := querygen.Operations(b.schema, ast.Query, 5, b.words)
	rewritings := rewritings(b.schema, b.typesKnown(t))
	type answer struct {
		Data   map[string]json.RawMessage
		Errors json.RawMessage
	}
	ask := func(r querygen.Request) (a answer) {
		require.NoError(t, json.Unmarshal([]byte(b.ask(t, r.Body())), &a))
		return a
	}
	for compared := 0; compared < valid; from++ {
		request := requests.Example(from)
		want := ask(request)
		if want.Errors != nil {
			continue
		}
		compared++
		for name, rewrite := range rewritings {
			document, err := gqlparser.LoadQueryWithRules(b.schema, request.Query, nil)
			require.Nil(t, err, request.Query)
			rewrite(document)
			var text strings.Builder
			formatter.NewFormatter(&text).FormatQueryDocument(document)
			rewritten := request
			rewritten.Query = text.String()
			got := ask(rewritten)
			if strings.Contains(string(got.Errors), `"limit":`) {
				continue // it is more than is answered at once
			}
			require.Nil(t, got.Errors, "%s: %s", name, rewritten.Body())
			for alias, value := range got.Data {
				require.Equal(t, string(want.Data[strings.TrimPrefix(alias, again)]), string(value), "%s: %s in %s", name, alias, rewritten.Body())
			}
		}
	}
}

// typesKnown returns the ids of all relation types.
func (b *both) typesKnown(t testing.TB) (ids []string) {
	var answer struct {
		Data struct{ RelationTypes []struct{ ID string } }
	}
	require.NoError(t, json.Unmarshal([]byte(b.ask(t, querygen.Request{Query: `{ relationTypes { id } }`}.Body())), &answer))
	for _, r := range answer.Data.RelationTypes {
		ids = append(ids, r.ID)
	}
	return ids
}
