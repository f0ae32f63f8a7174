package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// The counts that are kept of relations that are valid.
var (
	keptOfEntity = define(`SELECT relations FROM entity WHERE key = ?1`)
	keptOfTypes  = define(`SELECT coalesce(sum(relations), 0) FROM relation_type WHERE ?1 IS NULL OR key IN (SELECT value FROM json_each(?1))`)
)

// Count implements plan.Snapshot. How many there are in all is kept of an entity, of
// types, and of the graph; otherwise all that ranges and conditions leave is counted, in
// an index.
func (s *session) Count(_ context.Context, tallies []plan.Tally) ([][]kg.Count, error) {
	all := make([][]kg.Count, len(tallies))
	var ranges []plan.Range
	for _, t := range tallies {
		ranges = append(ranges, t.Ranges...)
	}
	if err := s.identifyEnds(ranges); err != nil {
		return nil, err
	}
	for i, t := range tallies {
		parts := s.partsOf(t.Ranges)
		if st, key := s.kept(t, parts); st != nil {
			n, err := s.number(st, key)
			if err != nil {
				return nil, err
			}
			all[i] = []kg.Count{{N: int(n)}}
			continue
		}
		var err error
		if all[i], err = s.count(t, parts); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// kept returns the statement that finds the kept count for a tally, and its parameter,
// nil where none is kept.
func (s *session) kept(t plan.Tally, parts []part) (*statement, any) {
	conditions := t.Conditions
	conditions.Types = nil
	if t.By != "" || !conditions.IsNone() || len(parts) == 0 {
		return nil, nil
	}
	allOf := func(index rangeIndex) bool {
		return !slices.ContainsFunc(parts, func(p part) bool { return p.index != index })
	}
	switch merged := mergeEnds(parts); {
	case allOf(rangeAll):
		return keptOfTypes, nil
	case allOf(rangeType):
		var types []int64
		for _, p := range parts {
			types = append(types, p.key1)
		}
		return keptOfTypes, keyList(types)
	case len(merged) == 1 && merged[0].index == rangeEnds:
		return keptOfEntity, merged[0].key1
	}
	return nil, nil
}

// count counts what parts have, one by one.
func (s *session) count(t plan.Tally, parts []part) ([]kg.Count, error) {
	c, err := s.conditionsOf(t.Conditions)
	if err != nil {
		return nil, err
	}
	type slot struct{ unit, value int64 }
	found := map[slot]*kg.Count{}
	owners, err := s.entityKeys(t.Owners)
	if err != nil {
		return nil, err
	}
	by := dimensionOf(t)
	for _, p := range parts {
		err := s.tally(p, c, lowerBound(t.Conditions), by, t.Bucket, func(r talliedRow) {
			if by != nil && *by == byOther && p.index == rangePair {
				if r.value = p.key1; slices.Contains(owners, p.key1) {
					r.value = p.key2
				}
			}
			if t.By == "" {
				r.value = 0
			}
			at := slot{r.unit.Int64, r.value}
			if found[at] == nil {
				found[at] = &kg.Count{}
			}
			r.addTo(found[at])
		})
		if err != nil {
			return nil, err
		}
	}
	if t.By == kg.ByCounterpart {
		named := make(map[int64]bool, len(found))
		for at := range found {
			named[at.value] = false
		}
		if err := s.nameEntities(named); err != nil {
			return nil, err
		}
	}
	counts := make([]kg.Count, 0, len(found))
	for at, count := range found {
		count.Key = s.countedBy(t.By, at.value)
		counts = append(counts, *count)
	}
	return counts, nil
}

// dimensionOf returns what is counted by, as tallies are told.
func dimensionOf(t plan.Tally) *int {
	by := bySubject
	switch {
	case t.By == kg.ByType || t.By == "":
		return nil
	case t.By == kg.ByStatus:
		by = byStatus
	case t.By == kg.ByCertainty:
		by = byCertainty
	case len(t.Owners) > 0:
		by = byOther
	}
	return &by
}

func (s *session) countedBy(by kg.Dimension, value int64) string {
	switch by {
	case kg.ByType:
		return s.types.ids[value]
	case kg.ByStatus:
		return string(statuses[value])
	case kg.ByCertainty:
		return string(certainties[value])
	case kg.ByCounterpart:
		return s.entities.ids[value]
	}
	return ""
}

// A talliedRow is how many relations have a value, in one unit of time where
// they are counted by that.
type talliedRow struct {
	value       int64
	unit        sql.NullInt64 // its first day
	n           int64
	latestStart sql.NullInt64 // of day: the earliest start
	end         sql.NullInt64
}

func (r talliedRow) addTo(count *kg.Count) {
	if r.unit.Valid {
		unit := kg.Date(r.unit.Int64)
		count.Bucket = &unit
	}
	count.N += int(r.n)
	if r.latestStart.Valid {
		if first := dateOf(r.latestStart.Int64); count.First == nil || first < *count.First {
			count.First = &first
		}
	}
	if r.end.Valid {
		if last := kg.Date(r.end.Int64); count.Last == nil || last > *count.Last {
			count.Last = &last
		}
	}
}
