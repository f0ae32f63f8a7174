package plan

import (
	"context"

	"conflictgraph/internal/kg"
)

// Pages implements kg.Store.
func (s *Store) Pages(ctx context.Context, reqs kg.PageRequests) (pages []kg.RelationPage, found *kg.Found, err error) {
	err = s.ask(ctx, reqs.AsOf, func(q *query) error {
		pages, found, err = q.pages(reqs)
		return err
	})
	return pages, found, err
}

func (q *query) pages(reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	ask := ScanRequest{Scans: make([]RelationScan, len(reqs.Pages)), Keys: Keys{Need: reqs.Need, History: q.history()}}
	var owners []string
	for i, req := range reqs.Pages {
		ask.Scans[i] = RelationScan{
			Ranges: Ranges(req.Owner, req.Filter, q.clusters, q.types), Conditions: conditionsOf(req.Filter, q.asOf), Scan: req.Scan(),
		}
		if req.Owner != "" {
			ask.Scans[i].Owners = q.clusters.Members(q.clusters.Canonical(req.Owner))
		}
		if reqs.Need.Owners && req.Owner != "" {
			owners = append(owners, req.Owner)
		}
	}
	ask.Entities = q.withMembers(owners)
	scanned, rows, err := q.Scan(q.ctx, ask)
	if err != nil {
		return nil, nil, err
	}
	pages, l := make([]kg.RelationPage, len(reqs.Pages)), q.newLevel(reqs.Need)
	var counted []int // whose relations are not all shown
	for i, req := range reqs.Pages {
		switch shows := req.Slice.After == "" && req.Slice.Before == "" && len(scanned[i]) <= req.Slice.Limit; {
		case !req.Count:
		case shows:
			pages[i].Total = len(scanned[i])
		default:
			counted = append(counted, i)
		}
		var shown []*kg.Relation
		shown, pages[i].HasPrevious, pages[i].HasNext = kg.Cut(req.Slice, scanned[i])
		for _, row := range shown {
			pages[i].Relations = append(pages[i].Relations, l.add(row, q.clusters.Canonical(req.Owner)))
		}
	}
	found := kg.NewFound()
	e, err := l.complete(found, rows)
	if err != nil {
		return nil, nil, err
	}
	e.put(found, owners)
	return pages, found, q.countPages(reqs, pages, counted)
}

// countPages fills in how many relations there are on all of some pages.
func (q *query) countPages(reqs kg.PageRequests, pages []kg.RelationPage, counted []int) error {
	if len(counted) == 0 {
		return nil
	}
	tallies := make([]Tally, len(counted))
	for i, page := range counted {
		req := reqs.Pages[page]
		tallies[i] = q.tally(kg.CountRequest{Owner: req.Owner, Filter: req.Filter})
	}
	counts, err := q.Count(q.ctx, tallies)
	if err != nil {
		return err
	}
	for i, page := range counted {
		pages[page].Total = total(counts[i])
	}
	return nil
}
