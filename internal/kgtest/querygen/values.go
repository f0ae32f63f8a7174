package querygen

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"
)

// An enumValue is written without quotes in a query, and with them in a variable.
type enumValue string

// value draws a value for an argument of a name and type and returns it as it
// stands in the query: as itself, or as a variable.
func (d *drawing) value(name string, of *ast.Type) string {
	value := d.draw(name, of)
	if !d.once(4) {
		return literal(value)
	}
	variable := fmt.Sprint("v", len(d.declared))
	d.declared = append(d.declared, "$"+variable+": "+of.String())
	d.variables[variable] = value
	return "$" + variable
}

// draw draws a value. A few are of another type than the one that is right.
func (d *drawing) draw(name string, of *ast.Type) any {
	switch {
	case d.once(400):
		return d.wrong()
	case !of.NonNull && d.once(12):
		return nil
	case of.Elem != nil && d.once(8):
		return d.draw(name, of.Elem) // one value where a list is asked for is a list of it
	case of.Elem != nil:
		list := []any{}
		for range rapid.SampledFrom([]int{0, 1, 1, 1, 2, 3}).Draw(d.T, "length") {
			list = append(list, d.draw(name, of.Elem))
		}
		return list
	}
	definition := d.schema.Types[of.NamedType]
	switch definition.Kind {
	case ast.Enum:
		return enumValue(rapid.SampledFrom(definition.EnumValues).Draw(d.T, "enum value").Name)
	case ast.InputObject:
		return d.input(definition)
	}
	return d.scalar(name, of.NamedType)
}

func (d *drawing) input(definition *ast.Definition) any {
	fields := map[string]any{}
	bare := d.once(2)
	for _, f := range definition.Fields {
		needed := f.Type.NonNull && f.DefaultValue == nil
		if needed && !d.once(300) || !bare && d.once(3) {
			name := f.Name
			if specific := definition.Name + "." + name; d.words.ByName[specific] != nil {
				name = specific
			}
			fields[f.Name] = d.draw(name, f.Type)
		}
	}
	if d.once(300) {
		fields["unknown"] = d.wrong()
	}
	return fields
}

var integers = []int64{0, 1, 1, 2, 2, 3, 3, 5, 5, 10, 20, 100, 101, -1, 1<<31 - 1, 1 << 31, -1 << 31, 1<<63 - 1, -1 << 63}

func (d *drawing) scalar(name, scalar string) any {
	switch scalar {
	case "Int":
		return rapid.SampledFrom(integers).Draw(d.T, name)
	case "Float":
		return rapid.Float64Range(-1e9, 1e9).Draw(d.T, name)
	case "Boolean":
		return rapid.Bool().Draw(d.T, name)
	}
	words, named := d.words.ByName[name]
	if !named {
		words = d.words.ByScalar[scalar]
	}
	if len(words) == 0 || d.once(30) {
		words = d.words.Hostile
	}
	word := rapid.SampledFrom(words).Draw(d.T, name)
	if d.once(60) {
		word = d.damaged(word)
	}
	return word
}

// damaged draws a word that is nearly another.
func (d *drawing) damaged(word string) string {
	runes := []rune(word)
	at := rapid.IntRange(0, len(runes)).Draw(d.T, "at")
	with := rapid.SampledFrom([]string{"", "\x00", "A", "=", "é", "\ufffd", "'", `"`, "`", "🕊"}).Draw(d.T, "with")
	return string(runes[:at]) + with + string(runes[min(at+1, len(runes)):])
}

// wrong draws a value of any type.
func (d *drawing) wrong() any {
	return rapid.SampledFrom([]any{
		nil, true, int64(-1), json.Number("1e400"), json.Number("9223372036854775808"), json.Number("1.5"), "", "1", enumValue("NOTHING"),
		[]any{}, []any{[]any{nil}}, map[string]any{}, map[string]any{"a": map[string]any{"b": "c"}},
	}).Draw(d.T, "wrong")
}

// literal writes a value as a query does.
func literal(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case enumValue:
		return string(value)
	case string:
		return quoted(value)
	case []any:
		parts := make([]string, len(value))
		for i, v := range value {
			parts[i] = literal(v)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		var parts []string
		for _, name := range sortedKeys(value) {
			parts = append(parts, name+": "+literal(value[name]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return fmt.Sprint(value)
}

// quoted writes a string as GraphQL does; what JSON escapes, GraphQL does alike.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f || r == 0x2028:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
