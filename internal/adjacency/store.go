// Package adjacency keeps in memory, beside any store, who is linked with whom: one entry
// for each end of each valid relation, with what filters usually ask for. It answers the
// questions that searches for paths and neighbourhoods consist of as the store would, and
// leaves to the store what it cannot tell.
package adjacency

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Store is a kg.Store that answers what a store beneath it does, some of it from memory.
// It follows what that store's database records, whoever writes it, and answers from
// memory only what is current.
type Store struct {
	kg.Store
	most int64 // bytes that the graph may take

	mu       sync.RWMutex
	graph    *graph // nil while there is none
	clusters *plan.Clusters
	types    map[string]kg.RelationType
	version  string // of the state of the database that the graph is that of; empty while it is of none
	waiting  []chan<- bool

	wake    chan struct{}
	stop    context.CancelFunc
	stopped chan struct{}

	fromMemory, fromStore atomic.Int64
	tooLarge              atomic.Bool
}

// New returns a Store over another, whose graph takes at most some bytes of memory. It
// begins at once to read the graph, in the background.
func New(store kg.Store, most int64) *Store {
	ctx, stop := context.WithCancel(context.Background())
	s := &Store{Store: store, most: most, wake: make(chan struct{}, 1), stop: stop, stopped: make(chan struct{})}
	go s.follow(ctx)
	return s
}

// Stop ends the following of the database, after which the store beneath is asked
// everything.
func (s *Store) Stop() {
	s.stop()
	<-s.stopped
	s.forget()
}

// Close implements kg.Store.
func (s *Store) Close() error {
	s.Stop()
	return s.Store.Close()
}

// State says what a Store holds, and what it was asked.
type State struct {
	Ready     bool  // it has a graph
	TooLarge  bool  // it has none since that takes more memory than it may
	Relations int   // in the graph
	Bytes     int64 // that the graph takes, about

	FromMemory, FromStore int64 // questions for links that were answered so far
}

// State returns the state of s.
func (s *Store) State() State {
	state := State{TooLarge: s.tooLarge.Load(), FromMemory: s.fromMemory.Load(), FromStore: s.fromStore.Load()}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.graph != nil {
		state.Ready, state.Relations, state.Bytes = true, s.graph.relations(), s.graph.bytes()
	}
	return state
}

// Links implements kg.Store.
func (s *Store) Links(ctx context.Context, req kg.LinkRequest) (kg.Links, error) {
	if req.AsOf != nil || !holds(req.Filter) || !s.current(ctx) {
		s.fromStore.Add(1)
		return s.Store.Links(ctx, req)
	}
	defer s.mu.RUnlock()
	s.fromMemory.Add(1)
	of, avoid := s.clusters.CanonicalOf(req.Of), s.clusters.CanonicalOf(req.Avoid)
	return s.graph.linksOf(of, avoid, newSieve(s.graph, s.types, req.Filter, true), req.Limit), nil
}

// Between implements kg.Store.
func (s *Store) Between(ctx context.Context, req kg.BetweenRequest) (kg.Between, error) {
	filter := req.Filter.WithoutEnds()
	if req.AsOf == nil && holds(filter) && s.current(ctx) {
		among := s.clusters.CanonicalOf(req.Among)
		ids := s.graph.between(among, newSieve(s.graph, s.types, filter, false), req.Limit+1)
		s.mu.RUnlock()
		answer := kg.Between{Truncated: len(ids) > req.Limit}
		ids = ids[:min(len(ids), req.Limit)]
		found, err := s.Get(ctx, kg.Keys{Relations: ids})
		if err != nil {
			return kg.Between{}, err
		}
		var unchanged bool
		if answer.Relations, unchanged = validAmong(found.Relations, ids, among); unchanged {
			s.fromMemory.Add(1)
			return answer, nil
		}
	}
	s.fromStore.Add(1)
	return s.Store.Between(ctx, req)
}

// validAmong returns the relations of some ids, unless something was written meanwhile, so
// that one is not valid or leads elsewhere.
func validAmong(found map[string]*kg.Relation, ids, among []string) (relations []*kg.Relation, unchanged bool) {
	is := make(map[string]bool, len(among))
	for _, id := range among {
		is[id] = true
	}
	for _, id := range ids {
		r := found[id]
		if r == nil || r.RetractedAt != nil || !is[r.Subject] || !is[r.Object] {
			return nil, false
		}
		relations = append(relations, r)
	}
	return relations, true
}

// patience is how long a question waits for the graph to become current.
const patience = 100 * time.Millisecond

// current reports whether the graph is that of the database, and then holds s.mu for
// reading.
func (s *Store) current(ctx context.Context) bool {
	s.mu.RLock()
	ready, known := s.graph != nil, s.version
	s.mu.RUnlock()
	if !ready {
		return false
	}
	search := kg.ExplorationOf(ctx)
	if search == nil || !search.Current {
		version, err := s.Version(ctx)
		if err != nil || version != known && !s.catchUp(ctx) {
			return false
		}
	}
	s.mu.RLock()
	if s.graph != nil && s.version != "" {
		if search != nil {
			search.Current = true
		}
		return true
	}
	s.mu.RUnlock()
	return false
}

// catchUp has the graph follow what was written before it was called, and reports whether
// it has.
func (s *Store) catchUp(ctx context.Context) bool {
	done := make(chan bool, 1)
	s.mu.Lock()
	s.waiting = append(s.waiting, done)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default: // it is to be woken already
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case followed := <-done:
		return followed
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}
