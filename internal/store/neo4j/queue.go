package neo4j

import (
	"context"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// The review queue: a node for each row, and one for each of its keys.
const (
	queueByID = `UNWIND $in.ids AS id
MATCH (q:Queued {id: id}) USING INDEX SEEK q:Queued(id)
RETURN q.number, q.id, q.content ORDER BY q.number`

	queueUp   = scanQueue + `ORDER BY k.number LIMIT $in.limit` + scannedQueue
	queueDown = scanQueue + `ORDER BY k.number DESC LIMIT $in.limit` + scannedQueue
	scanQueue = keepPlan + `UNWIND $in.keys AS key
CALL (key) {
  MATCH (k:QueueKey) USING INDEX SEEK k:QueueKey(key, number)
  WHERE k.key = key AND k.number > $in.after AND k.number < $in.before
  RETURN k.number AS number `
	scannedQueue = `
}
WITH DISTINCT number
MATCH (q:Queued) USING INDEX SEEK q:Queued(number)
WHERE q.number = number
RETURN q.number, q.id, q.content`

	queueAfter = `MATCH (q:Queued) USING INDEX SEEK q:Queued(number)
WHERE q.number > $in.after AND q.number <= $in.upTo
WITH q ORDER BY q.number LIMIT $in.limit
RETURN q.number, q.id, q.content`

	countQueue = `UNWIND $in.keys AS key
MATCH (k:QueueKey) USING INDEX SEEK k:QueueKey(key, number)
WHERE k.key = key AND k.number > 0
RETURN count(k)`

	lastQueued = `MATCH (q:Queued) USING INDEX SEEK q:Queued(number)
WHERE q.number > 0
RETURN q.number ORDER BY q.number DESC LIMIT 1`

	dropQueueKeys = `UNWIND $in.rows AS row
MATCH (q:Queued {id: row.id}) USING INDEX SEEK q:Queued(id)
MATCH (q)-[:HAS_KEY]->(k)
DETACH DELETE k`

	putQueued = `UNWIND $in.rows AS row
MERGE (q:Queued {id: row.id})
SET q.number = row.number, q.content = row.content
WITH q, row
UNWIND row.keys AS key
CREATE (q)-[:HAS_KEY]->(:QueueKey {key: key, number: row.number})`
)

func queueRow(row []any) plan.QueueRow {
	return plan.QueueRow{Number: integer(row[0]), ID: text(row[1]), Content: []byte(text(row[2]))}
}

// QueueRows implements plan.Snapshot.
func (s *snapshot) QueueRows(ctx context.Context, ids []string) (all []plan.QueueRow, err error) {
	found, err := s.run(ctx, statement{queueByID, map[string]any{"ids": plausible(ids)}})
	for _, row := range found {
		all = append(all, queueRow(row))
	}
	return all, err
}

// ScanQueue implements plan.Snapshot.
func (s *snapshot) ScanQueue(ctx context.Context, keys []string, scan kg.Scan) (all []plan.QueueRow, err error) {
	text := queueUp
	if scan.Descending {
		text = queueDown
	}
	after, before := plan.QueueNumbers(scan)
	found, err := s.run(ctx, statement{text, map[string]any{"keys": plausible(keys), "after": after, "before": before, "limit": scan.Limit}})
	for _, row := range found {
		all = append(all, queueRow(row))
	}
	return all, err
}

// CountQueue implements plan.Snapshot.
func (s *snapshot) CountQueue(ctx context.Context, keys []string) (int, error) {
	return s.number(ctx, statement{countQueue, map[string]any{"keys": plausible(keys)}})
}

// LastQueued implements plan.Transaction.
func (t *transaction) LastQueued(ctx context.Context) (int64, error) {
	n, err := t.number(ctx, statement{text: lastQueued})
	return int64(n), err
}

func (t *transaction) applyQueue(ctx context.Context, c *plan.Changes) error {
	rows := make([]map[string]any, len(c.Queue))
	for i, r := range c.Queue {
		rows[i] = map[string]any{"number": r.Number, "id": r.ID, "content": string(r.Content), "keys": r.Keys}
	}
	if err := t.each(ctx, dropQueueKeys, rows, time.Time{}); err != nil {
		return err
	}
	return t.each(ctx, putQueued, rows, time.Time{})
}

// queued returns a record of the dump: what was decided after its last activity is pending.
func (d *dump) queued(row []any) (kg.Record, bool, error) {
	r, err := queueRow(row).Record()
	if r.Suggestion != nil {
		r.Suggestion.RevertAfter(d.upTo)
	}
	return r, err == nil, err
}

// queue returns the pages of what was in the review queue when the dump began.
func (d *dump) queue(after any) ([]kg.Record, any, error) {
	if d.queuedUpTo == 0 {
		return nil, nil, nil
	}
	return d.pagesUpTo(d.queuedUpTo, queueAfter, int64(0), dumpedAtOnce, d.queued)(after)
}
