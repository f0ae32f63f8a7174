package sqlite

import (
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// Pages returns a page of relations for each request; see kg.Store.
func (s *Store) Pages(ctx context.Context, reqs kg.PageRequests) (pages []kg.RelationPage, found *kg.Found, err error) {
	err = s.read(ctx, func(current *session) error {
		pages, found, err = current.pages(reqs)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return pages, found, nil
}

func (s *session) pages(reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	now := s.moment(reqs.AsOf)
	var owners []string
	var filters []kg.RelationFilter
	for _, r := range reqs.Pages {
		if filters = append(filters, r.Filter); r.Owner != "" {
			owners = append(owners, r.Owner)
		}
	}
	planner, err := s.newPlanner(now, owners, filters...)
	if err != nil {
		return nil, nil, err
	}
	if err := s.readSizes(planner, filters); err != nil {
		return nil, nil, err
	}
	pages := make([]kg.RelationPage, len(reqs.Pages))
	level := newLevel(s, reqs.Need, now)
	for i, req := range reqs.Pages {
		parts, conditions := planner.parts(req.Owner, req.Filter), planner.conditions(req.Filter)
		g := s.newGatherer(conditions, req.Scan())
		if err := g.gather(req, parts, planner); err != nil {
			return nil, nil, err
		}
		var rows []relationRow
		rows, pages[i].HasPrevious, pages[i].HasNext = kg.Cut(req.Slice, g.found)
		pages[i].Relations = level.add(rows, planner.entities[req.Owner])
		if req.Count {
			if pages[i].Total, err = s.total(req, parts, conditions, planner); err != nil {
				return nil, nil, err
			}
		}
	}
	found := kg.NewFound()
	return pages, found, level.complete(found)
}

// firstOf returns what of items, which it sorts, comes first on a scan.
func firstOf[T any](items []T, compare func(a, b T) int, scan kg.Scan) []T {
	slices.SortFunc(items, func(a, b T) int {
		if scan.Descending {
			return compare(b, a)
		}
		return compare(a, b)
	})
	return items[:min(len(items), scan.Limit)]
}
