package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kgtest/neo4jserver"
)

// TestCompareAsksEverybodyEverything runs the comparison, for a moment, on a
// small graph: with a real peer on a real Neo4j.
func TestCompareAsksEverybodyEverything(t *testing.T) {
	database := neo4jserver.Exclusive(t)
	t.Setenv("NEO4J_URI", database.URI)
	t.Setenv("NEO4J_USERNAME", database.Username)
	t.Setenv("NEO4J_PASSWORD", database.Password)
	t.Setenv("NEO4J_DATABASE", database.Database)
	dir := t.TempDir()
	var out, progress bytes.Buffer
	err := run(t.Context(), []string{"compare", "--relations", "2000", "--clients", "1,8", "--rounds", "1", "--slice", "50ms", "--answers", "4", "--out", dir}, &out, &progress)
	if err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	if !strings.Contains(progress.String(), "all servers have the same answers") {
		t.Errorf("the answers were not compared:\n%s", &progress)
	}
	written, err := os.ReadFile(filepath.Join(dir, "compare.md"))
	if err != nil || !strings.HasSuffix(string(written), out.String()) {
		t.Errorf("what is written differs from what is printed: %v\n%s", err, written)
	}
	all, err := questions(synthetic.New(2000))
	if err != nil {
		t.Fatal(err)
	}
	cell := regexp.MustCompile(`[1-9]\S* (s|ms|µs) · [1-9]\S* (s|ms|µs) · [1-9]`)
	for _, q := range all {
		rows := 0
		for line := range strings.Lines(out.String()) {
			if strings.HasPrefix(line, "| "+q.name+" |") {
				rows++
				if n := len(cell.FindAllString(line, -1)); n != 4 {
					t.Errorf("%d of 4 contestants have figures in %s", n, line)
				}
			}
		}
		if rows != 2 {
			t.Errorf("%q has %d rows, one for each number of clients", q.name, rows)
		}
	}
	checkSVG(t, filepath.Join(dir, "compare.svg"), peerName, neo4jName, sqliteName, floorName)
}

// checkSVG checks that a file is XML that holds some texts.
func checkSVG(t *testing.T, path string, texts ...string) {
	t.Helper()
	drawn, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(bytes.NewReader(drawn)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%s is not XML: %v", path, err)
		}
	}
	for _, text := range texts {
		if !bytes.Contains(drawn, []byte(">"+text+"<")) {
			t.Errorf("%s does not name %q", path, text)
		}
	}
}

func TestABarIsMetWhereItsAimIsReached(t *testing.T) {
	for _, c := range []struct {
		name string
		bar  bar
		want string
	}{
		{"more than the least", bar{reached: 11, aim: 10, least: true}, "met"},
		{"the least", bar{reached: 10, aim: 10, least: true}, "met"},
		{"less than the least", bar{reached: 9, aim: 10, least: true}, "missed"},
		{"less than the most", bar{reached: 1.1, aim: 1.2}, "met"},
		{"the most", bar{reached: 1.2, aim: 1.2}, "met"},
		{"more than the most", bar{reached: 1.3, aim: 1.2}, "missed"},
	} {
		if got := c.bar.verdict(); got != c.want {
			t.Errorf("%s is %s", c.name, got)
		}
	}
}

func TestBarsCompareTheContestantsTheyName(t *testing.T) {
	took := func(ms int) outcome {
		return outcome{times: samples{time.Duration(ms) * time.Millisecond}, elapsed: time.Duration(ms) * time.Millisecond}
	}
	a := &arena{outcomes: map[load]outcome{
		{twoHops, peerName, 8}: took(80), {twoHops, neo4jName, 8}: took(8), {twoHops, sqliteName, 8}: took(2), {twoHops, floorName, 8}: took(4),
		{newTexts, peerName, 8}: took(300), {newTexts, neo4jName, 8}: took(30),
	}}
	want := map[string]float64{
		"Neo4j, two hops, 8 clients: requests/s, times the peer's":     10,
		"Neo4j, two hops, 8 clients: p50, times the peer's":            0.1,
		"Neo4j, never the same text, 8 clients: p50, times the peer's": 0.1,
		"SQLite, two hops, 8 clients: requests/s, times the peer's":    40,
		"Neo4j, two hops, 8 clients: p50, times the driver's":          2,
	}
	bars := a.bars([]int{8})
	for _, b := range bars {
		if w, known := want[b.what]; !known || b.reached < w*0.999 || b.reached > w*1.001 {
			t.Errorf("%q reaches %v instead of %v", b.what, b.reached, w)
		}
	}
	if len(bars) != len(want) {
		t.Errorf("there are %d bars instead of %d", len(bars), len(want))
	}
}
