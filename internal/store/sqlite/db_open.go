// Package sqlite keeps the graph in a SQLite database.
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Memory is the path of a database that is kept in memory and gone once it is
// closed.
const Memory = ":memory:"

// Store is a kg.Store on SQLite. Several processes may use one file at once.
type Store struct {
	*plan.Store

	writer  *database // one connection, so that writes wait for each other
	readers *database // in memory, the writer's
	types   atomic.Pointer[typeTable]
	merges  atomic.Pointer[mergeTable]

	file     string // empty for a database in memory
	readying sync.Mutex
	ready    atomic.Bool // what is found by words is of this version, and no load was pending
	damage   atomic.Pointer[error]
}

var _ kg.Database = (*Store)(nil)

// Open opens the database in the file at path, which it makes where there is
// none, or one of its own in memory where path is Memory. It refuses what is
// there if it is not a database of this program or is of a newer version, and
// leaves it as it was. What an interrupted import left unfinished is completed by
// the first call of the Store, unless that is Load. Its errors say what to do.
func Open(ctx context.Context, path string) (*Store, error) {
	if path == Memory {
		return openMemory(ctx)
	}
	if path == "" {
		return nil, fmt.Errorf("database file %q: give the path of a file, or %s", path, Memory)
	}
	file, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("database file %q: %w", path, err)
	}
	if err := inspect(ctx, path, file); err != nil {
		return nil, err
	}
	s := newStore(file)
	if s.writer, err = openDatabase(file, 1, writing()); err != nil {
		return nil, fmt.Errorf("database file %s: %w", path, err)
	}
	s.readers = s.writer
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(refused(path, err), s.Close())
	}
	readers := max(4, 2*runtime.GOMAXPROCS(0))
	if s.readers, err = openDatabase(file, readers, reading()); err == nil {
		err = s.prepare(ctx)
	}
	if err = failure(ctx, err, "it"); err != nil {
		return nil, errors.Join(refused(path, err), s.Close())
	}
	return s, nil
}

// refused says of a file why it is not opened, and what to do.
func refused(path string, err error) error {
	if kg.ErrorCode(err) == kg.CodeInternal && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("database file %s: it cannot be read (%w); move it away and restore a backup, or give another path", path, err)
	}
	return fmt.Errorf("database file %s: %w", path, err)
}

func newStore(file string) *Store {
	s := &Store{file: file}
	s.Store = plan.NewStore(driver{s})
	return s
}

// How often start tries while another process makes the same database ready, for
// which SQLite does not always wait, and how long it pauses in between.
const (
	startTries = 50
	startPause = 100 * time.Millisecond
)

// start makes the writer's database ready to be used.
func (s *Store) start(ctx context.Context) error {
	var err error
	for range startTries {
		before := s.schemaVersion(ctx)
		if err = migrate(ctx, s.writer.DB); err == nil || !isOvertaken(err) && s.schemaVersion(ctx) == before {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(startPause):
		}
	}
	return failure(ctx, err, "it")
}

// schemaVersion returns the version that the database has now, 0 where that cannot be
// read.
func (s *Store) schemaVersion(ctx context.Context) (version int) {
	_ = s.writer.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version
}

func openDatabase(file string, connections int, options url.Values) (*database, error) {
	name := filepath.ToSlash(file)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name
	}
	source := url.URL{Scheme: "file", Path: name, RawQuery: options.Encode()}
	db, err := openPool(source.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return &database{DB: db}, nil
}

func pragmas(values ...string) url.Values { return url.Values{"_pragma": values} }

// writing returns the options of the connection that writes. What it has
// committed survives a failure of power. Pages of a new file are larger than usual:
// making an index reads them all, each at a price that hardly depends on its size.
func writing() url.Values {
	options := pragmas("busy_timeout(10000)", "page_size(16384)", "journal_mode(wal)", "foreign_keys(1)", "synchronous(full)",
		"cache_size(-131072)", "temp_store(memory)", "journal_size_limit(67108864)")
	options.Set("_txlock", "immediate")
	return options
}

// mapped is how much of the file is read without calls of the system.
const mapped = "mmap_size(268435456)"

// reading returns the options of the connections that only read.
func reading() url.Values {
	return pragmas("busy_timeout(10000)", "query_only(1)", "cache_size(-16384)", mapped, "temp_store(memory)")
}

// Ping returns nil if the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.read(ctx, func(*session) error { return nil })
}

// Close closes the database once the calls in progress have returned.
func (s *Store) Close() error {
	err := s.writer.Close()
	if s.readers != s.writer && s.readers != nil {
		err = errors.Join(s.readers.Close(), err)
	}
	return err
}
