package soak

import (
	"context"
	"sync"
	"time"
)

// pace starts so many calls a second until ctx ends, whether or not those before
// have returned, and returns when all have. No more than most are in progress at
// once: then a call is started late, and what it takes counts from when it was due.
func pace(ctx context.Context, rate float64, most int, start func(due time.Time, number int) (do func())) {
	slots := make(chan struct{}, most)
	var calls sync.WaitGroup
	defer calls.Wait()
	timer := time.NewTimer(0)
	defer timer.Stop()
	began := time.Now()
	for number := 0; ; number++ {
		due := began.Add(time.Duration(float64(number) / rate * float64(time.Second)))
		timer.Reset(time.Until(due))
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		select {
		case <-ctx.Done():
			return
		case slots <- struct{}{}:
		}
		do := start(due, number)
		calls.Go(func() {
			defer func() { <-slots }()
			do()
		})
	}
}
