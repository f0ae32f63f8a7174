package graph

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph/gen"
	"conflictgraph/internal/limits"
)

func TestWhatEveryFieldReadsIsDeclared(t *testing.T) {
	schema := gen.NewExecutableSchema(gen.Config{Resolvers: resolvers{}}).Schema()
	require.Empty(t, limits.Cost{Fields: fieldCosts}.Undeclared(schema), "add them to fieldCosts")
	for name := range fieldCosts {
		typeName, field, _ := strings.Cut(name, ".")
		definition := schema.Types[typeName]
		require.NotNil(t, definition, name)
		require.True(t, field == "*" || definition.Fields.ForName(field) != nil, "%s is no field any more", name)
	}
}
