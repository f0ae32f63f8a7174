package live_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

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
	feed := live.NewFeed(store, 100)
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
			err := feed.Follow(t.Context(), after, func(a kg.Activity) error {
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
