package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"conflictgraph/internal/kg"
)

// failure turns what a database call returned into what a Store promises: nil,
// a *kg.Error or ctx's error. Once the file is found to be damaged, the Store
// answers nothing more.
func (s *Store) failure(ctx context.Context, err error) error {
	err = failure(ctx, err, s.called())
	if isDamage(err) {
		s.damage.CompareAndSwap(nil, &err)
	}
	return err
}

// damaged returns an error once the file was found to be damaged.
func (s *Store) damaged() error {
	if err := s.damage.Load(); err != nil {
		return *err
	}
	return nil
}

// called returns what errors call the database. A path is nothing for callers from
// outside; the name of the file tells whoever runs the server which one it is.
func (s *Store) called() string {
	if s.file == "" {
		return "the database"
	}
	return "the database file " + filepath.Base(s.file)
}

func failure(ctx context.Context, err error, database string) error {
	var known *kg.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	if isClosed(err) {
		return kg.Unavailable(err)
	}
	happened := advice[codeOf(err)]
	if isDamage(err) {
		happened = isDamaged
	}
	if happened != "" {
		return &kg.Error{Code: kg.CodeUnavailable, Message: database + " " + happened, Err: err}
	}
	return &kg.Error{Code: kg.CodeInternal, Message: "the store failed; its log says how", Err: err}
}

// advice says by SQLite's code what has happened to a database for which the same
// call may succeed later, and what to do.
var advice = map[int]string{
	sqlite3.SQLITE_BUSY:     "is locked by another process; try again, or end that process if it does not let go",
	sqlite3.SQLITE_LOCKED:   "is locked; try again",
	sqlite3.SQLITE_FULL:     "cannot grow, its disk is full; nothing of this was written; see that the disk has room and send it again",
	sqlite3.SQLITE_IOERR:    "cannot be read or written; see that its disk is there, is well and has room, and try again",
	sqlite3.SQLITE_CANTOPEN: "cannot be opened; see that it is there and who may read it, and that its disk has room",
	sqlite3.SQLITE_READONLY: "cannot be written to; see who may write to it and to its folder",
	sqlite3.SQLITE_PERM:     "cannot be used; see who may read it and write to it",
}

const isDamaged = "is damaged; stop the server, move the file away and restore a backup"

// codeOf returns SQLite's primary code of an error, 0 for any other.
func codeOf(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}

func isDamage(err error) bool {
	code := codeOf(err)
	return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB || errors.Is(err, errDamaged)
}

// isOvertaken reports whether another process was making the same database
// ready.
func isOvertaken(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_BUSY || strings.Contains(e.Error(), "already exists") ||
		strings.Contains(e.Error(), "duplicate column name"))
}

// isUnreachable reports whether the same call may succeed later.
func isUnreachable(err error) bool { return isClosed(err) || advice[codeOf(err)] != "" }

// isClosed reports whether the database was closed.
func isClosed(err error) bool {
	// database/sql has no value for the error of a closed DB.
	return errors.Is(err, sql.ErrConnDone) || err.Error() == "sql: database is closed"
}
