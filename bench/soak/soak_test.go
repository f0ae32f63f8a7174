package soak

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"sync/atomic"
	"testing"
	"time"
)

func TestCallsAreStartedWhenTheyAreDueHoweverLongOthersTake(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var dues []time.Time
	var done atomic.Int64
	release := make(chan struct{})
	pace(ctx, 1000, 10, func(due time.Time, number int) func() {
		dues = append(dues, due)
		if number == 9 {
			close(release) // all of them are in progress
			cancel()
		}
		return func() { <-release; done.Add(1) }
	})
	if len(dues) != 10 || done.Load() != 10 {
		t.Fatalf("%d calls were started and %d done, not 10", len(dues), done.Load())
	}
	for i := range dues {
		if got := dues[i].Sub(dues[0]); got != time.Duration(i)*time.Millisecond {
			t.Errorf("call %d is due after %s", i, got)
		}
	}
}

func TestADeckDealsEachOperationAsOftenAsItsWeightSays(t *testing.T) {
	d := newDeck([]operation{{name: "a", weight: 3}, {name: "b", weight: 1}}, rand.New(rand.NewPCG(1, 2)))
	for round := range 5 {
		dealt := map[string]int{}
		for range 4 {
			dealt[d.next().name]++
		}
		if !reflect.DeepEqual(dealt, map[string]int{"a": 3, "b": 1}) {
			t.Errorf("round %d deals %v", round, dealt)
		}
	}
}

func TestALedgerFindsWhatIsToldTwiceOutOfOrderOrNever(t *testing.T) {
	l := newLedger()
	l.expect(added, 5)
	l.expect(added, 6)
	l.expect(retracted, 7)
	f := l.follower("somebody", added, place{4, 0})
	for _, c := range []struct{ id, code string }{
		{"4.1", ""}, {"5.0", ""}, {"5.0", "TOLD_TWICE"}, {"4.9", "TOLD_TWICE"}, {"5.1", ""}, {"x", "NO_EVENT"}, {"8.0", ""},
	} {
		err := l.tell(f, c.id)
		if (err == nil) != (c.code == "") || err != nil && codeOf(err) != c.code {
			t.Errorf("%s: %v instead of %q", c.id, err, c.code)
		}
	}
	if missing := l.missing(); len(missing) != 1 || missing[0].Error() != "NOT_TOLD: somebody was not told of activity 6" {
		t.Errorf("what is missing is %v", missing)
	}
	if l.last(f) != "8.0" {
		t.Errorf("the last event is %s", l.last(f))
	}
}

func TestAnswersWithErrorsFail(t *testing.T) {
	for _, c := range []struct {
		status     int
		body, code string
	}{
		{200, `{"data": {"a": 1}}`, ""},
		{200, `{"data": null, "errors": [{"message": "no", "extensions": {"code": "UNAVAILABLE"}}]}`, "UNAVAILABLE"},
		{503, `busy`, "HTTP_503"},
		{500, `{"data": {}}`, "HTTP_500"},
	} {
		err := decode(c.status, []byte(c.body), nil)
		if (err == nil) != (c.code == "") || err != nil && codeOf(err) != c.code {
			t.Errorf("%s: %v instead of %q", c.body, err, c.code)
		}
	}
}

// wellRun is the result of a run in which all is well.
func wellRun() *Result {
	r := &Result{Options: Options{Rate: 10, For: 100 * time.Second}, Tally: newTally(), Before: Sample{Goroutines: 10, Files: 20}, After: Sample{Goroutines: 11, Files: 22}}
	r.Elapsed = 100 * time.Second
	for range 1000 {
		r.add("search", time.Millisecond, nil)
	}
	for i := range 101 {
		noise := float64(i%7) * 1e6
		r.Samples = append(r.Samples, Sample{At: time.Duration(i) * time.Second, Anonymous: 100e6 + noise, Heap: 30e6 + noise})
	}
	return r
}

func TestAVerdictIsMissedForWhatGrowsLeaksOrFails(t *testing.T) {
	for name, c := range map[string]struct {
		spoil  func(r *Result)
		missed string
	}{
		"nothing":                  {func(*Result) {}, ""},
		"memory that grows":        {func(r *Result) { grow(r, func(s *Sample, by float64) { s.Anonymous += 70e6 * by }) }, "growth of memory, files that are mapped left out"},
		"memory that grows little": {func(r *Result) { grow(r, func(s *Sample, by float64) { s.Anonymous += 5e6 * by }) }, ""},
		"memory that shrinks":      {func(r *Result) { grow(r, func(s *Sample, by float64) { s.Anonymous -= 50e6 * by }) }, ""},
		"a heap that grows":        {func(r *Result) { grow(r, func(s *Sample, by float64) { s.Heap += 10e6 * by }) }, "growth of heap, after collections"},
		"goroutines that stay":     {func(r *Result) { r.After.Goroutines += 10 }, "goroutines at rest, before and after"},
		"files that stay open":     {func(r *Result) { r.After.Files += 200 }, "open files and connections at rest, before and after"},
		"one failure":              {func(r *Result) { r.add("search", 0, errors.New("no")) }, "errors"},
		"an error nobody was told": {func(r *Result) { r.ServerErrors["INTERNAL"] = 1 }, "errors that the server counted"},
		"too few requests":         {func(r *Result) { r.Elapsed *= 2 }, "requests answered per second"},
		"nothing known of memory":  {func(r *Result) { r.Samples = nil }, "growth of memory, files that are mapped left out"},
	} {
		t.Run(name, func(t *testing.T) {
			r := wellRun()
			c.spoil(r)
			var missed string
			for _, v := range r.Verdicts() {
				if !v.Met {
					missed = v.What
					break
				}
			}
			if missed != c.missed || r.Met() != (c.missed == "") {
				t.Errorf("what is missed is %q, not %q", missed, c.missed)
			}
		})
	}
}

// grow adds to each sample by how late it is, from 0 to 1.
func grow(r *Result, add func(s *Sample, by float64)) {
	for i := range r.Samples {
		add(&r.Samples[i], float64(i)/float64(len(r.Samples)-1))
	}
}
