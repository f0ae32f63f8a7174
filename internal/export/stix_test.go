package export_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
)

func TestTheSTIXLibraryReadsActorsEventsAndWhatIsBetweenThem(t *testing.T) {
	store := filled(t)
	want := expected(t, store, nil)
	counterparts := map[any]bool{}
	for _, kind := range append([]kg.EntityKind{kg.KindEvent}, kg.ActorKinds...) {
		counterparts[string(kind)] = true
	}
	entities := len(want.Nodes)
	for id, e := range want.Edges {
		if !counterparts[want.Nodes[e["source"].(string)]["kind"]] || !counterparts[want.Nodes[e["target"].(string)]["kind"]] {
			delete(want.Edges, id)
		}
	}
	for id, n := range want.Nodes {
		if !counterparts[n["kind"]] {
			delete(want.Nodes, id)
		}
	}
	require.Greater(t, len(want.Nodes), 15)
	require.Less(t, len(want.Nodes), entities)
	require.Greater(t, len(want.Edges), 10)

	var got readBack
	readWith(t, "stix", &got, exported(t, store, "stix", everything))
	requireSame(t, "nodes", want.Nodes, got.Nodes)
	requireSame(t, "edges", want.Edges, got.Edges)
	require.Len(t, want.Edges, got.EdgeCount)
	requireSame(t, "what is revoked", things{"unnamed-adviser": {
		"name": "an adviser", "modified": moment(merged), "mergedInto": "anna-keller",
	}}, got.Revoked)
}

func TestAnEmptyGraphIsAValidBundle(t *testing.T) {
	var got readBack
	readWith(t, "stix", &got, exported(t, filled(t), "stix", export.Selection{Filter: kg.RelationFilter{Types: []string{"called-on"}}}))
	require.Empty(t, got.Nodes)
	require.Empty(t, got.Edges)
}
