package sqlite_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/store/sqlite"
)

// rows returns machine-coded relations from one number to another, made of few
// entities and types, ten thousand a day.
func rows(from, to int) kg.Batch {
	const entities, types = 5000, 40
	random := rand.New(rand.NewPCG(1, uint64(from)))
	b := kg.Batch{RecordedAt: time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)}
	for i := range types {
		b.Types = append(b.Types, kg.RelationType{ID: fmt.Sprintf("rows:%d", i), Label: "acts on", InverseLabel: "is acted on by"})
	}
	seen := map[string]bool{}
	entity := func() string {
		id := fmt.Sprintf("rows:%d", int(entities*random.Float64()*random.Float64()*random.Float64()))
		if !seen[id] {
			seen[id] = true
			b.Entities = append(b.Entities, kg.Entity{ID: id, Kind: kg.KindOtherActor, Name: "Actor " + id})
		}
		return id
	}
	first := kg.NewDate(2018, time.January, 1)
	for i := from; i < to; i++ {
		b.Relations = append(b.Relations, kg.Relation{
			Type: b.Types[random.IntN(types)].ID, Subject: entity(), Object: entity(),
			Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: kg.Day(first + kg.Date(i/10_000)),
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: fmt.Sprint(i)}}},
		})
	}
	return b
}

func BenchmarkWrite(b *testing.B) {
	const size = 20_000
	s := open(b, filepath.Join(b.TempDir(), "graph.db"))
	written, n := 0, 0
	for b.Loop() {
		b.StopTimer()
		batch := rows(n, n+size)
		b.StartTimer()
		w, err := s.Write(b.Context(), batch)
		if err != nil {
			b.Fatal(err)
		}
		written += w.Relations
		n += size
	}
	b.ReportMetric(float64(written)/b.Elapsed().Seconds(), "relations/s")
}

// hub returns a batch in which an owner has n relations, with "rows:0" and so on.
func hub(owner string, n int) kg.Batch {
	b := kg.Batch{
		Types:    []kg.RelationType{{ID: "rows:0", Label: "acts on", InverseLabel: "is acted on by"}, {ID: "rows:1", Label: "met", InverseLabel: "met", Symmetric: true}},
		Entities: []kg.Entity{{ID: owner, Kind: kg.KindOtherActor, Name: "Hub"}},
	}
	first := kg.NewDate(2018, time.January, 1)
	for i := range n {
		id := fmt.Sprintf("rows:%d", i)
		b.Entities = append(b.Entities, kg.Entity{ID: id, Kind: kg.KindOtherActor, Name: id})
		r := kg.Relation{
			Type: b.Types[i%2].ID, Subject: owner, Object: id, Status: kg.Statuses[i%4], Certainty: kg.CertaintyStated,
			Time: kg.Day(first + kg.Date(i/100)), Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: id}}},
		}
		if i%3 == 0 {
			r.Subject, r.Object = r.Object, r.Subject
		}
		b.Relations = append(b.Relations, r)
	}
	return b
}

func BenchmarkPage(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "graph.db"))
	for owner, n := range map[string]int{"rows:hub": 100_000, "rows:hundred": 100} {
		if _, err := s.Write(b.Context(), hub(owner, n)); err != nil {
			b.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		req  kg.PageRequest
		need kg.Need
	}{
		{"leaf of one relation", kg.PageRequest{Owner: "rows:777"}, kg.Need{Ends: true}},
		{"owner of a hundred", kg.PageRequest{Owner: "rows:hundred"}, kg.Need{Ends: true}},
		{"hub", kg.PageRequest{Owner: "rows:hub"}, kg.Need{Ends: true}},
		{"hub, ids only", kg.PageRequest{Owner: "rows:hub"}, kg.Need{}},
		{"hub, claims", kg.PageRequest{Owner: "rows:hub"}, kg.Need{Ends: true, Claims: true}},
		{"hub, counted", kg.PageRequest{Owner: "rows:hub", Count: true}, kg.Need{Ends: true}},
		{"hub, one type", kg.PageRequest{Owner: "rows:hub", Filter: kg.RelationFilter{Types: []string{"rows:1"}}}, kg.Need{Ends: true}},
		{"hub, out", kg.PageRequest{Owner: "rows:hub", Filter: kg.RelationFilter{Direction: kg.DirectionOut}}, kg.Need{Ends: true}},
		{"hub, with", kg.PageRequest{Owner: "rows:hub", Filter: kg.RelationFilter{With: []string{"rows:99999"}}}, kg.Need{Ends: true}},
		{"everything", kg.PageRequest{}, kg.Need{Ends: true}},
	} {
		c.req.Slice.Limit = 10
		b.Run(c.name, func(b *testing.B) {
			benchmarkPages(b, s, kg.PageRequests{Pages: []kg.PageRequest{c.req}, Need: c.need})
		})
	}
	var level kg.PageRequests
	for i := range 10 {
		level.Pages = append(level.Pages, kg.PageRequest{Owner: fmt.Sprintf("rows:%d", i), Slice: kg.Slice{Limit: 5}})
	}
	level.Need.Ends = true
	b.Run("level of 10 leaves", func(b *testing.B) { benchmarkPages(b, s, level) })
}

func benchmarkPages(b *testing.B, s *sqlite.Store, reqs kg.PageRequests) {
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Pages(b.Context(), reqs); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHub(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "graph.db"))
	if _, err := s.Write(b.Context(), hub("rows:hub", 100_000)); err != nil {
		b.Fatal(err)
	}
	for _, limit := range []int{100, 200_000} {
		b.Run(fmt.Sprintf("links, at most %d", limit), func(b *testing.B) {
			for b.Loop() {
				links, err := s.Links(b.Context(), kg.LinkRequest{Of: []string{"rows:hub"}, Limit: limit})
				if err != nil || len(links.Links) != min(limit, 100_000) {
					b.Fatal(len(links.Links), err)
				}
			}
		})
	}
	for _, c := range []kg.CountRequest{
		{By: kg.ByType}, {By: kg.ByType, Bucket: kg.BucketMonth}, {By: kg.ByStatus}, {By: kg.ByStatus, Bucket: kg.BucketDay},
		{By: kg.ByCounterpart, Limit: 10},
	} {
		for _, owner := range []string{"rows:hub", ""} {
			if c.Owner = owner; owner == "" && c.By == kg.ByCounterpart {
				continue
			}
			b.Run(fmt.Sprintf("counts of %q by %s %s", owner, c.By, c.Bucket), func(b *testing.B) {
				for b.Loop() {
					counts, err := s.Counts(b.Context(), kg.CountRequests{Counts: []kg.CountRequest{c}})
					if err != nil || len(counts[0]) == 0 {
						b.Fatal(counts, err)
					}
				}
			})
		}
	}
	var among []string
	for i := range 499 {
		among = append(among, fmt.Sprintf("rows:%d", i))
	}
	b.Run("between the hub and 499 others", func(b *testing.B) {
		for b.Loop() {
			between, err := s.Between(b.Context(), kg.BetweenRequest{Among: append(among, "rows:hub"), Limit: 5000})
			if err != nil || len(between.Relations) != 499 {
				b.Fatal(len(between.Relations), err)
			}
		}
	})
}
