package sqlite

import (
	"context"
	"database/sql"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var allMerges = define(`SELECT e.id, coalesce(s.id, ''), coalesce(m.kind, ''), m.reason, m.recorded_at
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
	var all []kg.MergeRecord
	open := map[string]int{}
	err := s.each(allMerges, func(rows *sql.Rows) error {
		var m kg.Merge
		var at int64
		err := rows.Scan(&m.From, &m.Into, &m.Kind, &m.Reason, &at)
		recordedAt := timeOf(at)
		if m.Into != "" {
			open[m.From] = len(all)
			all = append(all, kg.MergeRecord{Merge: m, RecordedAt: recordedAt})
		} else if i, merged := open[m.From]; merged {
			all[i].TakenBackAt, all[i].BackingReason = &recordedAt, m.Reason
			delete(open, m.From)
		}
		return err
	})
	return plan.NewMerges(all), err
}

// Merges implements plan.Snapshot.
func (s *session) Merges(context.Context) (*plan.Merges, error) { return s.merges.merges, nil }
