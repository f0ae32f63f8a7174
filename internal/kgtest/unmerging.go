package kgtest

import (
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

func testUnmerging(t *testing.T, s kg.Store) {
	o := &oracle{}
	step := func(t *testing.T, b kg.Batch) kg.Written {
		t.Helper()
		return writeBoth(t, s, o, b)
	}
	step(t, Graph())
	step(t, twins())
	apart := everything(t, s)
	step(t, merging(2, "rows:901", "rows:902", "rows:903", "harbor-city"))
	chained := everything(t, s)
	step(t, merging(3, "rows:902", "anna-keller"))

	t.Run("what is unmerged keeps what was merged into it before", func(t *testing.T) {
		same(t, "how many were unmerged", step(t, unmerging(4, "rows:902")).Unmerged, 1)
		same(t, "everything", everything(t, s), chained)
	})
	t.Run("once all is unmerged, everything is as it was", func(t *testing.T) {
		same(t, "how many were unmerged", step(t, unmerging(5, "rows:901", "rows:903")).Unmerged, 2)
		same(t, "everything", everything(t, s), apart)
	})
	t.Run("unmerging what is not merged, or what others were merged into, changes nothing", func(t *testing.T) {
		same(t, "how many were unmerged", step(t, unmerging(6, "rows:901", "anna-keller", "harbor-city")).Unmerged, 0)
		same(t, "everything", everything(t, s), apart)
	})
	t.Run("what is merged and unmerged at once was never one", func(t *testing.T) {
		b := merging(7, "rows:901", "anna-keller")
		b.Unmerges = []kg.Unmerge{{Entity: "rows:901"}}
		w := step(t, b)
		same(t, "how many were merged and unmerged", []int{w.Merged, w.Unmerged}, []int{1, 1})
		same(t, "everything", everything(t, s), apart)
	})
	t.Run("what went into a merged entity went into that which it is one with, and stays there", func(t *testing.T) {
		step(t, merging(8, "rows:901", "anna-keller", "unnamed-adviser", "rows:901"))
		w := unmerging(9, "rows:901")
		w.Entities = append(w.Entities, kg.Entity{ID: "unnamed-adviser", Kind: kg.KindPerson, Name: "the adviser"})
		step(t, w)
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"unnamed-adviser", "rows:901"}})
		must(t, err)
		same(t, "who the adviser is", entityOf(t, found, "unnamed-adviser").ID, "anna-keller")
		same(t, "who rows:901 is", entityOf(t, found, "rows:901").ID, "rows:901")
		same(t, "everything", everything(t, s), everything(t, o))
	})
	t.Run("what was unmerged can be merged again, the other way round", func(t *testing.T) {
		step(t, merging(10, "rows:902", "rows:901", "anna-keller", "rows:902"))
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"unnamed-adviser"}})
		must(t, err)
		e := entityOf(t, found, "unnamed-adviser")
		same(t, "who the adviser is", e.ID, "rows:901")
		same(t, "who is one with the adviser", e.Merged, []string{"anna-keller", "rows:902", "unnamed-adviser"})
		same(t, "aliases", e.Aliases, []string{"A. Keller", "Minister K.", "Anna Keller", "Keller", "Keller (Foreign Affairs)", "an adviser", "the adviser"})
	})
	t.Run("each moment is remembered", func(t *testing.T) {
		for step := range 11 {
			for _, at := range []time.Time{hour(step).Add(-time.Millisecond), hour(step)} {
				checkQuestions(t, s, o, mergedIDs, &at)
			}
		}
		checkQuestions(t, s, o, mergedIDs, nil)
		checkRecords(t, s, o, mergedIDs)
	})
}
