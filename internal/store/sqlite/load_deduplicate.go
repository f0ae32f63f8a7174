package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var (
	relationsByKey = define(`SELECT ` + relationColumns + `, s.id, o.id
		FROM relation r NOT INDEXED CROSS JOIN entity s ON s.key = r.subject CROSS JOIN entity o ON o.key = r.object
		WHERE r.key IN (SELECT value FROM json_each(?1)) ORDER BY r.key`)
	loadedAt = define(`SELECT operation, reason FROM activity INDEXED BY activity_unlisted WHERE unlisted = 1 AND recorded_at = ?1 LIMIT 1`)
)

// isTwice reports whether an index could not be made since something is there
// twice.
func isTwice(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CONSTRAINT
}

var (
	// findDuplicates find what is there twice, and the first of each.
	findDuplicates = []string{
		`CREATE INDEX IF NOT EXISTS load_by_digest ON relation (digest)`,
		`CREATE TEMP TABLE twice (key INTEGER PRIMARY KEY, first INTEGER NOT NULL)`,
		`INSERT INTO twice SELECT r.key, g.first
			FROM (SELECT digest, min(key) AS first FROM relation INDEXED BY load_by_digest GROUP BY digest HAVING count(*) > 1) g
			CROSS JOIN relation r INDEXED BY load_by_digest ON r.digest = g.digest WHERE r.key <> g.first`,
	}

	deleteDuplicates = []string{
		`DELETE FROM relation_words WHERE rowid IN (SELECT key FROM twice t WHERE EXISTS (SELECT 1 FROM quote q WHERE q.relation = t.key))`,
		`DELETE FROM quote WHERE relation IN (SELECT key FROM twice)`,
		`DELETE FROM source WHERE relation IN (SELECT key FROM twice)`,
		`DELETE FROM place WHERE relation IN (SELECT key FROM twice)`,
		`DELETE FROM attribution WHERE relation IN (SELECT key FROM twice)`,
		`DELETE FROM relation WHERE key IN (SELECT key FROM twice)`,
		`DROP TABLE twice`,
		`DROP INDEX load_by_digest`,
	}
)

const someDuplicates = `SELECT key, first FROM twice WHERE key > ? ORDER BY key LIMIT ?`

// duplicatesAtOnce is how many rows that are there again are read at once.
const duplicatesAtOnce = 1000

// deduplicate makes one relation of all that have the same id: the first, with what
// writing the others makes of it. It returns by how much what was counted is to be
// changed.
func (l *load) deduplicate(ctx context.Context) (written kg.Written, err error) {
	err = l.store.run(ctx, l.db, false, func(current *session) error {
		if err := current.runAll(findDuplicates); err != nil {
			return err
		}
		for after, more := int64(0), true; more; {
			some, err := current.duplicates(after)
			if err != nil {
				return err
			}
			if more = len(some) > 0; more {
				after = some[len(some)-1].key
				if err := l.writeDuplicates(ctx, current, some, &written); err != nil {
					return err
				}
			}
		}
		written.Relations = -written.Existing
		return current.runAll(deleteDuplicates)
	})
	return written, err
}

func (s *session) runAll(texts []string) error {
	for _, text := range texts {
		if _, err := s.tx.ExecContext(s.ctx, text); err != nil {
			return err
		}
	}
	return nil
}

// A duplicate is the key of a relation that is there again, and that of the first.
type duplicate struct{ key, first int64 }

func (s *session) duplicates(after int64) (some []duplicate, err error) {
	rows, err := s.tx.QueryContext(s.ctx, someDuplicates, after, duplicatesAtOnce)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var d duplicate
		if err := rows.Scan(&d.key, &d.first); err != nil {
			return nil, err
		}
		some = append(some, d)
	}
	return some, rows.Err()
}

// writeDuplicates writes relations that are there again, those of one batch at a time,
// and adds to what was written.
func (l *load) writeDuplicates(ctx context.Context, s *session, some []duplicate, total *kg.Written) error {
	keys := map[int64]bool{}
	for _, d := range some {
		keys[d.key], keys[d.first] = true, true
	}
	_, all, err := s.wholeRelations(relationsByKey, keyList(keysOfSet(keys)))
	if err != nil {
		return err
	}
	w := &deduplicator{newWriter(s), map[string]*kg.Relation{}}
	for _, d := range some {
		w.first[all[d.key].ID], w.relations[all[d.key].ID] = all[d.first], d.first
	}
	for len(some) > 0 {
		at, counted := all[some[0].key].RecordedAt, some[0].key > l.boundary
		n := slices.IndexFunc(some, func(d duplicate) bool { return !all[d.key].RecordedAt.Equal(at) || d.key > l.boundary != counted })
		if n < 0 {
			n = len(some)
		}
		b := kg.Batch{RecordedAt: at}
		for _, d := range some[:n] {
			b.Relations = append(b.Relations, *all[d.key])
		}
		written, err := w.write(ctx, b)
		if err != nil {
			return err
		}
		if !counted {
			written.Existing, written.Evidence = 0, 0
		}
		*total, some = total.Sum(written), some[n:]
	}
	return nil
}

// A deduplicator knows relations by the first row that each has.
type deduplicator struct {
	*writer
	first map[string]*kg.Relation // by id
}

// write writes again what a batch of the load had.
func (w *deduplicator) write(ctx context.Context, b kg.Batch) (kg.Written, error) {
	err := w.each(loadedAt, func(rows *sql.Rows) error { return rows.Scan(&b.Provenance.Operation, &b.Provenance.Reason) }, b.RecordedAt.UnixMilli())
	if err != nil {
		return kg.Written{}, err
	}
	changes, written, err := plan.Relations(ctx, w, b)
	if err != nil {
		return kg.Written{}, err
	}
	for _, e := range changes.Evidence {
		w.first[e.Relation].Evidence = append(w.first[e.Relation].Evidence, e.Evidence)
	}
	for id, gaps := range changes.RelationGaps {
		w.first[id].Retractions = gaps
	}
	return written, w.Apply(ctx, changes)
}

// Lookup implements plan.Snapshot.
func (w *deduplicator) Lookup(ctx context.Context, keys plan.Keys) (plan.Rows, error) {
	ids := keys.Relations
	keys.Relations = nil
	rows, err := w.writer.Lookup(ctx, keys)
	for _, id := range ids {
		r := *w.first[id]
		r.Evidence = slices.Clone(r.Evidence)
		rows.Relations[id] = &r
	}
	return rows, err
}
