package plan

import (
	"context"
	"time"

	"conflictgraph/internal/kg"
)

// Store is the kg.Store of a Driver.
type Store struct {
	driver Driver
	named  namedCounts
}

// NewStore returns the Store of a driver, which it closes when it is closed.
func NewStore(driver Driver) *Store {
	return &Store{driver, newNamedCounts()}
}

// Version implements kg.Store.
func (s *Store) Version(ctx context.Context) (string, error) { return s.driver.Version(ctx) }

// Ping implements kg.Store.
func (s *Store) Ping(ctx context.Context) error { return s.driver.Ping(ctx) }

// Close implements kg.Store.
func (s *Store) Close() error { return s.driver.Close() }

// Types implements kg.Store.
func (s *Store) Types(ctx context.Context) (types []kg.RelationType, err error) {
	err = s.driver.Read(ctx, func(snapshot Snapshot) error {
		all, err := snapshot.Types(ctx)
		if err == nil {
			types = all.List()
		}
		return err
	})
	return types, err
}

// EntityRecords implements kg.Store.
func (s *Store) EntityRecords(ctx context.Context, ids []string) (records map[string]*kg.EntityRecord, err error) {
	err = s.driver.Read(ctx, func(snapshot Snapshot) error {
		rows, err := snapshot.Lookup(ctx, Keys{Entities: distinct(ids), History: true})
		records = rows.Entities
		for _, r := range records {
			r.Degree = 0
		}
		return err
	})
	return records, err
}

// Merges implements kg.Store.
func (s *Store) Merges(ctx context.Context) (all []kg.MergeRecord, err error) {
	err = s.driver.Read(ctx, func(snapshot Snapshot) error {
		merges, err := snapshot.Merges(ctx)
		if err == nil {
			all = merges.Records()
		}
		return err
	})
	return all, err
}

// Candidates implements kg.Store.
func (s *Store) Candidates(ctx context.Context, req kg.CandidateRequest) (found kg.Candidates, err error) {
	err = s.driver.Read(ctx, func(snapshot Snapshot) error {
		found, err = match(ctx, snapshot, req)
		return err
	})
	return found, err
}

func match(ctx context.Context, snapshot Snapshot, req kg.CandidateRequest) (found kg.Candidates, err error) {
	if len(req.Terms) == 0 && req.Beginning == "" {
		return found, nil
	}
	if err := req.CheckTerms(); err != nil {
		return found, err
	}
	return snapshot.Match(ctx, req)
}

// A query is one question about one moment.
type query struct {
	Snapshot
	ctx      context.Context
	asOf     *time.Time
	merges   *Merges
	clusters *Clusters // as of asOf
	types    *Types
	named    namedCounts
	codings  map[string][]kg.Coding // of data sets; nil where none are asked for
}

// ask calls fn with a query as of a moment.
func (s *Store) ask(ctx context.Context, asOf *time.Time, fn func(*query) error) error {
	return s.driver.Read(ctx, func(snapshot Snapshot) error {
		q, err := newQuery(ctx, snapshot, asOf)
		if err != nil {
			return err
		}
		q.named = s.named
		return fn(q)
	})
}

func newQuery(ctx context.Context, snapshot Snapshot, asOf *time.Time) (*query, error) {
	merges, err := snapshot.Merges(ctx)
	if err != nil {
		return nil, err
	}
	types, err := snapshot.Types(ctx)
	return &query{Snapshot: snapshot, ctx: ctx, asOf: asOf, merges: merges, clusters: merges.AsOf(asOf), types: types}, err
}

// history reports whether what entities were, too, decides what they answer.
func (q *query) history() bool { return q.asOf != nil }
