package sqlite

import (
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// Pages returns a page of relations for each request; see kg.Store.
//
// What a page costs depends on what it shows and on how many classes its owner's
// relations have (by status, certainty and length of time; a data set has a few), not
// on how many relations there are that the filter leaves out, whichever of its fields
// are set. What is walked over in vain, one by one:
//
//   - what AsOf hides, because it was recorded later or is retracted;
//   - spans that ended before From, where a span of the same class could still have
//     reached it: a few days' worth for months, years, decades and centuries;
//   - what only has an end, and had it before From;
//   - between two entities, what is of other types, or is not ordinary where that is
//     asked for (from the index alone);
//   - with Documents, the quotes of these or the relations of the owner, whichever are
//     fewer.
//
// Total is a kept count where the filter is empty; otherwise all that the filter's
// types, ends and times leave is counted, in an index.
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
	level.of(owners, planner)
	for i, req := range reqs.Pages {
		parts, conditions := planner.parts(req.Owner, req.Filter), planner.conditions(req.Filter)
		g := s.newGatherer(conditions, req.Scan())
		if err := g.gather(req, parts, planner); err != nil {
			return nil, nil, err
		}
		var rows []relationRow
		rows, pages[i].HasPrevious, pages[i].HasNext = kg.Cut(req.Slice, g.found)
		if pages[i].Relations, err = level.add(rows, planner.entities[req.Owner]); err != nil {
			return nil, nil, err
		}
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
