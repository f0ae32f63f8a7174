package backup_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/backup"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
)

// BenchmarkBackups tells how many records of machine-coded rows a second are backed
// up and restored: go test ./internal/backup -run '^$' -bench . -benchtime 1x
func BenchmarkBackups(b *testing.B) {
	const relations, entities = 100_000, 5_000
	for _, k := range kinds {
		b.Run(k.name, func(b *testing.B) {
			var file bytes.Buffer
			b.Run("backup", func(b *testing.B) {
				store := k.make(b).opened(b)
				for from := 0; from < relations; from += 10_000 {
					_, err := store.Write(b.Context(), rows(from, from+10_000, entities))
					require.NoError(b, err)
				}
				_, err := backup.Write(b.Context(), store, &file, nil)
				require.NoError(b, err)
				for b.Loop() {
					_, err := backup.Write(b.Context(), store, io.Discard, nil)
					require.NoError(b, err)
				}
				b.ReportMetric(relations*float64(b.N)/b.Elapsed().Seconds(), "relations/s")
			})
			b.Run("restore", func(b *testing.B) {
				at := k.make(b)
				b.ResetTimer()
				for range b.N { // once, since it takes longer than a second
					_, err := backup.Restore(b.Context(), bytes.NewReader(file.Bytes()), at.restore, nil)
					require.NoError(b, err)
				}
				b.ReportMetric(relations*float64(b.N)/b.Elapsed().Seconds(), "relations/s")
			})
		})
	}
}

// rows returns a batch of the relations that some rows state.
func rows(from, to, entities int) kg.Batch {
	b := kg.Batch{Types: []kg.RelationType{{ID: "rows:112", Label: "accused", InverseLabel: "was accused by"}}, RecordedAt: kgtest.Recorded}
	for i := range entities {
		b.Entities = append(b.Entities, kg.Entity{ID: fmt.Sprintf("rows:%d", i), Kind: kg.KindOtherActor, Name: fmt.Sprintf("Actor %d", i)})
	}
	for i := from; i < to; i++ {
		b.Relations = append(b.Relations, kg.Relation{
			Type: "rows:112", Subject: fmt.Sprintf("rows:%d", i*7919%entities), Object: fmt.Sprintf("rows:%d", i%entities),
			Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: kg.Day(kg.NewDate(2018, 1, 1) + kg.Date(i/50)),
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: fmt.Sprint(i)}}},
		})
	}
	return b
}
