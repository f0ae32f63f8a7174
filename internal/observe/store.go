package observe

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/codes"

	"conflictgraph/internal/kg"
)

// Store returns a store that does what s does, and times and traces its calls.
func (m *Metrics) Store(s kg.Store) kg.Store { return store{s, m} }

type store struct {
	kg.Store
	metrics *Metrics
}

// call does one call of a method.
func call[T any](ctx context.Context, s store, method string, do func(context.Context) (T, error)) (T, error) {
	ctx, span := tracer().Start(ctx, "store "+method)
	defer span.End()
	start := time.Now()
	result, err := do(ctx)
	s.metrics.storeSeconds.WithLabelValues(method).Observe(time.Since(start).Seconds())
	if err != nil {
		code := string(kg.ErrorCode(err))
		if ctx.Err() != nil {
			code = "ENDED"
		}
		s.metrics.storeErrors.WithLabelValues(method, code).Inc()
		span.SetStatus(codes.Error, code)
	}
	return result, err
}

func (s store) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	return call(ctx, s, "Get", func(ctx context.Context) (*kg.Found, error) { return s.Store.Get(ctx, keys) })
}

func (s store) Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	var found *kg.Found
	pages, err := call(ctx, s, "Pages", func(ctx context.Context) (pages []kg.RelationPage, err error) {
		pages, found, err = s.Store.Pages(ctx, reqs)
		return pages, err
	})
	return pages, found, err
}

func (s store) ListEntities(ctx context.Context, req kg.EntityList) (kg.EntityPage, error) {
	return call(ctx, s, "ListEntities", func(ctx context.Context) (kg.EntityPage, error) { return s.Store.ListEntities(ctx, req) })
}

func (s store) ListDocuments(ctx context.Context, req kg.DocumentList) (kg.DocumentPage, error) {
	return call(ctx, s, "ListDocuments", func(ctx context.Context) (kg.DocumentPage, error) { return s.Store.ListDocuments(ctx, req) })
}

func (s store) Candidates(ctx context.Context, req kg.CandidateRequest) (kg.Candidates, error) {
	return call(ctx, s, "Candidates", func(ctx context.Context) (kg.Candidates, error) { return s.Store.Candidates(ctx, req) })
}

func (s store) Links(ctx context.Context, req kg.LinkRequest) (kg.Links, error) {
	return call(ctx, s, "Links", func(ctx context.Context) (kg.Links, error) { return s.Store.Links(ctx, req) })
}

func (s store) Between(ctx context.Context, req kg.BetweenRequest) (kg.Between, error) {
	return call(ctx, s, "Between", func(ctx context.Context) (kg.Between, error) { return s.Store.Between(ctx, req) })
}

func (s store) Counts(ctx context.Context, reqs kg.CountRequests) ([][]kg.Count, error) {
	return call(ctx, s, "Counts", func(ctx context.Context) ([][]kg.Count, error) { return s.Store.Counts(ctx, reqs) })
}

func (s store) Types(ctx context.Context) ([]kg.RelationType, error) {
	return call(ctx, s, "Types", s.Store.Types)
}

func (s store) Datasets(ctx context.Context) ([]kg.Dataset, error) {
	return call(ctx, s, "Datasets", s.Store.Datasets)
}

func (s store) EntityRecords(ctx context.Context, ids []string) (map[string]*kg.EntityRecord, error) {
	return call(ctx, s, "EntityRecords", func(ctx context.Context) (map[string]*kg.EntityRecord, error) {
		return s.Store.EntityRecords(ctx, ids)
	})
}

func (s store) Merges(ctx context.Context) ([]kg.MergeRecord, error) {
	return call(ctx, s, "Merges", s.Store.Merges)
}

func (s store) Write(ctx context.Context, batch kg.Batch) (kg.Written, error) {
	return call(ctx, s, "Write", func(ctx context.Context) (kg.Written, error) { return s.Store.Write(ctx, batch) })
}

func (s store) Ping(ctx context.Context) error {
	_, err := call(ctx, s, "Ping", func(ctx context.Context) (struct{}, error) { return struct{}{}, s.Store.Ping(ctx) })
	return err
}

func (s store) Version(ctx context.Context) (string, error) {
	return call(ctx, s, "Version", s.Store.Version)
}
