// Package live tells of activities as they are recorded, whoever records them:
// it reads the store's journal on, not the graph.
package live

import (
	"context"
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

// readTimeout bounds one reading of the journal, so that a connection that has gone
// silent is given up and another is tried.
const readTimeout = 30 * time.Second

// Feed lets many followers share one reading of a store's journal. The reading is
// the feed's own: it begins with a follower, ends once nobody is left, and there is
// never a second. No lock is held while the store is asked. Its zero value is not
// ready to use; see NewFeed.
type Feed struct {
	store   kg.Store
	backlog int
	wake    chan struct{}

	mu        sync.Mutex
	followers map[*follower]bool
	last      int64              // of the activities that followers were told of; never goes back
	reading   bool               // whether readOn runs
	idle      context.CancelFunc // ends what readOn waits for; nil where that has ended
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

// Follow calls tell with each activity of a greater number than last, in order and
// none twice. It returns ctx's error, tell's, the store's, or ErrTooSlow.
func (f *Feed) Follow(ctx context.Context, last int64, tell func(kg.Activity) error) error {
	newest, err := kg.NewestActivity(ctx, f.store)
	if err != nil {
		return err
	}
	me := f.join(newest)
	defer f.leave(me)
	if last, err = f.catchUp(ctx, last, me.from, tell); err != nil {
		return err
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
			last = a.Number
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

// join adds a follower. The first one has the reading begin behind the newest
// activity, since it reads what is before by itself.
func (f *Feed) join(newest int64) *follower {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.followers) == 0 {
		f.last = max(f.last, newest)
	}
	me := &follower{from: f.last, queue: make(chan kg.Activity, f.backlog)}
	f.followers[me] = true
	if !f.reading {
		f.reading = true
		go f.readOn()
	}
	return me
}

// leave removes a follower.
func (f *Feed) leave(me *follower) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.remove(me)
}

// remove removes a follower, and the last one interrupts the reading. The lock has
// to be held.
func (f *Feed) remove(me *follower) {
	delete(f.followers, me)
	if len(f.followers) == 0 && f.idle != nil {
		f.idle()
		f.idle = nil
	}
}

// readOn reads the journal until nobody follows it.
func (f *Feed) readOn() {
	ticks := time.NewTicker(interval)
	defer ticks.Stop()
	failing := false
	for {
		ctx := f.followed()
		if ctx == nil {
			return
		}
		select {
		case <-ctx.Done():
			continue
		case <-ticks.C:
		case <-f.wake:
		}
		err := f.readNew(ctx)
		if ctx.Err() != nil {
			continue
		}
		if err != nil && !failing {
			slog.Warn("the journal cannot be read; subscriptions wait", "error", err)
		}
		failing = err != nil
	}
}

// followed returns a context that ends once nobody follows. It returns nil where
// nobody does, after which readOn has to return: the next follower starts another.
func (f *Feed) followed() context.Context {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.idle != nil {
		f.idle()
		f.idle = nil
	}
	if len(f.followers) == 0 {
		f.reading = false
		return nil
	}
	var ctx context.Context
	ctx, f.idle = context.WithCancel(context.Background())
	return ctx
}

// readNew tells the followers of what is new.
func (f *Feed) readNew(ctx context.Context) error {
	for ctx.Err() == nil {
		activities, err := f.readPage(ctx)
		if err != nil || len(activities) == 0 {
			return err
		}
		f.tell(activities)
	}
	return ctx.Err()
}

func (f *Feed) readPage(ctx context.Context) ([]kg.Activity, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	f.mu.Lock()
	last := f.last
	f.mu.Unlock()
	return f.read(ctx, kg.JournalRequest{After: last, Limit: page})
}

// tell tells every follower, and drops those whose queue is full. What was read for
// followers that have left may have been caught up with by others since.
func (f *Feed) tell(activities []kg.Activity) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, a := range activities {
		if a.Number <= f.last {
			continue
		}
		f.last = a.Number
		for one := range f.followers {
			select {
			case one.queue <- a:
			default:
				close(one.queue)
				f.remove(one)
			}
		}
	}
}
