// Package memory keeps a graph in maps and sorted lists: the smallest driver of package
// plan, and what to begin with when writing another.
package memory

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Store is a kg.Database that is gone once it is closed.
type Store struct {
	*plan.Store
	driver *driver
}

// Open returns an empty store.
func Open() *Store {
	d := &driver{rows: newRows(), origin: rand.Text()}
	return &Store{plan.NewStore(d), d}
}

// A driver lets many read, or one write.
type driver struct {
	mu     sync.RWMutex
	rows   *rows
	closed bool

	origin string // no other store's
	writes int
}

var errClosed = &kg.Error{Code: kg.CodeUnavailable, Message: "the store is closed", Err: errors.New("closed")}

// Read implements plan.Driver.
func (d *driver) Read(ctx context.Context, fn func(plan.Snapshot) error) error {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if err := d.ready(ctx); err != nil {
		return err
	}
	return fn(snapshot{d.rows})
}

// Write implements plan.Driver. Nothing fails once changes are applied, which is the
// last that is done.
func (d *driver) Write(ctx context.Context, fn func(plan.Transaction) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.ready(ctx); err != nil {
		return err
	}
	err := fn(snapshot{d.rows})
	if err == nil {
		d.writes++
	}
	return err
}

// Version implements plan.Driver.
func (d *driver) Version(ctx context.Context) (string, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return fmt.Sprint(d.origin, "-", d.writes), d.ready(ctx)
}

func (d *driver) ready(ctx context.Context) error {
	if d.closed {
		return errClosed
	}
	return ctx.Err()
}

// Ping implements plan.Driver.
func (d *driver) Ping(ctx context.Context) error {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.ready(ctx)
}

// Close implements plan.Driver.
func (d *driver) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	return nil
}
