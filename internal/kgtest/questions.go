package kgtest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// checkLinks compares the answers of s and o to req.
func checkLinks(t fataler, s reader, o *oracle, req kg.LinkRequest) {
	t.Helper()
	got, err := s.Links(context.Background(), req)
	must(t, err)
	want, err := o.Links(context.Background(), req)
	must(t, err)
	same(t, fmt.Sprintf("links for %s", lines(req)), got, want)
}

// checkBetween compares the answers of s and o to req.
func checkBetween(t fataler, s reader, o *oracle, req kg.BetweenRequest) {
	t.Helper()
	got, err := s.Between(context.Background(), req)
	must(t, err)
	want, err := o.Between(context.Background(), req)
	must(t, err)
	same(t, fmt.Sprintf("relations between for %s", lines(req)), got, want)
}

// checkCounts compares the answers of s and o to reqs.
func checkCounts(t fataler, s reader, o *oracle, reqs kg.CountRequests) {
	t.Helper()
	got, err := s.Counts(context.Background(), reqs)
	must(t, err)
	want, err := o.Counts(context.Background(), reqs)
	must(t, err)
	same(t, "answers to requests for counts", len(got), len(want))
	for i, req := range reqs.Counts {
		same(t, fmt.Sprintf("counts %d, as of %v, for %s", i, reqs.AsOf, lines(req)), got[i], want[i])
	}
}

// checkCandidates checks that s finds for req what it has to, the first in their
// order where there are more than the limit, and nothing that it may not.
func checkCandidates(t fataler, s reader, o *oracle, req kg.CandidateRequest) {
	t.Helper()
	got, err := s.Candidates(context.Background(), req)
	must(t, err)
	required, may := o.candidates(req)
	for _, c := range []struct {
		what           string
		got, must, may []string
		order          func(a, b string) int
	}{
		{"entities", got.Entities, required.Entities, may.Entities, o.prominence()},
		{"relations", got.Relations, required.Relations, may.Relations, o.precedence},
	} {
		about := fmt.Sprintf("%s found for %s", c.what, lines(req))
		if len(c.got) > req.Limit {
			t.Fatalf("%s: %d are more than the limit", about, len(c.got))
		}
		for _, id := range c.got {
			if !slices.Contains(c.may, id) {
				t.Fatalf("%s: %s does not match", about, id)
			}
		}
		sorted := slices.Clone(c.got)
		slices.SortFunc(sorted, c.order)
		same(t, about+", in their order and once", c.got, slices.Compact(sorted))
		for _, id := range c.must {
			if !slices.Contains(c.got, id) && (len(c.got) < req.Limit || req.Limit > 0 && c.order(id, c.got[len(c.got)-1]) < 0) {
				t.Fatalf("%s: %s is missing among %v", about, id, c.got)
			}
		}
	}
}

// checkQuestions compares the answers of s and o to questions of each kind about
// some entities.
func checkQuestions(t fataler, s reader, o *oracle, ids []string, asOf *time.Time) {
	t.Helper()
	keys := kg.Keys{Entities: ids, Need: kg.Need{Ends: true, Claims: true, Degree: true}, AsOf: asOf}
	for _, r := range o.relations {
		keys.Relations = append(keys.Relations, r.ID)
	}
	got, err := s.Get(context.Background(), keys)
	must(t, err)
	want, err := o.Get(context.Background(), keys)
	must(t, err)
	same(t, fmt.Sprintf("what Get found as of %v", asOf), got, want)

	reqs := kg.PageRequests{Need: kg.Need{Ends: true, Claims: true}, AsOf: asOf}
	counts := kg.CountRequests{AsOf: asOf}
	for _, id := range append([]string{""}, ids...) {
		reqs.Pages = append(reqs.Pages,
			kg.PageRequest{Owner: id, Slice: kg.Slice{Limit: 3}, Count: true},
			kg.PageRequest{Owner: id, Filter: kg.RelationFilter{Direction: kg.DirectionOut}, Slice: kg.Slice{Limit: 100}},
			kg.PageRequest{Owner: id, Filter: kg.RelationFilter{With: ids[:min(len(ids), 2)]}, Slice: kg.Slice{Limit: 100}, Count: true},
		)
		for i, by := range []kg.Dimension{kg.ByType, kg.ByStatus, kg.ByCertainty, kg.ByCounterpart} {
			if by != kg.ByCounterpart || id != "" {
				counts.Counts = append(counts.Counts, kg.CountRequest{Owner: id, By: by}, kg.CountRequest{Owner: id, By: by, Bucket: kg.TimeBuckets[i]})
			}
		}
	}
	gotPages, gotFound, err := s.Pages(context.Background(), reqs)
	must(t, err)
	wantPages, wantFound, err := o.Pages(context.Background(), reqs)
	must(t, err)
	samePages(t, o, reqs, gotPages, wantPages, gotFound, wantFound)
	checkCounts(t, s, o, counts)
	checkLinks(t, s, o, kg.LinkRequest{Of: ids, AsOf: asOf, Limit: 1000})
	checkLinks(t, s, o, kg.LinkRequest{Of: ids, Avoid: ids[:1], Filter: kg.RelationFilter{With: ids}, AsOf: asOf, Limit: 1000})
	checkBetween(t, s, o, kg.BetweenRequest{Among: ids, AsOf: asOf, Limit: 1000})
	checkEntities(t, s, o, kg.EntityList{Kinds: kg.EntityKinds, Slice: kg.Slice{Limit: 1000}, Count: true, AsOf: asOf})
}

// termsOf returns the terms of a search's text.
func termsOf(t fataler, text string) []kg.Term {
	t.Helper()
	terms, err := kg.ParseSearch(text)
	must(t, err)
	return terms
}
