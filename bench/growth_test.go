package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"conflictgraph/internal/kgtest/needs"
)

// TestGrowthLoadsOnceAndAsksEveryGraph runs the program twice on small graphs of
// SQLite.
func TestGrowthLoadsOnceAndAsksEveryGraph(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	dir := t.TempDir()
	for _, loaded := range []string{"/s", "earlier"} {
		var out, progress bytes.Buffer
		err := run(t.Context(), []string{"growth", "--store", "sqlite", "--sizes", "1000,3000", "--repetitions", "3", "--dir", dir, "--out", dir}, &out, &progress)
		if err != nil {
			t.Fatalf("%v\n%s", err, &progress)
		}
		rows := map[string][]string{}
		for line := range strings.Lines(out.String()) {
			if cells := strings.Split(strings.Trim(line, "| \n"), " | "); len(cells) > 1 {
				rows[cells[0]] = cells[1:]
			}
		}
		for _, name := range growingNames {
			if cells := rows[name]; len(cells) != 3 || cells[0] == "0 µs" || cells[1] == "0 µs" || strings.HasPrefix(cells[2], "0.00") {
				t.Errorf("%q has the figures %v", name, cells)
			}
		}
		if cells := rows["loaded"]; len(cells) < 2 || !strings.HasSuffix(cells[0], loaded) || !strings.HasSuffix(cells[1], loaded) {
			t.Errorf("graphs that should be loaded at some %q have %v", loaded, cells)
		}
		if cells := rows["file, bytes a relation"]; len(cells) < 2 || len(cells[0]) < 3 || len(cells[1]) < 3 {
			t.Errorf("the files have %v bytes a relation", cells)
		}
	}
	checkSVG(t, filepath.Join(dir, "growth.svg"), growingNames...)
}

func TestGrowthOfTooSmallGraphsIsRefused(t *testing.T) {
	err := run(t.Context(), []string{"growth", "--sizes", "10"}, &bytes.Buffer{}, &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "10 relations are too few") {
		t.Errorf("the error is %v", err)
	}
}
