package kgtest

import (
	"testing"

	"conflictgraph/internal/kg"
)

func testDuplicates(t *testing.T, s kg.Store) {
	o := &oracle{}
	step := func(t *testing.T, b kg.Batch) kg.Written {
		t.Helper()
		return writeBoth(t, s, o, b)
	}
	step(t, Graph())
	step(t, twins())
	pairs := func(t *testing.T, of string) (pairs [][2]string, unsure []bool) {
		t.Helper()
		page, err := kg.FindDuplicates(t.Context(), s, kg.DuplicateRequest{Of: of, Slice: kg.Slice{Limit: 20}})
		must(t, err)
		for _, d := range page.Duplicates {
			pairs, unsure = append(pairs, [2]string{d.A.ID, d.B.ID}), append(unsure, d.Unsure)
		}
		return pairs, unsure
	}
	judge := func(hours int, verdict kg.Verdict) kg.Batch {
		return kg.Batch{
			RecordedAt: hour(hours), Provenance: kg.Provenance{Operation: "judgeDuplicate"},
			Judgements: []kg.Judgement{{A: "rows:901", B: "anna-keller", Verdict: verdict}},
		}
	}
	twin := [][2]string{{"anna-keller", "rows:901"}}

	t.Run("two that go by one name are found, from both and among all", func(t *testing.T) {
		got, _ := pairs(t, "anna-keller")
		same(t, "those of the one", got, twin)
		got, _ = pairs(t, "rows:901")
		same(t, "those of the other", got, [][2]string{{"rows:901", "anna-keller"}})
		got, _ = pairs(t, "")
		same(t, "all", got, twin)
	})
	t.Run("an id that nothing has is none", func(t *testing.T) {
		_, err := kg.FindDuplicates(t.Context(), s, kg.DuplicateRequest{Of: "nobody", Slice: kg.Slice{Limit: 20}})
		same(t, "the error", kg.ErrorCode(err), kg.CodeNotFound)
	})
	t.Run("what somebody was unsure of says so", func(t *testing.T) {
		same(t, "how many were judged", step(t, judge(2, kg.VerdictUnsure)).Judged, 1)
		got, unsure := pairs(t, "")
		same(t, "all", got, twin)
		same(t, "which are unsure", unsure, []bool{true})
	})
	t.Run("what is different is not proposed, not merged by an import, and a curator is told", func(t *testing.T) {
		step(t, judge(3, kg.VerdictDifferent))
		got, _ := pairs(t, "")
		same(t, "all", got, nil)
		same(t, "how many an import merges", step(t, merging(4, "rows:901", "anna-keller")).Merged, 0)
		b := kg.Batch{RecordedAt: hour(5), Merges: []kg.Merge{{From: "rows:901", Into: "anna-keller"}}, Provenance: kg.Provenance{Operation: "mergeEntities"}}
		_, err := s.Write(t.Context(), b)
		same(t, "the error", kg.ErrorCode(err), kg.CodeConflict)
	})
	t.Run("nor by way of a third", func(t *testing.T) {
		b := merging(5, "rows:901", "rows:902", "rows:902", "anna-keller")
		b.Provenance.Operation = "mergeEntities"
		_, err := s.Write(t.Context(), b)
		same(t, "the error", kg.ErrorCode(err), kg.CodeConflict)
		step(t, merging(6, "rows:901", "rows:902"))
		b = merging(7, "rows:902", "anna-keller")
		b.Provenance.Operation = "mergeEntities"
		_, err = s.Write(t.Context(), b)
		same(t, "the error of another write", kg.ErrorCode(err), kg.CodeConflict)
		step(t, unmerging(8, "rows:901"))
	})
	t.Run("what is judged anew is merged", func(t *testing.T) {
		b := judge(9, kg.VerdictSame)
		b.Merges = []kg.Merge{{From: "rows:901", Into: "anna-keller"}}
		same(t, "how many were merged", step(t, b).Merged, 1)
		got, _ := pairs(t, "")
		same(t, "all", got, nil)
		same(t, "everything", everything(t, s), everything(t, o))
	})
	t.Run("both histories tell it", func(t *testing.T) {
		for _, of := range []string{"rows:901", "anna-keller"} {
			found, err := s.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{Of: []string{of}, Limit: 100}})
			must(t, err)
			verdict, by := kg.JudgementsIn(found.Journal).Of([]string{"anna-keller"}, []string{"rows:901"})
			same(t, "the verdict", verdict, kg.VerdictSame)
			same(t, "who gave it", by.Operation, "judgeDuplicate")
		}
	})
	for _, c := range []struct {
		what string
		code kg.Code
		kg.Judgement
	}{
		{"an unknown entity", kg.CodeNotFound, kg.Judgement{A: "nobody", B: "anna-keller", Verdict: kg.VerdictSame}},
		{"one entity", kg.CodeBadInput, kg.Judgement{A: "anna-keller", B: "anna-keller", Verdict: kg.VerdictSame}},
		{"an unknown verdict", kg.CodeBadInput, kg.Judgement{A: "rows:902", B: "anna-keller", Verdict: "MAYBE"}},
	} {
		t.Run("refusing "+c.what, func(t *testing.T) {
			_, err := s.Write(t.Context(), kg.Batch{Judgements: []kg.Judgement{c.Judgement}})
			same(t, "the error", kg.ErrorCode(err), c.code)
		})
	}
}
