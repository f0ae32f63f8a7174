package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestPagesOfQueuesAreCompared(t *testing.T) {
	var out, progress bytes.Buffer
	if err := run(t.Context(), []string{"queue", "--suggestions", "4000", "--repetitions", "2"}, &out, &progress); err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	if rows := strings.Count(out.String(), "\n| "); rows != 6 {
		t.Errorf("%d rows:\n%s", rows, &out)
	}
}
