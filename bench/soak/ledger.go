package soak

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// The subscriptions whose events are checked.
const (
	added     = "relationAdded"
	retracted = "relationRetracted"
)

// ledger holds the activities that followers have to be told of, and those that
// they were.
type ledger struct {
	mu       sync.Mutex
	expected map[string]map[int64]bool // by subscription
	told     []*told
}

// told is what one follower was told.
type told struct {
	name, subscription string
	activities         map[int64]bool
	last               place
}

// place is that of an event: the activity's number, and the change's place in it.
type place struct{ activity, change int64 }

func (p place) before(other place) bool {
	return p.activity < other.activity || p.activity == other.activity && p.change < other.change
}

func (p place) String() string { return fmt.Sprintf("%d.%d", p.activity, p.change) }

func newLedger() *ledger {
	return &ledger{expected: map[string]map[int64]bool{added: {}, retracted: {}}}
}

// expect has every follower of a subscription be told of an activity.
func (l *ledger) expect(subscription string, activity int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.expected[subscription][activity] = true
}

// follower returns what a new follower was told, which is nothing, of the events
// after a place.
func (l *ledger) follower(name, subscription string, after place) *told {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := &told{name: name, subscription: subscription, activities: map[int64]bool{}, last: after}
	l.told = append(l.told, f)
	return f
}

// tell notes that a follower was told of an event, which has to come after the
// last.
func (l *ledger) tell(f *told, id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var at place
	if _, err := fmt.Sscanf(id, "%d.%d", &at.activity, &at.change); err != nil {
		return failure{"NO_EVENT", fmt.Sprintf("%q is not the id of an event", id)}
	}
	if !f.last.before(at) {
		return failure{"TOLD_TWICE", fmt.Sprintf("%s was told of %s after %s", f.name, at, f.last)}
	}
	f.last = at
	f.activities[at.activity] = true
	return nil
}

func (l *ledger) last(f *told) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return f.last.String()
}

// missing returns an error for each event that a follower was not told of.
func (l *ledger) missing() (all []error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, f := range l.told {
		for activity := range l.expected[f.subscription] {
			if !f.activities[activity] {
				all = append(all, failure{"NOT_TOLD", fmt.Sprintf("%s was not told of activity %d", f.name, activity)})
			}
		}
	}
	return all
}

// settle waits until nothing is missing, for a time.
func (l *ledger) settle(ctx context.Context, longest time.Duration) {
	for began := time.Now(); len(l.missing()) > 0 && time.Since(began) < longest && ctx.Err() == nil; {
		time.Sleep(100 * time.Millisecond)
	}
}
