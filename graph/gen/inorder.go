package gen

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// marshalInOrder marshals the elements of a list one after another. They are all there
// already, so that a goroutine for each costs more than it gains.
func marshalInOrder(ctx context.Context, length int, _ int64, _ bool, marshalElement func(ctx context.Context, i int) graphql.Marshaler) graphql.Array {
	all, indexes, contexts := make(graphql.Array, length), make([]int, length), make([]graphql.FieldContext, length)
	for i := range length {
		indexes[i] = i
		contexts[i].Index = &indexes[i]
		all[i] = marshalElement(graphql.WithFieldContext(ctx, &contexts[i]), i)
	}
	return all
}
