package model

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
)

// Children are the planned values of an object's fields, by the names that the
// response gives them.
type Children []namedChild

type namedChild struct {
	name  string
	value any
}

// Set plans value for the field of that response name; an error becomes the
// field's error.
func (c *Children) Set(name string, value any) { *c = append(*c, namedChild{name, value}) }

// child returns what was planned for the field being resolved.
func child[T any](ctx context.Context, children Children) (T, error) {
	return Child[T](children, graphql.GetFieldContext(ctx).Field.Alias)
}

// Child returns what was planned for the field of that response name.
func Child[T any](children Children, name string) (T, error) {
	var none T
	for _, c := range children {
		if c.name != name {
			continue
		}
		if v, ok := c.value.(T); ok {
			return v, nil
		}
		if err, ok := c.value.(error); ok {
			return none, err
		}
		return none, fmt.Errorf("field %q was planned as %T", name, c.value)
	}
	return none, fmt.Errorf("field %q was not planned", name)
}
