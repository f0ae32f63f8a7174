package kg

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"
)

// How many entities are prominent, and how many relations say which.
const (
	MostProminent = 12
	prominentIn   = 100
)

// FindProminent returns the ids of the entities to begin with where nobody says with
// which: the ends of the 100 best attested relations that pass, those of the best attested
// first, then those that are most often an end, then by id, at most MostProminent. Of
// equally attested relations those count that are newer.
func FindProminent(ctx context.Context, store interface {
	Pages(ctx context.Context, reqs PageRequests) ([]RelationPage, *Found, error)
}, filter RelationFilter, asOf *time.Time) ([]string, error) {
	type standing struct{ rank, relations int }
	best := map[string]*standing{}
	rank, left := 0, prominentIn
	for level := range slices.Chunk(attested(), len(Codings)) {
		reqs := PageRequests{AsOf: asOf}
		for _, one := range level {
			if !filter.IsEmpty() {
				one.And = []RelationFilter{filter}
			}
			reqs.Pages = append(reqs.Pages, PageRequest{Filter: one, Slice: Slice{Limit: left}})
		}
		pages, _, err := store.Pages(ctx, reqs)
		if err != nil {
			return nil, err
		}
		for _, page := range pages {
			for _, r := range page.Relations[:min(left, len(page.Relations))] {
				left--
				for _, end := range slices.Compact([]string{r.Subject, r.Object}) {
					if best[end] == nil {
						best[end] = &standing{rank: rank}
					}
					best[end].relations++
				}
			}
			rank++
		}
		if left == 0 {
			break
		}
	}
	ids := slices.SortedFunc(maps.Keys(best), func(a, b string) int {
		return cmp.Or(cmp.Compare(best[a].rank, best[b].rank), cmp.Compare(best[b].relations, best[a].relations), cmp.Compare(a, b))
	})
	return ids[:min(len(ids), MostProminent)], nil
}

// attested returns a filter for what is of each rank of Attestation, from 0: those that
// are read from the source alike follow each other by coding.
func attested() []RelationFilter {
	var ranks []RelationFilter
	for _, status := range Statuses {
		for _, certainty := range Certainties {
			for _, coding := range Codings {
				rank := Attestation(status, certainty, coding)
				for len(ranks) <= rank {
					ranks = append(ranks, RelationFilter{})
				}
				of := &ranks[rank]
				of.Coding = []Coding{coding}
				if !slices.Contains(of.Status, status) {
					of.Status = append(of.Status, status)
				}
				if !slices.Contains(of.Certainty, certainty) {
					of.Certainty = append(of.Certainty, certainty)
				}
			}
		}
	}
	return ranks
}
