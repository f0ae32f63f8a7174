// Package live tells of activities as they are recorded, whoever records them:
// it reads the store's journal on, not the graph.
package live

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"conflictgraph/internal/kg"
)

// interval is how often the journal is read on while anybody follows it. What
// this process writes is read at once.
const interval = 500 * time.Millisecond

// page is how many activities are read at once.
const page = 100

// ErrTooSlow is why a follower is dropped that does not keep up. It can follow
// again, after the last activity that it got.
var ErrTooSlow = &kg.Error{Code: kg.CodeUnavailable, Message: "this subscription did not keep up and was ended; subscribe again with after: the id of the last event"}

// Feed lets many followers share one reading of a store's journal. Its zero value
// is not ready to use; see NewFeed.
type Feed struct {
	store   kg.Store
	backlog int
	wake    chan struct{}

	mu        sync.Mutex
	followers map[*follower]bool
	last      int64 // of the activities that followers were told of
	stop      context.CancelFunc
}

// NewFeed returns the feed of a store, whose followers may be as many activities
// behind the newest as the backlog before they are dropped.
func NewFeed(store kg.Store, backlog int) *Feed {
	return &Feed{store: store, backlog: backlog, wake: make(chan struct{}, 1), followers: map[*follower]bool{}}
}

// A follower is told of activities that are newer than those it reads itself.
type follower struct {
	from  int64 // the last activity before those that it is told of
	queue chan kg.Activity
}

// Wake has the journal read on at once.
func (f *Feed) Wake() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// Follow calls tell with each activity of a greater number than after, in order
// and none twice, or from now on where after is nil. It returns ctx's error, tell's,
// the store's, or ErrTooSlow.
func (f *Feed) Follow(ctx context.Context, after *int64, tell func(kg.Activity) error) error {
	me, err := f.join(ctx)
	if err != nil {
		return err
	}
	defer f.leave(me)
	last := me.from
	if after != nil {
		if last, err = f.catchUp(ctx, *after, me.from, tell); err != nil {
			return err
		}
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case a, ok := <-me.queue:
			if !ok {
				return ErrTooSlow
			}
			if a.Number <= last {
				continue
			}
			if err := tell(a); err != nil {
				return err
			}
		}
	}
}

// catchUp tells of the activities from after to the one that the follower's queue
// begins behind, and returns the last.
func (f *Feed) catchUp(ctx context.Context, after, to int64, tell func(kg.Activity) error) (int64, error) {
	for after < to {
		activities, err := f.read(ctx, kg.JournalRequest{After: after, Limit: page})
		if err != nil || len(activities) == 0 {
			return after, err
		}
		for _, a := range activities {
			if err := tell(a); err != nil {
				return after, err
			}
			after = a.Number
		}
	}
	return max(after, to), nil
}

func (f *Feed) read(ctx context.Context, req kg.JournalRequest) ([]kg.Activity, error) {
	found, err := f.store.Get(ctx, kg.Keys{Journal: &req})
	if err != nil {
		return nil, err
	}
	return found.Journal, nil
}

// join adds a follower. The first one starts the reading.
func (f *Feed) join(ctx context.Context) (*follower, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.followers) == 0 {
		newest, err := f.read(ctx, kg.JournalRequest{Latest: true, Limit: 1})
		if err != nil {
			return nil, err
		}
		f.last = 0
		if len(newest) > 0 {
			f.last = newest[0].Number
		}
		var reading context.Context
		reading, f.stop = context.WithCancel(context.WithoutCancel(ctx))
		go f.readOn(reading)
	}
	me := &follower{from: f.last, queue: make(chan kg.Activity, f.backlog)}
	f.followers[me] = true
	return me, nil
}

// leave removes a follower. The last one ends the reading.
func (f *Feed) leave(me *follower) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.followers, me)
	if len(f.followers) == 0 && f.stop != nil {
		f.stop()
		f.stop = nil
	}
}

// readOn reads the journal until ctx ends.
func (f *Feed) readOn(ctx context.Context) {
	ticks := time.NewTicker(interval)
	defer ticks.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		case <-f.wake:
		}
		err := f.readNew(ctx)
		if err != nil && !failing && !errors.Is(err, context.Canceled) {
			slog.WarnContext(ctx, "the journal cannot be read; subscriptions wait", "error", err)
		}
		failing = err != nil
	}
}

// readNew tells the followers of what is new.
func (f *Feed) readNew(ctx context.Context) error {
	for {
		f.mu.Lock()
		last := f.last
		f.mu.Unlock()
		activities, err := f.read(ctx, kg.JournalRequest{After: last, Limit: page})
		if err != nil || len(activities) == 0 {
			return err
		}
		if !f.tell(ctx, activities) {
			return nil
		}
	}
}

// tell tells every follower, and drops those whose queue is full. It reports
// false once ctx has ended, after which others may read.
func (f *Feed) tell(ctx context.Context, activities []kg.Activity) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if ctx.Err() != nil {
		return false
	}
	for _, a := range activities {
		f.last = a.Number
		for one := range f.followers {
			select {
			case one.queue <- a:
			default:
				delete(f.followers, one)
				close(one.queue)
			}
		}
	}
	return true
}
