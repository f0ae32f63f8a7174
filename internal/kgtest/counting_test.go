package kgtest

import (
	"context"
	"sync"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/needs"
)

func TestCountingCountsTheCallsOfEachMethod(t *testing.T) {
	c := NewCounting(&memory{})
	calls := map[string]func(ctx context.Context) error{
		"Get":           func(ctx context.Context) error { _, err := c.Get(ctx, kg.Keys{}); return err },
		"Pages":         func(ctx context.Context) error { _, _, err := c.Pages(ctx, kg.PageRequests{}); return err },
		"ListEntities":  func(ctx context.Context) error { _, err := c.ListEntities(ctx, kg.EntityList{}); return err },
		"ListDocuments": func(ctx context.Context) error { _, err := c.ListDocuments(ctx, kg.DocumentList{}); return err },
		"Candidates":    func(ctx context.Context) error { _, err := c.Candidates(ctx, kg.CandidateRequest{}); return err },
		"Links":         func(ctx context.Context) error { _, err := c.Links(ctx, kg.LinkRequest{}); return err },
		"Between":       func(ctx context.Context) error { _, err := c.Between(ctx, kg.BetweenRequest{}); return err },
		"Counts":        func(ctx context.Context) error { _, err := c.Counts(ctx, kg.CountRequests{}); return err },
		"Types":         func(ctx context.Context) error { _, err := c.Types(ctx); return err },
		"Write":         func(ctx context.Context) error { _, err := c.Write(ctx, kg.Batch{}); return err },
	}
	var work sync.WaitGroup
	for _, call := range calls {
		for range 3 {
			work.Go(func() {
				if err := call(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
	}
	work.Wait()
	must(t, c.Ping(t.Context()))
	for method := range calls {
		if n := c.Calls(method); n != 3 {
			t.Errorf("%s was called 3 times and counted %d times", method, n)
		}
	}
	if n := c.Total(); n != 3*len(calls) {
		t.Errorf("%d calls were counted in all", n)
	}
	if c.Reset(); c.Total() != 0 || c.Calls("Pages") != 0 {
		t.Errorf("%d calls are left after Reset", c.Total())
	}
}

func TestAStoreWithCountingPassesTheSuite(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	TestStore(t, func(testing.TB) kg.Store { return NewCounting(&memory{}) })
}
