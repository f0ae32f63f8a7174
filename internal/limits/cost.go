package limits

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Cost limits what an operation may cost: 1 for each value that its answer can hold,
// and what the schema declares for fields that read more than they answer, by the
// directives of the draft of GraphQL Cost Directives. It is worked out before the
// operation is executed, in time linear in its text. Use it as an extension of gqlgen's
// handler.
type Cost struct {
	schema   *ast.Schema
	max      int64
	declared map[*ast.FieldDefinition]*declared
	scanning []string
	filters  func(filter any) Filtering
}

// Filtering says how what passes a filter is looked for.
type Filtering struct {
	Times   int64 // how many times, at least 1: once for each alternative
	Checked bool  // by looking at each thing in turn, which costs what counting them would
	More    int64 // how many keys it names beyond the first of each list, each looked for by itself
}

// What each key costs that is looked for beside the first, and how many of them make
// each cost as much again, since what one of them finds is not found by the others.
const (
	keyCost   = 10
	keysAlike = 100
)

// keys returns what it costs to look for n keys more.
func keys(n int64) int64 { return product(product(n, keyCost), 1+n/keysAlike) }

// NewCost returns what limits the costs of operations on a schema; a max of 0 is no
// limit. Scanning are the arguments, such as "asOf" or "filter.status", with which what
// a field counts has to be read; asOf means all that is beneath. NewCost returns an
// error that names the fields which read the store and for which the schema declares
// nothing.
func NewCost(schema *ast.Schema, max int64, scanning []string) (Cost, error) {
	all, err := readDeclared(schema)
	return Cost{schema: schema, max: max, declared: all, scanning: scanning}, err
}

// Filtered returns c where the values of arguments called filter, nil where not given,
// are looked for as a function says.
func (c Cost) Filtered(filters func(filter any) Filtering) Cost {
	c.filters = filters
	return c
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = Cost{}

// schemaCost is what the schema costs, which always answers the same.
const schemaCost = 1000

// mostCost is where counting stops.
const mostCost = int64(1e15)

const (
	costKey  = "Cost"
	readsKey = "Reads" // that part of the cost which is the weight of fields
)

// ExtensionName returns "Cost".
func (Cost) ExtensionName() string { return costKey }

// Validate returns an error for another schema than the one whose costs are known.
func (c Cost) Validate(schema graphql.ExecutableSchema) error {
	if schema.Schema() != c.schema {
		return errors.New("the costs are those of another schema")
	}
	return nil
}

// MutateOperationContext works out the cost, for CostOf, and returns an error of
// CodeBadInput that says it if it is too much.
func (c Cost) MutateOperationContext(_ context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	w := working{Cost: c, variables: operation.Variables, fragments: map[spread]int64{}}
	cost := w.set(operation.Operation.SelectionSet, surroundings{})
	operation.Stats.SetExtension(costKey, cost)
	w.answerOnly, w.fragments = true, map[spread]int64{}
	operation.Stats.SetExtension(readsKey, cost-w.set(operation.Operation.SelectionSet, surroundings{}))
	if c.max == 0 || cost <= c.max {
		return nil
	}
	err := exceeded(cost, c.max, "the query costs %d, at most %d is answered; ask for smaller pages, or for fewer of them within each other", cost, c.max)
	err.Extensions["cost"] = cost
	delete(err.Extensions, "actual")
	return err
}

// CostOf returns what an operation costs, 0 if that was not worked out.
func CostOf(operation *graphql.OperationContext) int64 {
	cost, _ := operation.Stats.GetExtension(costKey).(int64)
	return cost
}

// surroundings is what fields of an object cost by.
type surroundings struct {
	around *declared // what is declared of the field that answers the object; nil for none
	size   int64     // of the lists that it sizes
	scan   int64     // how many times what the object holds is read to count it
	asOf   bool      // so is all that is beneath
}

// spread is a fragment in the surroundings of an object.
type spread struct {
	fragment *ast.FragmentDefinition
	surroundings
}

type working struct {
	Cost
	variables  map[string]any
	fragments  map[spread]int64
	answerOnly bool // the weights of fields do not count
}

// set returns what a selection on one object costs.
func (w *working) set(set ast.SelectionSet, in surroundings) int64 {
	total := int64(0)
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			total = sum(total, w.field(s, in))
		case *ast.InlineFragment:
			total = sum(total, w.set(s.SelectionSet, in))
		case *ast.FragmentSpread:
			total = sum(total, w.fragment(s.Definition, in))
		}
	}
	return total
}

func (w *working) fragment(f *ast.FragmentDefinition, in surroundings) int64 {
	if f == nil {
		return 0
	}
	at := spread{f, in}
	cost, known := w.fragments[at]
	if !known {
		cost = w.set(f.SelectionSet, in)
		w.fragments[at] = cost
	}
	return cost
}

func (w *working) field(f *ast.Field, in surroundings) int64 {
	switch {
	case f.Name == "__schema", f.Name == "__type":
		return schemaCost
	case f.Definition == nil:
		return 1
	}
	own := w.declared[f.Definition]
	read := in.reads(f, own)
	beneath, filtering := w.scanning(f, in), w.filtering(f)
	if beneath.scan > 0 {
		beneath.scan = filtering.Times
	}
	cost := int64(1)
	if !w.answerOnly {
		cost = sum(sum(cost, product(read.weight, filtering.Times)), product(read.scan, in.scan))
		cost = sum(cost, w.looking(f, own, filtering))
		cost = sum(cost, product(filtering.Times, keys(filtering.More)))
	}
	beneath.around = own
	if !isList(f.Definition) {
		beneath.size = w.asked(f, own)
		return sum(cost, w.set(f.SelectionSet, beneath))
	}
	size := int64(0) // of leaves, which cost nothing each
	if own != nil && own.listSize {
		size = w.asked(f, own)
	} else if in.around != nil && slices.Contains(in.around.sized, f.Name) {
		size = product(in.size, max(read.itemsEach, 1))
	}
	return sum(cost, product(size, w.set(f.SelectionSet, beneath)))
}

// reads returns what a field costs, declared for itself or within the field around it.
func (in surroundings) reads(f *ast.Field, own *declared) reads {
	if in.around != nil {
		if within, is := in.around.within[f.Name]; is {
			return within
		}
	}
	if own != nil {
		return own.reads
	}
	return reads{}
}

// filtering returns how what passes the filter of a field is looked for.
func (w *working) filtering(f *ast.Field) Filtering {
	if w.filters == nil || f.Definition.Arguments.ForName("filter") == nil {
		return Filtering{Times: 1}
	}
	arguments := f.ArgumentMap(w.variables)
	filtering := w.filters(arguments["filter"])
	filtering.More += max(int64(len(graphql.CoerceList(arguments["types"])))-1, 0)
	return filtering
}

// looking returns what a page reads beside what it shows.
func (w *working) looking(f *ast.Field, own *declared, filtering Filtering) int64 {
	answer := w.schema.Types[f.Definition.Type.Name()]
	counted := answer.Fields.ForName("totalCount")
	if counted == nil {
		return 0
	}
	cost := product(w.asked(f, own), filtering.Times-1)
	if filtering.Checked {
		counting := surroundings{around: own}.reads(&ast.Field{Name: counted.Name}, w.declared[counted])
		cost = sum(cost, counting.scan)
	}
	return cost
}

// scanning returns what a field's arguments say of how what is beneath it is counted.
func (w *working) scanning(f *ast.Field, in surroundings) (beneath surroundings) {
	if beneath.asOf = in.asOf; in.asOf {
		beneath.scan = 1
	}
	if len(f.Arguments) == 0 || len(w.Cost.scanning) == 0 {
		return beneath
	}
	arguments := f.ArgumentMap(w.variables)
	for _, path := range w.Cost.scanning {
		name, key, isKey := strings.Cut(path, ".")
		value := arguments[name]
		if object, is := value.(map[string]any); isKey && is {
			value = object[key]
		} else if isKey {
			continue
		}
		if isNothing(value) {
			continue
		}
		beneath.scan = 1
		beneath.asOf = beneath.asOf || !isKey
	}
	return beneath
}

func isNothing(value any) bool {
	list, is := value.([]any)
	return value == nil || is && len(list) == 0
}

// asked returns how many items a field asks for: what is assumed where none of its
// arguments says it.
func (w *working) asked(f *ast.Field, own *declared) (size int64) {
	if own == nil {
		return 0
	}
	if len(own.slicing) > 0 {
		arguments := f.ArgumentMap(w.variables)
		for _, name := range own.slicing {
			if n, given := count(f.Definition.Arguments.ForName(name).Type, arguments[name]); given {
				size = max(size, n)
			}
		}
	}
	if size == 0 {
		size = own.assumed
	}
	return size
}

// count returns how many items a value of an argument asks for: a number, which may be
// written as a string where it is the value of a variable, or a list of them.
func count(of *ast.Type, value any) (n int64, given bool) {
	if of.Elem != nil {
		return int64(len(graphql.CoerceList(value))), value != nil
	}
	n, err := graphql.UnmarshalInt64(value)
	return n, err == nil && value != nil
}

func sum(a, b int64) int64 { return min(a+b, mostCost) }

func product(a, b int64) int64 {
	if b > 0 && a > mostCost/b {
		return mostCost
	}
	return a * b
}
