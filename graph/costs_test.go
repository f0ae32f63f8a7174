package graph

import (
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"conflictgraph/graph/gen"
	"conflictgraph/internal/limits"
)

func TestWhatEveryFieldReadsIsDeclared(t *testing.T) {
	schema := gen.Schema()
	require.Empty(t, limits.Cost{Fields: fieldCosts}.Undeclared(schema), "add them to fieldCosts")
	for name := range fieldCosts {
		typeName, field, _ := strings.Cut(name, ".")
		definition := schema.Types[typeName]
		if around, within, is := strings.Cut(field, "."); is {
			definition, field = schema.Types[definition.Fields.ForName(around).Type.Name()], within
		}
		require.NotNil(t, definition, name)
		require.True(t, field == "*" || definition.Fields.ForName(field) != nil, "%s is no field any more", name)
	}
}

func TestACountThatHasToReadCostsWhatItReads(t *testing.T) {
	const ofEntity, ofAll = 5000, 20_000
	costs := func(query string, variables map[string]any) int64 {
		extension := Cost(0).(limits.Cost)
		schema := gen.Schema()
		document, errs := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules())
		require.Empty(t, errs, query)
		variables, err := validator.VariableValues(schema, document.Operations[0], variables)
		require.NoError(t, err)
		operation := &graphql.OperationContext{Doc: document, Operation: document.Operations[0], Variables: variables}
		require.Nil(t, extension.MutateOperationContext(t.Context(), operation))
		return limits.CostOf(operation)
	}
	kept := costs(`{ relations(first: 1) { totalCount } }`, nil)
	for query, more := range map[string]int64{
		`{ relations(first: 1, filter: {types: ["met-with"], with: ["ukraine"], direction: OUT}) { totalCount } }`:                  0,
		`{ relations(first: 1, filter: {status: [], certainty: null}) { totalCount } }`:                                             0,
		`{ relations(first: 1, filter: {status: [PLANNED]}) { pageInfo { hasNextPage } } }`:                                         1 - 100,
		`{ relations(first: 1, filter: {status: [PLANNED]}) { totalCount } }`:                                                       ofAll,
		`{ relations(first: 1, filter: {certainty: [ALLEGED]}) { ...F } } fragment F on RelationConnection { totalCount }`:          ofAll,
		`{ relations(first: 1, filter: {from: "2025-01-01"}) { ... on RelationConnection { totalCount } } }`:                        ofAll,
		`{ relations(first: 1, filter: {to: "2025-01-01"}) { totalCount again: totalCount } }`:                                      2*ofAll + 101,
		`{ relations(first: 1, asOf: "2025-01-01T00:00:00Z") { totalCount } }`:                                                      ofAll,
		`query($f: RelationFilter = {status: [PLANNED]}) { relations(first: 1, filter: $f) { totalCount } }`:                        ofAll,
		`{ entity(id: "ukraine", asOf: "2025-01-01T00:00:00Z") { relations(first: 1) { totalCount } } }`:                            ofEntity + 1,
		`{ entity(id: "ukraine") { relations(first: 1) { totalCount } } }`:                                                          1,
		`{ entity(id: "ukraine") { ... on Actor { metWith(first: 1, filter: {status: [PLANNED]}) { totalCount nodes { id } } } } }`: ofEntity + 3,
	} {
		require.Equal(t, kept+more, costs(query, nil), query)
	}
	for _, arguments := range []string{`first: 5`, `first: 5, filter: {status: [PLANNED]}`} {
		walked := costs(`{ actor(id: "ukraine") { metWith(`+arguments+`) { totalCount edges { node { id } relation { id } } } } }`, nil)
		require.Equal(t, walked, costs(`{ actor(id: "ukraine") { related(`+arguments+`, types: ["met-with"]) { totalCount edges { node { id } relation { id } } } } }`, nil))
	}
	variables := map[string]any{"f": map[string]any{"status": []any{"PLANNED"}}}
	require.Equal(t, kept+ofAll, costs(`query($f: RelationFilter) { relations(first: 1, filter: $f) { totalCount } }`, variables))
	const nested = `{ entities(first: 30) { nodes { relations(filter: {status: [PLANNED]}) { totalCount } } } }`
	require.Greater(t, costs(nested, nil), int64(100_000), "each of them may be linked to everything")
}
