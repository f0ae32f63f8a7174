package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kgtest/needs"
)

// TestExploreMeasuresEveryQuestion runs the program on a small graph and reads
// the table that it prints.
func TestExploreMeasuresEveryQuestion(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	var out, progress bytes.Buffer
	if err := run(t.Context(), []string{"explore", "--relations", "2000", "--store", "sqlite"}, &out, &progress); err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	table := readTable(t, out.String())
	for question, n := range map[string]int{"search: ": len(searchTexts) + 2, "paths of ": 4, "neighbourhood of ": 4, "timeline of ": 1, "page of ": len(pageKinds(synthetic.New(1000))), "filtered page of ": 2 * len(filterKinds(synthetic.New(1000)))} {
		found := 0
		for _, r := range table {
			if !strings.HasPrefix(r["Question"], question) {
				continue
			}
			found++
			if r["Repetitions"] == "0" || strings.HasPrefix(r["p50"], "0 ") || r["p99"] == "" {
				t.Errorf("%q took no time: %v", r["Question"], r)
			}
		}
		if found != n {
			t.Errorf("%d rows begin with %q instead of %d", found, question, n)
		}
	}
	for _, r := range table {
		switch question := r["Question"]; {
		case strings.HasPrefix(question, "search: ") && strings.HasPrefix(r["Remark"], "0.0"):
			t.Errorf("%q found nothing", question)
		case strings.HasPrefix(question, "paths of "):
			checkPaths(t, r)
		case strings.HasPrefix(question, "neighbourhood of "):
			var calls, depth int
			scan(t, r["Measured"], "%d store calls", &calls)
			scan(t, r["Compared with"], "depth %d", &depth)
			// One for the centres and two at the end, however many nodes there are.
			if calls == 0 || calls > 3+depth {
				t.Errorf("%q took %d store calls", question, calls)
			}
		case strings.HasPrefix(question, "timeline of "):
			var counted, all int
			scan(t, r["Measured"], "%d relations", &counted)
			scan(t, r["Compared with"], "%d ", &all)
			if counted > all || counted < all*9/10 {
				t.Errorf("%q counts %d of %d relations", question, counted, all)
			}
		}
	}
	if !strings.Contains(out.String(), "SQLite 3.") || !strings.Contains(out.String(), "go1.") {
		t.Errorf("versions are missing in\n%s", &out)
	}
}

// checkPaths checks that a search for paths found some, and visited exactly the
// links that it needed.
func checkPaths(t *testing.T, r map[string]string) {
	t.Helper()
	var visited, needed int
	var paths float64
	scan(t, r["Measured"], "%d links", &visited)
	scan(t, r["Compared with"], "%d links", &needed)
	scan(t, r["Remark"], "%f paths", &paths)
	if visited != needed || visited == 0 || paths == 0 {
		t.Errorf("%q: %d links visited, %d needed, %.1f paths", r["Question"], visited, needed, paths)
	}
}

func scan(t *testing.T, text, format string, into ...any) {
	t.Helper()
	if _, err := fmt.Sscanf(text, format, into...); err != nil {
		t.Errorf("%q is not like %q: %v", text, format, err)
	}
}

// readTable returns the rows of the only Markdown table in text, by column.
func readTable(t *testing.T, text string) (table []map[string]string) {
	t.Helper()
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.Trim(line, "|\n"), "|")
		if len(cells) != len(columns) || strings.HasPrefix(line, "|---") {
			continue
		}
		r := map[string]string{}
		for i, column := range columns {
			r[column] = strings.TrimSpace(cells[i])
		}
		table = append(table, r)
	}
	if len(table) < 2 || table[0]["Question"] != "Question" {
		t.Fatalf("no table in\n%s", text)
	}
	return table[1:]
}

func TestFewRelationsAreRefused(t *testing.T) {
	err := run(t.Context(), []string{"explore", "--relations", "10"}, &bytes.Buffer{}, &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "--relations") {
		t.Errorf("the error is %v", err)
	}
}
