package adjacency

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

const (
	interval    = time.Second // how often the database is looked at while nobody asks
	pageSize    = 10_000      // relations read at once
	activities  = 500         // of the journal, read at once
	mostRounds  = 20          // of reading what was written while it was read what was before
	mostChanged = 50_000      // relations read one by one; of more the graph is read anew

	// What building takes is this often the time before it is built again.
	restAfterBuilding = 4
)

var (
	errTooLarge = errors.New("the graph takes more memory than it may")
	errAnew     = errors.New("the graph has to be read anew")
)

// follow keeps the graph until ctx ends, or until it cannot.
func (s *Store) follow(ctx context.Context) {
	defer close(s.stopped)
	defer s.forget()
	defer func() {
		if reason := recover(); reason != nil {
			slog.Error("the graph in memory is given up; the store answers", "panic", reason, "stack", string(debug.Stack()))
		}
	}()
	f := &follower{Store: s}
	ticks := time.NewTicker(interval)
	defer ticks.Stop()
	for {
		asked := s.asked()
		err := f.followOn(ctx)
		for _, done := range asked {
			done <- err == nil
		}
		if errors.Is(err, errTooLarge) {
			slog.Warn("the graph does not fit into the memory it may take; the store answers", "graph-memory", s.most)
			s.tooLarge.Store(true)
			return
		}
		if err != nil && ctx.Err() == nil {
			slog.Debug("the graph in memory is not current", "error", err)
		}
		if errors.Is(err, errAnew) && time.Now().After(f.resume) {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		case <-s.wake:
		}
	}
}

// asked returns who waits for what was written so far.
func (s *Store) asked() []chan<- bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.waiting
	s.waiting = nil
	return asked
}

// forget lets go of the graph.
func (s *Store) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.graph, s.version = nil, ""
}

// A follower changes the graph of a Store as the journal says.
type follower struct {
	*Store
	last   kg.Activity // up to which the graph is read; of number 0 before the first
	resume time.Time   // before which the graph is not built
}

// followOn makes the graph current.
func (f *follower) followOn(ctx context.Context) error {
	if f.graph == nil {
		if time.Now().Before(f.resume) {
			return errAnew
		}
		if err := f.build(ctx); err != nil {
			return err
		}
	}
	for range mostRounds {
		version, err := f.Version(ctx)
		if err != nil || version == f.version {
			return err
		}
		changed, err := f.read(ctx)
		if err == nil && changed {
			continue
		}
		if err == nil {
			f.mu.Lock()
			f.version = version
			f.mu.Unlock()
			return nil
		}
		if errors.Is(err, errAnew) || errors.Is(err, errTooLarge) {
			f.forget()
		}
		return err
	}
	return fmt.Errorf("more was written while %d times what had been written was read", mostRounds)
}

// build reads the graph. What is written meanwhile is read by following the journal.
func (f *follower) build(ctx context.Context) error {
	began := time.Now()
	defer func() { f.resume = time.Now().Add(restAfterBuilding * time.Since(began)) }()
	latest, err := f.Get(ctx, kg.Keys{Journal: &kg.JournalRequest{Limit: 1, Latest: true}})
	if err != nil {
		return err
	}
	f.last = kg.Activity{}
	if len(latest.Journal) > 0 {
		f.last = latest.Journal[0]
	}
	b := &builder{graph: newGraph()}
	err = f.relationsOf(ctx, "", func(r *kg.Relation, digest [16]byte) error {
		b.add(r, digest)
		if b.bytes() > f.most {
			return errTooLarge
		}
		return nil
	})
	if err != nil {
		return err
	}
	g := b.build()
	clusters, types, err := f.names(ctx)
	if err != nil {
		return err
	}
	f.mu.Lock()
	f.graph, f.clusters, f.types, f.version = g, clusters, types, ""
	f.mu.Unlock()
	slog.Debug("the graph is in memory", "relations", g.relations(), "bytes", g.bytes(), "took", time.Since(began))
	return nil
}

// names returns who is one with whom, and the types.
func (f *follower) names(ctx context.Context) (*plan.Clusters, map[string]kg.RelationType, error) {
	merges, err := f.Merges(ctx)
	if err != nil {
		return nil, nil, err
	}
	types, err := f.Types(ctx)
	return plan.NewMerges(merges).AsOf(nil), kg.TypesByID(types), err
}

// relationsOf calls add with every valid relation of an owner, or of the graph where that is
// empty, in the order of their positions.
func (f *follower) relationsOf(ctx context.Context, owner string, add func(*kg.Relation, [16]byte) error) error {
	slice := kg.Slice{Limit: pageSize}
	for {
		pages, _, err := f.Pages(ctx, kg.PageRequests{Pages: []kg.PageRequest{{Owner: owner, Slice: slice}}})
		if err != nil {
			return err
		}
		for _, r := range pages[0].Relations {
			digest, ok := kg.RelationDigest(r.ID)
			if !ok {
				return fmt.Errorf("%q is no relation's id", r.ID)
			}
			if err := add(r, digest); err != nil {
				return err
			}
			slice.After = r.Position()
		}
		if !pages[0].HasNext {
			return nil
		}
	}
}
