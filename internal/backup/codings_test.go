package backup_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/memory"
)

// What was backed up before there were codings does not say them.
func TestABackupOfBeforeIsRestoredWithTheRightCodings(t *testing.T) {
	old, want := kgtest.Uncoded()
	store := memory.Open()
	write(t, store, []kg.Batch{old})
	file := backedUp(t, store)
	require.NotContains(t, unpacked(t, file), `"coding"`)
	require.Equal(t, want, codings(t, kinds[0].make(t).restored(t, file)))
}

func TestABackupKeepsCodings(t *testing.T) {
	store := memory.Open()
	write(t, store, []kg.Batch{kgtest.Coded()})
	file := backedUp(t, store)
	require.Equal(t, 2, strings.Count(unpacked(t, file), `"coding"`), "besides those that the evidence tells")
	each(t, func(t *testing.T, at place) { require.Equal(t, codings(t, store), codings(t, at.restored(t, file))) })
}

// codings returns the codings of the relations of a store, each of a type of its own.
func codings(t *testing.T, store kg.Store) map[string]kg.Coding {
	t.Helper()
	pages, _, err := store.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 100}}}})
	require.NoError(t, err)
	of := map[string]kg.Coding{}
	for _, r := range pages[0].Relations {
		of[r.Type] = r.Coding
	}
	return of
}
