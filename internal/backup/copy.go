package backup

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"conflictgraph/internal/kg"
)

// Copy fills what open begins to restore with all that a store ever recorded. It calls
// progress, which may be nil. Its errors are those of the two stores, of which the one that
// is restored has to be restored anew after one.
func Copy(ctx context.Context, from kg.Archive, open func(context.Context) (kg.Restoration, error), progress func(Progress)) (counts Counts, err error) {
	store, err := open(ctx)
	if err != nil {
		return counts, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	// The next records are read while some are written.
	group, together := errgroup.WithContext(ctx)
	parts := make(chan []kg.Record, 1)
	group.Go(func() error {
		defer close(parts)
		return eachPart(together, from, &counts, parts)
	})
	r := restorer{ctx: together, store: store, progress: progress}
	group.Go(func() error {
		for part := range parts {
			r.records = part
			if err := r.flush(); err != nil {
				return err
			}
		}
		return together.Err()
	})
	if err := group.Wait(); err != nil {
		return counts, err
	}
	r.ctx, r.done.Total = ctx, counts.Total()
	return counts, r.finish()
}

// eachPart sends the records of a store, as many as are to be written at once.
func eachPart(ctx context.Context, from kg.Archive, counts *Counts, parts chan<- []kg.Record) error {
	var part []kg.Record
	bytes := 0
	send := func() error {
		select {
		case parts <- part:
			part, bytes = nil, 0
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err := from.Dump(ctx, func(r kg.Record) error {
		counts.add(lineOf(r))
		if part = append(part, r); r.Document != nil {
			bytes += len(r.Document.Text)
		}
		if len(part) < recordsAtOnce && bytes < bytesAtOnce {
			return nil
		}
		return send()
	})
	if err == nil && len(part) > 0 {
		err = send()
	}
	return err
}
