package live_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/live"
)

// journal is a store of activities alone, which can be slow, fail, or stand still.
type journal struct {
	kg.Store
	mu      sync.Mutex
	newest  int64
	reads   int
	delay   time.Duration
	failing bool
	stuck   chan struct{} // until it is closed nothing is answered; nil where all is
}

var errJournal = errors.New("the journal fails")

func (j *journal) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	j.mu.Lock()
	delay, failing, stuck := j.delay, j.failing, j.stuck
	found := j.find(*keys.Journal)
	j.reads++
	j.mu.Unlock()
	if stuck != nil {
		select {
		case <-stuck:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	select {
	case <-time.After(delay):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if failing {
		return nil, errJournal
	}
	return found, nil
}

func (j *journal) asked() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.reads
}

func (j *journal) find(req kg.JournalRequest) *kg.Found {
	found := kg.NewFound()
	first, last := req.After+1, min(j.newest, req.After+int64(req.Limit))
	if req.Latest {
		first, last = max(j.newest, 1), j.newest
	}
	for n := first; n <= last; n++ {
		found.Journal = append(found.Journal, kg.Activity{Number: n})
	}
	return found
}

func (j *journal) change(how func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	how()
}

// reader follows a feed until it is told to leave, and goes on after the last
// activity that it got whenever it is dropped or the journal fails.
type reader struct {
	ctx   context.Context
	leave context.CancelFunc
	pace  atomic.Int64 // how long it takes over one activity
	after int64        // the activity that it follows on from
	told  []int64
}

func (r *reader) follow(feed *live.Feed) {
	after := r.after
	for r.ctx.Err() == nil {
		_ = feed.Follow(r.ctx, after, func(a kg.Activity) error {
			r.told, after = append(r.told, a.Number), a.Number
			select {
			case <-time.After(time.Duration(r.pace.Load())):
				return nil
			case <-r.ctx.Done():
				return r.ctx.Err()
			}
		})
		select {
		case <-time.After(10 * time.Millisecond):
		case <-r.ctx.Done():
		}
	}
}

// wrong says what the reader was told that it should not have been.
func (r *reader) wrong() error {
	for i, n := range r.told {
		switch {
		case i == 0 && n != r.after+1:
			return fmt.Errorf("after %d came %d", r.after, n)
		case i > 0 && n != r.told[i-1]+1:
			return fmt.Errorf("after %d came %d", r.told[i-1], n)
		}
	}
	return nil
}

// steps are what may happen while a journal is followed.
var steps = []string{"write", "write many", "wake", "wait", "wait long", "join", "join after", "join slow", "leave", "leave all", "slow", "quick", "fail", "mend"}

func TestWhateverHappensNothingIsToldTwiceOrMissed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		script := rapid.SliceOfN(rapid.SampledFrom(steps), 1, 60).Draw(rt, "script")
		seed := rapid.Uint64().Draw(rt, "seed")
		var problem error
		synctest.Test(t, func(*testing.T) { problem = perform(script, rand.New(rand.NewPCG(seed, 0))) })
		if problem != nil {
			rt.Fatal(problem)
		}
	})
}

// perform does what a script says. It ends only once no goroutine is left, or else
// synctest panics.
func perform(script []string, random *rand.Rand) error {
	store := &journal{}
	feed := live.NewFeed(store, 3)
	var all, here []*reader
	join := func(pace time.Duration, after int64) {
		r := &reader{after: after}
		r.pace.Store(int64(pace))
		r.ctx, r.leave = context.WithCancel(context.Background())
		all, here = append(all, r), append(here, r)
		go r.follow(feed)
	}
	for _, step := range script {
		synctest.Wait()
		switch step {
		case "write":
			store.change(func() { store.newest++ })
		case "write many":
			store.change(func() { store.newest += int64(random.IntN(250)) })
		case "wake":
			feed.Wake()
		case "wait":
			time.Sleep(time.Duration(random.IntN(50)) * time.Millisecond)
		case "wait long":
			time.Sleep(time.Duration(random.IntN(3000)) * time.Millisecond)
		case "join":
			join(0, store.newest)
		case "join after":
			join(0, random.Int64N(store.newest+1))
		case "join slow":
			join(time.Duration(random.IntN(1000))*time.Millisecond, store.newest)
		case "leave":
			if len(here) > 0 {
				i := random.IntN(len(here))
				here[i].leave()
				here = append(here[:i:i], here[i+1:]...)
			}
		case "leave all":
			for _, r := range here {
				r.leave()
			}
			here = nil
		case "slow":
			store.change(func() { store.delay = time.Duration(random.IntN(2000)) * time.Millisecond })
		case "quick":
			store.change(func() { store.delay = 0 })
		case "fail":
			store.change(func() { store.failing = true })
		case "mend":
			store.change(func() { store.failing = false })
		}
	}
	store.change(func() { store.delay, store.failing = 0, false })
	for _, r := range all {
		r.pace.Store(0)
	}
	time.Sleep(10 * time.Second) // whoever waits for the store has been answered
	store.change(func() { store.newest++ })
	time.Sleep(10 * time.Second)
	synctest.Wait()
	for i, r := range here {
		if len(r.told) == 0 || r.told[len(r.told)-1] != store.newest {
			return fmt.Errorf("follower %d of those left was told %v, not up to %d", i, r.told, store.newest)
		}
	}
	for i, r := range all {
		r.leave()
		if err := r.wrong(); err != nil {
			return fmt.Errorf("follower %d: %w", i, err)
		}
	}
	return nil
}

func TestTheLastFollowerDroppedLeavesNoSecondReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := []string{"join slow", "wait", "write many", "wake", "wait long", "join", "write", "wake", "wait", "leave all"}
		for seed := range uint64(20) {
			require.NoError(t, perform(script, rand.New(rand.NewPCG(seed, 1))))
		}
	})
}

func TestAStoreThatStandsStillHoldsUpNobodyButWhoAsksIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &journal{newest: 1}
		feed := live.NewFeed(store, 3)
		follow := func() (leave context.CancelFunc, ended chan error) {
			ctx, cancel := context.WithCancel(context.Background())
			ended = make(chan error, 1)
			go func() { ended <- feed.Follow(ctx, 1, func(kg.Activity) error { return nil }) }()
			return cancel, ended
		}
		leaveFirst, first := follow()
		synctest.Wait()
		store.change(func() { store.stuck = make(chan struct{}) })
		feed.Wake() // the reading stands still from here on
		synctest.Wait()
		leaveSecond, second := follow()
		synctest.Wait()
		for name, leave := range map[string]func() (context.CancelFunc, chan error){
			"who joins":   func() (context.CancelFunc, chan error) { return leaveSecond, second },
			"who follows": func() (context.CancelFunc, chan error) { return leaveFirst, first },
		} {
			cancel, ended := leave()
			cancel()
			synctest.Wait()
			select {
			case err := <-ended:
				require.ErrorIs(t, err, context.Canceled, name)
			default:
				t.Errorf("%s cannot leave", name)
			}
		}
	})
}

func TestAFollowerThatIsTooSlowIsDroppedAndCanGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const backlog, many = 100, 200
		store := &journal{newest: 1}
		feed := live.NewFeed(store, backlog)
		var last int64
		release, ended := make(chan struct{}), make(chan error, 1)
		go func() {
			ended <- feed.Follow(t.Context(), 0, func(a kg.Activity) error {
				<-release
				last = a.Number
				return nil
			})
		}()
		synctest.Wait()
		store.change(func() { store.newest += many })
		time.Sleep(time.Minute)
		close(release)
		require.ErrorIs(t, <-ended, live.ErrTooSlow)
		require.Equal(t, int64(1+backlog), last, "what it is behind by is not lost")
		enough := errors.New("enough")
		next := last + 1
		err := feed.Follow(t.Context(), last, func(a kg.Activity) error {
			require.Equal(t, next, a.Number)
			if next++; a.Number == 1+many {
				return enough
			}
			return nil
		})
		require.ErrorIs(t, err, enough)
	})
}

func TestNothingIsReadForNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &journal{}
		feed := live.NewFeed(store, 3)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- feed.Follow(ctx, 0, func(kg.Activity) error { return nil }) }()
		time.Sleep(time.Minute)
		require.Greater(t, store.asked(), 60)
		cancel()
		require.ErrorIs(t, <-ended, context.Canceled)
		synctest.Wait()
		reads := store.asked()
		time.Sleep(time.Minute)
		require.Equal(t, reads, store.asked())
	})
}
