package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/url"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// How many ids of entities, and digests of relations, a load remembers.
const (
	rememberedIDs     = 500_000
	rememberedDigests = 100_000
)

// A load appends to relation while that has no indexes, which Finish makes again.
// Each batch is committed, so that a process which is killed loses at most the one
// it was writing; what is then unfinished is marked in the database.
type load struct {
	*plan.Loading
	store        *Store
	lock         *sql.DB
	db           *database                       // one connection, which writes
	reader       *database                       // one connection, which reads what batches are checked against
	keys         *simplelru.LRU[string, int64]   // of entities
	appended     *simplelru.LRU[[16]byte, int64] // of relations by their digests
	boundary     int64                           // the greatest key of relations that were there before
	deduplicated kg.Written                      // by how much what was counted is to be changed
	done         bool
}

// Load begins a load, or goes on with one; see kg.Loader. It returns nil for a
// database in memory, and for one that holds many relations.
func (s *Store) Load(ctx context.Context) (kg.Load, error) {
	if s.file == "" {
		return nil, nil
	}
	l, err := s.openLoad(ctx)
	if err != nil {
		return nil, s.failure(ctx, err)
	}
	worthIt, err := l.begin(ctx)
	if err == nil && worthIt {
		err = l.start(ctx)
	}
	if err != nil || !worthIt {
		return nil, s.failure(ctx, errors.Join(err, l.Close()))
	}
	return l, nil
}

// LoadPending reports whether a load was begun that is not finished.
func (s *Store) LoadPending(ctx context.Context) (pending bool, err error) {
	err = s.writer.QueryRowContext(ctx, `SELECT count(*) FROM pending_load`).Scan(&pending)
	return pending, s.failure(ctx, err)
}

// openLoad takes what is pending, if anything, in hand.
func (s *Store) openLoad(ctx context.Context) (*load, error) {
	lock, err := lockLoad(ctx, s.file)
	if err != nil {
		return nil, err
	}
	l := &load{store: s, lock: lock}
	l.keys, err = simplelru.NewLRU[string, int64](rememberedIDs, nil)
	if err == nil {
		l.appended, err = simplelru.NewLRU[[16]byte, int64](rememberedDigests, nil)
	}
	if err == nil {
		err = l.open(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func (l *load) open(ctx context.Context) (err error) {
	if l.db, err = openDatabase(l.store.file, 1, loading()); err != nil {
		return err
	}
	l.db.token = rand.Text()
	if _, err = l.db.ExecContext(ctx, `UPDATE pending_load SET token = ?`, l.db.token); err != nil {
		return err
	}
	if l.reader, err = openDatabase(l.store.file, 1, reading()); err != nil {
		return err
	}
	l.reader.token = l.db.token
	return nil
}

// read calls fn with what is recorded.
func (l *load) read(ctx context.Context, fn func(plan.Snapshot) error) error {
	return l.store.run(ctx, l.reader, true, func(current *session) error { return fn(current) })
}

// start makes the load take batches, once no other process writes.
func (l *load) start(ctx context.Context) error {
	return l.store.run(ctx, l.reader, true, func(current *session) error {
		_, last, err := current.LastActivity(ctx)
		l.Loading = plan.NewLoading(l.read, current.types.types.List(), last)
		return err
	})
}

// begin marks the load as pending and drops the indexes, or reports that this is
// not worth it.
func (l *load) begin(ctx context.Context) (worthIt bool, err error) {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback() }()
	worthIt, err = l.beginIn(ctx, tx)
	if err != nil || !worthIt {
		return false, err
	}
	return true, tx.Commit()
}

func (l *load) beginIn(ctx context.Context, tx *sql.Tx) (worthIt bool, err error) {
	var pending bool
	err = tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM pending_load), (SELECT coalesce(max(key), 0) FROM relation)`).Scan(&pending, &l.boundary)
	if err != nil || !pending && l.boundary > plan.FewBefore {
		return false, err
	}
	if !pending {
		if _, err := tx.ExecContext(ctx, `INSERT INTO pending_load (key, token) VALUES (1, ?)`, l.db.token); err != nil {
			return false, err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO pending_index (name, definition)
			SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'relation' AND sql IS NOT NULL`)
		if err != nil {
			return false, err
		}
	}
	indexes, err := pendingIndexes(ctx, tx)
	if err != nil {
		return false, err
	}
	for _, index := range indexes {
		if _, err := tx.ExecContext(ctx, `DROP INDEX IF EXISTS `+index.name); err != nil {
			return false, err
		}
	}
	return true, nil
}

// A pendingIndex is one that a load dropped, by the text that made it.
type pendingIndex struct{ name, definition string }

// pendingIndexes returns what a load dropped, the unique index first: that tells
// whether there is something twice.
func pendingIndexes(ctx context.Context, tx *sql.Tx) (all []pendingIndex, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT name, definition FROM pending_index ORDER BY definition NOT LIKE 'CREATE UNIQUE%', name`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var i pendingIndex
		if err := rows.Scan(&i.name, &i.definition); err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	return all, rows.Err()
}

// loading returns the options of the connection that writes a load. Batch.Check
// has looked up whatever a reference names. Sorting goes by files, so that memory
// does not grow with the number of rows; what is appended needs few pages.
func loading() url.Values {
	options := pragmas("busy_timeout(10000)", "journal_mode(wal)", "foreign_keys(0)", "synchronous(normal)",
		"cache_size(-32768)", "temp_store(file)", "journal_size_limit(67108864)", "wal_autocheckpoint(4096)")
	options.Set("_txlock", "immediate")
	return options
}

// Close ends the use of the load; see kg.Load.
func (l *load) Close() error {
	var errs []error
	for _, db := range []*database{l.reader, l.db} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(append(errs, unlockLoad(l.lock, l.store.file))...)
}
