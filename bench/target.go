package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
)

// target is a store that is measured, and a way to look words up in its
// full-text indexes that goes past it.
type target struct {
	kg.Database
	name    string
	version string
	lookUp  func(ctx context.Context, l lookUp) (found int, err error)
	close   func() error
	loading time.Duration
	file    string // that holds all of it, where one file does
	pid     int    // of the database's process, where it was started by this program and is another
}

// lookUp is what to look up: what holds every term, be it by its word alone or
// also by words that begin with it or sound like it.
type lookUp struct {
	terms     []kg.Term
	wordsOnly bool
	quotes    bool // among quotes, which have no sounds, instead of names
}

// lookUpLimit is how many things a look-up returns at the most.
const lookUpLimit = 10

const (
	batchSize         = 20_000
	timeBetweenReport = 5 * time.Second
)

// load writes g to t.
func (t *target) load(ctx context.Context, g *synthetic.Graph, progress io.Writer) error {
	return t.loadBatches(ctx, g, g.Batches(batchSize), progress)
}

// loadOnce writes g to t, unless an earlier run has.
func (t *target) loadOnce(ctx context.Context, g *synthetic.Graph, progress io.Writer) error {
	return t.loadBatchesOnce(ctx, g, g.Batches(batchSize), progress)
}

// loadBatchesOnce writes batches of g, or of most of it, to t, unless an earlier
// run has written the last of them.
func (t *target) loadBatchesOnce(ctx context.Context, g *synthetic.Graph, batches iter.Seq[kg.Batch], progress io.Writer) error {
	var last []string
	types := kg.TypesByID(g.Types())
	for b := range batches {
		if n := len(b.Relations); n > 0 {
			r := b.Relations[n-1]
			last = []string{kg.RelationID(r, types[r.Type].Symmetric)}
		}
	}
	found, err := t.Get(ctx, kg.Keys{Relations: last})
	if kg.ErrorCode(err) == kg.CodeUnavailable { // a load was left unfinished
		return t.loadBatches(ctx, g, batches, progress)
	}
	if err != nil {
		return err
	}
	if len(found.Relations) > 0 {
		fmt.Fprintf(progress, "%s: the graph is there already\n", t.name)
		return nil
	}
	return t.loadBatches(ctx, g, batches, progress)
}

// loadBatches writes batches of g, or of most of it, to t, the fastest way there
// is.
func (t *target) loadBatches(ctx context.Context, g *synthetic.Graph, batches iter.Seq[kg.Batch], progress io.Writer) error {
	began, reported := time.Now(), time.Now()
	write, finish, err := t.writing(ctx)
	if err != nil {
		return err
	}
	relations := 0
	for b := range batches {
		if err := write(b); err != nil {
			return errors.Join(fmt.Errorf("writing relations from number %d: %w", relations, err), finish(false))
		}
		relations += len(b.Relations)
		if relations > 0 && time.Since(reported) >= timeBetweenReport {
			reported = time.Now()
			fmt.Fprintf(progress, "%s: %d of %d relations written, %.0f/s\n", t.name, relations, g.Relations(), float64(relations)/time.Since(began).Seconds())
		}
	}
	if err := finish(true); err != nil {
		return err
	}
	t.loading = time.Since(began)
	fmt.Fprintf(progress, "%s: %d relations written, %.0f/s\n", t.name, relations, float64(relations)/t.loading.Seconds())
	return nil
}

// writing returns what writes a batch, and what is to be called after the last,
// with whether all went well.
func (t *target) writing(ctx context.Context) (write func(kg.Batch) error, finish func(bool) error, err error) {
	load, err := t.Load(ctx)
	if err != nil {
		return nil, nil, err
	}
	if load == nil {
		write = func(b kg.Batch) error {
			_, err := t.Write(ctx, b)
			return err
		}
		return write, func(bool) error { return nil }, nil
	}
	write = func(b kg.Batch) error {
		if err := load.Check(ctx, &b); err != nil {
			return err
		}
		_, err := load.Write(ctx, b)
		return err
	}
	finish = func(well bool) (err error) {
		if well {
			_, err = load.Finish(ctx, nil)
		}
		return errors.Join(err, load.Close())
	}
	return write, finish, nil
}
