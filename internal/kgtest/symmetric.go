package kgtest

import (
	"testing"

	"conflictgraph/internal/kg"
)

// testSymmetric states relations of a symmetric type both ways round.
func testSymmetric(t *testing.T, s kg.Store) {
	o := told(t)
	for _, b := range datedBatches(turnedHistory(true)) {
		writeBoth(t, s, o, b)
		same(t, "everything", everything(t, s), everything(t, o))
	}
	t.Run("what is stated the other way round is the same relation, with more evidence", func(t *testing.T) {
		turnedAgain := turned(pairInOrder, true, "one", "three")
		same(t, "written", write(t, s, kg.Batch{RecordedAt: later, Relations: []kg.Relation{turnedAgain}}), kg.Written{Existing: 1, Evidence: 1})
		id := kg.RelationID(turnedAgain, true)
		found, err := s.Get(t.Context(), kg.Keys{Relations: []string{id}, Need: everyNeed})
		must(t, err)
		r := relationOf(t, found, id)
		same(t, "the ends, as they were stated first", []string{r.Subject, r.Object}, []string{"a", "b"})
		same(t, "how much evidence there is", len(r.Evidence), 2)
	})
	t.Run("each end has it once, whichever direction is asked for", func(t *testing.T) {
		day := kg.NewDate(2025, 12, 1)
		for _, direction := range []kg.Direction{kg.DirectionAny, kg.DirectionOut, kg.DirectionIn} {
			filter := kg.RelationFilter{Types: []string{turnedType}, Direction: direction, With: []string{"b", "a"}}
			for _, owner := range []string{"a", "b"} {
				got := page(t, s, kg.PageRequest{Owner: owner, Filter: filter, Slice: kg.Slice{Limit: 10}, Count: true})
				// Two are coded by a data set, and one of a with itself is among those of a.
				want := map[string]int{"a": 4, "b": 3}[owner]
				same(t, "how many "+owner+" has "+string(direction), []int{len(got.Relations), got.Total}, []int{want, want})
			}
			counts, err := s.Counts(t.Context(), kg.CountRequests{Counts: []kg.CountRequest{{Owner: "d", Filter: kg.RelationFilter{Types: []string{turnedType}, Direction: direction}, By: kg.ByCounterpart}}})
			must(t, err)
			same(t, "with whom d talked "+string(direction), counts, [][]kg.Count{{
				{Key: "c", N: 1, First: &day, Last: &day}, {Key: "e", N: 1, First: &day, Last: &day},
			}})
			links, err := s.Links(t.Context(), kg.LinkRequest{Of: []string{"d"}, Filter: kg.RelationFilter{Direction: direction}, Limit: 10})
			must(t, err)
			same(t, "how many links d has "+string(direction), len(links.Links), 2)
		}
	})
	t.Run("a type is not made symmetric afterwards", func(t *testing.T) {
		for _, typ := range []kg.RelationType{{ID: "rows:saw", Label: "saw", InverseLabel: "saw", Symmetric: true}, {ID: turnedType, Label: "talked to", InverseLabel: "was talked to by"}} {
			_, err := s.Write(t.Context(), kg.Batch{Types: []kg.RelationType{typ}})
			same(t, "the code of what changes "+typ.ID, kg.ErrorCode(err), kg.CodeConflict)
		}
	})
	t.Run("merging and unmerging changes no id", func(t *testing.T) {
		ids := []string{kg.RelationID(turned(pairTurned, true, "one"), true), kg.RelationID(turned(pairAtOnce, true, "one"), true)}
		for _, b := range []kg.Batch{{Merges: []kg.Merge{{From: "b", Into: "d"}}}, {Unmerges: []kg.Unmerge{{Entity: "b"}}}} {
			write(t, s, b)
			found, err := s.Get(t.Context(), kg.Keys{Relations: ids})
			must(t, err)
			for _, id := range ids {
				same(t, "the id of what has it", relationOf(t, found, id).ID, id)
			}
		}
	})
}
