package sqlite

import (
	"context"
	"database/sql"
	"math"
	"time"
)

var greatestKeys = define(`SELECT (SELECT coalesce(max(key), 0) FROM relation_type), (SELECT coalesce(max(key), 0) FROM merge),
	coalesce((SELECT token FROM pending_load WHERE key = 1), '')`)

// A session is one transaction, in which everything read is of one moment.
type session struct {
	ctx         context.Context
	tx          *sql.Tx
	prepared    map[*statement]*sql.Stmt // those that it has needed
	types       *typeTable
	merges      *mergeTable
	entities    identityMap
	loading     bool               // the indexes of relations are not there
	checks      []int64            // the numbers of what checksOf made
	datasetRows map[string]dataset // as they were when they were first asked for
}

// run calls fn in a transaction of d, which it commits unless fn fails.
func (s *Store) run(ctx context.Context, d *database, readOnly bool, fn func(*session) error) error {
	tx, err := d.BeginTx(ctx, &sql.TxOptions{ReadOnly: readOnly})
	if err != nil {
		return s.failure(ctx, err)
	}
	defer func() { _ = tx.Rollback() }()
	current := &session{ctx: ctx, tx: tx, prepared: map[*statement]*sql.Stmt{}, entities: newIdentityMap(), loading: d.token != ""}
	defer current.forgetChecks()
	if err = s.begin(current, d.token); err == nil {
		err = fn(current)
	}
	if err == nil && !readOnly {
		err = tx.Commit()
	}
	return s.failure(ctx, err)
}

// begin gives a session the tables that hold at the start of its transaction, if
// the load that is pending, or none, is that of its token.
func (s *Store) begin(current *session, token string) error {
	var types, merges int64
	var pending string
	err := current.each(greatestKeys, func(rows *sql.Rows) error { return rows.Scan(&types, &merges, &pending) })
	switch {
	case err != nil:
		return err
	case pending != token && token != "":
		return errLoadTaken
	case pending != token:
		return errPendingLoad
	}
	if current.types, err = s.typesOf(current, types); err != nil {
		return err
	}
	current.merges, err = s.mergesOf(current, merges)
	return err
}

func (s *Store) read(ctx context.Context, fn func(*session) error) error {
	if err := s.damaged(); err != nil {
		return err
	}
	if err := s.makeReady(ctx); err != nil {
		return err
	}
	return s.run(ctx, s.readers, true, fn)
}

func (s *Store) write(ctx context.Context, fn func(*session) error) error {
	if err := s.damaged(); err != nil {
		return err
	}
	if err := s.makeReady(ctx); err != nil {
		return err
	}
	return s.run(ctx, s.writer, false, fn)
}

// prepare returns a statement as it is prepared on the connection of the transaction.
func (s *session) prepare(st *statement) (*sql.Stmt, error) {
	if prepared := s.prepared[st]; prepared != nil {
		return prepared, nil
	}
	prepared, err := s.tx.PrepareContext(s.ctx, st.text)
	if err != nil {
		return nil, err
	}
	s.prepared[st] = prepared
	return prepared, nil
}

// each calls row for every row that a statement finds.
func (s *session) each(st *statement, row func(*sql.Rows) error, args ...any) error {
	prepared, err := s.prepare(st)
	if err != nil {
		return err
	}
	rows, err := prepared.QueryContext(s.ctx, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// number returns the one number that a statement finds.
func (s *session) number(st *statement, args ...any) (n int64, err error) {
	err = s.each(st, func(rows *sql.Rows) error { return rows.Scan(&n) }, args...)
	return n, err
}

// exec runs a statement and returns how many rows it changed.
func (s *session) exec(st *statement, args ...any) (changed int64, err error) {
	prepared, err := s.prepare(st)
	if err != nil {
		return 0, err
	}
	result, err := prepared.ExecContext(s.ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// instant returns asOf as it is compared with recorded times; for now, a moment
// after all of them.
func instant(asOf *time.Time) int64 {
	if asOf == nil {
		return math.MaxInt64
	}
	return asOf.UnixMilli()
}

func timeOf(millis int64) time.Time { return time.UnixMilli(millis).UTC() }
