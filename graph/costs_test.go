package graph

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"conflictgraph/graph/gen"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/limits"
)

func TestTheSchemaHasToSayWhatEachFieldCosts(t *testing.T) {
	for _, c := range []struct{ field, directive string }{
		{"Query.paths", ` @cost(weight: "40000") @listSize(assumedSize: 10, slicingArguments: ["first"], sizedFields: ["paths"], requireOneSlicingArgument: false)`},
		{"Query.node", ` @cost(weight: "0")`},
		{"Mutation.importAnnotations", ` @cost(weight: "5000")`},
		{"Relation.attributions", ` @listSize(assumedSize: 5)`},
		{"Stats.byCounterpart", ` @listSize(assumedSize: 20, slicingArguments: ["first"], requireOneSlicingArgument: false)`},
		{"RelationConnection.totalCount", ` @cost(weight: "100") @scanCost(weight: "5000")`},
		{"Place.visitors", ` @listSize(assumedSize: 20, slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)`},
		{"Entity.related", ` @listSize(assumedSize: 20, slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)`},
	} {
		typeName, field, _ := strings.Cut(c.field, ".")
		definition := gen.Schema().Types[typeName].Fields.ForName(field)
		require.NotNil(t, definition, c.field)
		text := gen.SchemaText()
		at := definition.Position.Start
		line := strings.Index(text[at:], "\n")
		without := text[:at] + strings.Replace(text[at:at+line], c.directive, "", 1) + text[at+line:]
		require.Less(t, len(without), len(text), c.field)
		changed, err := gqlparser.LoadSchema(&ast.Source{Input: without})
		require.NoError(t, err, c.field)
		_, err = limits.NewCost(changed, 0, nil)
		require.ErrorContains(t, err, c.field)
	}
}

func TestTheSchemaSaysTheServersOwnLengthsOfLists(t *testing.T) {
	assumed := func(typeName, field string) string {
		d := gen.Schema().Types[typeName].Fields.ForName(field).Directives.ForName("listSize")
		return d.Arguments.ForName("assumedSize").Value.Raw
	}
	for name, want := range map[string]int{
		"Query.entities": kg.DefaultPageSize, "Query.relations": kg.DefaultPageSize, "Entity.relations": kg.DefaultPageSize,
		"Person.metWith": kg.DefaultPageSize, "Country.related": kg.DefaultPageSize,
		"Query.chain": kg.MaxChains, "Path.nodes": kg.MaxPathLength + 1, "Path.relations": kg.MaxPathLength, "Path.steps": kg.MaxPathLength,
		"Relation.contradictedBy": maxClaims, "Relation.supportedBy": maxClaims, "Relation.fulfilledBy": maxClaims,
		"Stats.byStatus": len(kg.Statuses), "Stats.byCertainty": len(kg.Certainties),
	} {
		typeName, field, _ := strings.Cut(name, ".")
		require.Equal(t, fmt.Sprint(want), assumed(typeName, field), name)
	}
	query := gen.Schema().Query.Fields
	for field, argument := range map[string]string{"search": "first", "paths": "first", "neighborhood": "limit", "history": "first"} {
		require.Equal(t, query.ForName(field).Arguments.ForName(argument).DefaultValue.Raw, assumed("Query", field), field)
	}
	edges := query.ForName("neighborhood").Directives.ForName("costWithin").Arguments
	require.Equal(t, "edges", edges.ForName("field").Value.Raw)
	require.Equal(t, fmt.Sprint(kg.EdgesPerNode), edges.ForName("itemsEach").Value.Raw)
	claims := gen.Schema().Types["Relation"].Fields.ForName("contradictedBy").Directives.ForName("cost")
	require.Equal(t, fmt.Sprint(maxClaims+maxUndatedClaims), claims.Arguments.ForName("weight").Value.Raw)
}

func TestAnArgumentThatIsNullAsksForAsMuchAsItsDefault(t *testing.T) {
	for _, c := range []struct{ given, null string }{
		{`{ search(text: "a") { score } }`, `{ search(text: "a", first: null) { score } }`},
		{`{ paths(from: "a", to: "b") { paths { length } } }`, `{ paths(from: "a", to: "b", first: null) { paths { length } } }`},
		{`{ neighborhood(center: ["a"]) { edges { id } } }`, `{ neighborhood(center: ["a"], limit: null) { edges { id } } }`},
		{`{ history { number } }`, `{ history(first: null) { number } }`},
	} {
		require.Equal(t, costOf(t, c.given, nil), costOf(t, c.null, nil), c.null)
	}
	require.Equal(t, int64(1+20_000+1+200*10), costOf(t, `{ neighborhood(center: ["a"]) { edges { id } } }`, nil))
}

func TestANumberOfAVariableAsksForAsMuchHoweverItIsWritten(t *testing.T) {
	const query = `query($n: Int) { relations(first: $n) { nodes { id } } }`
	for _, n := range []any{100, "100", json.Number("100")} {
		require.Equal(t, int64(2+100), costOf(t, query, map[string]any{"n": n}), "%T", n)
	}
	const ids = `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`
	for _, one := range []any{"7", []any{"7"}, []string{"7"}} {
		require.Equal(t, int64(1+1), costOf(t, ids, map[string]any{"ids": one}), "%T", one)
	}
}

func TestEachKeyThatIsLookedForCostsMore(t *testing.T) {
	one := costOf(t, `{ entity(id: "a") { related(first: 1, types: ["met-with"], filter: {with: "b"}) { totalCount } } }`, nil)
	for query, more := range map[string]int64{
		`{ entity(id: "a") { related(first: 1, types: ["met-with", "supports"]) { totalCount } } }`:                          10,
		`{ entity(id: "a") { related(first: 1, types: "met-with", filter: {with: ["b", "c", "d"]}) { totalCount } } }`:       20,
		`{ entity(id: "a") { relations(first: 1, filter: {types: ["met-with", "supports"], with: ["b"]}) { totalCount } } }`: 10,
		`{ entity(id: "a") { relations(first: 1, filter: {documents: ["doc:a", "doc:b"]}) { totalCount } } }`:                10,
	} {
		require.Equal(t, one+more, costOf(t, query, nil), query)
	}
	ids := make([]any, 1000)
	for i := range ids {
		ids[i] = fmt.Sprint("x:", i)
	}
	const all = `query($ids: [ID!]) { relations(first: 1, filter: {and: [{with: $ids}, {not: {with: "a"}}]}) { nodes { id } } }`
	require.Greater(t, costOf(t, all, map[string]any{"ids": ids}), int64(50_000))
	const nested = `query($ids: [ID!]) { entities(first: 100) { nodes { relations(first: 1, filter: {with: $ids}) { nodes { id } } } } }`
	require.Greater(t, costOf(t, nested, map[string]any{"ids": ids[:200]}), int64(100_000))
}

// costOf returns what a query costs.
func costOf(t *testing.T, query string, variables map[string]any) int64 {
	t.Helper()
	extension := Cost(0).(limits.Cost)
	document, errs := gqlparser.LoadQueryWithRules(gen.Schema(), query, rules.NewDefaultRules())
	require.Empty(t, errs, query)
	variables, err := validator.VariableValues(gen.Schema(), document.Operations[0], variables)
	require.NoError(t, err)
	operation := &graphql.OperationContext{Doc: document, Operation: document.Operations[0], Variables: variables}
	require.Nil(t, extension.MutateOperationContext(t.Context(), operation))
	return limits.CostOf(operation)
}

func TestACountThatHasToReadCostsWhatItReads(t *testing.T) {
	const ofEntity, ofAll = 5000, 20_000
	costs := func(query string, variables map[string]any) int64 { return costOf(t, query, variables) }
	kept := costs(`{ relations(first: 1) { totalCount } }`, nil)
	for query, more := range map[string]int64{
		`{ relations(first: 1, filter: {types: ["met-with"], with: ["ukraine"], direction: OUT}) { totalCount } }`:                  0,
		`{ relations(first: 1, filter: {status: [], certainty: null}) { totalCount } }`:                                             0,
		`{ relations(first: 1, filter: {status: [PLANNED]}) { pageInfo { hasNextPage } } }`:                                         1 - 100,
		`{ relations(first: 1, filter: {status: [PLANNED]}) { totalCount } }`:                                                       ofAll,
		`{ relations(first: 1, filter: {certainty: [ALLEGED]}) { ...F } } fragment F on RelationConnection { totalCount }`:          ofAll,
		`{ relations(first: 1, filter: {from: "2025-01-01"}) { ... on RelationConnection { totalCount } } }`:                        ofAll,
		`{ relations(first: 1, filter: {to: "2025-01-01"}) { totalCount again: totalCount } }`:                                      2*ofAll + 101,
		`{ relations(first: 1, filter: {quoted: true}) { totalCount } }`:                                                            ofAll,
		`{ relations(first: 1, filter: {coding: [QUOTED, SUGGESTED]}) { totalCount } }`:                                             ofAll,
		`{ relations(first: 1, filter: {datasets: ["icews"]}) { totalCount } }`:                                                     2 * ofAll,
		`{ relations(first: 1, asOf: "2025-01-01T00:00:00Z") { totalCount } }`:                                                      ofAll,
		`{ relations(first: 1, filter: {and: [{types: ["met-with"]}]}) { totalCount } }`:                                            ofAll,
		`{ relations(first: 1, filter: {or: [{types: ["met-with"]}, {status: [PLANNED]}]}) { totalCount } }`:                        1 + 2*ofAll,
		`{ relations(first: 1, filter: {not: {types: ["met-with"], from: "2025-01-01"}}) { totalCount } }`:                          2 + 3*ofAll,
		`{ relations(first: 1, filter: {not: {with: ["ukraine"]}}) { totalCount } }`:                                                2 * ofAll,
		`{ entity(id: "ukraine") { relations(first: 1, filter: {not: {documents: ["doc:one"]}}) { totalCount } } }`:                 2*ofEntity + 1,
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
	with := func(n int) map[string]any { return map[string]any{"with": slices.Repeat([]any{"ukraine"}, n)} }
	for _, c := range []struct {
		lists []any
		more  int64
	}{{[]any{with(2000)}, ofAll}, {[]any{with(10), with(100)}, ofAll}, {[]any{with(40), with(2), with(40)}, 2 * ofAll}} {
		cost := costs(`query($f: RelationFilter) { relations(first: 1, filter: $f) { totalCount } }`, map[string]any{"f": map[string]any{"and": c.lists}})
		require.GreaterOrEqual(t, cost, kept+c.more, "besides what the lists themselves cost")
	}
	const nested = `{ entities(first: 30) { nodes { relations(filter: {status: [PLANNED]}) { totalCount } } } }`
	require.Greater(t, costs(nested, nil), int64(100_000), "each of them may be linked to everything")
}
