package neo4j

import (
	"errors"
	"reflect"
	"strconv"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/neo4jserver"
)

// kill ends a load as the end of its process does, a lease ago.
func kill(t testing.TB, l kg.Load) {
	t.Helper()
	mark := l.(*load).mark
	mark.stop()
	<-mark.ended
	if err := mark.store.change(t.Context(), "MATCH (l:ConflictgraphSchema {id: 'load'}) SET l.aliveMs = timestamp() - "+strconv.Itoa(int(loadLease.Milliseconds())+1)); err != nil {
		t.Fatal(err)
	}
}

func TestWhoNeedsTheGraphNextCompletesALoadThatWasKilled(t *testing.T) {
	for name, call := range map[string]func(s *Store, b kg.Batch) error{
		"a page": func(s *Store, b kg.Batch) error {
			pages, _, err := s.Pages(t.Context(), northlandPage)
			if err == nil && len(pages[0].Relations) != 1 {
				err = errors.New("nothing is on it")
			}
			return err
		},
		"a write": func(s *Store, b kg.Batch) error { _, err := s.Write(t.Context(), b); return err },
		"a ping":  func(s *Store, b kg.Batch) error { return s.Ping(t.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			c := neo4jserver.Exclusive(t)
			s := anotherStore(t, c)
			indexes := lookAt(t, s, everyIndex)
			load := begin(t, s)
			batches := loadedBatches()
			if _, err := put(t, load, batches[0]); err != nil {
				t.Fatal(err)
			}
			if now := lookAt(t, s, everyIndex); len(now) >= len(indexes) {
				t.Errorf("a load keeps %d of %d indexes", len(now), len(indexes))
			}
			kill(t, load)
			opened := anotherStore(t, c)
			if err := call(opened, batches[1]); err != nil {
				t.Fatal(err)
			}
			if now := lookAt(t, opened, everyIndex); !reflect.DeepEqual(now, indexes) {
				t.Errorf("there are the indexes\n%v\ninstead of\n%v", now, indexes)
			}
			if _, err := put(t, load, batches[1]); kg.ErrorCode(err) != kg.CodeConflict {
				t.Errorf("a load that was completed is gone on with: %v", err)
			}
			if _, err := load.Finish(t.Context(), nil); err != nil {
				t.Errorf("what has been finished is finished with %v", err)
			}
		})
	}
}

func TestALoadGoesOnWithOneThatWasKilledAndKeepsItsPlace(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	killed := begin(t, s)
	batches := loadedBatches()
	if _, err := put(t, killed, batches[0]); err != nil {
		t.Fatal(err)
	}
	kill(t, killed)
	load := begin(t, anotherStore(t, c))
	if _, err := put(t, killed, batches[1]); !errors.Is(err, errLoadTaken) {
		t.Errorf("the one before goes on with %v", err)
	}
	if _, err := killed.Finish(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if err := killed.Close(); err != nil {
		t.Error(err)
	}
	if _, err := put(t, load, batches[1]); err != nil {
		t.Errorf("the one before ends this: %v", err)
	}
	if _, err := load.Finish(t.Context(), nil); err != nil {
		t.Error(err)
	}
}
