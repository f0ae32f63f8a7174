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

	Loader     kg.Loader     // by which more than one batch is written where it gains by that; may be nil
	Release    *Release      // is told what was read; may be nil
	Provenance kg.Provenance // who imports what; without a key
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

// Run takes what reader reads to store, batch by batch. A batch is read and
// checked while the one before is written, so that two are in memory at a time. It returns how far it came also with an error: ctx's, if that ends
// first; the *Reject that Options do not let pass; or what the reader or the store
// returned. What was written by then stays, and running again goes on from there,
// since nothing is written twice.
func Run(ctx context.Context, store Store, reader Reader, opts Options) (summary Summary, err error) {
	size := opts.BatchSize
	if size <= 0 {
		size = DefaultBatchSize
	}
	if opts.DryRun {
		store, opts.Loader = newChecker(), nil
	}
	r := run{reader: reader, opts: opts, began: time.Now()}
	rejects := newRejectList(opts.Rejects)
	first := r.piece(ctx, size, rejects, piece{})
	into, err := r.openSink(ctx, store, first.err == nil)
	if err != nil {
		return summary, err
	}
	err = r.transfer(ctx, size, rejects, first, into)
	if err == nil {
		err = r.finish(ctx, into)
	}
	return r.summary, errors.Join(err, into.close())
}

type run struct {
	reader  Reader
	opts    Options
	began   time.Time
	summary Summary
	shown   Progress // last
}

// transfer writes all batches. When it returns, nothing reads any more.
func (r *run) transfer(ctx context.Context, size int, rejects *rejectList, first piece, into sink) error {
	reading, stop := context.WithCancel(ctx)
	ahead := r.pieces(reading, size, rejects, first, into)
	defer func() {
		stop()
		for range ahead {
		}
	}()
	for p := range ahead {
		r.summary.Read, r.summary.Rejected, r.summary.Unpaired = p.at.Read, p.at.Rejected, p.at.Unpaired
		if err := r.write(ctx, into, p.batch); err != nil {
			return err
		}
		if p.err != nil && !errors.Is(p.err, io.EOF) {
			return p.err
		}
		r.report(Progress{Bytes: p.read, TotalBytes: p.total})
		if p.err != nil {
			return nil
		}
	}
	return ctx.Err()
}

// next reads a batch of size rows, or fewer with long texts, and returns io.EOF
// with the last one. It counts what it reads in at.
func (r *run) next(ctx context.Context, size int, rejects *rejectList, at *Summary) (batch kg.Batch, err error) {
	batch.Provenance = r.opts.Provenance
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
		case err == nil:
			at.Read++
		case errors.As(err, &reject):
			at.Read++
			at.Rejected++
			if err := rejects.add(reject); err != nil {
				return batch, err
			}
			if reject.Unpaired {
				at.Unpaired++
			} else if r.opts.Strict {
				return batch, reject
			}
		default:
			return batch, err
		}
	}
	return batch, nil
}

func (r *run) write(ctx context.Context, into sink, batch kg.Batch) error {
	if isEmpty(batch) {
		return nil
	}
	written, err := into.write(ctx, batch)
	if err != nil {
		return writeError(r.summary, err)
	}
	if r.opts.Release != nil {
		if err := r.opts.Release.read(batch.Relations); err != nil {
			return err
		}
	}
	r.summary.Relations += len(batch.Relations)
	r.count(len(batch.Relations), written)
	return nil
}

// count adds what the store did with some relations.
func (r *run) count(relations int, written kg.Written) {
	if !r.opts.DryRun {
		r.summary.Written = r.summary.Written.Sum(written)
		r.summary.Existing += relations - written.Relations
	}
}

func (r *run) finish(ctx context.Context, into sink) error {
	written, err := into.finish(ctx)
	if err != nil {
		return fmt.Errorf("completing the import: %w", err)
	}
	r.count(0, written)
	return nil
}

// finishing shows how far a load has come with its end.
func (r *run) finishing(done, total int) {
	p := r.shown
	p.Steps, p.TotalSteps = done, total
	r.report(p)
}

func (r *run) report(p Progress) {
	p.Rows, p.Rejected, p.Elapsed = r.summary.Read, r.summary.Rejected, time.Since(r.began)
	r.shown = p
	if r.opts.Progress != nil {
		r.opts.Progress(p)
	}
}
