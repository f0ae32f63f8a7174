package soak

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"gonum.org/v1/gonum/stat"
)

// Result is what came of a soak.
type Result struct {
	Options
	*Tally
	Before, After Sample // at rest, without clients
	Samples       []Sample
}

// A Verdict says whether something is as it should be.
type Verdict struct {
	What, Reached, Aim string
	Met                bool
}

// What a server may differ by that leaks nothing: memory by what collections
// leave, goroutines by a few, files by a pool of connections to Neo4j.
const (
	growthAllowed     = 0.10
	heapAllowed       = 5e6  // bytes, where a tenth is less
	cacheAllowed      = 50e6 // bytes, where a tenth is less: SQLite's caches fill up to their bounds as the graph grows
	goroutinesAllowed = 5
	filesAllowed      = 100
	rateAllowed       = 0.95
)

// Verdicts judge the result.
func (r *Result) Verdicts() []Verdict {
	failures := sum(r.Failures())
	rate := float64(r.Answered()) / r.Elapsed.Seconds()
	return []Verdict{
		{"errors", fmt.Sprintf("%d of %d requests%s", failures, failures+r.Answered(), named(r.Failures())), "none", failures == 0},
		{"errors that the server counted", fmt.Sprintf("%d%s", sum(r.ServerErrors), named(r.ServerErrors)), "none", len(r.ServerErrors) == 0},
		{"requests answered per second", fmt.Sprintf("%.0f", rate), fmt.Sprintf("≥ %.0f", rateAllowed*r.Rate), rate >= rateAllowed*r.Rate},
		r.growth("memory, files that are mapped left out", cacheAllowed, func(s Sample) float64 { return s.Anonymous }),
		r.growth("heap, after collections", heapAllowed, func(s Sample) float64 { return s.Heap }),
		r.rest("goroutines", r.Before.Goroutines, r.After.Goroutines, goroutinesAllowed),
		r.rest("open files and connections", r.Before.Files, r.After.Files, filesAllowed),
	}
}

// Met reports whether all is as it should be.
func (r *Result) Met() bool {
	return !slices.ContainsFunc(r.Verdicts(), func(v Verdict) bool { return !v.Met })
}

// growth judges how much something grows while there is load: by what it falls
// back to, the least of each twelfth of the time, and of these by the median of the
// slopes between any two (Theil and Sen), which requests that happen to be in
// progress do not bend.
func (r *Result) growth(what string, allowed float64, of func(Sample) float64) Verdict {
	floor := r.floor(of)
	var slopes, values []float64
	for i, p := range floor {
		values = append(values, p.value)
		for _, earlier := range floor[:i] {
			slopes = append(slopes, (p.value-earlier.value)/(p.at-earlier.at).Hours())
		}
	}
	v := Verdict{What: "growth of " + what, Reached: "not known", Aim: fmt.Sprintf("≤ %.0f %% or %.0f MB in the time", growthAllowed*100, allowed/1e6)}
	if len(slopes) == 0 {
		return v
	}
	slope, usual := median(slopes), median(values)
	grown := slope * r.For.Hours()
	v.Met = grown <= max(growthAllowed*usual, allowed)
	v.Reached = fmt.Sprintf("%+.1f %% of %.0f MB in %s", 100*grown/usual, usual/1e6, r.For.Round(time.Second))
	return v
}

// point is a value at a time.
type point struct {
	at    time.Duration
	value float64
}

const windows = 12

// floor returns the least of something in each part of the time.
func (r *Result) floor(of func(Sample) float64) (points []point) {
	for part := range slices.Chunk(r.Samples, max(1, len(r.Samples)/windows)) {
		least := slices.MinFunc(part, func(a, b Sample) int { return cmp.Compare(of(a), of(b)) })
		points = append(points, point{least.At, of(least)})
	}
	return points
}

func median(values []float64) float64 {
	return stat.Quantile(0.5, stat.Empirical, slices.Sorted(slices.Values(values)), nil)
}

// rest judges how many of something there are once the clients have gone.
func (r *Result) rest(what string, before, after, allowed float64) Verdict {
	return Verdict{
		fmt.Sprintf("%s at rest, before and after", what), fmt.Sprintf("%.0f and %.0f", before, after),
		fmt.Sprintf("at most %.0f more", allowed), after <= before+allowed,
	}
}

func named(counts map[string]int) string {
	var parts []string
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%s %d", code, counts[code]))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
