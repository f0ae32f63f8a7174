package kgtest

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"conflictgraph/internal/kg"
)

// TestClockJumps writes to a store, which open opens anew each time, while the clock
// is right, decades behind, decades ahead, and right again. What is recorded goes
// forward in time nevertheless, and each moment tells what was known then.
func TestClockJumps(t *testing.T, open func(t *testing.T) kg.Store) {
	o := told(t)
	written := 0
	some := func(t *testing.T, s kg.Store, n int) {
		for range n {
			written++
			b := kg.Batch{Entities: []kg.Entity{{ID: fmt.Sprintf("written-%d", written), Kind: kg.KindReport, Name: "Written"}}}
			if written == 1 {
				b = Graph()
				b.RecordedAt = time.Time{}
			}
			w, err := s.Write(t.Context(), cloneBatch(b))
			must(t, err)
			found, err := s.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{Latest: true, Limit: 1}})
			must(t, err)
			same(t, "the latest activity", found.Journal[0].Number, w.Activity)
			b.RecordedAt = found.Journal[0].RecordedAt
			_, err = o.Write(t.Context(), b)
			must(t, err)
		}
	}
	t.Run("right", func(t *testing.T) { some(t, open(t), 3) })
	t.Run("behind, then ahead", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { // where it is the year 2000
			s := open(t)
			behind := time.Now()
			some(t, s, 3)
			time.Sleep(50 * 365 * 24 * time.Hour)
			if time.Since(behind) < 49*365*24*time.Hour {
				t.Fatal("the clock did not jump")
			}
			some(t, s, 3)
		})
	})
	t.Run("right again", func(t *testing.T) {
		s := open(t)
		some(t, s, 3)
		var last time.Time
		for i, a := range o.journal {
			if !a.RecordedAt.After(last) {
				t.Errorf("activity %d was recorded at %v, not after %v", i+1, a.RecordedAt, last)
			}
			last = a.RecordedAt
			checkEntities(t, s, o, kg.EntityList{Kinds: kg.EntityKinds, Slice: kg.Slice{Limit: 100}, Count: true, AsOf: &a.RecordedAt})
			before := a.RecordedAt.Add(-time.Millisecond)
			checkEntities(t, s, o, kg.EntityList{Kinds: kg.EntityKinds, Slice: kg.Slice{Limit: 100}, Count: true, AsOf: &before})
		}
		checkJournal(t, s, o, kg.JournalRequest{Limit: 100})
		checkQuestions(t, s, o, []string{"anna-keller", "northland"}, nil)
	})
}
