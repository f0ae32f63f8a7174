package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestClientsAskAgainUntilTheSliceIsOverAndTheSameOnEveryRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const clients = 3
		runs := make([][]uint64, 2)
		for i := range runs {
			var mu sync.Mutex
			byFirst := map[uint64]bool{}
			o, err := slice{clients: clients, lasting: 20 * time.Millisecond, seed: 9}.run(t.Context(), func(_ context.Context, random *rand.Rand) error {
				mu.Lock()
				if n := random.Uint64(); len(runs[i]) < 1000 && !byFirst[n] {
					byFirst[n] = true
					runs[i] = append(runs[i], n)
				}
				mu.Unlock() // before sleeping: time stands still while a goroutine waits for a mutex
				time.Sleep(time.Millisecond)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(o.times) < 2*clients || o.elapsed < 20*time.Millisecond || o.perSecond() <= 0 {
				t.Errorf("%d answers in %s", len(o.times), o.elapsed)
			}
			slices.Sort(runs[i])
		}
		shared := 0
		for _, n := range runs[0] {
			if _, found := slices.BinarySearch(runs[1], n); found {
				shared++
			}
		}
		if shared < 2*clients {
			t.Errorf("two runs of one seed have only %d of their random numbers in common", shared)
		}
	})
}

func TestAClientThatFailsEndsTheSlice(t *testing.T) {
	broken := errors.New("broken")
	var once sync.Once
	_, err := slice{clients: 4, lasting: time.Minute}.run(t.Context(), func(ctx context.Context, _ *rand.Rand) (err error) {
		once.Do(func() { err = broken })
		return err
	})
	if !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
}
