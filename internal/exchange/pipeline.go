package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"

	"conflictgraph/internal/kg"
)

// sink takes batches: it checks each while it writes the one before.
type sink struct {
	check  func(context.Context, *kg.Batch) error
	write  func(context.Context, kg.Batch) (kg.Written, error)
	finish func(context.Context) (kg.Written, error)
	close  func() error
}

// openSink returns the sink that leads into store: a load, where it offers one.
func (r *run) openSink(ctx context.Context, store Store) (sink, error) {
	loader, _ := store.(kg.Loader)
	if loader != nil {
		load, err := loader.Load(ctx)
		if err != nil {
			return sink{}, err
		}
		if load != nil {
			finish := func(ctx context.Context) (kg.Written, error) { return load.Finish(ctx, r.finishing) }
			return sink{load.Check, load.Write, finish, load.Close}, nil
		}
	}
	return sink{
		check:  func(context.Context, *kg.Batch) error { return nil }, // Write does
		write:  store.Write,
		finish: func(context.Context) (kg.Written, error) { return kg.Written{}, nil },
		close:  func() error { return nil },
	}, nil
}

// A piece is a batch, and how far the reader had come with it.
type piece struct {
	batch kg.Batch
	at    Summary // only what was read and rejected
	read  int64
	total int64
	err   error // that ended the reading after the batch; io.EOF after the last
}

// pieces reads and checks batches and sends them, one ahead of what is taken. It
// closes the channel when the reading ends, or once ctx does.
func (r *run) pieces(ctx context.Context, size int, into sink) <-chan piece {
	ahead := make(chan piece)
	go func() {
		defer close(ahead)
		rejects := newRejectList(r.opts.Rejects)
		var at Summary
		for {
			batch, err := r.next(ctx, size, rejects, &at)
			if flushed := rejects.Flush(); flushed != nil {
				batch, err = kg.Batch{}, errors.Join(ignoreEOF(err), flushed)
			}
			if err != nil && !errors.Is(err, io.EOF) {
				batch = kg.Batch{}
			}
			if !isEmpty(batch) {
				if failed := into.check(ctx, &batch); failed != nil {
					batch, err = kg.Batch{}, writeError(at, failed)
				}
			}
			p := piece{batch: batch, at: at, err: err}
			p.read, p.total = r.reader.Progress()
			select {
			case ahead <- p:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return ahead
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func isEmpty(batch kg.Batch) bool {
	return len(batch.Types)+len(batch.Documents)+len(batch.Entities)+len(batch.Relations) == 0
}

func writeError(at Summary, err error) error {
	return fmt.Errorf("writing the batch that ends with row %d: %w", at.Read, err)
}
