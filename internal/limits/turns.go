package limits

import (
	"context"
	"errors"
	"sync"
	"time"
)

// turns hands out so many turns at once by weighted fair queueing: of those who wait,
// the next is of the client that has had the least time. Who has a turn may be asked
// to let others go on before it has finished.
type turns struct {
	now   func() time.Time
	begun int // may have begun at the most, and not be finished

	mu       sync.Mutex
	free     int
	begunNow int
	waiting  []*turn // in the order in which they came
	had      map[string]time.Duration
	floor    time.Duration // what the client of the last turn had had: nobody new begins with less
}

// turn is the right to work for a while.
type turn struct {
	client string
	begun  bool
	since  time.Time     // when it was given
	given  chan struct{} // is closed when it is given; only who has the turn replaces it
}

var errImpatient = errors.New("the turn was not given in time")

// wait waits until the turn is given, or until ctx ends or something comes from
// patience, which is an error.
func (w *turn) wait(ctx context.Context, patience <-chan time.Time) error {
	select { // what is given is taken, whatever else there is
	case <-w.given:
		return ctx.Err()
	default:
	}
	select {
	case <-w.given:
		return nil
	case <-patience:
		return errImpatient
	case <-ctx.Done():
		return ctx.Err()
	}
}

// newTurns returns turns for some at once; as many as begun may have had one and not
// be finished.
func newTurns(atOnce, begun int, now func() time.Time) *turns {
	return &turns{now: now, begun: begun, free: atOnce, had: map[string]time.Duration{}}
}

// mostRemembered is how many clients are remembered of which some may have nothing to
// do.
const mostRemembered = 1000

// ask returns a turn, which is given at once or later; nil where it is to be given
// later and as many as queue wait to begin.
func (t *turns) ask(client string, queue int) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	if (t.free == 0 || t.begunNow >= t.begun) && t.waitingToBegin() >= queue {
		return nil
	}
	if len(t.had) > mostRemembered {
		for other, had := range t.had {
			if had <= t.floor {
				delete(t.had, other)
			}
		}
	}
	w := &turn{client: client, given: make(chan struct{})}
	t.had[client] = max(t.had[client], t.floor)
	t.waiting = append(t.waiting, w)
	t.give()
	return w
}

// leave ends a turn, or the wait for it.
func (t *turns) leave(w *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, other := range t.waiting {
		if other == w {
			t.waiting = append(t.waiting[:i], t.waiting[i+1:]...)
			if w.begun {
				t.begunNow--
			}
			t.give()
			return
		}
	}
	t.charge(w)
	t.free++
	t.begunNow--
	t.give()
}

// yield gives a turn to a client that has had less time, where one waits. The turn
// that it returns, which is the same where none does, is given when it is its time
// again.
func (t *turns) yield(w *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.charge(w)
	next := t.next()
	if next < 0 || t.had[t.waiting[next].client] >= t.had[w.client] {
		return
	}
	w.given = make(chan struct{})
	t.free++
	// Before those of its client that came after it: what was begun is finished first.
	t.waiting = append([]*turn{w}, t.waiting...)
	t.give()
}

// charge has a turn's client pay for the time since it was given, or last paid.
func (t *turns) charge(w *turn) {
	now := t.now()
	t.had[w.client] += now.Sub(w.since)
	w.since = now
}

// give gives the turns that are free.
func (t *turns) give() {
	for t.free > 0 {
		next := t.next()
		if next < 0 {
			break
		}
		w := t.waiting[next]
		t.waiting = append(t.waiting[:next], t.waiting[next+1:]...)
		t.free--
		if !w.begun {
			w.begun = true
			t.begunNow++
		}
		w.since, t.floor = t.now(), max(t.floor, t.had[w.client])
		close(w.given)
	}
	if len(t.waiting) == 0 && t.begunNow == 0 {
		clear(t.had) // nobody is owed anything
		t.floor = 0
	}
}

// next returns who of those who wait is to have a turn, -1 where none may.
func (t *turns) next() int {
	best := -1
	for i, w := range t.waiting {
		if !w.begun && t.begunNow >= t.begun {
			continue
		}
		if best < 0 || t.had[w.client] < t.had[t.waiting[best].client] {
			best = i
		}
	}
	return best
}

// working returns how many have begun and not finished.
func (t *turns) working() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.begunNow
}

// queued returns how many wait to begin.
func (t *turns) queued() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.waitingToBegin()
}

func (t *turns) waitingToBegin() (n int) {
	for _, w := range t.waiting {
		if !w.begun {
			n++
		}
	}
	return n
}
