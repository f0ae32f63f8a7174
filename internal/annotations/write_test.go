package annotations_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/annotations"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/store/memory"
	"conflictgraph/seed"
)

func TestWhatIsWrittenLoadsToTheSameGraph(t *testing.T) {
	article, err := seed.Article()
	require.NoError(t, err)
	store := memory.Open()
	for i := range article.Relations {
		if i%3 == 0 {
			article.Relations[i].Coding = kg.CodingSuggested
		}
	}
	_, err = store.Write(t.Context(), article)
	require.NoError(t, err)
	of, err := annotations.Of(t.Context(), store, article.Documents[0].ID)
	require.NoError(t, err)
	require.Len(t, of.Relations, 94)
	var out strings.Builder
	require.NoError(t, annotations.Write(&out, of, "text.txt"))
	again, err := seed.LoadTexts(map[string]string{"annotations.yaml": out.String(), "text.txt": of.Document.Text})
	require.NoError(t, err, out.String())
	second := memory.Open()
	_, err = second.Write(t.Context(), again)
	require.NoError(t, err)
	was, is := states(t, store), states(t, second)
	require.Equal(t, was, is)
	_, err = annotations.Of(t.Context(), store, "doc:none")
	require.Equal(t, kg.CodeNotFound, kg.ErrorCode(err))
}

// states returns what a store states, by id.
func states(t *testing.T, store kg.Store) map[string]kg.Relation {
	t.Helper()
	of, err := annotations.Of(t.Context(), store, "doc:zelenskyy-macron-paris-meeting")
	require.NoError(t, err)
	all := map[string]kg.Relation{}
	for _, r := range of.Relations {
		all[r.ID] = kg.Relation{ID: r.ID, Type: r.Type, Subject: r.Subject, Object: r.Object, Status: r.Status, Certainty: r.Certainty, Coding: r.Coding, Time: r.Time, Places: r.Places, Attributions: r.Attributions}
		for _, e := range r.Evidence {
			require.NotEmpty(t, e.Exact)
		}
	}
	return all
}
