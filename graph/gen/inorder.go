package gen

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// marshalInOrder marshals the elements of a list one after another. They are all there
// already, so that a goroutine for each costs more than it gains.
func marshalInOrder(ctx context.Context, length int, _ int64, _ bool, marshalElement func(ctx context.Context, i int) graphql.Marshaler) graphql.Array {
	all := make(graphql.Array, length)
	for i := range length {
		all[i] = marshalElement(graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &i}), i)
	}
	return all
}
