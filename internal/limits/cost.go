package limits

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Cost limits what an operation may cost: 1 for each value that its answer can hold,
// and what is declared for fields that read more than they answer. It is worked out
// before the operation is executed, in time linear in its text. Use it as an
// extension of gqlgen's handler.
type Cost struct {
	Max      int64 // 0 is no limit
	PageSize int   // of pages whose size is not given

	// Fields are what is declared, such as that of "Query.paths", of "Mutation.*" for
	// fields of an object that are not declared by themselves, or of
	// "Query.entities.totalCount" for a field of what a certain field answers.
	Fields map[string]FieldCost
	// Scanning are the arguments, such as "asOf" or "filter.status", with which what a
	// field holds is counted only by reading all of it. asOf means all that is beneath.
	Scanning []string
}

// FieldCost says what a field reads, beside the values of the answer.
type FieldCost struct {
	Weight  int64 // what it costs by itself, in addition to 1
	Size    int64 // the assumed length of a list that no argument limits
	PerItem int64 // how many items of a list there are for each that the field around it is asked for; 1 where 0
	Scan    int64 // what it costs in addition beneath a field that has an argument of Scanning
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = Cost{}

// What is assumed where nothing is declared: how long a list is that is no page, and
// what the schema costs, which always answers the same.
const (
	shortList  = 3
	schemaCost = 1000
)

// of returns what is declared for a field of a type.
func (c Cost) of(typeName, field string) (declared FieldCost, is bool) {
	if declared, is = c.Fields[typeName+"."+field]; !is {
		declared, is = c.Fields[typeName+".*"]
	}
	return declared, is
}

// Undeclared returns the fields of a schema for which something has to be declared
// and is not: those of queries, mutations and subscriptions, and lists of objects
// that neither an argument nor, in a connection, that of the field around them
// limits.
func (c Cost) Undeclared(schema *ast.Schema) (fields []string) {
	for name, d := range schema.Types {
		if d.BuiltIn || d.Kind != ast.Object && d.Kind != ast.Interface {
			continue
		}
		root := d == schema.Query || d == schema.Mutation || d == schema.Subscription
		for _, f := range d.Fields {
			list := f.Type.Elem != nil && !schema.Types[f.Type.Name()].IsLeafType() && !hasSize(f) && d.Fields.ForName("pageInfo") == nil
			if _, is := c.of(name, f.Name); !is && (root || list) && !strings.HasPrefix(f.Name, "__") {
				fields = append(fields, name+"."+f.Name)
			}
		}
	}
	slices.Sort(fields)
	return fields
}

func hasSize(f *ast.FieldDefinition) bool {
	return slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return slices.Contains(sizes, a.Name) })
}

// mostCost is where counting stops.
const mostCost = int64(1e15)

const (
	costKey  = "Cost"
	readsKey = "Reads" // that part of the cost which is the weight of fields
)

// ExtensionName returns "Cost".
func (Cost) ExtensionName() string { return costKey }

// Validate returns nil.
func (Cost) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext works out the cost, for CostOf, and returns an error of
// CodeBadInput that says it if it is too much.
func (c Cost) MutateOperationContext(_ context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	w := working{Cost: c, variables: operation.Variables, fragments: map[spread]int64{}}
	cost := w.set(operation.Operation.SelectionSet, surroundings{})
	operation.Stats.SetExtension(costKey, cost)
	w.answerOnly, w.fragments = true, map[spread]int64{}
	operation.Stats.SetExtension(readsKey, cost-w.set(operation.Operation.SelectionSet, surroundings{}))
	if c.Max == 0 || cost <= c.Max {
		return nil
	}
	err := exceeded(cost, c.Max, "the query costs %d, at most %d is answered; ask for smaller pages, or for fewer of them within each other", cost, c.Max)
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
	field string // that answers the object, such as "Query.entities"
	size  int64  // of their lists, if that is not 0: it is what the object is a page of
	scan  bool   // the object is counted by reading what it holds
	asOf  bool   // so is all that is beneath
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
	declared, is := w.Fields[in.field+"."+f.Name]
	field := ""
	if f.ObjectDefinition != nil {
		field = f.ObjectDefinition.Name + "." + f.Name
		if !is {
			declared, _ = w.of(f.ObjectDefinition.Name, f.Name)
		}
	}
	cost := int64(1)
	if !w.answerOnly {
		if cost += declared.Weight; in.scan {
			cost += declared.Scan
		}
	}
	own, paged := w.size(f)
	beneath := w.scanning(f, in)
	beneath.field = field
	if f.Definition.Type.Elem == nil {
		beneath.size = own
		return sum(cost, w.set(f.SelectionSet, beneath))
	}
	size := in.size
	switch {
	case paged:
		size = own
	case declared.Size > 0:
		size = declared.Size
	case size == 0:
		size = shortList
	default:
		size = product(size, max(declared.PerItem, 1))
	}
	return sum(cost, product(size, w.set(f.SelectionSet, beneath)))
}

// scanning returns what a field's arguments say of how what is beneath it is counted.
func (w *working) scanning(f *ast.Field, in surroundings) (beneath surroundings) {
	beneath.asOf, beneath.scan = in.asOf, in.asOf
	if len(f.Arguments) == 0 || len(w.Scanning) == 0 {
		return beneath
	}
	arguments := f.ArgumentMap(w.variables)
	for _, path := range w.Scanning {
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
		beneath.scan = true
		beneath.asOf = beneath.asOf || !isKey
	}
	return beneath
}

func isNothing(value any) bool {
	list, is := value.([]any)
	return value == nil || is && len(list) == 0
}

// sizes are the arguments that say how long a list gets.
var sizes = []string{"first", "last", "limit", "ids"}

// size returns how many items a field asks for. A field has a size if it has one
// of the arguments that say so, given or not.
func (w *working) size(f *ast.Field) (size int64, paged bool) {
	var arguments map[string]any
	for _, a := range f.Definition.Arguments {
		if !slices.Contains(sizes, a.Name) {
			continue
		}
		if paged = true; arguments == nil {
			arguments = f.ArgumentMap(w.variables)
		}
		if n, given := count(arguments[a.Name]); given {
			size = max(size, n)
		}
	}
	if paged && size == 0 {
		size = int64(w.PageSize)
	}
	return size, paged
}

// count returns how many items a value asks for: a number, or a list of them.
func count(value any) (n int64, given bool) {
	switch value := value.(type) {
	case int64:
		return value, true
	case int:
		return int64(value), true
	case json.Number:
		n, err := value.Int64()
		return n, err == nil
	case []any:
		return int64(len(value)), true
	case []string:
		return int64(len(value)), true
	}
	return 0, false
}

func sum(a, b int64) int64 { return min(a+b, mostCost) }

func product(a, b int64) int64 {
	if b > 0 && a > mostCost/b {
		return mostCost
	}
	return a * b
}
