package kgtest

import (
	"testing"

	"conflictgraph/internal/kg"
)

func testEmpty(t *testing.T, s kg.Store) {
	t.Run("answers Ping", func(t *testing.T) { must(t, s.Ping(t.Context())) })

	t.Run("has no pages but empty ones", func(t *testing.T) {
		checkPages(t, s, told(t), kg.PageRequests{
			Pages: []kg.PageRequest{
				{Slice: kg.Slice{Limit: 10}, Count: true},
				{Owner: "nobody", Slice: kg.Slice{Limit: 10, FromEnd: true}, Count: true},
				{Owner: "nobody", Slice: kg.Slice{Limit: 0}},
			},
			Need: everyNeed,
		})
		checkPages(t, s, told(t), kg.PageRequests{})
	})

	t.Run("lists nothing and finds nothing", func(t *testing.T) {
		same(t, "everything", everything(t, s), everything(t, told(t)))
		checkGet(t, s, told(t), kg.Keys{})
		checkGet(t, s, told(t), kg.Keys{Entities: []string{"nobody"}, Relations: []string{ID(War)}, Documents: []string{Interview}, Need: everyNeed})
		found, err := s.Get(t.Context(), kg.Keys{})
		must(t, err)
		if found.Entities == nil || found.Relations == nil || found.Documents == nil {
			t.Errorf("Found has a nil map; NewFound makes one whose maps are not")
		}
	})

	t.Run("links, counts and finds nothing", func(t *testing.T) {
		checkLinks(t, s, told(t), kg.LinkRequest{Of: []string{"nobody"}, Limit: 10})
		checkLinks(t, s, told(t), kg.LinkRequest{})
		checkBetween(t, s, told(t), kg.BetweenRequest{Among: []string{"nobody", "none"}, Limit: 10})
		checkBetween(t, s, told(t), kg.BetweenRequest{})
		checkCounts(t, s, told(t), kg.CountRequests{Counts: []kg.CountRequest{{By: kg.ByType}, {Owner: "nobody", By: kg.ByCounterpart}, {By: kg.ByStatus, Bucket: kg.BucketDay}}})
		checkCounts(t, s, told(t), kg.CountRequests{})
		checkCandidates(t, s, told(t), kg.CandidateRequest{Terms: termsOf(t, "nobody"), Relations: true, Limit: 10})
	})

	t.Run("writes an empty batch", func(t *testing.T) {
		same(t, "written", write(t, s, kg.Batch{}), kg.Written{})
	})
}
