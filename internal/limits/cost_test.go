package limits_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
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

const text = limits.Directives + `
	type Query {
		thing: Thing @cost(weight: "0")
		node(id: ID!): Thing @cost(weight: "0")
		things(first: Int, last: Int): Things! ` + page + `
		nodes(ids: [ID!]!): [Thing]! @listSize(assumedSize: 20, slicingArguments: ["ids"], requireOneSlicingArgument: false)
		found(first: Int = 5): [Thing!]! @listSize(assumedSize: 5, slicingArguments: ["first"], requireOneSlicingArgument: false)
		around(limit: Int = 200): Around! @listSize(assumedSize: 200, slicingArguments: ["limit"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false) @costWithin(field: "edges", itemsEach: 10)
		heavy: Int @cost(weight: "100")
		counted(first: Int, last: Int, asOf: Int): Things! ` + page + ` @costWithin(field: "total", weight: "7", scanWeight: "70")
	}
	type Thing { name: String words: [String!]! parts: [Thing!]! @listSize(assumedSize: 4) things(first: Int, last: Int, asOf: Int): Things! ` + page + ` }
	type Things { total: Int @cost(weight: "0") @scanCost(weight: "50") nodes: [Thing!]! edges: [Edge!]! page: Page pageInfo: Page }
	type Edge { node: Thing cursor: String }
	type Page { end: String }
	type Around { nodes: [Thing!]! edges: [Thing!]! total: Int }`

const page = `@listSize(assumedSize: 20, slicingArguments: ["first", "last"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)`

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: text})

// costs returns what a query costs, and the error that it exceeds a limit.
func costs(t require.TestingT, limit int64, query string, variables map[string]any) (int64, *gqlerror.Error) {
	doc, errs := gqlparser.LoadQueryWithRules(schema, query, nil)
	require.Nil(t, errs, query)
	values, err := validator.VariableValues(schema, doc.Operations[0], variables)
	require.NoError(t, err)
	operation := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: values}
	cost, err := limits.NewCost(schema, limit, []string{"asOf"})
	require.NoError(t, err)
	refusal := cost.MutateOperationContext(context.Background(), operation)
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

func TestWhatIsCountedByReadingCostsMore(t *testing.T) {
	for query, want := range map[string]int64{
		`{ things { total } }`:                                                  1 + 1,
		`{ counted { total } }`:                                                 1 + 1 + 7,
		`{ counted(asOf: 1) { total } }`:                                        1 + 1 + 7 + 70,
		`{ counted(first: 1, asOf: 1) { nodes { things { total } } } }`:         1 + 1 + 1 + 1 + 50,
		`{ thing { things(asOf: 1) { total nodes { things { total } } } } }`:    1 + 1 + 1 + 50 + 1 + 20*(1+1+50),
		`{ counted(asOf: 1) { ...F } } fragment F on Things { again: total }`:   1 + 1 + 7 + 70,
		`{ counted { ...F } things { ...F } } fragment F on Things { total }`:   1 + 1 + 7 + 1 + 1,
		`{ counted(asOf: null) { total } }`:                                     1 + 1 + 7,
		`query($at: Int = 1) { thing { things(asOf: $at) { a: total } } }`:      1 + 1 + 1 + 50,
		`query($at: Int = null) { thing { things(asOf: $at) { total } } }`:      1 + 1 + 1,
		`{ things { pageInfo { end } } counted(asOf: 1) { pageInfo { end } } }`: 2 * 3,
	} {
		cost, _ := costs(t, 0, query, nil)
		require.Equal(t, want, cost, query)
	}
}

func TestASchemaThatDoesNotSayWhatAFieldCostsIsRefused(t *testing.T) {
	for _, c := range []struct{ said, instead, says string }{
		{`heavy: Int @cost(weight: "100")`, `heavy: Int`, "which read the store: Query.heavy"},
		{`thing: Thing @cost(weight: "0")`, `thing: Thing`, "which read the store: Query.thing"},
		{`node(id: ID!): Thing @cost(weight: "0")`, `node(id: ID!): Thing @deprecated`, "which read the store: Query.node"},
		{`[Thing!]! @listSize(assumedSize: 4)`, `[Thing!]!`, "which read the store: Thing.parts"},
		{`[Thing!]! @listSize(assumedSize: 4)`, `[Thing!]! @cost(weight: "4")`, "which read the store: Thing.parts"},
		{`name: String`, `name(in: String): String`, "which read the store: Thing.name"},
		{`total: Int @cost(weight: "0") @scanCost(weight: "50")`, `total: Int`, "which read the store: Things.total"},
		{page + ` }`, ` }`, "which read the store: Thing.things, Things.edges, Things.nodes"},
		{`end: String }`, `end: String } extend type Thing { late: Things! }`, "which read the store: Things.edges, Things.nodes"},
		{`sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false) @costWithin(field: "edges"`, `sizedFields: ["nodes"], requireOneSlicingArgument: false) @costWithin(field: "edges"`, "which read the store: Around.edges"},
		{`@cost(weight: "100")`, `@cost(weight: "much")`, `Query.heavy: @cost: weight: "much" is no cost`},
		{`@cost(weight: "100")`, `@cost(weight: "-1")`, `Query.heavy: @cost: weight: "-1" is no cost`},
		{`@scanCost(weight: "50")`, `@scanCost(weight: "0.5")`, `Things.total: @scanCost: weight: "0.5" is no cost`},
		{`@listSize(assumedSize: 4)`, `@listSize(assumedSize: 0)`, "Thing.parts: @listSize: assumedSize: 0 is no length"},
		{`@listSize(assumedSize: 4)`, `@listSize`, "Thing.parts: @listSize: assumedSize: <nil> is no length"},
		{`@listSize(assumedSize: 4)`, `@listSize(assumedSize: 4, slicingArguments: ["first"])`, `Thing.parts: @listSize: slicingArguments: the field has no "first"`},
		{`@listSize(assumedSize: 4)`, `@listSize(assumedSize: 4, sizedFields: ["nodes"])`, `Thing.parts: @listSize: sizedFields: give them where the field is no list`},
		{`heavy: Int @cost(weight: "100")`, `heavy: Thing @listSize(assumedSize: 4)`, `Query.heavy: @listSize: sizedFields: give them`},
		{`heavy: Int @cost(weight: "100")`, `heavy: Thing @listSize(assumedSize: 4, sizedFields: ["name"])`, `Query.heavy: @listSize: sizedFields: Thing has no list "name"`},
		{`slicingArguments: ["ids"], requireOneSlicingArgument: false`, `slicingArguments: ["ids"]`, "Query.nodes: @listSize: requireOneSlicingArgument"},
		{`@costWithin(field: "edges", itemsEach: 10)`, `@costWithin(field: "links", itemsEach: 10)`, `Query.around: @costWithin: field: Around has no "links"`},
		{`@costWithin(field: "edges", itemsEach: 10)`, `@costWithin(field: "edges", itemsEach: 0)`, `Query.around: @costWithin: itemsEach: 0 is no factor`},
		{`type Page {`, `type Page @cost(weight: "2") {`, `Page: @cost is read of fields alone`},
		{`node(id: ID!)`, `node(id: ID! @cost(weight: "2"))`, `Query: @cost is read of fields alone`},
	} {
		require.Contains(t, text, c.said)
		changed, err := gqlparser.LoadSchema(&ast.Source{Input: strings.Replace(text, c.said, c.instead, 1)})
		require.NoError(t, err, c.instead)
		_, err = limits.NewCost(changed, 0, nil)
		require.ErrorContains(t, err, c.says, c.instead)
	}
}

func TestTheCostsOfOneSchemaAreNotThoseOfAnother(t *testing.T) {
	cost, err := limits.NewCost(schema, 0, nil)
	require.NoError(t, err)
	require.NoError(t, cost.Validate(&graphql.ExecutableSchemaMock{SchemaFunc: func() *ast.Schema { return schema }}))
	again := gqlparser.MustLoadSchema(&ast.Source{Input: text})
	require.ErrorContains(t, cost.Validate(&graphql.ExecutableSchemaMock{SchemaFunc: func() *ast.Schema { return again }}), "another schema")
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
