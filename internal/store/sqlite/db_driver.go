package sqlite

import (
	"context"

	"conflictgraph/internal/kg/plan"
)

// A driver is what plan.Store answers and writes by.
type driver struct{ store *Store }

// Read implements plan.Driver.
func (d driver) Read(ctx context.Context, fn func(plan.Snapshot) error) error {
	return d.store.read(ctx, func(current *session) error { return fn(current) })
}

// Write implements plan.Driver. No other write, of this or another process, comes between
// what fn reads and the end of it.
func (d driver) Write(ctx context.Context, fn func(plan.Transaction) error) error {
	return d.store.write(ctx, func(current *session) error { return fn(current) })
}

// Ping implements plan.Driver.
func (d driver) Ping(ctx context.Context) error { return d.store.Ping(ctx) }

// Close implements plan.Driver.
func (d driver) Close() error { return d.store.Close() }
