package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// at returns what came of asking a contestant a question by so many clients.
func (a *arena) at(question, contestant string, clients int) outcome {
	return a.outcomes[load{question, contestant, clients}]
}

// ratio returns how many times the second number is in the first; 0 for none.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func throughputRatio(a, b outcome) float64 { return ratio(a.perSecond(), b.perSecond()) }
func medianRatio(a, b outcome) float64     { return ratio(float64(a.times.p50()), float64(b.times.p50())) }

// bar is something that is to be reached.
type bar struct {
	what    string
	reached float64
	aim     float64
	least   bool // the aim is the least, not the most
}

func (b bar) verdict() string {
	if b.least == (b.reached >= b.aim) || b.reached == b.aim {
		return "met"
	}
	return "missed"
}

// The numbers of clients that aims are about. What was not measured with them
// has no aims.
const (
	fewClients  = 8
	manyClients = 64
)

// bars returns the aims that a holds figures for.
func (a *arena) bars(clients []int) (bars []bar) {
	if slices.Contains(clients, fewClients) {
		at := func(question, contestant string) outcome { return a.at(question, contestant, fewClients) }
		bars = append(bars,
			bar{"Neo4j, two hops, 8 clients: requests/s, times the peer's", throughputRatio(at(twoHops, neo4jName), at(twoHops, peerName)), 10, true},
			bar{"Neo4j, two hops, 8 clients: p50, times the peer's", medianRatio(at(twoHops, neo4jName), at(twoHops, peerName)), 1.0 / 8, false},
			bar{"Neo4j, never the same text, 8 clients: p50, times the peer's", medianRatio(at(newTexts, neo4jName), at(newTexts, peerName)), 1.0 / 20, false},
			bar{"SQLite, two hops, 8 clients: requests/s, times the peer's", throughputRatio(at(twoHops, sqliteName), at(twoHops, peerName)), 20, true},
		)
	}
	for _, n := range []int{1, fewClients} {
		if slices.Contains(clients, n) {
			bars = append(bars, bar{fmt.Sprintf("Neo4j, two hops, %s: p50, times the driver's", counted(n)), medianRatio(a.at(twoHops, neo4jName, n), a.at(twoHops, floorName, n)), 1.2, false})
		}
	}
	if slices.Contains(clients, manyClients) {
		for _, name := range []string{neo4jName, sqliteName} {
			o := a.at(twoHops, name, manyClients)
			bars = append(bars, bar{fmt.Sprintf("%s, two hops, 64 clients: p99, times its p50", name), ratio(float64(o.times.p99()), float64(o.times.p50())), 5, false})
		}
	}
	return bars
}

func counted(clients int) string {
	if clients == 1 {
		return "1 client"
	}
	return fmt.Sprintf("%d clients", clients)
}

// markdown returns what was measured as tables.
func (a *arena) markdown(c *compareCommand) string {
	var b strings.Builder
	line := func(cells ...string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	head := func(cells ...string) {
		b.WriteString("\n")
		line(cells...)
		fmt.Fprintf(&b, "|%s\n", strings.Repeat("---|", len(cells)))
	}
	fmt.Fprintf(&b, "%s; %s; %s, %s/%s, %d cores; %d relations of %d entities; %d turns of %s each\n", time.Now().Format(time.DateOnly),
		strings.Join(a.versions, "; "), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), a.relations, a.graph.Size(), c.Rounds, c.Slice)
	head("Aim", "", "Reached", "")
	for _, g := range a.bars(c.Clients) {
		sign := "≤"
		if g.least {
			sign = "≥"
		}
		line(g.what, fmt.Sprintf("%s %.3g", sign, g.aim), fmt.Sprintf("%.3g", g.reached), g.verdict())
	}
	for _, clients := range c.Clients {
		cells := []string{counted(clients) + ": p50 · p99 · requests/s"}
		for _, one := range a.contestants {
			cells = append(cells, one.name)
		}
		head(append(cells, "Neo4j ÷ peer, requests/s", "SQLite ÷ peer, requests/s", "Neo4j ÷ driver, p50")...)
		for _, q := range a.questions {
			cells := []string{q.name}
			for _, one := range a.contestants {
				o := a.at(q.name, one.name, clients)
				cells = append(cells, fmt.Sprintf("%s · %s · %.0f", duration(o.times.p50()), duration(o.times.p99()), o.perSecond()))
			}
			at := func(name string) outcome { return a.at(q.name, name, clients) }
			line(append(cells,
				fmt.Sprintf("%.1f", throughputRatio(at(neo4jName), at(peerName))), fmt.Sprintf("%.1f", throughputRatio(at(sqliteName), at(peerName))),
				fmt.Sprintf("%.2f", medianRatio(at(neo4jName), at(floorName))))...)
		}
	}
	cells := []string{"Processor time for a request, of the server + of Neo4j, ms"}
	for _, one := range a.contestants {
		cells = append(cells, one.name)
	}
	head(cells...)
	busiest := slices.Min(append(slices.Clone(c.Clients), fewClients))
	if slices.Contains(c.Clients, fewClients) {
		busiest = fewClients
	}
	for _, q := range a.questions {
		cells := []string{q.name + ", " + counted(busiest)}
		for _, one := range a.contestants {
			cells = append(cells, a.at(q.name, one.name, busiest).processorTime())
		}
		line(cells...)
	}
	head("Resident memory, MB", "before", "most")
	for _, name := range []string{peerName, neo4jName, sqliteName, neo4jProcess} {
		line(name, megabytes(a.idle[name]), megabytes(a.most[name]))
	}
	return b.String()
}

func megabytes(bytes uint64) string {
	if bytes == 0 {
		return "?"
	}
	return fmt.Sprintf("%.0f", float64(bytes)/1e6)
}

// processorTime returns what an answer took of each process.
func (o outcome) processorTime() string {
	var parts []string
	for _, d := range o.cpu {
		if d < 0 {
			parts = append(parts, "?")
			continue
		}
		parts = append(parts, fmt.Sprintf("%.2f", d.Seconds()*1000/float64(max(1, len(o.times)))))
	}
	return strings.Join(parts, " + ")
}

// report prints what was measured, and writes it to the folder that was asked
// for.
func (a *arena) report(out io.Writer, c *compareCommand) error {
	text := a.markdown(c)
	if _, err := io.WriteString(out, text); err != nil || c.Out == "" {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Out, "compare.md"), []byte("# The comparison\n\n"+text), 0o644); err != nil {
		return err
	}
	return a.plot(c.Clients, filepath.Join(c.Out, "compare.svg"))
}
