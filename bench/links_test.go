package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestLinksAreAnsweredFromMemory runs the program on a small graph. It fails where an
// answer differs, or was not answered from memory.
func TestLinksAreAnsweredFromMemory(t *testing.T) {
	var out, progress bytes.Buffer
	if err := run(t.Context(), []string{"links", "--relations", "2000", "--repetitions", "2"}, &out, &progress); err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	table := readTable(t, out.String())
	for _, question := range []string{"ten paths of up to 3: two hubs", "neighbourhood of 200 nodes, depth 2: a hub", "ten paths at random, by time"} {
		found := false
		for _, r := range table {
			found = found || r["Question"] == question && r["Repetitions"] == "2" && strings.HasSuffix(r["Compared with"], "without")
		}
		if !found {
			t.Errorf("%q is not in\n%s", question, &out)
		}
	}
}
