package limits

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// declared is what a schema declares of a field's cost.
type declared struct {
	reads
	listSize bool
	assumed  int64            // the length of a list where no argument says it
	slicing  []string         // the arguments that say it
	sized    []string         // the lists in the answer that they say it of; the field itself where empty
	within   map[string]reads // what fields of the answer cost, in place of what is declared there
}

// reads is what a field costs beside the values of its answer.
type reads struct {
	weight    int64
	scan      int64 // in addition, where what it counts has to be read
	itemsEach int64 // how many items of a list there are for each that the field around it is asked for
}

// Directives are the definitions of the directives by which a schema declares costs:
// two of the draft of GraphQL Cost Directives, and two for what these have no word for.
const Directives = `
"What selecting a field costs, beside 1 for each value of its answer."
directive @cost("A whole number." weight: String!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR

"How long a list is at the most."
directive @listSize("Its length where no argument says it." assumedSize: Int, "The arguments that say it: a number, or a list of as many." slicingArguments: [String!], "The lists in the answer that it is the length of; the field itself is the list if not given." sizedFields: [String!], "One of the arguments has to be given." requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION

"What a field costs in addition where it counts what has to be read for that: with asOf, or a filter by what is not counted ahead."
directive @scanCost("A whole number." weight: String!) on FIELD_DEFINITION

"What a field of the answer costs, in place of what is declared there."
directive @costWithin("The field of the answer." field: String!, "As that of @cost." weight: String! = "0", "As that of @scanCost." scanWeight: String! = "0", "How many items of the list there are for each that sizes it." itemsEach: Int! = 1) repeatable on FIELD_DEFINITION
`

var costDirectives = []string{"cost", "listSize", "scanCost", "costWithin"}

// readDeclared reads what a schema declares of the costs of its fields. It returns an
// error that names what cannot be read, or the fields that read the store and for which
// nothing is declared.
func readDeclared(schema *ast.Schema) (map[*ast.FieldDefinition]*declared, error) {
	all := map[*ast.FieldDefinition]*declared{}
	for name, d := range schema.Types {
		if d.BuiltIn {
			continue
		}
		if err := onlyOnFields(d); err != nil {
			return nil, err
		}
		for _, f := range d.Fields {
			if !slices.ContainsFunc(f.Directives, func(d *ast.Directive) bool { return slices.Contains(costDirectives, d.Name) }) {
				continue
			}
			read, err := readField(schema, f)
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", name, f.Name, err)
			}
			all[f] = read
		}
	}
	if missing := undeclared(schema, all); len(missing) > 0 {
		return nil, fmt.Errorf("the schema does not say by @cost or @listSize what these fields cost, which read the store: %s", strings.Join(missing, ", "))
	}
	return all, nil
}

// onlyOnFields returns an error for a directive where it would not be read.
func onlyOnFields(d *ast.Definition) error {
	const cost = "cost"
	elsewhere := d.Directives.ForName(cost) != nil
	for _, f := range d.Fields {
		elsewhere = elsewhere || d.Kind == ast.InputObject && f.Directives.ForName(cost) != nil
		for _, a := range f.Arguments {
			elsewhere = elsewhere || a.Directives.ForName(cost) != nil
		}
	}
	if elsewhere {
		return fmt.Errorf("%s: @%s is read of fields alone; put it on those that answer or take this", d.Name, cost)
	}
	return nil
}

func readField(schema *ast.Schema, f *ast.FieldDefinition) (*declared, error) {
	read := &declared{within: map[string]reads{}}
	for _, d := range f.Directives {
		arguments := d.ArgumentMap(nil)
		var err error
		switch d.Name {
		case "cost":
			read.weight, err = weight(arguments, "weight")
		case "scanCost":
			read.scan, err = weight(arguments, "weight")
		case "listSize":
			err = read.readSize(schema, f, arguments)
		case "costWithin":
			err = read.readWithin(schema, f, arguments)
		}
		if err != nil {
			return nil, fmt.Errorf("@%s: %w", d.Name, err)
		}
	}
	return read, nil
}

func weight(arguments map[string]any, name string) (int64, error) {
	text, _ := arguments[name].(string)
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > mostCost {
		return 0, fmt.Errorf("%s: %q is no cost; give a whole number from 0 on", name, text)
	}
	return n, nil
}

func (d *declared) readSize(schema *ast.Schema, f *ast.FieldDefinition, arguments map[string]any) error {
	d.listSize = true
	d.assumed, _ = arguments["assumedSize"].(int64)
	d.slicing, d.sized = texts(arguments["slicingArguments"]), texts(arguments["sizedFields"])
	if d.assumed < 1 {
		return fmt.Errorf("assumedSize: %v is no length; give a number from 1 on", arguments["assumedSize"])
	}
	for _, name := range d.slicing {
		if f.Arguments.ForName(name) == nil {
			return fmt.Errorf("slicingArguments: the field has no %q", name)
		}
	}
	if needed, _ := arguments["requireOneSlicingArgument"].(bool); needed && len(d.slicing) > 0 {
		return fmt.Errorf("requireOneSlicingArgument: no argument is required here; say false")
	}
	if isList(f) != (len(d.sized) == 0) {
		return fmt.Errorf("sizedFields: give them where the field is no list, and only there")
	}
	for _, name := range d.sized {
		if list := schema.Types[f.Type.Name()].Fields.ForName(name); list == nil || !isList(list) {
			return fmt.Errorf("sizedFields: %s has no list %q", f.Type.Name(), name)
		}
	}
	return nil
}

func (d *declared) readWithin(schema *ast.Schema, f *ast.FieldDefinition, arguments map[string]any) (err error) {
	name, _ := arguments["field"].(string)
	if schema.Types[f.Type.Name()].Fields.ForName(name) == nil {
		return fmt.Errorf("field: %s has no %q", f.Type.Name(), name)
	}
	var r reads
	if r.weight, err = weight(arguments, "weight"); err != nil {
		return err
	}
	if r.scan, err = weight(arguments, "scanWeight"); err != nil {
		return err
	}
	if r.itemsEach, _ = arguments["itemsEach"].(int64); r.itemsEach < 1 {
		return fmt.Errorf("itemsEach: %v is no factor; give a number from 1 on", arguments["itemsEach"])
	}
	d.within[name] = r
	return nil
}

func texts(value any) (all []string) {
	list, _ := value.([]any)
	for _, v := range list {
		if text, is := v.(string); is {
			all = append(all, text)
		}
	}
	return all
}

func isList(f *ast.FieldDefinition) bool { return f.Type.Elem != nil }

// undeclared returns the fields that read the store, and say nothing of what they cost:
// those of queries, mutations and subscriptions, those with arguments, what a page
// counts, and lists of objects which neither they nor the fields around them give a
// length.
func undeclared(schema *ast.Schema, all map[*ast.FieldDefinition]*declared) (fields []string) {
	for name, d := range schema.Types {
		if d.BuiltIn || d.Kind != ast.Object && d.Kind != ast.Interface {
			continue
		}
		root := d == schema.Query || d == schema.Mutation || d == schema.Subscription
		page := d.Fields.ForName("pageInfo") != nil
		for _, f := range d.Fields {
			leaf := schema.Types[f.Type.Name()].IsLeafType()
			list := isList(f) && !leaf
			says := all[f] != nil
			if list {
				says = says && all[f].listSize || sizedAround(schema, all, d, f.Name)
			}
			if !says && (root || list || len(f.Arguments) > 0 || page && leaf) && !strings.HasPrefix(f.Name, "__") {
				fields = append(fields, name+"."+f.Name)
			}
		}
	}
	slices.Sort(fields)
	return fields
}

// sizedAround reports whether each field that answers an object of a type gives a list
// of it a length.
func sizedAround(schema *ast.Schema, all map[*ast.FieldDefinition]*declared, of *ast.Definition, list string) bool {
	sized := false
	for _, d := range schema.Types {
		for _, f := range d.Fields {
			if f.Type.Name() != of.Name || d.Kind == ast.InputObject {
				continue
			}
			if all[f] == nil || !slices.Contains(all[f].sized, list) {
				return false
			}
			sized = true
		}
	}
	return sized
}
