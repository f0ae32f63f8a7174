package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
)

func TestAnEntityIsReadTogetherWithThePagesBeneathIt(t *testing.T) {
	store := bothstores.SQLite(t)
	_, err := store.Write(t.Context(), ring(10, 3))
	require.NoError(t, err)
	_, err = store.Write(t.Context(), kg.Batch{
		Entities: []kg.Entity{{ID: "summit", Kind: kg.KindEvent, Name: "Summit"}},
		Merges:   []kg.Merge{{From: "person-001", Into: "person-002", Reason: "one person"}},
	})
	require.NoError(t, err)
	counting := kgtest.NewCounting(store)
	h := graph.NewHandler(counting, graph.Options{})
	data(t, h, `{ relations(first: 1) { nodes { type { id } } } }`, nil) // reads the relation types, once
	for _, c := range []struct {
		name, query string
		gets, pages int // store calls
	}{
		{"of an entity that was merged", `{ actor(id: "person-001") { id metWith(first: 3) { nodes { id } } } }`, 0, 1},
		{"with what it is related to", `{ actor(id: "person-001") { id related(first: 3, types: ["met-with"]) { edges { node { id } relation { id } } } } }`, 0, 1},
		{"of who does not act", `{ actor(id: "summit") { id relations(first: 3) { nodes { id } } } }`, 0, 1},
		{"of nobody", `{ actor(id: "person-900") { id metWith(first: 3) { nodes { id } } } }`, 0, 1},
		{"beneath what depends on the type", `{ actor(id: "person-003") { ... on Person { metWith(first: 3) { nodes { id } } } } }`, 1, 1},
		{"beneath another type than there is", `{ actor(id: "person-003") { ... on Country { metWith(first: 3) { nodes { id } } } } }`, 1, 0},
		{"with what cannot be asked", `{ actor(id: "person-003") { id relations(first: 3, filter: {from: "2025-02-01", to: "2025-01-01"}) { nodes { id } } } }`, 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			counting.Reset()
			got := actor(t, h, c.query)
			require.Equal(t, c.gets, counting.Calls("Get"), got)
			require.Equal(t, c.pages, counting.Calls("Pages"), got)
			// Two things are looked up before what is beneath them.
			require.Equal(t, actor(t, h, `{ document(id: "doc:none") { id } `+c.query[1:]), got)
		})
	}
}

func TestSeveralEntitiesAreReadTogetherWithThePagesBeneathThem(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		writeMergedRing(t, store)
		counting := kgtest.NewCounting(store)
		h := graph.NewHandler(counting, graph.Options{})
		data(t, h, `{ relations(first: 1) { nodes { type { id } } } }`, nil) // reads the relation types, once
		fields := []string{
			`(id: "person-003") { id metWith(first: 3) { nodes { id } } }`,
			`(id: "person-900") { id relations(first: 3) { nodes { evidence { exact } } } }`, // nobody
			`(id: "person-001") { id metWith(first: 2) { nodes { id metWith(first: 1) { nodes { name } } } } relations(last: 2) { nodes { id } } }`,
			`(id: "person-002") { name metWith(first: 2) { totalCount nodes { id } } }`,
			`(id: "person-003") { id metWith(first: 3) { nodes { name } } }`,
		}
		for _, some := range [][]string{fields[:2], fields[:3], fields[1:], fields, {fields[2], fields[3]}, {fields[3], fields[2], fields[0]}} {
			query := "{"
			for i, field := range some {
				query += fmt.Sprintf(" field%d: actor%s", i, field)
			}
			counting.Reset()
			var got map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(ask(t, h, query+" }", nil).Data, &got))
			require.Zero(t, counting.Calls("Get"), query)
			require.Equal(t, 1+strings.Count(query, "nodes { id metWith"), counting.Calls("Pages"), query)
			for i, field := range some {
				alone := actor(t, h, `{ document(id: "doc:none") { id } actor`+field+` }`)
				require.Equal(t, alone, string(got[fmt.Sprintf("field%d", i)]), query)
			}
		}
	})
}

// actor returns what a query's field of that name answers.
func actor(t *testing.T, h http.Handler, query string) string {
	t.Helper()
	var fields map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(ask(t, h, query, nil).Data, &fields))
	require.Contains(t, fields, "actor", query)
	return string(fields["actor"])
}
