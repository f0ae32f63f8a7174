package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
)

type edgeOfRelation struct {
	Cursor string
	Node   struct{ Subject, Object thing }
}

type edgeToEntity struct {
	Cursor   string
	Node     thing
	Relation struct{ Subject, Object thing }
}

type pageOfEdges[T any] struct {
	TotalCount int
	PageInfo   struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
	Edges []T
}

func TestRelatedIsTheOtherEndsOfRelations(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := seeded(t, store)
		cursor := ""
		for _, c := range []struct{ of, related, relations string }{
			{"ukraine", ``, ``},
			{"ukraine", `types: []`, ``},
			{"ukraine", `direction: ANY, first: 3`, `first: 3`},
			{"united-states", `last: 4`, `last: 4`},
			{"united-states", `first: 4, orderBy: OLDEST_FIRST`, `first: 4, orderBy: OLDEST_FIRST`},
			{"united-states", `first: 4, after: "CURSOR"`, `first: 4, after: "CURSOR"`},
			{"united-states", `last: 2, before: "CURSOR"`, `last: 2, before: "CURSOR"`},
			{"28-point-peace-framework", `direction: OUT`, `filter: {direction: OUT}`},
			{"28-point-peace-framework", `direction: IN, first: 2`, `filter: {direction: IN}, first: 2`},
			{"28-point-peace-framework", `direction: ANY, filter: {direction: IN}`, `filter: {direction: IN}`},
			{"28-point-peace-framework", `direction: OUT, filter: {direction: OUT}`, `filter: {direction: OUT}`},
			{"united-states", `types: "proposed"`, `filter: {types: ["proposed"]}`},
			{"united-states", `types: ["proposed", "revised"], filter: {direction: OUT}`, `filter: {types: ["proposed", "revised"], direction: OUT}`},
			{"united-states", `types: ["revised", "proposed"], filter: {types: ["proposed", "met-with"]}`, `filter: {types: ["proposed"]}`},
			{"ukraine", `filter: {with: ["united-states", "russia"]}, direction: IN`, `filter: {with: ["united-states", "russia"], direction: IN}`},
			{"emmanuel-macron", `direction: OUT, filter: {direction: IN}`, `filter: {types: ["met-with", "negotiated-with", "at-war-with"]}`},
			{"emmanuel-macron", `types: ["called-for", "met-with"], direction: IN, filter: {direction: OUT}`, `filter: {types: ["met-with"]}`},
		} {
			const page = ` totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } `
			query := `query($of: ID!) { entity(id: $of) {
				related` + inBrackets(c.related) + ` {` + page + `edges { cursor node { id } relation { subject { id } object { id } } } }
				relations` + inBrackets(c.relations) + ` {` + page + `edges { cursor node { subject { id } object { id } } } } } }`
			var got struct {
				Entity struct {
					Related   pageOfEdges[edgeToEntity]
					Relations pageOfEdges[edgeOfRelation]
				}
			}
			query = strings.ReplaceAll(query, "CURSOR", cursor)
			into(t, data(t, h, query, map[string]any{"of": c.of}), &got)
			related, relations := got.Entity.Related, got.Entity.Relations
			require.NotEmpty(t, relations.Edges, query)
			require.Equal(t, relations.TotalCount, related.TotalCount, query)
			require.Equal(t, relations.PageInfo, related.PageInfo, query)
			require.Len(t, related.Edges, len(relations.Edges), query)
			for i, edge := range related.Edges {
				ends := []string{edge.Relation.Subject.ID, edge.Relation.Object.ID}
				require.Equal(t, []string{relations.Edges[i].Node.Subject.ID, relations.Edges[i].Node.Object.ID}, ends, query)
				require.Equal(t, relations.Edges[i].Cursor, edge.Cursor, query)
				own := slices.Index(ends, c.of)
				require.Equal(t, ends[1-own], edge.Node.ID, query)
			}
			if c.of == "united-states" && cursor == "" {
				cursor = related.Edges[2].Cursor
			}
		}
	})
}

func inBrackets(arguments string) string {
	if arguments == "" {
		return ""
	}
	return "(" + arguments + ")"
}

func TestRelatedIsAsTheFieldThatWalksTheType(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		writeMergedRing(t, store)
		h := graph.NewHandler(store, graph.Options{})
		for _, c := range []struct{ arguments, asOf string }{
			{`first: 2`, ``},
			{`last: 2, filter: {with: ["person-009", "person-003"]}`, ``},
			{`filter: {direction: IN}`, ``},
			{`first: 3, orderBy: OLDEST_FIRST, filter: {from: "2025-01-02"}`, ``},
			{`first: 20`, `, asOf: "2020-01-01T00:00:00Z"`},
			{`first: 20`, `, asOf: "2099-01-01T00:00:00Z"`},
		} {
			for _, id := range []string{"person-001", "person-002", "person-003"} {
				const beneath = ` { totalCount edges { cursor node { id name } relation { id } } nodes { id } pageInfo { hasNextPage } } } }`
				query := `{ actor(id: "` + id + `"` + c.asOf + `) { found: `
				walked := actor(t, h, query+`metWith(`+c.arguments+`)`+beneath)
				require.Equal(t, walked, actor(t, h, query+`related(types: ["met-with"], `+c.arguments+`)`+beneath))
				require.Equal(t, c.asOf != `, asOf: "2020-01-01T00:00:00Z"`, walked != "null", walked)
			}
		}
	})
}

func TestRelatedIsEmptyWhereItsArgumentsAndItsFilterHaveNothingInCommon(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	for _, arguments := range []string{
		`types: ["proposed"], filter: {types: ["revised"]}`,
		`types: ["proposed"], direction: OUT, filter: {direction: IN}`,
		`types: ["proposed", "met-with"], direction: IN, filter: {direction: OUT, types: ["proposed"]}`,
	} {
		require.JSONEq(t, `{"entity": {"related": {"totalCount": 0, "nodes": []}}}`,
			data(t, h, `{ entity(id: "united-states") { related(`+arguments+`) { totalCount nodes { id } } } }`, nil), arguments)
	}
}

func TestRelatedRefusesWhatNamesNothing(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	for _, c := range []struct{ arguments, code, argument, says string }{
		{`types: ["proposed", "propsed"]`, "NOT_FOUND", "types", `"propsed"; did you mean "proposed"`},
		{`types: [""]`, "NOT_FOUND", "types", `relationTypes`},
		{`types: ["proposed"], filter: {types: ["propsed"]}`, "NOT_FOUND", "filter.types", `did you mean "proposed"`},
		{`filter: {with: ["ukrain"]}`, "NOT_FOUND", "filter.with", `did you mean "ukraine"`},
		{`types: ["proposed"], filter: {types: ["revised"], with: ["ukrain"]}`, "NOT_FOUND", "filter.with", `did you mean "ukraine"`},
		{`first: 101`, "BAD_USER_INPUT", "first", `101`},
		{`after: "!!"`, "BAD_USER_INPUT", "after", `!!`},
	} {
		code, argument, message := refused(t, h, `{ entity(id: "united-states") { related(`+c.arguments+`) { nodes { id } } } }`, nil)
		require.Equal(t, []string{c.code, c.argument}, []string{code, argument}, message)
		require.Contains(t, message, c.says)
	}
}

func TestRelatedIsAnsweredForEveryKind(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	schema := introspect(t, h)
	arguments := schema["Entity"].field("related").arguments()
	require.Equal(t, map[string]string{
		"types": "[ID!]", "direction": "Direction", "filter": "RelationFilter", "orderBy": "RelationOrder",
		"first": "Int", "after": "String", "last": "Int", "before": "String",
	}, arguments)
	kinds := map[string]bool{}
	for _, thing := range everyThing(t, h) {
		if !schema[thing.Type].implements("Entity") || kinds[thing.Type] {
			continue
		}
		kinds[thing.Type] = true
		require.Equal(t, arguments, schema[thing.Type].field("related").arguments(), thing.Type)
		answer := data(t, h, fmt.Sprintf(`{ node(id: %q) { ... on %s { related { totalCount } relations { totalCount } } } }`, thing.ID, thing.Type), nil)
		var counts struct {
			Node struct{ Related, Relations struct{ TotalCount int } }
		}
		into(t, answer, &counts)
		require.Equal(t, counts.Node.Relations, counts.Node.Related, answer)
	}
	require.GreaterOrEqual(t, len(kinds), 9)
}
