package export_test

import (
	"io"
	"runtime"
	"testing"

	"conflictgraph/internal/export"
)

// BenchmarkFormats tells how many relations a second each format is written with,
// the store left out, and how much memory is in use at most that was not before.
func BenchmarkFormats(b *testing.B) {
	for _, f := range export.Formats() {
		b.Run(f.Name, func(b *testing.B) {
			const pages = 200
			var before, now runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			most, relations := uint64(0), int64(0)
			for b.Loop() {
				store := &endless{pages: pages}
				err := export.Write(b.Context(), store, io.Discard, f, everything, func(int) {
					if store.asked.Load()%50 == 0 {
						runtime.GC()
						runtime.ReadMemStats(&now)
						most = max(most, now.HeapAlloc)
					}
				})
				if err != nil {
					b.Fatal(err)
				}
				relations += pages * store.widest.Load()
			}
			b.ReportMetric(float64(relations)/b.Elapsed().Seconds(), "relations/s")
			b.ReportMetric(float64(max(most, before.HeapAlloc)-before.HeapAlloc)/(1<<20), "MiB")
		})
	}
}
