package limits_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/limits"
)

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query { thing: Thing node(id: ID!): Thing things(first: Int, last: Int): Things! nodes(ids: [ID!]!): [Thing]! found(first: Int = 5): [Thing!]! around(limit: Int = 200): Around! heavy: Int }
	type Thing { name: String words: [String!]! parts: [Thing!]! things(first: Int, last: Int): Things! }
	type Things { total: Int nodes: [Thing!]! edges: [Edge!]! page: Page pageInfo: Page }
	type Edge { node: Thing cursor: String }
	type Page { end: String }
	type Around { nodes: [Thing!]! edges: [Thing!]! total: Int }`})

var declared = map[string]limits.FieldCost{
	"Query.heavy": {Weight: 100}, "Query.*": {}, "Thing.parts": {Size: 4}, "Around.nodes": {}, "Around.edges": {PerItem: 10},
}

// costs returns what a query costs, and the error that it exceeds a limit.
func costs(t require.TestingT, limit int64, query string, variables map[string]any) (int64, *gqlerror.Error) {
	doc, errs := gqlparser.LoadQueryWithRules(schema, query, nil)
	require.Nil(t, errs, query)
	values, err := validator.VariableValues(schema, doc.Operations[0], variables)
	require.NoError(t, err)
	operation := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: values}
	refusal := limits.Cost{Max: limit, PageSize: 20, Fields: declared}.MutateOperationContext(context.Background(), operation)
	return limits.CostOf(operation), refusal
}

func TestACostIsAboutHowManyValuesAnAnswerCanHold(t *testing.T) {
	for query, want := range map[string]int64{
		`{ thing { name } }`:                                                     2,
		`{ __typename }`:                                                         1,
		`{ thing { words } }`:                                                    2,
		`{ a: thing { name } b: thing { name } }`:                                4,
		`{ heavy }`:                                                              101,
		`{ thing { parts { name } } }`:                                           1 + 1 + 4*1,
		`{ around(limit: 7) { edges { name } } }`:                                1 + 1 + 7*10*1,
		`{ things(first: 7) { nodes { name } } }`:                                1 + 1 + 7*1,
		`{ things(last: 7) { nodes { name } } }`:                                 1 + 1 + 7*1,
		`{ things { nodes { name } } }`:                                          1 + 1 + 20*1,
		`{ things(first: -7) { nodes { name } } }`:                               1 + 1 + 20*1,
		`{ things(first: 7) { total page { end } } }`:                            1 + 1 + 2,
		`{ things(first: 7) { edges { cursor node { name } } } }`:                1 + 1 + 7*(1+1+1),
		`{ found { name } }`:                                                     1 + 5*1,
		`{ found(first: 9) { name words } }`:                                     1 + 9*2,
		`{ nodes(ids: ["a", "b", "c", "d"]) { name } }`:                          1 + 4*1,
		`{ around { total nodes { name } } }`:                                    1 + 1 + 1 + 200*1,
		`{ around(limit: 2) { nodes { parts { name } } } }`:                      1 + 1 + 2*(1+4*1),
		`{ things(first: 2) { nodes { things(first: 3) { nodes { name } } } } }`: 1 + 1 + 2*(1+1+3*1),
		`{ things(first: 2) { ...F } } fragment F on Things { nodes { name } }`:  1 + 1 + 2*1,
		`{ a: things(first: 2) { ...F } b: things(first: 3) { ...F } } fragment F on Things { nodes { name } }`: (1 + 1 + 2*1) + (1 + 1 + 3*1),
		`{ things(first: 2) { ... on Things { nodes { ... { name } } } } }`:                                     1 + 1 + 2*1,
		`query ($n: Int = 4) { things(first: $n) { nodes { name } } }`:                                          1 + 1 + 4*1,
		`{ __schema { types { name fields { name } } } }`:                                                       1000,
	} {
		cost, refusal := costs(t, 0, query, nil)
		require.Nil(t, refusal)
		require.Equal(t, want, cost, query)
	}
	const paged = `query ($n: Int, $ids: [ID!] = []) { things(first: $n) { nodes { name } } nodes(ids: $ids) { name } }`
	for n, want := range map[any]int64{nil: 20, 8: 8, json.Number("9"): 9, int64(0): 20} {
		cost, _ := costs(t, 0, paged, map[string]any{"n": n, "ids": []any{"a", "b"}})
		require.Equal(t, (1+1+want)+(1+2), cost, "first: %v", n)
	}
}

func TestWhatIsNotDeclaredIsSaid(t *testing.T) {
	require.Empty(t, limits.Cost{Fields: declared}.Undeclared(schema))
	require.Equal(t, []string{
		"Around.edges", "Around.nodes", "Query.around", "Query.found", "Query.heavy", "Query.node", "Query.nodes", "Query.thing", "Query.things", "Thing.parts",
	}, limits.Cost{}.Undeclared(schema))
}

func TestAnOperationIsRefusedFromOneMoreThanTheLimitOn(t *testing.T) {
	const query = `{ things(first: 10) { nodes { name } } }`
	_, refusal := costs(t, 12, query, nil)
	require.Nil(t, refusal)
	_, refusal = costs(t, 11, query, nil)
	require.NotNil(t, refusal)
	require.Equal(t, kg.CodeBadInput, kg.ErrorCode(refusal))
	require.Contains(t, refusal.Message, "costs 12, at most 11 is answered; ask for smaller pages, or for fewer of them within each other")
	require.Equal(t, map[string]any{"cost": int64(12), "limit": int64(11)}, refusal.Extensions)
}

func TestAHundredFourLevelsDeepIsTooMuch(t *testing.T) {
	query := "name"
	for range 4 {
		query = "things(first: 100) { nodes { " + query + " } }"
	}
	cost, refusal := costs(t, 100_000, "{"+query+"}", nil)
	require.NotNil(t, refusal)
	require.Greater(t, cost, int64(100_000_000))
}

func TestACostDoesNotOverflow(t *testing.T) {
	query := "name"
	for range 60 {
		query = "things(first: 2147483647) { nodes { " + query + " } }"
	}
	cost, refusal := costs(t, 100, "{"+query+"}", nil)
	require.NotNil(t, refusal)
	require.Equal(t, int64(1e15), cost)

	fragments := "{ thing { ...F0 } }"
	for i := range 100 { // each twice: worked out once
		fragments += fmt.Sprintf(" fragment F%d on Thing { a: things { nodes { ...F%d } } b: things { nodes { ...F%d } } }", i, i+1, i+1)
	}
	cost, _ = costs(t, 100, fragments+" fragment F100 on Thing { name }", nil)
	require.Equal(t, int64(1e15), cost)
}

func TestMoreNeverCostsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 100), 1, 5).Draw(t, "sizes")
		ask := func(sizes []int, fields string) int64 {
			query := fields
			for _, n := range sizes {
				query = fmt.Sprintf("things(first: %d) { nodes { %s } }", n, query)
			}
			cost, _ := costs(t, 0, "{"+query+"}", nil)
			return cost
		}
		cost := ask(sizes, "name")
		rows := int64(1)
		for i := len(sizes) - 1; i >= 0; i-- {
			rows *= int64(sizes[i])
		}
		if cost < rows {
			t.Fatalf("%d rows cost %d", rows, cost)
		}
		if more := ask(sizes, "name words"); more <= cost {
			t.Fatalf("another field makes %d of %d", more, cost)
		}
		i := rapid.IntRange(0, len(sizes)-1).Draw(t, "which")
		sizes[i]++
		if more := ask(sizes, "name"); more <= cost {
			t.Fatalf("one more makes %d of %d", more, cost)
		}
	})
}
