// Package backup reads and writes backups: all that a store ever recorded, in a
// file that either store can be restored from.
//
// A backup is gzip of lines of JSON. The first has the version of the form, the
// last counts the others and has their checksum.
package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
	"time"

	"github.com/klauspost/compress/gzip"

	"conflictgraph/internal/kg"
)

// Version is that of the form in which backups are written.
const Version = 2

// Counts say how many records of each kind there are.
type Counts struct {
	Types      int `json:"types"`
	Documents  int `json:"documents"`
	Entities   int `json:"entities"`
	Relations  int `json:"relations"`
	Merges     int `json:"merges"`
	Activities int `json:"activities"`
	Queued     int `json:"queued,omitempty"` // suggestions and ingestions
}

// Total returns how many records there are.
func (c Counts) Total() int {
	return c.Types + c.Documents + c.Entities + c.Relations + c.Merges + c.Activities + c.Queued
}

func (c *Counts) add(l line) {
	switch {
	case l.Type != nil:
		c.Types++
	case l.Document != nil:
		c.Documents++
	case l.Entity != nil:
		c.Entities++
	case l.Relation != nil:
		c.Relations++
	case l.Merge != nil:
		c.Merges++
	case l.Activity != nil:
		c.Activities++
	case l.Queued != nil:
		c.Queued++
	}
}

// recordsBetweenReports is after how many records progress is told.
const recordsBetweenReports = 1000

// Write writes a backup of a store to out. It calls progress, which may be nil,
// with how many records it has written so far. What out has after an error is no
// backup, and is recognised as none.
func Write(ctx context.Context, store kg.Archive, out io.Writer, progress func(records int)) (Counts, error) {
	packed, err := gzip.NewWriterLevel(out, gzip.BestSpeed)
	if err != nil {
		return Counts{}, err
	}
	w := writer{sum: sha256.New()}
	w.encode = json.NewEncoder(io.MultiWriter(packed, w.sum))
	w.encode.SetEscapeHTML(false)
	if err := w.encode.Encode(line{Header: &header{Version, time.Now().UTC().Truncate(time.Second)}}); err != nil {
		return w.counts, err
	}
	err = store.Dump(ctx, func(r kg.Record) error {
		l := lineOf(r)
		w.counts.add(l)
		if n := w.counts.Total(); progress != nil && n%recordsBetweenReports == 0 {
			progress(n)
		}
		return w.encode.Encode(l)
	})
	if err != nil {
		return w.counts, err
	}
	if err := w.encode.Encode(line{End: &end{w.counts, hex.EncodeToString(w.sum.Sum(nil))}}); err != nil {
		return w.counts, err
	}
	return w.counts, packed.Close()
}

type writer struct {
	encode *json.Encoder
	sum    hash.Hash
	counts Counts
}
