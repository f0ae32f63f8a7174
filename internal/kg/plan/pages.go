package plan

import (
	"cmp"
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// Pages implements kg.Store.
func (s *Store) Pages(ctx context.Context, reqs kg.PageRequests) (pages []kg.RelationPage, found *kg.Found, err error) {
	err = s.ask(ctx, reqs.AsOf, func(q *query) error {
		asked := reqs
		if asked.Pages, err = eachLocated(q, reqs.Pages, func(p *kg.PageRequest) *kg.RelationFilter { return &p.Filter }); err != nil {
			return err
		}
		pages, found, err = q.pages(asked)
		return err
	})
	return pages, found, err
}

func (q *query) pages(reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	ask := ScanRequest{Keys: Keys{Need: reqs.Need, History: q.history()}}
	ends := make([]int, len(reqs.Pages)) // of what is found of each page
	var owners []string
	for i, req := range reqs.Pages {
		if err := q.knowDatasets(req.Filter); err != nil {
			return nil, nil, err
		}
		for _, a := range q.alternatives(req.Owner, req.Filter) {
			conditions := a.conditions
			if req.Quantified {
				conditions.Checks = append(slices.Clone(conditions.Checks), Check{Quantified: true})
			}
			one := RelationScan{Ranges: a.ranges, Conditions: conditions, Scan: a.scan(req), Owners: q.owners(req.Owner)}
			if _, err := q.byRarest(a, &one); err != nil {
				return nil, nil, err
			}
			ask.Scans = append(ask.Scans, one)
		}
		ends[i] = len(ask.Scans)
		if reqs.Need.Owners && req.Owner != "" {
			owners = append(owners, req.Owner)
		}
	}
	ask.Entities = q.withMembers(owners)
	found, rows, err := q.Scan(q.ctx, ask)
	if err != nil {
		return nil, nil, err
	}
	scanned := make([][]*kg.Relation, len(reqs.Pages))
	for i, of := range grouped(found, ends) {
		scanned[i] = merged(of, reqs.Pages[i].Scan())
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
	named := kg.NewFound()
	e, err := l.complete(named, rows)
	if err != nil {
		return nil, nil, err
	}
	e.put(named, owners)
	return pages, named, q.countPages(reqs, pages, counted)
}

// grouped returns answers in groups, each of which ends before an index.
func grouped[T any](answers []T, ends []int) [][]T {
	groups, start := make([][]T, len(ends)), 0
	for i, end := range ends {
		groups[i] = answers[start:end]
		start = end
	}
	return groups
}

// merged returns the first relations of all that scans found, each once.
func merged(found [][]*kg.Relation, scan kg.Scan) []*kg.Relation {
	if len(found) == 1 {
		return found[0]
	}
	all := slices.Concat(found...)
	slices.SortFunc(all, func(a, b *kg.Relation) int {
		if scan.Descending {
			a, b = b, a
		}
		return cmp.Compare(a.Position(), b.Position())
	})
	all = slices.CompactFunc(all, func(a, b *kg.Relation) bool { return a.ID == b.ID })
	return all[:min(len(all), scan.Limit)]
}

// countPages fills in how many relations there are on all of some pages.
func (q *query) countPages(reqs kg.PageRequests, pages []kg.RelationPage, counted []int) error {
	if len(counted) == 0 {
		return nil
	}
	requests := make([]kg.CountRequest, len(counted))
	for i, page := range counted {
		requests[i] = kg.CountRequest{Owner: reqs.Pages[page].Owner, Filter: reqs.Pages[page].Filter}
	}
	counts, err := q.count(requests)
	if err != nil {
		return err
	}
	for i, page := range counted {
		pages[page].Total = total(counts[i])
	}
	return nil
}
