package kgtest

import (
	"fmt"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// testLargeBatch writes 2,000 relations of a hub at once, twice, and walks them.
func testLargeBatch(t *testing.T, s kg.Store) {
	const size = 2000
	b := kg.Batch{
		RecordedAt: Recorded,
		Types:      []kg.RelationType{{ID: "rows:112", Label: "accused", InverseLabel: "was accused by"}},
		Entities:   []kg.Entity{{ID: "rows:hub", Kind: kg.KindOtherActor, Name: "Hub"}},
	}
	first := kg.NewDate(2020, time.January, 1)
	for i := range size {
		id := fmt.Sprintf("rows:%d", i)
		b.Entities = append(b.Entities, kg.Entity{ID: id, Kind: kg.KindOtherActor, Name: fmt.Sprintf("Actor %d", i)})
		b.Relations = append(b.Relations, kg.Relation{
			Type: "rows:112", Subject: "rows:hub", Object: id, Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Time: edtf((first + kg.Date(i/3)).String()), Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: fmt.Sprint(i)}}},
		})
	}
	same(t, "written", write(t, s, b), kg.Written{Types: 1, Entities: size + 1, Relations: size})
	same(t, "written again", write(t, s, b), kg.Written{Existing: 2*size + 2})

	seen, last := map[string]bool{}, ""
	slice := kg.Slice{Limit: 500}
	for more := true; more; {
		pages, found, err := s.Pages(t.Context(), kg.PageRequests{
			Pages: []kg.PageRequest{{Owner: "rows:hub", Slice: slice, Count: true}}, Need: everyNeed,
		})
		must(t, err)
		got := pages[0]
		same(t, "total", got.Total, size)
		for _, r := range got.Relations {
			if r.Position() <= last || seen[r.Object] || found.Entities[r.Object] == nil || len(r.Evidence) != 1 {
				t.Fatalf("after position %q and %d relations comes %s", last, len(seen), lines(r))
			}
			seen[r.Object], last = true, r.Position()
		}
		slice.After, more = last, got.HasNext && len(got.Relations) > 0
	}
	same(t, "relations walked", len(seen), size)

	links, err := s.Links(t.Context(), kg.LinkRequest{Of: []string{"rows:hub"}, Limit: size - 1})
	must(t, err)
	same(t, "links up to a limit", []any{len(links.Links), links.Truncated, links.Links[2].Other}, []any{size - 1, true, "rows:10"})
	all := []string{"rows:hub"}
	for i := range size {
		all = append(all, fmt.Sprintf("rows:%d", i))
	}
	between, err := s.Between(t.Context(), kg.BetweenRequest{Among: all, Limit: size})
	must(t, err)
	same(t, "relations between all", []any{len(between.Relations), between.Truncated}, []any{size, false})
	counts, err := s.Counts(t.Context(), kg.CountRequests{Counts: []kg.CountRequest{{Owner: "rows:hub", By: kg.ByType}, {Owner: "rows:hub", By: kg.ByCounterpart, Limit: 2}}})
	must(t, err)
	same(t, "counts", []any{counts[0][0].N, counts[0][0].First, counts[1][1].Key}, []any{size, first, "rows:1"})
	hub, err := s.Get(t.Context(), kg.Keys{Entities: []string{"rows:hub"}, Need: kg.Need{Degree: true}})
	must(t, err)
	same(t, "degree", hub.Entities["rows:hub"].Degree, size)
	candidates, err := s.Candidates(t.Context(), kg.CandidateRequest{Terms: termsOf(t, "actor"), Relations: true, Limit: 200})
	must(t, err)
	same(t, "candidates, the first by id where all have as many relations", []any{len(candidates.Entities), candidates.Entities[2], len(candidates.Relations)}, []any{200, "rows:10", 0})
}
