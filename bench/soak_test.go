package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"conflictgraph/internal/kgtest/neo4jserver"
)

// TestASoakDoesEverythingWithoutAnError runs the soak for some seconds with the
// real server on both stores.
func TestASoakDoesEverythingWithoutAnError(t *testing.T) {
	database := neo4jserver.Exclusive(t)
	t.Setenv("NEO4J_URI", database.URI)
	t.Setenv("NEO4J_USERNAME", database.Username)
	t.Setenv("NEO4J_PASSWORD", database.Password)
	t.Setenv("NEO4J_DATABASE", database.Database)
	dir := t.TempDir()
	var out, progress bytes.Buffer
	// So few seconds do not show whether memory grows: what it returns says nothing.
	_ = run(t.Context(), []string{"soak", "--relations", "1000", "--rate", "40", "--warm-up", "2s", "--for", "6s", "--out", dir}, &out, &progress)
	written, err := os.ReadFile(filepath.Join(dir, "soak.md"))
	if err != nil || !strings.HasSuffix(string(written), out.String()) {
		t.Fatalf("what is written differs from what is printed: %v\n%s\n%s", err, written, &progress)
	}
	stores := strings.Split(out.String(), "\n## ")[1:]
	if len(stores) != 2 {
		t.Fatalf("there are %d stores in\n%s\n%s", len(stores), &out, &progress)
	}
	answered := regexp.MustCompile(`\| [1-9]\d* \| .* \| 0 \|$`)
	for _, text := range stores {
		if !strings.Contains(text, "\n| errors | met |") || !strings.Contains(text, "\n| errors that the server counted | met |") {
			t.Errorf("there were errors:\n%s", text)
		}
		for _, kind := range []string{
			"one actor", "paths", "search", "neighbourhood", "export of an entity", "export of everything", "assert", "retract", "withdraw", "merge", "unmerge",
			"annotations", "the same again", "import by a process of its own", "subscriptions by SSE", "subscriptions by WebSocket",
		} {
			found := false
			for line := range strings.Lines(text) {
				found = found || strings.HasPrefix(line, "| "+kind+" |") && answered.MatchString(strings.TrimSpace(line))
			}
			if !found {
				t.Errorf("%q was not answered well:\n%s", kind, text)
			}
		}
	}
}

func TestASoakOfNothingIsRefused(t *testing.T) {
	for _, args := range [][]string{{"--relations", "10"}, {"--rate", "0"}, {"--for", "0s"}, {"--warm-up", "0s"}, {"--followers", "-1"}} {
		err := run(t.Context(), append([]string{"soak"}, args...), &bytes.Buffer{}, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), args[0]) {
			t.Errorf("%v: the error is %v", args, err)
		}
	}
}
