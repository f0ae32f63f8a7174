package rules

import (
	"fmt"
	"os"
	"testing"

	"conflictgraph/internal/extract"
)

func TestDump(t *testing.T) {
	data, err := os.ReadFile(os.Getenv("DUMP"))
	if err != nil {
		t.Skip()
	}
	out, _ := Extractor{}.Extract(t.Context(), extract.Article{Text: string(data), PublishedAt: published}, nil)
	for _, p := range out.Proposals {
		fmt.Printf("%s\n     “%s” [%s]\n", told(p), p.Quote.Exact, p.Rule)
	}
}
