package store_test

import (
	"context"
	"fmt"
	"testing"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/store/memory"
	"conflictgraph/internal/store/sqlite"
)

// BenchmarkInMemory asks SQLite's database in memory and the store made of maps the
// same, each of a graph of 100,000 relations.
func BenchmarkInMemory(b *testing.B) {
	g := synthetic.New(100_000)
	for name, open := range map[string]func() (kg.Store, error){
		"SQLite": func() (kg.Store, error) { return sqlite.Open(b.Context(), sqlite.Memory) },
		"maps":   func() (kg.Store, error) { return memory.Open(), nil },
	} {
		b.Run(name, func(b *testing.B) {
			s, err := open()
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			b.Run("write", func(b *testing.B) { writeOnce(b, s, g) })
			hub, leaf := g.ID(g.OfDegree(10_000)), g.ID(g.OfDegree(10))
			for _, q := range questions(g, hub, leaf) {
				b.Run(q.name, func(b *testing.B) {
					for b.Loop() {
						if err := q.ask(b.Context(), s); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}

// writeOnce writes a graph in the first of b's iterations, and nothing in others.
func writeOnce(b *testing.B, s kg.Store, g *synthetic.Graph) {
	for batch := range g.Batches(20_000) {
		if _, err := s.Write(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(g.Relations())/b.Elapsed().Seconds(), "relations/s")
}

type question struct {
	name string
	ask  func(context.Context, kg.Store) error
}

func questions(g *synthetic.Graph, hub, leaf string) []question {
	page := func(name, owner string, f kg.RelationFilter) question {
		reqs := kg.PageRequests{Pages: []kg.PageRequest{{Owner: owner, Filter: f, Slice: kg.Slice{Limit: 10}}}, Need: kg.Need{Ends: true, Claims: true}}
		return question{"page/" + name, func(ctx context.Context, s kg.Store) error {
			_, _, err := s.Pages(ctx, reqs)
			return err
		}}
	}
	return []question{
		page("of a hub", hub, kg.RelationFilter{}),
		page("of a leaf", leaf, kg.RelationFilter{}),
		page("filtered", hub, kg.RelationFilter{Status: []kg.Status{kg.StatusPlanned}}),
		{"search", func(ctx context.Context, s kg.Store) error {
			_, err := kg.Search(ctx, s, kg.SearchRequest{Text: g.Name(g.OfDegree(10)), Limit: 10})
			return err
		}},
		{"counts", func(ctx context.Context, s kg.Store) error {
			_, err := s.Counts(ctx, kg.CountRequests{Counts: []kg.CountRequest{{Owner: hub, By: kg.ByType}}})
			return err
		}},
		{"links", func(ctx context.Context, s kg.Store) error {
			links, err := s.Links(ctx, kg.LinkRequest{Of: []string{hub}, Limit: 50_000})
			if err == nil && len(links.Links) == 0 {
				err = fmt.Errorf("%s is linked with nothing", hub)
			}
			return err
		}},
		{"entity", func(ctx context.Context, s kg.Store) error {
			_, err := s.Get(ctx, kg.Keys{Entities: []string{leaf}})
			return err
		}},
	}
}
