package graph_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
)

// writeMergedRing writes a ring of ten, of whom person-001 was merged into person-002.
func writeMergedRing(t *testing.T, store kg.Store) {
	t.Helper()
	_, err := store.Write(t.Context(), ring(10, 3))
	require.NoError(t, err)
	_, err = store.Write(t.Context(), kg.Batch{Merges: []kg.Merge{{From: "person-001", Into: "person-002", Reason: "one person"}}})
	require.NoError(t, err)
}

func TestWhatWasMergedAnswersAsWhatItIsNow(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		writeMergedRing(t, store)
		h := graph.NewHandler(store, graph.Options{})
		same := func(query string) {
			now := actor(t, h, strings.ReplaceAll(query, "ID", "person-002"))
			require.Contains(t, now, "person-009")
			require.Equal(t, now, actor(t, h, strings.ReplaceAll(query, "ID", "person-001")), query)
		}
		for _, selected := range []string{
			`metWith(first: 20) { nodes { id } }`,
			`metWith(last: 3) { edges { node { id name metWith(first: 2) { nodes { id } } } relation { id } } }`,
			`related(first: 20) { totalCount edges { node { id related(last: 1) { nodes { id } } } relation { id } } }`,
			`relations(first: 20) { totalCount nodes { id subject { id } object { id } } }`,
		} {
			for _, query := range []string{
				`{ actor(id: "ID") { id ` + selected + ` } }`,
				`{ document(id: "doc:none") { id } actor(id: "ID") { id ` + selected + ` } }`,
				`{ actor: node(id: "ID") { ... on Person { id ` + selected + ` } } }`,
				`{ actor: nodes(ids: ["ID", "person-003"]) { ... on Person { id ` + selected + ` } } }`,
			} {
				same(query)
			}
		}
		for _, query := range []string{
			`{ actor: paths(from: "ID", to: "person-009") { paths { nodes { id } relations { id } } } }`,
			`{ actor: paths(from: "person-009", to: "ID") { paths { nodes { id } relations { id } } } }`,
			`{ actor: paths(from: "person-009", to: "person-004", avoid: ["ID"]) { paths { nodes { id } } } }`,
			`{ actor: neighborhood(center: ["ID"]) { nodes { entity { id } degree } edges { id } } }`,
			`{ actor: relations(filter: {with: ["ID"]}) { totalCount nodes { subject { id } object { id } } } }`,
			`{ actor(id: "person-009") { id metWith(filter: {with: ["ID"]}) { nodes { id } } } }`,
			`{ actor: stats(of: "ID") { total byCounterpart { entity { id } count } } }`,
			`{ actor: history(id: "ID") { number changes { kind id } } }`,
		} {
			same(query)
		}
		require.Contains(t, actor(t, h, `{ actor: history(id: "person-002") { changes { kind id } } }`), `{"kind":"ENTITY_MERGED","id":"person-001"}`)
	})
}

func TestWhatWasTakenBackIsInTheHistoryOfBoth(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		writeMergedRing(t, store)
		h := graph.NewHandler(store, graph.Options{})
		_, err := store.Write(t.Context(), kg.Batch{Unmerges: []kg.Unmerge{{Entity: "person-001", Reason: "two persons"}}})
		require.NoError(t, err)
		for _, id := range []string{"person-001", "person-002"} {
			history := actor(t, h, `{ actor: history(id: "`+id+`") { changes { kind id detail } } }`)
			for _, kind := range []string{"ENTITY_MERGED", "ENTITY_UNMERGED"} {
				require.Contains(t, history, `{"changes":[{"kind":"`+kind+`","id":"person-001","detail":"person-002"}]}`)
			}
		}
	})
}
