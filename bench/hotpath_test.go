package main

import (
	"context"
	"io"
	"math/rand/v2"
	"os"
	"testing"

	"conflictgraph/bench/synthetic"
	"conflictgraph/graph"
)

// BenchmarkTwoHops answers two hops without a network in between, for a look at
// where the time and the memory go:
//
//	go test ./bench -run - -bench TwoHops -cpuprofile cpu.out -memprofile mem.out
func BenchmarkTwoHops(b *testing.B) {
	g := synthetic.New(50_000)
	all, err := questions(g)
	if err != nil {
		b.Fatal(err)
	}
	for name, open := range map[string]func(context.Context) (*target, error){
		"SQLite": openSQLite,
		"Neo4j":  func(ctx context.Context) (*target, error) { return openNeo4j(ctx, g.Dataset, "1g") },
	} {
		b.Run(name, func(b *testing.B) {
			t, err := open(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() {
				if err := t.close(); err != nil {
					b.Error(err)
				}
			})
			if err := t.loadBatches(b.Context(), g, datedBatches(g), io.Discard); err != nil {
				b.Fatal(err)
			}
			h, random := graph.NewHandler(t, graph.Options{}), rand.New(rand.NewPCG(5, 0))
			b.ReportAllocs()
			before, err := usageOf(os.Getpid())
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if err := post(b.Context(), h, all[1].ask(ours, random)); err != nil {
					b.Fatal(err)
				}
			}
			after, err := usageOf(os.Getpid())
			if err != nil {
				b.Fatal(err)
			}
			// Unlike the time that passes, it does not depend on what else runs.
			b.ReportMetric(float64((after.cpu-before.cpu).Microseconds())/float64(b.N), "cpu-µs/op")
		})
	}
}
