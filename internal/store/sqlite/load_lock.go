package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"

	"conflictgraph/internal/kg"
)

// loadLockEnding is what the name of the file ends in by which processes see that
// one of them is loading. The system releases its lock when a process is killed.
const loadLockEnding = "-load"

// lockLoad returns an open transaction that no other process can have at the
// same time, or an error with CodeUnavailable where one has it.
func lockLoad(ctx context.Context, file string) (*sql.DB, error) {
	db, err := openDatabase(file+loadLockEnding, 1, pragmas("busy_timeout(0)"))
	if err != nil {
		return nil, err
	}
	if _, err = db.ExecContext(ctx, `BEGIN EXCLUSIVE`); err != nil {
		err = errors.Join(err, db.Close())
		if isUnreachable(err) {
			return nil, &kg.Error{Code: kg.CodeUnavailable, Message: "another import into this graph is at work; wait until it has ended", Err: err}
		}
		return nil, err
	}
	return db.DB, nil
}

func unlockLoad(lock *sql.DB, file string) error {
	err := os.Remove(file + loadLockEnding)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, lock.Close())
}

// What is said while a load is pending, and by an import that no longer has it.
var (
	errPendingLoad = &kg.Error{
		Code:    kg.CodeUnavailable,
		Message: "an import into this graph has not been completed; wait for it, or if it was interrupted run it again, or start the server anew, which completes it",
	}
	errLoadTaken = &kg.Error{Code: kg.CodeConflict, Message: "another import has completed what this one has begun; run this one again"}
)
