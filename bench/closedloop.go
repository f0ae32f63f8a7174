package main

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// slice is a stretch of load: so many clients, each of which asks again as soon
// as it has its answer.
type slice struct {
	clients int
	lasting time.Duration // after which nobody asks again; what was asked is answered
	seed    uint64        // of what is asked
}

// outcome is what came of load, of one slice or several.
type outcome struct {
	times   samples
	elapsed time.Duration
	cpu     []time.Duration // which each of the processes took; below 0 where unknown
}

// unknown is what a process took that cannot be watched.
const unknown time.Duration = -1

// perSecond returns how many answers there were in a second.
func (o outcome) perSecond() float64 {
	if o.elapsed == 0 {
		return 0
	}
	return float64(len(o.times)) / o.elapsed.Seconds()
}

// add adds what came of another slice of the same load.
func (o *outcome) add(other outcome) {
	o.times = append(o.times, other.times...)
	o.elapsed += other.elapsed
	if o.cpu == nil {
		o.cpu = make([]time.Duration, len(other.cpu))
	}
	for i, d := range other.cpu {
		o.cpu[i] += d
	}
}

// run has the clients ask until the slice is over or one of them fails. Each has
// random numbers of its own, the same on every run.
func (s slice) run(ctx context.Context, ask func(context.Context, *rand.Rand) error) (outcome, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	taken := make([]samples, s.clients)
	began := time.Now()
	var clients sync.WaitGroup
	for client := range s.clients {
		clients.Go(func() {
			random := rand.New(rand.NewPCG(s.seed, uint64(client)))
			for ctx.Err() == nil && time.Since(began) < s.lasting {
				asked := time.Now()
				if err := ask(ctx, random); err != nil {
					cancel(err)
					return
				}
				taken[client] = append(taken[client], time.Since(asked))
			}
		})
	}
	clients.Wait()
	o := outcome{elapsed: time.Since(began)}
	for _, s := range taken {
		o.times = append(o.times, s...)
	}
	return o, context.Cause(ctx)
}
