package live_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/live"
)

func add(t testing.TB, store kg.Store, id string) {
	t.Helper()
	_, err := store.Write(t.Context(), kg.Batch{Entities: []kg.Entity{{ID: id, Kind: kg.KindReport, Name: id}}})
	require.NoError(t, err)
}

// counting counts how often a store's journal is read.
type counting struct {
	kg.Store
	reads atomic.Int64
}

func (c *counting) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	c.reads.Add(1)
	return c.Store.Get(ctx, keys)
}

func TestEveryFollowerGetsEachActivityOnceInOrder(t *testing.T) {
	store := &counting{Store: bothstores.SQLite(t)}
	feed := live.NewFeed(store, backlog)
	for i := range 250 {
		add(t, store, fmt.Sprintf("before-%d", i))
	}
	const followers, more = 200, 50
	enough := errors.New("enough")
	var started, done sync.WaitGroup
	for n := range followers {
		after := int64(n) // each begins somewhere else
		started.Add(1)
		done.Go(func() {
			next := after + 1
			first := sync.OnceFunc(started.Done)
			err := feed.Follow(t.Context(), &after, func(a kg.Activity) error {
				if a.Number != next {
					t.Errorf("follower %d got activity %d, not %d", after, a.Number, next)
				}
				next++
				first()
				if a.Number == 250+more {
					return enough
				}
				return nil
			})
			if !errors.Is(err, enough) {
				t.Errorf("follower %d ended with %v", after, err)
			}
		})
	}
	started.Wait()
	reads := store.reads.Load()
	for i := range more {
		add(t, store, fmt.Sprintf("live-%d", i))
		feed.Wake()
	}
	done.Wait()
	if grown := store.reads.Load() - reads; grown > 2*followers {
		t.Errorf("%d reads for %d activities and %d followers", grown, more, followers)
	}
}

const backlog = 100

func TestAFollowerThatIsTooSlowIsDroppedAndCanGoOn(t *testing.T) {
	store := bothstores.SQLite(t)
	feed := live.NewFeed(store, backlog)
	add(t, store, "first")
	var zero, last int64
	release := make(chan struct{})
	ended := make(chan error, 1)
	entered := make(chan struct{})
	go func() {
		ended <- feed.Follow(t.Context(), &zero, func(a kg.Activity) error {
			if a.Number == 1 {
				close(entered)
				<-release
			}
			last = a.Number
			return nil
		})
	}()
	<-entered
	const many = 2 * backlog
	for i := range many {
		add(t, store, fmt.Sprintf("many-%d", i))
	}
	feed.Wake()
	time.Sleep(time.Second)
	close(release)
	require.ErrorIs(t, <-ended, live.ErrTooSlow)
	require.Less(t, last, int64(many))
	enough := errors.New("enough")
	next := last + 1
	err := feed.Follow(t.Context(), &last, func(a kg.Activity) error {
		require.Equal(t, next, a.Number)
		if next++; a.Number == many+1 {
			return enough
		}
		return nil
	})
	require.ErrorIs(t, err, enough)
}

func TestFollowingEndsWithItsContextAndReadsNoMore(t *testing.T) {
	store := &counting{Store: bothstores.SQLite(t)}
	feed := live.NewFeed(store, backlog)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- feed.Follow(ctx, nil, func(kg.Activity) error { return nil }) }()
	require.Eventually(t, func() bool { return store.reads.Load() > 1 }, 10*time.Second, 10*time.Millisecond)
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
	time.Sleep(50 * time.Millisecond)
	reads := store.reads.Load()
	time.Sleep(1200 * time.Millisecond)
	require.Equal(t, reads, store.reads.Load())
}
