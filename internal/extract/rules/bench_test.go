package rules

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/kgtest/needs"
)

// article returns an article of about 400 words.
func article(tb testing.TB) string {
	files, err := filepath.Glob(filepath.Join("..", "..", "evaluate", "testdata", "work", "*", "article.txt"))
	if err != nil || len(files) == 0 {
		tb.Skip("there are no articles")
	}
	var text strings.Builder
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		text.Write(data)
		text.WriteString("\n\n")
		if len(strings.Fields(text.String())) >= 400 {
			break
		}
	}
	return strings.Join(strings.SplitAfter(text.String(), " ")[:400], "")
}

// BenchmarkExtract reports how many articles of 400 words are read in a second by each
// processor, and how much memory is in use when it ends.
func BenchmarkExtract(b *testing.B) {
	text := article(b)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := (Extractor{}).Extract(b.Context(), extract.Article{Text: text, PublishedAt: published}, nil); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB-in-use")
}

func TestHostileTextsEnd(t *testing.T) {
	needs.MoreThanGo(t, "some seconds")
	for name, text := range map[string]string{
		"of": strings.Repeat("the president of ", 12000), "lists": strings.Repeat("Ada Example, Ben Sample and ", 7000), "owners": strings.Repeat("Ada's ", 30000), "marks": strings.Repeat("\"", 200000),
		"letters": strings.Repeat("a", 200000), "capitals": strings.Repeat("Aa ", 60000), "said": strings.Repeat("he said, ", 20000), "commas": strings.Repeat(",", 200000), "stops": strings.Repeat("A. ", 20000),
		"sentences": strings.Repeat("Ada Example met Ben Sample. ", 7000), "lines": strings.Repeat("A\n\n", 6000), "brackets": strings.Repeat("(", 200000), "names": strings.Repeat("President Ada Example of Kestria, the mayor of Velm, ", 3500),
		"times": strings.Repeat("from Monday to ", 13000), "numbers": strings.Repeat("1 ", 100000),
	} {
		t.Run(name, func(t *testing.T) { find(t, text) })
	}
}
