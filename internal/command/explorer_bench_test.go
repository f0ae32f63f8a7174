package command

import (
	"fmt"
	"io"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/web/browsertest"
)

// BenchmarkOpeningTheExplorer reports, in milliseconds since the page was asked
// for, when a person sees the graph first and when its layout stands, and the
// longest time during which the page answered nobody. The server holds 40,000
// relations of 2,000 actors; the page draws as many of them as it does unless
// more are asked for, and as many as it can.
func BenchmarkOpeningTheExplorer(b *testing.B) {
	folder := b.TempDir()
	files, err := synthetic.WriteQuadruples(folder, 40_000)
	require.NoError(b, err)
	db := filepath.Join(folder, "graph.db")
	require.NoError(b, Run(b.Context(), []string{"import", "--db", db, "--format", "tkg", "--start", synthetic.QuadruplesStart, "--entities", files.Entities, "--relations", files.Relations, files.Rows}, io.Discard, io.Discard))
	s := start(b, "--addr", ":0", "--db", db)
	for _, limit := range []int{150, 300} {
		b.Run(fmt.Sprintf("%d entities", limit), func(b *testing.B) {
			for b.Loop() {
				page := browsertest.New(b)
				page.WatchFreezes()
				page.OpenExplorer(fmt.Sprintf("%s/?limit=%d", s.url, limit))
				require.Len(b, page.Drawn(), limit)
				b.ReportMetric(page.Marked("graph-first-drawn"), "ms-to-first-drawing")
				b.ReportMetric(page.Marked("graph-laid-out"), "ms-to-layout")
				b.ReportMetric(page.LongestFreeze(), "ms-longest-freeze")
			}
		})
	}
}
