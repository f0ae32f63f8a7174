package soak

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"gonum.org/v1/gonum/stat"
)

// Tally counts what became of requests. It may be used by many at once.
type Tally struct {
	Elapsed      time.Duration
	ServerErrors map[string]int // by code, as the server has counted them

	mu    sync.Mutex
	kinds map[string]*kind
}

// kind is what became of requests of one kind.
type kind struct {
	seconds  []float64 // those of the requests that were answered well
	failures map[string]int
	example  string // of a failure
}

func newTally() *Tally { return &Tally{kinds: map[string]*kind{}, ServerErrors: map[string]int{}} }

func (t *Tally) of(name string) *kind {
	k := t.kinds[name]
	if k == nil {
		k = &kind{failures: map[string]int{}}
		t.kinds[name] = k
	}
	return k
}

// add counts a request that took some time and failed with err, if that is not
// nil.
func (t *Tally) add(name string, took time.Duration, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	k := t.of(name)
	if err == nil {
		k.seconds = append(k.seconds, took.Seconds())
		return
	}
	k.failures[codeOf(err)]++
	k.example = cmp.Or(k.example, err.Error())
}

// missed counts the events that followers did not get.
func (t *Tally) missed(l *ledger) {
	for _, err := range l.missing() {
		t.add("events", 0, err)
	}
}

// Names returns what kinds of requests there were, in order.
func (t *Tally) Names() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(maps.Keys(t.kinds))
}

// Answered returns how many requests were answered well.
func (t *Tally) Answered() (n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, k := range t.kinds {
		n += len(k.seconds)
	}
	return n
}

// Failures returns how many requests failed, by code.
func (t *Tally) Failures() map[string]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := map[string]int{}
	for _, k := range t.kinds {
		for code, n := range k.failures {
			all[code] += n
		}
	}
	return all
}

// Examples returns some failures that differ, with the kind of the first request
// that had each.
func (t *Tally) Examples() (lines []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	shown := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(t.kinds)) {
		example := t.kinds[name].example
		if example != "" && !shown[example] && len(shown) < mostExamples {
			lines = append(lines, name+": "+example)
			shown[example] = true
		}
	}
	return lines
}

const mostExamples = 10

// quantile returns the time within which a part q of the requests were answered.
func (k *kind) quantile(q float64) time.Duration {
	if len(k.seconds) == 0 {
		return 0
	}
	return time.Duration(stat.Quantile(q, stat.Empirical, slices.Sorted(slices.Values(k.seconds)), nil) * float64(time.Second))
}

func sum[K comparable](counts map[K]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// line says how far it has come.
func (t *Tally) line(elapsed time.Duration) string {
	answered := t.Answered()
	return fmt.Sprintf("%s: %d answered, %.0f/s; failed: %v %q", elapsed.Round(time.Second), answered, float64(answered)/elapsed.Seconds(), t.Failures(), t.Examples())
}
