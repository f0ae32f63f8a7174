// Package querygen draws GraphQL requests from a schema, for tests: every field,
// argument, filter, enum and input may be in one, most of them valid, some of them
// wrong on purpose.
package querygen

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"
)

// A Request is what is sent by POST of application/json.
type Request struct {
	Query         string         `json:"query"`
	OperationName string         `json:"operationName,omitempty"`
	Variables     map[string]any `json:"variables,omitempty"`
}

// Body returns the request as JSON.
func (r Request) Body() []byte {
	text, err := json.Marshal(r)
	if err != nil {
		panic(err) // unreachable: values are made of strings, numbers, lists and maps
	}
	return text
}

// Words are what arguments are made of, for those that take strings or ids.
type Words struct {
	// ByName are words for arguments and input fields of a name, such as "types",
	// or for those of one input only, such as "AddEntityInput.id".
	ByName map[string][]string

	// ByScalar are words for all others, by the name of their scalar; they are
	// sent as strings.
	ByScalar map[string][]string

	// Hostile are words that may stand anywhere.
	Hostile []string
}

// Operations returns a generator of requests with one operation of a kind, whose
// selections are at most so deep.
func Operations(schema *ast.Schema, kind ast.Operation, depth int, words Words) *rapid.Generator[Request] {
	root := map[ast.Operation]*ast.Definition{ast.Query: schema.Query, ast.Mutation: schema.Mutation, ast.Subscription: schema.Subscription}[kind]
	return rapid.Custom(func(t *rapid.T) Request {
		d := &drawing{T: t, schema: schema, words: words, variables: map[string]any{}}
		r := d.request(kind, d.selection(root, depth))
		if d.once(8) {
			r.OperationName = "Drawn"
		}
		if d.once(300) {
			r.OperationName = rapid.SampledFrom(words.Hostile).Draw(t, "operation name")
		}
		return r
	})
}

// OfNodes returns a generator of requests for one field of an object that has an id:
// of node(id:), where that is of a type.
func OfNodes(schema *ast.Schema, typeName, field string, depth int, words Words) *rapid.Generator[Request] {
	node, f := schema.Query.Fields.ForName("node"), schema.Types[typeName].Fields.ForName(field)
	return rapid.Custom(func(t *rapid.T) Request {
		d := &drawing{T: t, schema: schema, words: words, variables: map[string]any{}}
		id := d.value(typeName+".id", node.Arguments.ForName("id").Type)
		return d.request(ast.Query, fmt.Sprintf("{ node(id: %s) { ... on %s { %s } } }", id, typeName, d.field(f, depth)))
	})
}

func (d *drawing) request(kind ast.Operation, selection string) Request {
	return Request{Query: string(kind) + " Drawn" + d.parameters() + " " + selection + strings.Join(d.fragments, ""), Variables: d.variables}
}

// drawing is one request that is being drawn.
type drawing struct {
	*rapid.T
	schema    *ast.Schema
	words     Words
	fields    int
	declared  []string
	variables map[string]any
	fragments []string
}

// once reports true once in so many times.
func (d *drawing) once(in int) bool { return rapid.IntRange(1, in).Draw(d.T, "once") == in }

func (d *drawing) parameters() string {
	if len(d.declared) == 0 {
		return ""
	}
	return "(" + strings.Join(d.declared, ", ") + ")"
}

// The most fields of one request: more than are allowed is for others to test.
const mostFields = 40

// selection draws what is asked of a type: at least one field, none with fields of
// its own at a depth of 0.
func (d *drawing) selection(of *ast.Definition, depth int) string {
	var leaves, inner []*ast.FieldDefinition
	for _, f := range of.Fields {
		switch {
		case strings.HasPrefix(f.Name, "__"):
		case d.schema.Types[f.Type.Name()].IsLeafType():
			leaves = append(leaves, f)
		default:
			inner = append(inner, f)
		}
	}
	parts := []string{}
	if len(leaves) == 0 && depth <= 1 || d.once(10) {
		parts = append(parts, "__typename")
	}
	if len(leaves) > 0 {
		for range rapid.IntRange(1, 3).Draw(d.T, "leaves") {
			parts = append(parts, d.field(rapid.SampledFrom(leaves).Draw(d.T, "leaf"), 0))
		}
	}
	if len(inner) > 0 && depth > 1 {
		for range rapid.IntRange(min(1, 2-len(parts)), 2).Draw(d.T, "inner") {
			if d.fields < mostFields {
				parts = append(parts, d.field(rapid.SampledFrom(inner).Draw(d.T, "field"), depth-1))
			}
		}
	}
	if of.IsAbstractType() && d.once(3) && depth > 0 {
		parts = append(parts, d.narrowed(of, depth))
	}
	if len(parts) == 0 {
		parts = append(parts, "__typename")
	}
	return "{ " + strings.Join(parts, " ") + " }"
}

// narrowed draws a fragment, inline or not, on one of the types that there are of
// an interface.
func (d *drawing) narrowed(of *ast.Definition, depth int) string {
	to := rapid.SampledFrom(d.schema.GetPossibleTypes(of)).Draw(d.T, "type")
	set := d.selection(to, depth)
	if d.once(2) {
		return "... on " + to.Name + d.directives() + " " + set
	}
	name := fmt.Sprint("F", len(d.fragments))
	d.fragments = append(d.fragments, "")
	d.fragments[len(d.fragments)-1] = fmt.Sprintf(" fragment %s on %s %s", name, to.Name, set)
	return "..." + name + d.directives()
}

func (d *drawing) field(f *ast.FieldDefinition, depth int) string {
	d.fields++
	var arguments []string
	for _, a := range f.Arguments {
		needed := a.Type.NonNull && a.DefaultValue == nil
		if needed && !d.once(300) || d.once(4) {
			arguments = append(arguments, a.Name+": "+d.value(a.Name, a.Type))
		}
	}
	text := f.Name
	if len(arguments) > 0 {
		text += "(" + strings.Join(arguments, ", ") + ")"
	}
	if len(f.Arguments) > 0 || d.once(10) { // the same field with other arguments would be another answer by the same name
		text = fmt.Sprintf("f%d: %s", d.fields, text)
	}
	text += d.directives()
	if definition := d.schema.Types[f.Type.Name()]; !definition.IsLeafType() {
		text += " " + d.selection(definition, depth)
	}
	return text
}

func (d *drawing) directives() string {
	if !d.once(20) {
		return ""
	}
	name := rapid.SampledFrom([]string{"include", "skip"}).Draw(d.T, "directive")
	return " @" + name + "(if: " + d.value("if", ast.NonNullNamedType("Boolean", nil)) + ")"
}
