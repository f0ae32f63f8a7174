package limits

import (
	"context"
	"math"

	"conflictgraph/internal/kg"
)

// Store returns a store each of whose reading calls is a turn among heavy
// operations: for what reads much over a long time, such as an export, and waits for
// a client in between.
func (g *Gate) Store(s kg.Store) kg.Store { return turnStore{s, g.heavy} }

type turnStore struct {
	kg.Store
	turns *turns
}

// inTurn does a call when it is the turn of the client that asks for it.
func inTurn[T any](ctx context.Context, turns *turns, call func() (T, error)) (result T, err error) {
	mine := turns.ask(clientOf(ctx), math.MaxInt)
	defer turns.leave(mine)
	if err := mine.wait(ctx, nil); err != nil {
		return result, err
	}
	return call()
}

func (s turnStore) Types(ctx context.Context) ([]kg.RelationType, error) {
	return inTurn(ctx, s.turns, func() ([]kg.RelationType, error) { return s.Store.Types(ctx) })
}

func (s turnStore) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	return inTurn(ctx, s.turns, func() (*kg.Found, error) { return s.Store.Get(ctx, keys) })
}

func (s turnStore) Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	var found *kg.Found
	pages, err := inTurn(ctx, s.turns, func() (pages []kg.RelationPage, err error) {
		pages, found, err = s.Store.Pages(ctx, reqs)
		return pages, err
	})
	return pages, found, err
}

func (s turnStore) ListEntities(ctx context.Context, req kg.EntityList) (kg.EntityPage, error) {
	return inTurn(ctx, s.turns, func() (kg.EntityPage, error) { return s.Store.ListEntities(ctx, req) })
}

func (s turnStore) ListDocuments(ctx context.Context, req kg.DocumentList) (kg.DocumentPage, error) {
	return inTurn(ctx, s.turns, func() (kg.DocumentPage, error) { return s.Store.ListDocuments(ctx, req) })
}

func (s turnStore) Candidates(ctx context.Context, req kg.CandidateRequest) (kg.Candidates, error) {
	return inTurn(ctx, s.turns, func() (kg.Candidates, error) { return s.Store.Candidates(ctx, req) })
}

func (s turnStore) Datasets(ctx context.Context) ([]kg.Dataset, error) {
	return inTurn(ctx, s.turns, func() ([]kg.Dataset, error) { return s.Store.Datasets(ctx) })
}

func (s turnStore) EntityRecords(ctx context.Context, ids []string) (map[string]*kg.EntityRecord, error) {
	return inTurn(ctx, s.turns, func() (map[string]*kg.EntityRecord, error) { return s.Store.EntityRecords(ctx, ids) })
}

func (s turnStore) Merges(ctx context.Context) ([]kg.MergeRecord, error) {
	return inTurn(ctx, s.turns, func() ([]kg.MergeRecord, error) { return s.Store.Merges(ctx) })
}
