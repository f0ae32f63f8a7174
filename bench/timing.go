package main

import (
	"math"
	"slices"
	"time"
)

// samples are how long each repetition of something took.
type samples []time.Duration

// quantile returns the least time within which a part q of the repetitions were
// done; 0 for none.
func (s samples) quantile(q float64) time.Duration {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	return sorted[max(0, int(math.Ceil(q*float64(len(sorted))))-1)]
}

func (s samples) p50() time.Duration { return s.quantile(0.5) }
func (s samples) p99() time.Duration { return s.quantile(0.99) }

// warmUps is how many repetitions are made beforehand, untimed.
const warmUps = 1

// alternate makes the calls n times in turn, each with the number of the
// repetition, and returns how long each call took.
func alternate(n int, calls ...func(repetition int) error) ([]samples, error) {
	for i := range min(warmUps, n) {
		for _, call := range calls {
			if err := call(i); err != nil {
				return nil, err
			}
		}
	}
	taken := make([]samples, len(calls))
	for i := range n {
		for c, call := range calls {
			began := time.Now()
			if err := call(i); err != nil {
				return nil, err
			}
			taken[c] = append(taken[c], time.Since(began))
		}
	}
	return taken, nil
}
