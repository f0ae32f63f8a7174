package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"conflictgraph/internal/kg"
)

// failure turns what a database call returned into what a Store promises: nil,
// a *kg.Error or ctx's error.
func failure(ctx context.Context, err error) error {
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
	case isUnreachable(err):
		return kg.Unavailable(err)
	}
	return &kg.Error{Code: kg.CodeInternal, Message: "the store failed; its log says how", Err: err}
}

// isOvertaken reports whether another process was making the same database
// ready.
func isOvertaken(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_BUSY || strings.Contains(e.Error(), "already exists") ||
		strings.Contains(e.Error(), "duplicate column name"))
}

// isUnreachable reports whether the same call may succeed later.
func isUnreachable(err error) bool {
	if errors.Is(err, sql.ErrConnDone) {
		return true
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		// database/sql has no value for the error of a closed DB.
		return err.Error() == "sql: database is closed"
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN,
		sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return true
	}
	return false
}
