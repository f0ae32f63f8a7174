package sqlite

import (
	"context"
	"database/sql"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var allMerges = define(`SELECT e.id, coalesce(s.id, ''), coalesce(m.kind, ''), m.recorded_at
	FROM merge m CROSS JOIN entity e ON e.key = m.entity LEFT JOIN entity s ON s.key = m.survivor ORDER BY m.key`)

// A mergeTable holds every merge of one moment. Rows are added and never changed, so
// that the greatest key tells whether it is up to date.
type mergeTable struct {
	greatest int64
	merges   *plan.Merges
}

// mergesOf returns the table whose greatest key is given.
func (s *Store) mergesOf(current *session, greatest int64) (*mergeTable, error) {
	if table := s.merges.Load(); table != nil && table.greatest == greatest {
		return table, nil
	}
	all, err := current.readMerges()
	if err != nil {
		return nil, err
	}
	table := &mergeTable{greatest, all}
	s.merges.Store(table)
	return table, nil
}

// readMerges returns every merge, those of the transaction included.
func (s *session) readMerges() (*plan.Merges, error) {
	var all []plan.Merge
	open := map[string]int{}
	err := s.each(allMerges, func(rows *sql.Rows) error {
		var entity, into string
		var kind kg.EntityKind
		var at int64
		err := rows.Scan(&entity, &into, &kind, &at)
		recordedAt := timeOf(at)
		if into != "" {
			open[entity] = len(all)
			all = append(all, plan.Merge{Entity: entity, Into: into, Kind: kind, From: recordedAt})
		} else if i, merged := open[entity]; merged {
			all[i].Until = &recordedAt
			delete(open, entity)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return plan.NewMerges(all), nil
}

// Merges implements plan.Snapshot.
func (s *session) Merges(context.Context) (*plan.Merges, error) { return s.merges.merges, nil }
