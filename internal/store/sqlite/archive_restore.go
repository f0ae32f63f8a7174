package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// restoringID marks a file that a restoration has begun to fill, instead of
// applicationID, until that is finished: "KgCr".
const restoringID = 0x4b674372

const holdsAnything = `SELECT EXISTS (SELECT 1 FROM entity) OR EXISTS (SELECT 1 FROM document) OR EXISTS (SELECT 1 FROM relation_type) OR EXISTS (SELECT 1 FROM activity)`

// OpenRestoration begins to restore into the file at path, which it makes where
// there is none and which has to hold nothing. What an earlier restoration that
// was not finished has left, it takes away.
func OpenRestoration(ctx context.Context, path string) (kg.Restoration, error) {
	if path == Memory || path == "" {
		return nil, fmt.Errorf("database file %q: give the path of a file, since what is in memory is gone once the program ends", path)
	}
	if err := clearRestoration(ctx, path); err != nil {
		return nil, err
	}
	s, err := Open(ctx, path)
	if err != nil {
		return nil, err
	}
	r := &restoration{store: s}
	if err := r.begin(ctx, path); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// clearRestoration removes the file at path where a restoration was not finished.
func clearRestoration(ctx context.Context, path string) error {
	file, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if readHeader(file) != nil {
		return nil // Open says what it is
	}
	if found, err := readMark(ctx, file); err != nil || found.application != restoringID {
		return nil // the same
	}
	lock, err := lockLoad(ctx, file)
	if err != nil {
		return err
	}
	linked, err := filepath.EvalSymlinks(file)
	if err != nil {
		return errors.Join(cause(err), unlockLoad(lock, file))
	}
	// SQLite takes no notice of a log without its file.
	for _, ending := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(linked + ending); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(fmt.Errorf("database file %s: what an interrupted restoration left cannot be removed: %w", path, cause(err)), unlockLoad(lock, file))
		}
	}
	return unlockLoad(lock, file)
}

// A restoration is a load into an empty database.
type restoration struct {
	store *Store
	load  *load
}

func (r *restoration) begin(ctx context.Context, path string) error {
	l, err := r.store.openLoad(ctx)
	if err != nil {
		return r.store.failure(ctx, err)
	}
	r.load = l
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return r.store.failure(ctx, err)
	}
	defer func() { _ = tx.Rollback() }()
	var filled bool
	if err := tx.QueryRowContext(ctx, holdsAnything).Scan(&filled); err != nil {
		return r.store.failure(ctx, err)
	}
	if filled {
		return fmt.Errorf("database file %s: it holds a graph already, and a backup is restored into an empty store; give the path of a new file with --db, or move this one away", path)
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", restoringID)); err != nil {
		return r.store.failure(ctx, err)
	}
	if _, err := l.beginIn(ctx, tx); err != nil {
		return r.store.failure(ctx, err)
	}
	if err := tx.Commit(); err != nil {
		return r.store.failure(ctx, err)
	}
	return r.store.failure(ctx, l.start(ctx))
}

// Write takes the next records; see kg.Restoration.
func (r *restoration) Write(ctx context.Context, records []kg.Record) error {
	part := kg.NewPart(byMoment(records))
	if err := part.Check(ctx, r.load.Check); err != nil {
		return err
	}
	return r.store.run(ctx, r.load.db, false, func(current *session) error {
		w := newWriter(current)
		changes, err := plan.RestoredThings(ctx, w, part)
		if err != nil {
			return err
		}
		if err := r.load.write(w, changes, part.Batch.Relations, &kg.Written{}); err != nil {
			return err
		}
		return plan.Restore(ctx, w, part)
	})
}

// byMoment returns records with relations of one moment next to each other, which
// are added at once.
func byMoment(records []kg.Record) []kg.Record {
	records = slices.Clone(records)
	isRelation := func(r kg.Record) bool { return r.Relation != nil }
	relations := records[max(0, slices.IndexFunc(records, isRelation)):]
	if n := slices.IndexFunc(relations, func(r kg.Record) bool { return !isRelation(r) }); n >= 0 {
		relations = relations[:n]
	}
	slices.SortStableFunc(relations, func(a, b kg.Record) int { return a.Relation.RecordedAt.Compare(b.Relation.RecordedAt) })
	return records
}

// Finish makes the indexes and takes the mark away; see kg.Restoration.
func (r *restoration) Finish(ctx context.Context, progress func(done, total int)) error {
	if _, err := r.load.Finish(ctx, progress); err != nil {
		return err
	}
	_, err := r.load.db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	if err == nil {
		// The mark of what is there is to be in the file itself.
		_, err = r.load.db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	}
	return r.store.failure(ctx, err)
}

// Close ends the use of the file; see kg.Restoration.
func (r *restoration) Close() error {
	var err error
	if r.load != nil {
		err = r.load.Close()
	}
	return errors.Join(err, r.store.Close())
}
