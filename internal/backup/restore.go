package backup

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"conflictgraph/internal/kg"
)

// How much a store is given at once: records, and bytes of their lines.
const (
	recordsAtOnce = 5000
	bytesAtOnce   = 32 << 20
)

// Progress is how far a restoration has come.
type Progress struct {
	Records, Total    int
	Steps, TotalSteps int // of its end, once all records are written; TotalSteps is 0 before
}

// Restore fills the store that open begins to restore with what a backup has. It
// reads the whole backup first, and leaves the store alone unless all of it is as
// it was written and each record can be read. It calls progress, which may be nil. Errors are those of
// Verify and of the store, which after one of its own has to be restored anew.
func Restore(ctx context.Context, in io.ReadSeeker, open func(context.Context) (kg.Restoration, error), progress func(Progress)) (counts Counts, err error) {
	if counts, err = Verify(ctx, in); err != nil {
		return counts, err
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return counts, err
	}
	store, err := open(ctx)
	if err != nil {
		return counts, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	r := restorer{ctx: ctx, store: store, progress: progress, earlier: newEarlier()}
	r.done.Total = counts.Total()
	if _, err = read(ctx, in, r.add); err == nil {
		err = r.flush()
	}
	if err != nil {
		return counts, err
	}
	return counts, r.finish()
}

// A restorer gathers records until there are enough to be written.
type restorer struct {
	ctx      context.Context
	store    kg.Restoration
	progress func(Progress)
	done     Progress
	records  []kg.Record
	bytes    int

	earlier earlier
}

func (r *restorer) add(text []byte) error {
	record, err := parseNumbered(r.done.Records+len(r.records)+1, text, r.earlier)
	if err != nil {
		return err
	}
	r.records = append(r.records, record)
	if r.bytes += len(text); len(r.records) < recordsAtOnce && r.bytes < bytesAtOnce {
		return nil
	}
	return r.flush()
}

// parseNumbered reads one line between the first and the last, whose number its error
// tells.
func parseNumbered(number int, text []byte, former earlier) (kg.Record, error) {
	r, err := parse(text, former)
	if field, unknown := unknownField(err); unknown {
		return r, fmt.Errorf("record %d: %w", number, errNewer("the field "+field))
	}
	if err != nil {
		return r, fmt.Errorf("record %d of the backup cannot be read: %w", number, err)
	}
	return r, nil
}

// unknownField returns the field, in quotation marks, that an error of decoding is
// about. encoding/json has no type for it.
func unknownField(err error) (field string, unknown bool) {
	if err == nil {
		return "", false
	}
	return strings.CutPrefix(err.Error(), "json: unknown field ")
}

var errTwoRecords = errors.New("it is more than one record")

// parse reads one line between the first and the last.
func parse(text []byte, former earlier) (kg.Record, error) {
	decode := json.NewDecoder(bytes.NewReader(text))
	decode.DisallowUnknownFields()
	var l line
	if err := decode.Decode(&l); err != nil {
		return kg.Record{}, err
	}
	if decode.More() || l.fields() > 1 {
		return kg.Record{}, errTwoRecords
	}
	r, err := l.record()
	if err == nil {
		former.complete(l, r)
	}
	return r, err
}

func (r *restorer) finish() error {
	return r.store.Finish(r.ctx, func(done, total int) {
		r.done.Steps, r.done.TotalSteps = done, total
		r.report()
	})
}

func (r *restorer) flush() error {
	if len(r.records) == 0 {
		return nil
	}
	if err := r.store.Write(r.ctx, r.records); err != nil {
		return fmt.Errorf("records %d to %d of the backup: %w", r.done.Records+1, r.done.Records+len(r.records), err)
	}
	r.done.Records += len(r.records)
	r.records, r.bytes = r.records[:0], 0
	r.report()
	return nil
}

func (r *restorer) report() {
	if r.progress != nil {
		r.progress(r.done)
	}
}
