package sqlite

import (
	"context"
	"errors"
	"log/slog"

	"conflictgraph/internal/kg"
)

// prepare brings what things are found by up to date and gives relations their present
// ids, unless a load is pending.
func (s *Store) prepare(ctx context.Context) error {
	var loading, renaming bool
	err := s.writer.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM pending_load), (SELECT count(*) FROM pending_rename)`).Scan(&loading, &renaming)
	if err != nil || loading {
		return err
	}
	if err = s.becomeReady(ctx); err == nil && renaming {
		err = s.rename(ctx, s.writer, renamedAtOnce)
	}
	return err
}

// becomeReady brings what things are found by up to date, where that has not been done.
func (s *Store) becomeReady(ctx context.Context) error {
	if s.ready.Load() {
		return nil
	}
	err := s.reindex(ctx)
	if err == nil {
		s.ready.Store(true)
	}
	return err
}

// makeReady completes what an interrupted import had left unfinished when the
// store was opened. While that is done, and while a process goes on with the
// import, other calls return CodeUnavailable.
func (s *Store) makeReady(ctx context.Context) error {
	if s.ready.Load() {
		return nil
	}
	if !s.readying.TryLock() {
		return errPendingLoad
	}
	defer s.readying.Unlock()
	if s.ready.Load() {
		return nil
	}
	if err := s.prepare(ctx); err != nil || s.ready.Load() {
		return s.failure(ctx, err)
	}
	l, err := s.openLoad(ctx)
	if kg.ErrorCode(err) == kg.CodeUnavailable {
		return errPendingLoad
	}
	if err != nil {
		return s.failure(ctx, err)
	}
	_, err = l.Finish(ctx, func(done, total int) {
		slog.InfoContext(ctx, "completing an import that was interrupted", "done", done, "steps", total)
	})
	return errors.Join(err, l.Close())
}
