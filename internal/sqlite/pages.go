package sqlite

import (
	"bytes"
	"context"
	"database/sql"
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
	planner, err := s.newPlanner(reqs)
	if err != nil {
		return nil, nil, err
	}
	pages := make([]kg.RelationPage, len(reqs.Pages))
	level := newLevel(s, reqs.Need, reqs.AsOf)
	for i, req := range reqs.Pages {
		parts, conditions := planner.parts(req.Owner, req.Filter), planner.conditions(req.Filter)
		rows, err := s.merge(parts, conditions, req.Scan())
		if err != nil {
			return nil, nil, err
		}
		rows, pages[i].HasPrevious, pages[i].HasNext = kg.Cut(req.Slice, rows)
		pages[i].Relations = level.add(rows, planner.entities[req.Owner])
		if req.Count {
			if pages[i].Total, err = s.count(parts, conditions); err != nil {
				return nil, nil, err
			}
		}
	}
	found := kg.NewFound()
	return pages, found, level.complete(found)
}

// merge returns what the scan finds in the parts, in its order.
func (s *session) merge(parts []part, c conditions, scan kg.Scan) ([]relationRow, error) {
	lower, upper := keysAfter(scan.Lower), keysFrom(scan.Upper)
	var merged []relationRow
	for _, p := range parts {
		// What lies beyond a full page cannot be on it.
		if len(merged) == scan.Limit {
			if last := merged[len(merged)-1].position[:]; scan.Descending {
				lower = last
			} else {
				upper = last
			}
		}
		if bytes.Compare(lower, upper) >= 0 {
			break
		}
		rows, err := s.seek(p, c, lower, upper, scan)
		if err != nil {
			return nil, err
		}
		merged = firstOf(append(merged, rows...), relationRow.bytes, scan)
	}
	return merged, nil
}

func (s *session) seek(p part, c conditions, lower, upper []byte, scan kg.Scan) (found []relationRow, err error) {
	statement := p.seek.newestFirst
	if scan.Descending {
		statement = p.seek.oldestFirst
	}
	err = s.each(statement, func(rows *sql.Rows) error {
		row, err := scanRelation(rows)
		found = append(found, row)
		return err
	}, p.args(c, lower, upper, scan.Limit)...)
	return found, err
}

// firstOf returns what of items, which it sorts, comes first on a scan.
func firstOf[T any](items []T, position func(T) []byte, scan kg.Scan) []T {
	slices.SortFunc(items, func(a, b T) int {
		order := bytes.Compare(position(a), position(b))
		if scan.Descending {
			return -order
		}
		return order
	})
	return items[:min(len(items), scan.Limit)]
}

// count returns how many relations the parts find in all.
func (s *session) count(parts []part, c conditions) (total int, err error) {
	lower, upper := keysFrom(""), keysFrom(kg.PositionEnd)
	for _, p := range parts {
		n, err := s.number(p.seek.count, p.args(c, lower, upper, 0)...)
		if err != nil {
			return 0, err
		}
		total += int(n)
	}
	return total, nil
}
