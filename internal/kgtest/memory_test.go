package kgtest

import (
	"context"
	"os"
	"sync"
	"testing"

	"conflictgraph/internal/kg"
)

// memory is a Store made of the oracle, which shows that the suite can be
// passed.
type memory struct {
	mu sync.Mutex
	oracle
}

func (m *memory) lock(ctx context.Context) (unlock func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	return m.mu.Unlock, nil
}

func (m *memory) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return m.oracle.Get(ctx, keys)
}

func (m *memory) EntityRecords(ctx context.Context, ids []string) (map[string]*kg.EntityRecord, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return m.oracle.EntityRecords(ctx, ids)
}

func (m *memory) Merges(ctx context.Context) ([]kg.MergeRecord, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return m.oracle.Merges(ctx)
}

func (m *memory) Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer unlock()
	return m.oracle.Pages(ctx, reqs)
}

func (m *memory) ListEntities(ctx context.Context, req kg.EntityList) (kg.EntityPage, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return kg.EntityPage{}, err
	}
	defer unlock()
	return m.oracle.ListEntities(ctx, req)
}

func (m *memory) ListDocuments(ctx context.Context, req kg.DocumentList) (kg.DocumentPage, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return kg.DocumentPage{}, err
	}
	defer unlock()
	return m.oracle.ListDocuments(ctx, req)
}

func (m *memory) ListSuggestions(ctx context.Context, req kg.SuggestionList) (kg.SuggestionPage, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return kg.SuggestionPage{}, err
	}
	defer unlock()
	return m.oracle.ListSuggestions(ctx, req)
}

func (m *memory) Candidates(ctx context.Context, req kg.CandidateRequest) (kg.Candidates, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return kg.Candidates{}, err
	}
	defer unlock()
	return m.oracle.Candidates(ctx, req)
}

func (m *memory) Links(ctx context.Context, req kg.LinkRequest) (kg.Links, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return kg.Links{}, err
	}
	defer unlock()
	return m.oracle.Links(ctx, req)
}

func (m *memory) Between(ctx context.Context, req kg.BetweenRequest) (kg.Between, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return kg.Between{}, err
	}
	defer unlock()
	return m.oracle.Between(ctx, req)
}

func (m *memory) Counts(ctx context.Context, reqs kg.CountRequests) ([][]kg.Count, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return m.oracle.Counts(ctx, reqs)
}

func (m *memory) Types(ctx context.Context) ([]kg.RelationType, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return m.oracle.Types(ctx)
}

func (m *memory) Datasets(ctx context.Context) ([]kg.Dataset, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return m.oracle.Datasets(ctx)
}

func (m *memory) Write(ctx context.Context, b kg.Batch) (kg.Written, error) {
	unlock, err := m.lock(ctx)
	if err != nil {
		return kg.Written{}, err
	}
	defer unlock()
	return m.oracle.Write(ctx, b)
}

func (m *memory) Version(ctx context.Context) (string, error) { return "", ctx.Err() }

func (m *memory) Ping(ctx context.Context) error { return ctx.Err() }
func (m *memory) Close() error                   { return nil }

// TestMemory passes, but where faultVariable names a fault.
func TestMemory(t *testing.T) {
	TestStore(t, func(testing.TB) kg.Store { return withFault(os.Getenv(faultVariable), &memory{}) })
}
