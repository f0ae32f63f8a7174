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

// openSink returns the sink that leads into store: a load, where it offers one and
// more is to be written than one batch.
func (r *run) openSink(ctx context.Context, store Store, large bool) (sink, error) {
	if r.opts.Loader != nil && large {
		load, err := r.opts.Loader.Load(ctx)
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

// piece reads the piece that follows one.
func (r *run) piece(ctx context.Context, size int, rejects *rejectList, after piece) piece {
	p := piece{at: after.at}
	p.batch, p.err = r.next(ctx, size, rejects, &p.at)
	p.read, p.total = r.reader.Progress()
	if flushed := rejects.Flush(); flushed != nil {
		p.err = errors.Join(ignoreEOF(p.err), flushed)
	}
	if ignoreEOF(p.err) != nil {
		p.batch = kg.Batch{}
	}
	return p
}

// pieces checks pieces from p on, of which it reads all but that, and sends them.
// The one that is sent next is read while another is written. It closes the channel
// when the reading ends, or once ctx does.
func (r *run) pieces(ctx context.Context, size int, rejects *rejectList, p piece, into sink) <-chan piece {
	ahead := make(chan piece)
	go func() {
		defer close(ahead)
		for {
			if !isEmpty(p.batch) {
				if err := into.check(ctx, &p.batch); err != nil {
					p.batch, p.err = kg.Batch{}, writeError(p.at, err)
				}
			}
			select {
			case ahead <- p:
			case <-ctx.Done():
				return
			}
			if p.err != nil {
				return
			}
			p = r.piece(ctx, size, rejects, p)
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
