package main

import (
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"time"

	"conflictgraph/bench/synthetic"
)

// row is one thing that was measured, and what it is compared with.
type row struct {
	question  string
	times     samples
	measured  string // what is compared
	reference string // with what
	ratio     float64
	aim       float64 // the greatest ratio that is good enough; 0 for none
	remark    string
}

// comparedTimes returns a row that compares the median of two things' times.
func comparedTimes(question string, times samples, with string, reference samples, aim float64) row {
	return row{
		question: question, times: times, measured: duration(times.p50()), reference: duration(reference.p50()) + " " + with,
		ratio: float64(times.p50()) / float64(reference.p50()), aim: aim,
	}
}

func (r row) verdict() string {
	switch {
	case r.aim == 0:
		return ""
	case r.ratio <= r.aim:
		return "met"
	}
	return "missed"
}

var columns = []string{"Question", "Repetitions", "p50", "p99", "Measured", "Compared with", "Ratio", "Aim", "", "Remark"}

// printTable prints what was measured on t as Markdown.
func printTable(out io.Writer, t *target, g *synthetic.Graph, table []row) error {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s, %d relations of %d entities\n\n", t.name, g.Relations(), g.Size())
	fmt.Fprintf(&b, "%s; %s; %s, %s/%s, %d cores; loaded in %s (%.0f relations/s)\n\n", time.Now().Format(time.DateOnly), t.version,
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), t.loading.Round(100*time.Millisecond), float64(g.Relations())/t.loading.Seconds())
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(columns)
	fmt.Fprintf(&b, "|%s\n", strings.Repeat("---|", len(columns)))
	for _, r := range table {
		ratio, aim := "", ""
		if r.ratio > 0 {
			ratio = fmt.Sprintf("%.2f", r.ratio)
		}
		if r.aim > 0 {
			aim = "≤ " + strconv.FormatFloat(r.aim, 'g', -1, 64)
		}
		line([]string{
			r.question, strconv.Itoa(len(r.times)), duration(r.times.p50()), duration(r.times.p99()),
			r.measured, r.reference, ratio, aim, r.verdict(), r.remark,
		})
	}
	b.WriteString("\n")
	_, err := io.WriteString(out, b.String())
	return err
}

// duration returns d with three digits, or so.
func duration(d time.Duration) string {
	switch {
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	case d >= time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.0f µs", float64(d)/1e3)
}
