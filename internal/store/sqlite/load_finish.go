package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Finish makes one of what is there twice, makes the indexes and counts; see
// kg.Load. Each step is a transaction of its own, so that the log of none grows
// beyond what one index takes; a step that was done is not done again.
func (l *load) Finish(ctx context.Context, progress func(done, total int)) (written kg.Written, err error) {
	if l.done {
		return written, nil
	}
	if err = l.finish(ctx, progress); err != nil {
		return written, l.store.failure(ctx, err)
	}
	l.done = true
	return l.deduplicated, nil
}

func (l *load) finish(ctx context.Context, progress func(done, total int)) (err error) {
	var indexes []pendingIndex
	err = l.inTx(ctx, func(tx *sql.Tx) error {
		indexes, err = pendingIndexes(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	// Sorting takes as much memory as this before it goes by files; pieces that fit
	// into the processor's cache are sorted in two thirds of the time. Other threads
	// sort pieces while the next one is gathered, and merge them ahead. Every index
	// reads the whole table, which takes no calls of the system where it is mapped.
	if _, err := l.db.ExecContext(ctx, `PRAGMA cache_size = -4096; PRAGMA threads = 2; PRAGMA `+mapped); err != nil {
		return err
	}
	done := 0
	report := func() {
		if progress != nil {
			progress(done, len(indexes)+1)
		}
	}
	report()
	for _, index := range indexes {
		err := l.inTx(ctx, func(tx *sql.Tx) error { return index.make(ctx, tx) })
		if isTwice(err) {
			if l.deduplicated, err = l.deduplicate(ctx); err == nil {
				err = l.inTx(ctx, func(tx *sql.Tx) error { return index.make(ctx, tx) })
			}
		}
		if err != nil {
			return err
		}
		done++
		report()
	}
	// Once the graph answers, a failure of power takes nothing away.
	if _, err := l.db.ExecContext(ctx, `PRAGMA synchronous = FULL`); err != nil {
		return err
	}
	if err := l.complete(ctx); err != nil {
		return err
	}
	done++
	report()
	// Readers may keep a part of the log in use, which then stays until later.
	_, err = l.db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	if err != nil && isUnreachable(err) {
		err = nil
	}
	return errors.Join(err, l.store.becomeReady(ctx))
}

// inTx calls fn in a transaction, unless another process has taken the load.
func (l *load) inTx(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var mine bool
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM pending_load WHERE token = ?`, l.db.token).Scan(&mine); err != nil {
		return err
	}
	if !mine {
		return errLoadTaken
	}
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// make makes the index unless it is there.
func (i pendingIndex) make(ctx context.Context, tx *sql.Tx) error {
	var there bool
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = ?`, i.name).Scan(&there); err != nil || there {
		return err
	}
	_, err := tx.ExecContext(ctx, i.definition)
	return err
}

// complete brings up to date what is kept of relations, and lets the graph
// answer.
func (l *load) complete(ctx context.Context) error {
	if err := l.store.rename(ctx, l.db, renamedAtOnce); err != nil {
		return err
	}
	return l.store.run(ctx, l.db, false, func(current *session) error {
		if err := rewriteHolders(current); err != nil {
			return err
		}
		if err := current.runAll(keptTexts); err != nil {
			return err
		}
		if err := uniteSegments(current); err != nil {
			return err
		}
		_, err := current.exec(countVersion)
		return err
	})
}

// keptTexts bring up to date what the database keeps of relations, from indexes
// alone.
var keptTexts = []string{
	`CREATE TEMP TABLE tally (key INTEGER PRIMARY KEY, relations INTEGER NOT NULL)`,
	`INSERT INTO tally SELECT key, sum(n) FROM (
		SELECT subject AS key, count(*) AS n FROM relation r INDEXED BY ordinary_by_subject_type WHERE ` + isOrdinary + ` AND retracted_at IS NULL GROUP BY subject
		UNION ALL SELECT subject, count(*) FROM relation r INDEXED BY other_by_subject_type WHERE ` + isOther + ` AND retracted_at IS NULL GROUP BY subject
		UNION ALL SELECT object, count(*) FROM relation r INDEXED BY ordinary_by_object_type WHERE ` + isOrdinary + ` AND retracted_at IS NULL AND subject <> object GROUP BY object
		UNION ALL SELECT object, count(*) FROM relation r INDEXED BY other_by_object_type WHERE ` + isOther + ` AND retracted_at IS NULL AND subject <> object GROUP BY object
	) GROUP BY key`,
	`UPDATE entity SET relations = tally.relations FROM temp.tally WHERE entity.key = tally.key AND entity.relations <> tally.relations`,
	moveAllBeginnings,
	`DELETE FROM tally`,
	`INSERT INTO tally SELECT key, sum(n) FROM (
		SELECT type AS key, count(*) AS n FROM relation r INDEXED BY ordinary_by_type WHERE ` + isOrdinary + ` AND retracted_at IS NULL GROUP BY type
		UNION ALL SELECT type, count(*) FROM relation r INDEXED BY other_by_type WHERE ` + isOther + ` AND retracted_at IS NULL GROUP BY type
	) GROUP BY key`,
	`UPDATE relation_type SET relations = tally.relations FROM temp.tally WHERE relation_type.key = tally.key`,
	`DROP TABLE tally`,
	`INSERT OR IGNORE INTO subject_of (object, subject)
		SELECT object, subject FROM relation r INDEXED BY relation_by_pair GROUP BY subject, object ORDER BY object, subject`,
	`DELETE FROM pending_index`,
	`DELETE FROM pending_load`,
}

var holdersOf = define(`SELECT e.id FROM (
	SELECT subject FROM relation r INDEXED BY ordinary_by_type WHERE r.type IN (SELECT value FROM json_each(?1)) AND ` + isOrdinary + `
	UNION SELECT subject FROM relation r INDEXED BY other_by_type WHERE r.type IN (SELECT value FROM json_each(?1)) AND ` + isOther + `
) CROSS JOIN entity e ON e.key = subject`)

// rewriteHolders brings up to date what the entities are found by that have an office.
func rewriteHolders(s *session) error {
	var offices []int64
	for id, key := range s.types.keys {
		if kg.Office(id, "") != "" {
			offices = append(offices, key)
		}
	}
	var holders []string
	err := s.each(holdersOf, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		holders = append(holders, id)
		return err
	}, keyList(offices))
	if err != nil {
		return err
	}
	s.loading = false
	return plan.RewriteTerms(s.ctx, s, holders)
}
