// Package soak puts a server under a mix of everything for a while, and judges
// whether it is afterwards what it was before.
package soak

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"conflictgraph/bench/synthetic"
)

// Server is what is put under load.
type Server struct {
	URL   string // of its GraphQL endpoint
	Token string // of a curator
	PID   int
	// Import loads some rows that were not there before into the server's store, by
	// a process of its own.
	Import func(ctx context.Context, number int) error
}

// Options say how much load there is. The server's store holds Graph.
type Options struct {
	Graph     *synthetic.Graph
	Rate      float64 // requests per second
	For       time.Duration
	WarmUp    time.Duration // of the same load, which is not judged
	Followers int           // subscriptions at once, half of them by WebSocket
	Progress  io.Writer
}

const (
	mostInFlight   = 512
	betweenImports = 15 * time.Second
	betweenExports = time.Minute
	settling       = 15 * time.Second // in which a server without clients comes to rest
	showing        = 15 * time.Second
)

// Run puts load on a server and returns what came of it. It returns an error only
// where there could be no load; what goes wrong under load is in the Result.
func Run(ctx context.Context, server Server, o Options) (*Result, error) {
	w := &watch{server: server}
	result := &Result{Options: o}
	var err error
	fmt.Fprintf(o.Progress, "warming up for %s\n", o.WarmUp)
	if _, err = load(ctx, server, o, o.WarmUp, "warm-up", w); err != nil {
		return nil, err
	}
	if result.Before, err = w.atRest(ctx, settling); err != nil {
		return nil, err
	}
	w.samples = nil
	if result.Tally, err = load(ctx, server, o, o.For, "run", w); err != nil {
		return nil, err
	}
	result.Samples = w.samples
	if result.After, err = w.atRest(ctx, settling); err != nil {
		return nil, err
	}
	return result, nil
}

// load puts all the load there is on a server for a time.
func load(ctx context.Context, server Server, o Options, lasting time.Duration, stage string, w *watch) (*Tally, error) {
	transport := &http.Transport{MaxIdleConns: mostInFlight, MaxIdleConnsPerHost: mostInFlight}
	defer transport.CloseIdleConnections()
	c := &client{
		server: server, http: &http.Client{Transport: transport, Timeout: time.Minute}, graph: o.Graph,
		tally: newTally(), ledger: newLedger(), run: fmt.Sprintf("%s-%d", stage, time.Now().UnixNano()),
	}
	counted, err := w.errorsCounted(ctx)
	if err != nil {
		return nil, err
	}
	first, err := c.prepare(ctx)
	if err != nil {
		return nil, fmt.Errorf("nothing can be written to %s: %w", server.URL, err)
	}
	following, stopFollowing := context.WithCancel(ctx)
	defer stopFollowing()
	followers := c.follow(following, first, o.Followers)

	loaded, cancel := context.WithTimeout(ctx, lasting)
	defer cancel()
	began := time.Now()
	var besides errgroup.Group
	besides.Go(func() error { return w.sample(loaded, lasting) })
	besides.Go(func() error { every(loaded, betweenImports, c.importRows); return nil })
	besides.Go(func() error { every(loaded, betweenExports, c.exportAll); return nil })
	besides.Go(func() error {
		every(loaded, showing, func(_ context.Context, number int) {
			if number > 0 {
				fmt.Fprintln(o.Progress, c.tally.line(time.Since(began)))
			}
		})
		return nil
	})
	dealt := newDeck(c.operations(), rand.New(rand.NewPCG(2025, uint64(len(stage)))))
	pace(loaded, o.Rate, mostInFlight, func(due time.Time, number int) func() {
		operation := dealt.next()
		return func() {
			operation.do(ctx, &turn{client: c, due: due, random: rand.New(rand.NewPCG(uint64(number), 7))})
		}
	})
	c.tally.Elapsed = time.Since(began)
	err = besides.Wait()
	c.ledger.settle(ctx, settling)
	stopFollowing()
	followers.Wait()
	c.tally.missed(c.ledger)
	after, problem := w.errorsCounted(ctx)
	for code, n := range after {
		if n > counted[code] {
			c.tally.ServerErrors[code] = n - counted[code]
		}
	}
	fmt.Fprintln(o.Progress, c.tally.line(c.tally.Elapsed))
	return c.tally, errors.Join(err, problem, ctx.Err())
}

// every calls do at once and then again and again, one call at a time, until ctx
// ends.
func every(ctx context.Context, interval time.Duration, do func(ctx context.Context, number int)) {
	ticks := time.NewTicker(interval)
	defer ticks.Stop()
	for number := 0; ; number++ {
		do(context.WithoutCancel(ctx), number)
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}

// base returns the server's address.
func (s Server) base() string { return strings.TrimSuffix(s.URL, "/graphql") }
