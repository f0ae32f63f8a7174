package kgtest

import (
	"context"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// TestPagesOfWhatIsUsual asks the store of an empty driver for random pages as if nothing
// were named by few, so that ranges are scanned for what graphs of tests have few of.
func TestPagesOfWhatIsUsual(t *testing.T, d plan.Driver) {
	testRandomPages(t, NothingIsRare(d))
}

// NothingIsRare returns the store of a driver that takes nothing for named by few.
func NothingIsRare(d plan.Driver) kg.Store { return plan.NewStore(usualDriver{d}) }

type usualDriver struct{ plan.Driver }

// Read implements plan.Driver.
func (d usualDriver) Read(ctx context.Context, fn func(plan.Snapshot) error) error {
	return d.Driver.Read(ctx, func(s plan.Snapshot) error { return fn(usualSnapshot{s}) })
}

type usualSnapshot struct{ plan.Snapshot }

// Naming implements plan.Snapshot.
func (usualSnapshot) Naming(_ context.Context, _ plan.Named, limit int) (int, error) {
	return limit, nil
}
