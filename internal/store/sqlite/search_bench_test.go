package sqlite_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

// names returns a batch of n entities whose names are two words of a few
// syllables each.
func names(n int) kg.Batch {
	random := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ze len sky ma cron pu tin ru bio trump wit koff pes kov do nald vla di mir em ma nu el mar co kyiv os lo")
	word := func() string {
		var w string
		for range 2 + random.IntN(3) {
			w += syllables[random.IntN(len(syllables))]
		}
		return w
	}
	var b kg.Batch
	for i := range n {
		b.Entities = append(b.Entities, kg.Entity{ID: fmt.Sprintf("names:%d", i), Kind: kg.KindOtherActor, Name: word() + " " + word()})
	}
	return b
}

// BenchmarkCandidates compares candidates with nothing but asking the full-text
// index for them.
func BenchmarkCandidates(b *testing.B) {
	path := filepath.Join(b.TempDir(), "graph.db")
	s := open(b, path)
	if _, err := s.Write(b.Context(), names(100_000)); err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	bare, err := db.Prepare(`SELECT rowid FROM entity_words WHERE entity_words MATCH ? LIMIT 200`)
	if err != nil {
		b.Fatal(err)
	}
	for _, text := range []string{"zelensky", "macrn", "vladimir putin", "zelen", "ze", "nobody at all"} {
		terms, err := kg.ParseSearch(text)
		if err != nil {
			b.Fatal(err)
		}
		var query []string
		for _, t := range terms {
			query = append(query, `("`+t.Word+`" * OR "_`+strings.Join(t.Keys, `" OR "_`)+`")`)
		}
		found := 0
		b.Run(text+", bare", func(b *testing.B) {
			for b.Loop() {
				rows, err := bare.QueryContext(b.Context(), strings.Join(query, " AND "))
				if err != nil {
					b.Fatal(err)
				}
				for found = 0; rows.Next(); found++ {
					var key int64
					if err := rows.Scan(&key); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(found), "found")
		})
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				c, err := s.Candidates(b.Context(), kg.CandidateRequest{Terms: terms, Relations: true, Limit: 200})
				if err != nil {
					b.Fatal(err)
				}
				found = len(c.Entities)
			}
			b.ReportMetric(float64(found), "found")
		})
	}
}
