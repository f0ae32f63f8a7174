package sqlite

import (
	"context"
	"database/sql"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var (
	queueByID = define(`SELECT number, id, content FROM queue WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY number`)
	queueUp   = define(scanQueue + `ORDER BY k.number LIMIT +?4`)
	queueDown = define(scanQueue + `ORDER BY k.number DESC LIMIT +?4`)
	queueAll  = define(`SELECT number, id, content FROM queue WHERE number > ?1 ORDER BY number LIMIT +?2`)

	countQueue = define(`SELECT count(*) FROM queue_key WHERE key = ?1`)
	lastQueued = define(`SELECT coalesce(max(number), 0) FROM queue`)

	putQueued      = define(`INSERT INTO queue (number, id, content) VALUES (?1, ?2, ?3) ON CONFLICT (number) DO UPDATE SET content = excluded.content`)
	dropQueueKeys  = define(`DELETE FROM queue_key WHERE number = ?1`)
	insertQueueKey = define(`INSERT INTO queue_key (key, number) VALUES (?1, ?2)`)
)

const scanQueue = `SELECT q.number, q.id, q.content FROM queue_key k CROSS JOIN queue q ON q.number = k.number
	WHERE k.key = ?1 AND k.number > ?2 AND k.number < ?3 `

// queueRows returns what a statement finds.
func (s *session) queueRows(st *statement, args ...any) (found []plan.QueueRow, err error) {
	err = s.each(st, func(rows *sql.Rows) error {
		var r plan.QueueRow
		err := rows.Scan(&r.Number, &r.ID, &r.Content)
		found = append(found, r)
		return err
	}, args...)
	return found, err
}

// QueueRows implements plan.Snapshot.
func (s *session) QueueRows(_ context.Context, ids []string) ([]plan.QueueRow, error) {
	return s.queueRows(queueByID, asJSON(ids))
}

// ScanQueue implements plan.Snapshot.
func (s *session) ScanQueue(_ context.Context, keys []string, scan kg.Scan) (found []plan.QueueRow, err error) {
	statement := queueUp
	if scan.Descending {
		statement = queueDown
	}
	after, before := plan.QueueNumbers(scan)
	for _, key := range keys {
		rows, err := s.queueRows(statement, key, after, before, scan.Limit)
		if err != nil {
			return nil, err
		}
		found = append(found, rows...)
	}
	return found, nil
}

// CountQueue implements plan.Snapshot.
func (s *session) CountQueue(_ context.Context, keys []string) (total int, err error) {
	for _, key := range keys {
		n, err := s.number(countQueue, key)
		if err != nil {
			return 0, err
		}
		total += int(n)
	}
	return total, nil
}

// LastQueued implements plan.Transaction.
func (s *session) LastQueued(context.Context) (int64, error) { return s.number(lastQueued) }

func (w *writer) applyQueue(c *plan.Changes) error {
	for _, r := range c.Queue {
		if _, err := w.exec(putQueued, r.Number, r.ID, string(r.Content)); err != nil {
			return err
		}
		if _, err := w.exec(dropQueueKeys, r.Number); err != nil {
			return err
		}
		for _, key := range r.Keys {
			if _, err := w.exec(insertQueueKey, key, r.Number); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *session) dumpQueue(after any) (all []kg.Record, next any, err error) {
	rows, err := s.queueRows(queueAll, keyAfter(after), dumpedAtOnce)
	if err != nil || len(rows) == 0 {
		return nil, nil, err
	}
	all, err = plan.QueueRecords(rows)
	return all, rows[len(rows)-1].Number, err
}
