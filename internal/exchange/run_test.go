package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/needs"
)

const sixRows = "0 0 1 0\n1 0 2 24\n0 0 1 0\nbad\ttab\n2 2 3 24\n3 1 0 48\n"

func TestRunWritesInBatchesAndCounts(t *testing.T) {
	store := newMemory()
	var rejects strings.Builder
	var shown []Progress
	got, err := Run(t.Context(), store, open(t, sixRows), Options{BatchSize: 2, Rejects: &rejects, Progress: func(p Progress) { shown = append(shown, p) }})
	must(t, err)
	same(t, "summary", got, Summary{Read: 6, Rejected: 1, Relations: 5, Existing: 1, Written: kg.Written{Types: 3, Entities: 4, Relations: 4, Existing: 1}})
	if !slices.Equal(store.batches, []int{2, 1, 2}) {
		t.Errorf("batches of %v", store.batches)
	}
	same(t, "rejects", rejects.String(), "file\tline\treason\ttext\na.txt\t4\t\"bad\" is not a whole number; subject, relation, object and time are, counted from 0\tbad\ttab\n")
	last := shown[len(shown)-1]
	same(t, "rows shown", fmt.Sprint(shown[0].Rows, last.Rows, last.Rejected, last.Bytes == last.TotalBytes), "2 6 1 true")

	again, err := Run(t.Context(), store, open(t, sixRows), Options{BatchSize: 100})
	must(t, err)
	same(t, "summary of the second run", again, Summary{Read: 6, Rejected: 1, Relations: 5, Existing: 5, Written: kg.Written{Existing: 5 + 3 + 4}})
}

func TestDryRunReadsAndChecksOnly(t *testing.T) {
	store := newMemory()
	got, err := Run(t.Context(), store, open(t, sixRows), Options{BatchSize: 2, DryRun: true})
	must(t, err)
	same(t, "summary", got, Summary{Read: 6, Rejected: 1, Relations: 5})
	same(t, "batches written", len(store.batches), 0)
}

func TestStrictEndsAtTheFirstBadRow(t *testing.T) {
	store := newMemory()
	var rejects strings.Builder
	got, err := Run(t.Context(), store, open(t, sixRows), Options{BatchSize: 2, Strict: true, Rejects: &rejects})
	var reject *Reject
	if !errors.As(err, &reject) || reject.Line != 4 {
		t.Errorf("%v", err)
	}
	same(t, "rows read", got.Read, 4)
	if !slices.Equal(store.batches, []int{2}) {
		t.Errorf("batches of %v", store.batches)
	}
	same(t, "lines of rejects", strings.Count(rejects.String(), "\n"), 2)
}

func TestRunEndsBetweenBatchesAndGoesOn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	store := newMemory()
	store.after = func(int) error { cancel(); return nil }
	got, err := Run(ctx, store, open(t, sixRows), Options{BatchSize: 2})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	same(t, "relations written", got.Written.Relations, 2)

	store.after = nil
	got, err = Run(t.Context(), store, open(t, sixRows), Options{BatchSize: 2})
	must(t, err)
	same(t, "summary", got, Summary{Read: 6, Rejected: 1, Relations: 5, Existing: 3, Written: kg.Written{Types: 2, Entities: 1, Relations: 2, Existing: 3 + 1 + 3}})
	same(t, "relations kept", len(store.relations), 4)
}

func TestRunReturnsWhatFails(t *testing.T) {
	broken := errors.New("broken")
	t.Run("the store", func(t *testing.T) {
		store := newMemory()
		store.after = func(batches int) error {
			if batches == 2 {
				return broken
			}
			return nil
		}
		got, err := Run(t.Context(), store, open(t, sixRows), Options{BatchSize: 2})
		if !errors.Is(err, broken) || !strings.Contains(err.Error(), "row 4") {
			t.Errorf("%v", err)
		}
		same(t, "relations", got.Relations, 2)
	})
	t.Run("the list of rejects", func(t *testing.T) {
		if _, err := Run(t.Context(), newMemory(), open(t, sixRows), Options{Rejects: failing{broken}}); !errors.Is(err, broken) {
			t.Errorf("%v", err)
		}
	})
	t.Run("the reader", func(t *testing.T) {
		r := open(t, sixRows)
		must(t, r.Close())
		if _, err := Run(t.Context(), newMemory(), r, Options{}); err == nil || errors.Is(err, io.EOF) {
			t.Errorf("%v", err)
		}
	})
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestNothingToRead(t *testing.T) {
	store := newMemory()
	got, err := Run(t.Context(), store, open(t, "\n\n"), Options{})
	must(t, err)
	same(t, "summary", got, Summary{})
	same(t, "batches", len(store.batches), 0)
}

func TestRejectsAreListedOnOneLineEach(t *testing.T) {
	var b strings.Builder
	list := newRejectList(&b)
	must(t, list.add(&Reject{File: "a\tb", Line: 7, Reason: "two\nlines", Text: "é\t1\x00\r\xff\xe2\x82"}))
	must(t, list.Flush())
	same(t, "list", b.String(), "file\tline\treason\ttext\na b\t7\ttwo\\x0alines\té\t1\\x00\\x0d\\xff\\xe2\\x82\n")
}

func TestRowsWithLongTextsGoInSmallerBatches(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	var rows strings.Builder
	rows.WriteString("A,B,Q,T,H,U\n")
	const length = maxLine / 2
	for i := range 2*maxBatchText/length + 1 {
		fmt.Fprintf(&rows, "A,B,x%d,x%d %s,,\n", i, i, strings.Repeat("y", length-10))
	}
	store := newMemory()
	_, err := Run(t.Context(), store, opened(t, mapped(t, articlesMapping), ".csv", rows.String()), Options{})
	must(t, err)
	if len(store.batches) != 2 && len(store.batches) != 3 {
		t.Errorf("batches of %v rows", store.batches)
	}
}
