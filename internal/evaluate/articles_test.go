package evaluate_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"conflictgraph/seed"
)

func TestEveryArticleLoads(t *testing.T) {
	directories, err := filepath.Glob(filepath.Join("testdata", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(directories) == 0 {
		t.Fatal("no articles")
	}
	for _, directory := range directories {
		batch, err := seed.LoadDir(directory)
		if err != nil {
			t.Errorf("%s: %v", directory, err)
			continue
		}
		if len(batch.Relations) == 0 {
			t.Errorf("%s: no claims", directory)
		}
		text, err := os.ReadFile(filepath.Join(directory, "article.txt"))
		if err != nil {
			t.Fatal(err)
		}
		if words := len(strings.Fields(string(text))); words < 150 || words > 500 {
			t.Errorf("%s: %d words, not 150 to 500", directory, words)
		}
	}
}
