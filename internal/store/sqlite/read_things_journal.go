package sqlite

import (
	"context"
	"database/sql"
	"time"

	"conflictgraph/internal/kg"
)

var (
	// The second takes a list of ids and one of moments: ?4 and ?5.
	activitiesAfter = define(`SELECT number FROM activity WHERE number > ?1 AND recorded_at <= ?2 ORDER BY number LIMIT +?3`)
	activitiesOf    = define(`SELECT number FROM (
			SELECT activity AS number FROM change INDEXED BY change_by_thing WHERE thing IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?4)) AND activity > ?1
			UNION SELECT activity FROM change INDEXED BY change_by_survivor WHERE ` + isMerge + ` AND detail IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?4)) AND activity > ?1
			UNION SELECT number FROM activity INDEXED BY activity_unlisted WHERE unlisted = 1 AND recorded_at IN (SELECT value FROM json_each(?5)) AND number > ?1
		) JOIN activity USING (number) WHERE recorded_at <= ?2 ORDER BY number LIMIT +?3`)
	latestActivity = define(`SELECT number FROM activity WHERE number = (SELECT max(number) FROM activity) AND recorded_at <= ?1`)

	activitiesByNumber = define(`SELECT number, operation, agent, reason, source, coalesce(idempotency_key, ''), recorded_at, unlisted FROM activity
		WHERE number IN (SELECT value FROM json_each(?1)) ORDER BY number`)
	changesOf = define(`SELECT activity, kind, thing, detail FROM change WHERE activity IN (SELECT value FROM json_each(?1)) ORDER BY activity, ordinal`)

	activityByKey = define(`SELECT number, digest FROM activity WHERE idempotency_key = ?1`)
	lastActivity  = define(`SELECT number, recorded_at FROM activity WHERE number = (SELECT max(number) FROM activity)`)
	lastChangeOf  = define(`SELECT max(
			coalesce((SELECT max(activity) FROM change INDEXED BY change_by_thing WHERE thing = ?1), 0),
			coalesce((SELECT max(activity) FROM change INDEXED BY change_by_survivor WHERE ` + isMerge + ` AND detail = ?1), 0))`)
	insertActivity = define(`INSERT INTO activity (number, operation, agent, reason, source, idempotency_key, digest, recorded_at, unlisted)
		VALUES (?, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?)`)
	insertChanges = newInsert(`INSERT OR ROLLBACK INTO change (activity, ordinal, kind, thing, detail) VALUES `, 5, ``)
)

// isMerge holds for changes that change their detail's entity too.
const isMerge = `kind IN ('ENTITY_MERGED', 'ENTITY_UNMERGED')`

// Journal implements plan.Snapshot.
func (s *session) Journal(_ context.Context, req kg.JournalRequest, asOf *time.Time) ([]kg.Activity, error) {
	statement, args := activitiesAfter, []any{req.After, instant(asOf), req.Limit}
	if len(req.Of) > 0 {
		at := make([]int64, len(req.At))
		for i, t := range req.At {
			at[i] = t.UnixMilli()
		}
		statement, args = activitiesOf, append(args, hexList(req.Of), keyList(at))
	}
	if req.Latest {
		statement, args = latestActivity, []any{instant(asOf)}
	}
	var numbers []int64
	err := s.each(statement, func(rows *sql.Rows) error {
		var n int64
		err := rows.Scan(&n)
		numbers = append(numbers, n)
		return err
	}, args...)
	if err != nil || len(numbers) == 0 {
		return nil, err
	}
	return s.activitiesBy(numbers)
}

// activitiesBy returns the activities of some numbers, in their order.
func (s *session) activitiesBy(numbers []int64) ([]kg.Activity, error) {
	var all []kg.Activity
	place := map[int64]int{}
	err := s.each(activitiesByNumber, func(rows *sql.Rows) error {
		var a kg.Activity
		var at int64
		err := rows.Scan(&a.Number, &a.Operation, &a.Agent, &a.Reason, &a.Source, &a.Key, &at, &a.Unlisted)
		a.RecordedAt = timeOf(at)
		place[a.Number] = len(all)
		all = append(all, a)
		return err
	}, keyList(numbers))
	if err != nil {
		return nil, err
	}
	err = s.each(changesOf, func(rows *sql.Rows) error {
		var activity int64
		var c kg.Change
		err := rows.Scan(&activity, &c.Kind, &c.ID, &c.Detail)
		a := &all[place[activity]]
		a.Changes = append(a.Changes, c)
		return err
	}, keyList(numbers))
	return all, err
}

// insertActivity records an activity with what it changed.
func (w *writer) insertActivity(a kg.Activity) error {
	_, err := w.exec(insertActivity, a.Number, a.Operation, a.Agent, a.Reason, a.Source, a.Key, a.Digest, a.RecordedAt.UnixMilli(), a.Unlisted)
	if err != nil {
		return err
	}
	return w.insertChanges(a.Number, a.Changes)
}

// insertChanges records what an activity changed.
func (w *writer) insertChanges(number int64, changes []kg.Change) error {
	return w.insert(insertChanges, len(changes), func(args []any, i int) []any {
		c := changes[i]
		return append(args, number, i, string(c.Kind), c.ID, c.Detail)
	}, nil)
}
