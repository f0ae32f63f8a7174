package sqlite

import (
	"context"
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"conflictgraph/internal/kg"
)

// isUnsupported holds for a relation that has no evidence in view.
const isUnsupported = `NOT EXISTS (SELECT 1 FROM source s WHERE s.relation = relation.key)
		AND NOT EXISTS (SELECT 1 FROM quote q JOIN document d ON d.key = q.document WHERE q.relation = relation.key AND d.retracted_at IS NULL)`

// isTwice reports whether an index could not be made since something is there
// twice.
func isTwice(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CONSTRAINT
}

// uniteTexts find what is there twice, and move the rows that it rests on to the
// first of each, in the order of recording.
var uniteTexts = []string{
	`CREATE INDEX IF NOT EXISTS load_by_digest ON relation (digest)`,
	`CREATE TEMP TABLE twice (key INTEGER PRIMARY KEY, first INTEGER NOT NULL)`,
	`INSERT INTO twice SELECT r.key, g.first
		FROM (SELECT digest, min(key) AS first FROM relation INDEXED BY load_by_digest GROUP BY digest HAVING count(*) > 1) g
		CROSS JOIN relation r INDEXED BY load_by_digest ON r.digest = g.digest WHERE r.key <> g.first`,
	// What a release of its data set had taken back is restored by the first that has
	// it again; to what a curator took back nothing is added.
	`CREATE TEMP TABLE retracted (key INTEGER PRIMARY KEY, at INTEGER NOT NULL, restored INTEGER NOT NULL)`,
	`INSERT INTO retracted SELECT t.first, min(again.recorded_at), coalesce(relation.retractions ->> '$[#-1].byPublisher', 0) AND NOT (` + isUnsupported + `)
		FROM twice t CROSS JOIN relation ON relation.key = t.first CROSS JOIN relation again ON again.key = t.key
		WHERE relation.retracted_at IS NOT NULL GROUP BY t.first`,
	`CREATE TEMP TABLE left_alone AS SELECT t.key FROM twice t JOIN retracted r ON r.key = t.first WHERE NOT r.restored`,
	`DELETE FROM source WHERE relation IN (SELECT key FROM left_alone)`,
	`DELETE FROM relation_words WHERE rowid IN (SELECT key FROM left_alone l WHERE EXISTS (SELECT 1 FROM quote q WHERE q.relation = l.key))`,
	`DELETE FROM quote WHERE relation IN (SELECT key FROM left_alone)`,
	`UPDATE relation SET retracted_at = NULL, retractions = json_set(retractions, '$[#-1].restoredAt', r.at, '$[#-1].restoredReason',
			coalesce((SELECT a.reason FROM activity a WHERE a.unlisted = 1 AND a.recorded_at = r.at), ''))
		FROM temp.retracted r WHERE relation.key = r.key AND r.restored`,
	`CREATE TEMP TABLE moved (relation INTEGER, ordinal INTEGER, dataset INTEGER, record TEXT, recorded_at INTEGER, key INTEGER)`,
	`INSERT INTO moved SELECT relation,
			(SELECT count(*) FROM source WHERE source.relation = new.relation) - 1 + row_number() OVER (PARTITION BY relation ORDER BY key, ordinal),
			dataset, record, recorded_at, key
		FROM (SELECT t.first AS relation, t.key, s.ordinal, s.dataset, s.record, s.recorded_at,
				row_number() OVER (PARTITION BY t.first, s.dataset, s.record ORDER BY t.key, s.ordinal) AS nth
			FROM twice t CROSS JOIN source s ON s.relation = t.key) new
		WHERE nth = 1 AND NOT EXISTS (SELECT 1 FROM source s WHERE s.relation = new.relation AND s.dataset = new.dataset AND s.record = new.record)`,
	`DELETE FROM source WHERE relation IN (SELECT key FROM twice)`,
	`INSERT INTO source SELECT relation, ordinal, dataset, record, recorded_at FROM moved`,
	`CREATE TEMP TABLE requoted AS SELECT t.key, t.first FROM twice t WHERE EXISTS (SELECT 1 FROM quote q WHERE q.relation = t.key)`,
}

const (
	// ?1 is the greatest key that was there before the load.
	countTwice = `SELECT (SELECT count(*) FROM twice WHERE key > ?1), (SELECT count(*) FROM moved WHERE key > ?1),
		(SELECT count(*) FROM retracted WHERE restored), (SELECT count(*) FROM retracted WHERE NOT restored)`
	moveOld = `UPDATE OR IGNORE quote SET relation = (SELECT first FROM twice WHERE key = quote.relation) WHERE relation IN (SELECT key FROM requoted WHERE key <= ?1)`
	moveNew = `UPDATE OR IGNORE quote SET relation = (SELECT first FROM twice WHERE key = quote.relation) WHERE relation IN (SELECT key FROM requoted WHERE key > ?1)`
)

// uniteEndTexts take away what is there a second time.
var uniteEndTexts = []string{
	`DELETE FROM quote WHERE relation IN (SELECT key FROM requoted)`,
	`DELETE FROM relation_words WHERE rowid IN (SELECT key FROM requoted)`,
	`DELETE FROM place WHERE relation IN (SELECT key FROM twice)`,
	`DELETE FROM attribution WHERE relation IN (SELECT key FROM twice)`,
	`DELETE FROM relation WHERE key IN (SELECT key FROM twice)`,
	`DROP TABLE twice`,
	`DROP TABLE retracted`,
	`DROP TABLE left_alone`,
	`DROP TABLE moved`,
	`DROP TABLE requoted`,
	`DROP INDEX load_by_digest`,
}

// unite makes one relation of all that have the same id: the first, with the
// evidence of all. It returns by how much what was counted is to be changed.
func (l *load) unite(ctx context.Context) (written kg.Written, err error) {
	err = l.store.run(ctx, l.db, false, func(current *session) error {
		run := func(texts []string) error {
			for _, text := range texts {
				if _, err := current.tx.ExecContext(ctx, text); err != nil {
					return err
				}
			}
			return nil
		}
		if err := run(uniteTexts); err != nil {
			return err
		}
		if err := current.tx.QueryRowContext(ctx, countTwice, l.boundary).Scan(&written.Existing, &written.Evidence, &written.Restored, &written.LeftRetracted); err != nil {
			return err
		}
		written.Relations = -written.Existing
		requoted, err := requoted(ctx, current)
		if err != nil {
			return err
		}
		if _, err := current.tx.ExecContext(ctx, moveOld, l.boundary); err != nil {
			return err
		}
		result, err := current.tx.ExecContext(ctx, moveNew, l.boundary)
		if err != nil {
			return err
		}
		quotes, err := result.RowsAffected()
		if err != nil {
			return err
		}
		written.Evidence += int(quotes)
		if err := run(uniteEndTexts); err != nil {
			return err
		}
		return newWriter(current).rewriteQuoteTerms(requoted)
	})
	return written, err
}

// requoted returns the keys of the relations that gain quotes.
func requoted(ctx context.Context, s *session) (keys []int64, err error) {
	rows, err := s.tx.QueryContext(ctx, `SELECT DISTINCT first FROM requoted`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var key int64
		if err := rows.Scan(&key); err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, rows.Err()
}
