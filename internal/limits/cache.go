package limits

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// Short keeps in a cache only what belongs to texts of at most a size, in bytes.
// So a cache of so many texts has a bound, whatever is sent.
func Short[T any](size int, cache graphql.Cache[T]) graphql.Cache[T] { return short[T]{cache, size} }

type short[T any] struct {
	graphql.Cache[T]
	size int
}

func (s short[T]) Add(ctx context.Context, text string, value T) {
	if len(text) <= s.size {
		s.Cache.Add(ctx, text, value)
	}
}

// ShortValues keeps in a cache of texts only those of at most a size, in bytes.
func ShortValues(size int, cache graphql.Cache[string]) graphql.Cache[string] {
	return shortValues{cache, size}
}

type shortValues struct {
	graphql.Cache[string]
	size int
}

func (s shortValues) Add(ctx context.Context, key, text string) {
	if len(text) <= s.size {
		s.Cache.Add(ctx, key, text)
	}
}
