package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"conflictgraph/internal/kg"
)

// DefaultBatchSize is how many rows Run takes to the store at once.
const DefaultBatchSize = 20_000

// maxBatchText is how many bytes the texts of a batch's documents may have before
// it is taken to the store with fewer rows.
const maxBatchText = 32 << 20

// rowsBetweenLooks is after how many rows Run looks whether it is to stop.
const rowsBetweenLooks = 1024

// Options say how Run goes about it.
type Options struct {
	BatchSize int            // rows; DefaultBatchSize where 0
	DryRun    bool           // read and check everything, write nothing
	Strict    bool           // end at the first row that is set aside, unless it is Unpaired
	Rejects   io.Writer      // where rows that are set aside are listed; may be nil
	Progress  func(Progress) // called after each batch, and at the end; may be nil
}

// Summary counts what became of a data set.
type Summary struct {
	Read      int        // rows, those set aside included
	Rejected  int        // rows that were set aside
	Unpaired  int        // of Rejected, those that are as they should be but of one actor only
	Relations int        // that the other rows state
	Existing  int        // of Relations, those that were there already, be it from an earlier row; 0 for a dry run
	Written   kg.Written // what the store did; zero for a dry run
}

// Run takes what reader reads to store, batch by batch. It returns how far it
// came also with an error: ctx's, if that ends first; the *Reject that Options
// do not let pass; or what the reader or the store returned. What was written by
// then stays, and running again goes on from there, since nothing is written
// twice.
func Run(ctx context.Context, store Store, reader Reader, opts Options) (Summary, error) {
	size := opts.BatchSize
	if size <= 0 {
		size = DefaultBatchSize
	}
	r := run{store: store, reader: reader, opts: opts, began: time.Now()}
	if opts.DryRun {
		r.store = newChecker()
	}
	rejects := newRejectList(opts.Rejects)
	for more := true; more; {
		batch, err := r.next(ctx, size, rejects)
		if more = err == nil; err != nil && !errors.Is(err, io.EOF) {
			return r.summary, errors.Join(err, rejects.Flush())
		}
		if err := errors.Join(rejects.Flush(), r.write(ctx, batch)); err != nil {
			return r.summary, err
		}
		r.report()
	}
	return r.summary, nil
}

type run struct {
	store   Store
	reader  Reader
	opts    Options
	began   time.Time
	summary Summary
}

// next reads a batch of size rows, or fewer with long texts, and returns io.EOF
// with the last one.
func (r *run) next(ctx context.Context, size int, rejects *rejectList) (batch kg.Batch, err error) {
	text, documents := 0, 0
	for row := range size {
		for ; documents < len(batch.Documents); documents++ {
			text += len(batch.Documents[documents].Text)
		}
		if text > maxBatchText {
			return batch, nil
		}
		if row%rowsBetweenLooks == 0 && ctx.Err() != nil {
			return batch, ctx.Err()
		}
		err := r.reader.Next(&batch)
		var reject *Reject
		switch {
		case errors.As(err, &reject):
			r.summary.Read++
			r.summary.Rejected++
			if err := rejects.add(reject); err != nil {
				return batch, err
			}
			if reject.Unpaired {
				r.summary.Unpaired++
			} else if r.opts.Strict {
				return batch, reject
			}
		case err != nil:
			return batch, err
		default:
			r.summary.Read++
		}
	}
	return batch, nil
}

func (r *run) write(ctx context.Context, batch kg.Batch) error {
	if len(batch.Types)+len(batch.Documents)+len(batch.Entities)+len(batch.Relations) == 0 {
		return nil
	}
	written, err := r.store.Write(ctx, batch)
	if err != nil {
		return fmt.Errorf("writing the batch that ends with row %d: %w", r.summary.Read, err)
	}
	r.summary.Relations += len(batch.Relations)
	if !r.opts.DryRun {
		r.summary.Written = r.summary.Written.Sum(written)
		r.summary.Existing += len(batch.Relations) - written.Relations
	}
	return nil
}

func (r *run) report() {
	if r.opts.Progress == nil {
		return
	}
	read, total := r.reader.Progress()
	r.opts.Progress(Progress{
		Rows: r.summary.Read, Rejected: r.summary.Rejected, Bytes: read, TotalBytes: total, Elapsed: time.Since(r.began),
	})
}
