package backup_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/backup"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/store/sqlite"
)

// A backup that is taken while others write has what some of the writes left and
// nothing of the rest: all that its activities list, and nothing that they do not.
func TestABackupTakenWhileOthersWriteIsOneOfTheStatesBetween(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	each(t, func(t *testing.T, at place) {
		store := at.opened(t)
		write(t, store, []kg.Batch{kgtest.Graph()})
		stop, begun := make(chan struct{}), make(chan struct{}, 4)
		var writing sync.WaitGroup
		for i := range 4 {
			writing.Go(func() {
				for j := 0; !isClosed(stop); j++ {
					if err := writeSome(t, store, i, j); err != nil {
						t.Errorf("writing: %v", err)
					}
					if j == 0 {
						begun <- struct{}{}
					}
				}
			})
		}
		for range 4 {
			<-begun
		}
		for range 3 {
			file := backedUp(t, store)
			requireWhole(t, restoredFile(t, file), records(t, file))
		}
		close(stop)
		writing.Wait()
	})
}

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// writeSome adds an entity with an alias and a relation, and retracts, merges and
// names others.
func writeSome(t *testing.T, store kg.Store, i, j int) error {
	id := fmt.Sprintf("person-%d-%d", i, j)
	r := kgtest.Graph().Relations[kgtest.War]
	r.Subject, r.Object, r.ID = id, "southland", ""
	r.Type, r.Places, r.Attributions = "rows:112", nil, nil
	r.Evidence = []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: id}}}
	_, err := store.Write(t.Context(), kg.Batch{
		Entities:  []kg.Entity{{ID: id, Kind: kg.KindOtherActor, Name: "Person", Aliases: []string{"One", "Two"}}},
		Relations: []kg.Relation{r},
	})
	if err != nil {
		return err
	}
	b := kg.Batch{Retractions: []kg.Retraction{{Relation: kg.RelationID(r, false), Reason: "wrong"}}, Entities: []kg.Entity{{ID: id, Kind: kg.KindOtherActor, Name: "Three"}}}
	if j > 0 {
		b.Merges = []kg.Merge{{From: id, Into: fmt.Sprintf("person-%d-0", i), Reason: "the same"}}
	}
	_, err = store.Write(t.Context(), b)
	return err
}

func restoredFile(t *testing.T, file []byte) kg.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	_, err := backup.Restore(t.Context(), bytes.NewReader(file), func(ctx context.Context) (kg.Restoration, error) { return sqlite.OpenRestoration(ctx, path) }, nil)
	require.NoError(t, err)
	store, err := sqlite.Open(t.Context(), path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	return store
}

// requireWhole compares what the records of a graph are with what its activities
// say was done.
func requireWhole(t *testing.T, store kg.Store, lines []string) {
	t.Helper()
	done := map[kg.ChangeKind][]string{}
	for after := int64(0); ; {
		found, err := store.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{After: after, Limit: 100}})
		require.NoError(t, err)
		if len(found.Journal) == 0 {
			break
		}
		for _, a := range found.Journal {
			require.Equal(t, after+1, a.Number)
			after = a.Number
			for _, c := range a.Changes {
				done[c.Kind] = append(done[c.Kind], c.ID)
			}
		}
	}
	is := map[kg.ChangeKind][]string{}
	for _, r := range parsed(t, lines) {
		switch {
		case r.Type != nil:
			is[kg.TypeAdded] = append(is[kg.TypeAdded], r.Type.ID)
		case r.Document != nil:
			is[kg.DocumentAdded] = append(is[kg.DocumentAdded], r.Document.ID)
		case r.Entity != nil:
			is[kg.EntityAdded] = append(is[kg.EntityAdded], r.Entity.ID)
			if slices.ContainsFunc(r.Entity.Names, func(a kg.AliasRecord) bool { return a.Name == "Three" }) {
				is[kg.AliasAdded] = append(is[kg.AliasAdded], r.Entity.ID)
			}
		case r.Relation != nil:
			is[kg.RelationAdded] = append(is[kg.RelationAdded], r.Relation.ID)
			if r.Relation.RetractedAt != nil {
				require.Equal(t, "wrong", r.Relation.Retractions[0].Reason)
				is[kg.RelationRetracted] = append(is[kg.RelationRetracted], r.Relation.ID)
			}
		case r.Merge != nil:
			is[kg.EntityMerged] = append(is[kg.EntityMerged], r.Merge.From)
		}
	}
	for _, all := range []map[kg.ChangeKind][]string{done, is} {
		for _, list := range all {
			slices.Sort(list)
		}
	}
	require.Equal(t, done, is)
}

func parsed(t *testing.T, lines []string) []kg.Record {
	t.Helper()
	all := make([]kg.Record, len(lines))
	for i, line := range lines {
		var err error
		all[i], err = backup.Parse([]byte(line))
		require.NoError(t, err)
	}
	return all
}
