package gen

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// marshaling writes one value down.
type marshaling[T any] = func(ctx context.Context, sel ast.SelectionSet, v T) graphql.Marshaler

// marshalObjects marshals the objects of a list one after another. They are all there
// already, so that a goroutine for each costs more than it gains.
func marshalObjects[T any](ctx context.Context, sel ast.SelectionSet, list []T, nonNull bool, marshal marshaling[T]) graphql.Marshaler {
	all, indexes, contexts := make(graphql.Array, len(list)), make([]int, len(list)), make([]graphql.FieldContext, len(list))
	for i, v := range list {
		indexes[i] = i
		contexts[i].Index = &indexes[i]
		all[i] = marshal(graphql.WithFieldContext(ctx, &contexts[i]), sel, v)
	}
	return arrayOf(all, nonNull)
}

func marshalLeaves[T any](ctx context.Context, sel ast.SelectionSet, list []T, nonNull bool, marshal marshaling[T]) graphql.Marshaler {
	all := make(graphql.Array, len(list))
	for i, v := range list {
		all[i] = marshal(ctx, sel, v)
	}
	return arrayOf(all, nonNull)
}

// arrayOf returns null for a list that must have no null in it and has.
func arrayOf(all graphql.Array, nonNull bool) graphql.Marshaler {
	if nonNull && slices.Contains(all, graphql.Marshaler(graphql.Null)) {
		return graphql.Null
	}
	return all
}

func unmarshalList[T any](ctx context.Context, v any, unmarshal func(ctx context.Context, v any) (T, error)) ([]T, error) {
	given := graphql.CoerceList(v)
	list := make([]T, len(given))
	for i, v := range given {
		var err error
		if list[i], err = unmarshal(graphql.WithPathContext(ctx, graphql.NewPathWithIndex(i)), v); err != nil {
			return nil, err
		}
	}
	return list, nil
}
