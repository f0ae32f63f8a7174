package gen

import (
	"io"

	"github.com/99designs/gqlgen/graphql"
)

// object is what was selected of an object, all of it resolved.
type object struct {
	fields   []graphql.CollectedField
	Values   []graphql.Marshaler
	Invalids int // how many of the values are null and must not be
}

func newObject(fields []graphql.CollectedField) *object {
	return &object{fields: fields, Values: make([]graphql.Marshaler, len(fields))}
}

// required sets the value of a field that must not be null.
func (o *object) required(i int, value graphql.Marshaler) {
	if o.Values[i] = value; value == graphql.Null {
		o.Invalids++
	}
}

func (o *object) optional(i int, value graphql.Marshaler) { o.Values[i] = value }

// MarshalGQL writes JSON. Of fields with one alias, which fragments on several types
// may have, it writes the first.
func (o *object) MarshalGQL(w io.Writer) {
	written := aliases{of: o.fields}
	before := "{"
	for i, value := range o.Values {
		if !written.add(i) {
			continue
		}
		_, _ = io.WriteString(w, before)
		before = ","
		graphql.MarshalString(o.fields[i].Alias).MarshalGQL(w)
		_, _ = io.WriteString(w, ":")
		value.MarshalGQL(w)
	}
	if before == "{" {
		_, _ = io.WriteString(w, before)
	}
	_, _ = io.WriteString(w, "}")
}

// aliases are those of fields that were written.
type aliases struct {
	of  []graphql.CollectedField
	set map[string]bool // where there are many
}

// manyFields are so many that comparing the alias of each with all others takes
// longer than a map.
const manyFields = 16

// add reports whether the alias of a field is not among those of the fields before.
func (a *aliases) add(i int) bool {
	alias := a.of[i].Alias
	if len(a.of) < manyFields {
		for j := range i {
			if a.of[j].Alias == alias {
				return false
			}
		}
		return true
	}
	if a.set == nil {
		a.set = make(map[string]bool, len(a.of))
	}
	known := a.set[alias]
	a.set[alias] = true
	return !known
}
