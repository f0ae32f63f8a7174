package soak

import (
	"fmt"
	"strings"
	"time"
)

// moments is how many of the samples are shown.
const moments = 12

// Markdown returns the result as tables.
func (r *Result) Markdown() string {
	var b strings.Builder
	line := func(cells ...string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	head := func(cells ...string) {
		b.WriteString("\n")
		line(cells...)
		fmt.Fprintf(&b, "|%s\n", strings.Repeat("---|", len(cells)))
	}
	head("Verdict", "", "Reached", "Aim")
	for _, v := range r.Verdicts() {
		met := "missed"
		if v.Met {
			met = "met"
		}
		line(v.What, met, v.Reached, v.Aim)
	}
	head("Kind", "Answered", "p50", "p99", "slowest", "Failed")
	for _, name := range r.Names() {
		k := r.kinds[name]
		if strings.HasPrefix(name, "subscriptions") { // which last as long as they are wanted
			line(name, fmt.Sprint(len(k.seconds)), "", "", "", fmt.Sprint(sum(k.failures)))
			continue
		}
		line(name, fmt.Sprint(len(k.seconds)), duration(k.quantile(0.5)), duration(k.quantile(0.99)), duration(k.quantile(1)), fmt.Sprint(sum(k.failures)))
	}
	head("After", "Resident, MB", "Without files, MB", "Heap, MB", "Goroutines", "Open files")
	show := func(when string, s Sample) {
		line(when, mega(s.Resident), mega(s.Anonymous), mega(s.Heap), fmt.Sprintf("%.0f", s.Goroutines), fmt.Sprintf("%.0f", s.Files))
	}
	show("at rest before", r.Before)
	for i := range min(moments, len(r.Samples)) {
		s := r.Samples[(i+1)*len(r.Samples)/min(moments, len(r.Samples))-1]
		show(s.At.Round(time.Second).String(), s)
	}
	show("at rest after", r.After)
	if examples := r.Examples(); len(examples) > 0 {
		b.WriteString("\nSome failures:\n\n")
		for _, e := range examples {
			fmt.Fprintf(&b, "- `%s`\n", strings.ReplaceAll(strings.Join(strings.Fields(e), " "), "`", "'"))
		}
	}
	return b.String()
}

func mega(bytes float64) string { return fmt.Sprintf("%.0f", bytes/1e6) }

func duration(d time.Duration) string {
	if d >= time.Second {
		return fmt.Sprintf("%.2f s", d.Seconds())
	}
	return fmt.Sprintf("%.1f ms", float64(d)/1e6)
}
