package export_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
)

// lengthy returns a store of one relation, whose quote, and the descriptions of whose
// ends, are longer than what Graphviz reads at a stretch.
func lengthy(t *testing.T) kg.Store {
	t.Helper()
	const letters = 100_000
	d := kg.Document{ID: "doc:long", Text: strings.Repeat("ж", letters)}
	store := bothstores.SQLite(t)
	_, err := store.Write(t.Context(), kg.Batch{
		RecordedAt: kgtest.Recorded, Types: kg.CoreTypes(), Documents: []kg.Document{d},
		Entities: []kg.Entity{
			{ID: "a", Kind: kg.KindPerson, Name: "A", Description: "x" + strings.Repeat(`\`, 20_001) + strings.Repeat(`"`, 20_001)},
			{ID: "b", Kind: kg.KindPerson, Name: "B", Description: strings.Repeat(`y\"🕊`, 10_000)},
		},
		Relations: []kg.Relation{{
			Type: "met-with", Subject: "a", Object: "b", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Evidence: []kg.Evidence{{Document: d.ID, Exact: d.Text, Start: 0, End: letters}},
		}},
	})
	require.NoError(t, err)
	return store
}

func TestGraphvizReadsTextsOfAnyLength(t *testing.T) {
	store := lengthy(t)
	want := expected(t, store, nil)
	var got readBack
	readWith(t, "dot", &got, exported(t, store, "dot", everything))
	requireSame(t, "nodes", asText(want.Nodes), got.Nodes)
	requireSame(t, "edges", asText(want.Edges), got.Edges)
}

func TestGephiReadsTextsOfAnyLength(t *testing.T) {
	store := lengthy(t)
	for _, format := range []string{"dot", "gexf", "graphml"} {
		nodes, edges := openedByGephi(t, format, exported(t, store, format, everything))
		require.Equal(t, [][]string{{"a", "A"}, {"b", "B"}}, nodes, format)
		require.Len(t, edges, 1, format)
	}
}
