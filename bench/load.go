package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/exchange"
)

type loadCommand struct {
	Relations int    `default:"1000000" placeholder:"N" help:"How many rows are imported (${default})."`
	Store     string `default:"sqlite" enum:"sqlite,neo4j" placeholder:"STORE" help:"sqlite or neo4j (${default})."`
	Heap      string `default:"4g" placeholder:"SIZE" help:"The most memory for objects of the Neo4j that is started where NEO4J_URI is not set (${default})."`
	Profile   string `type:"path" placeholder:"FILE" help:"Also write a CPU profile of the import here."`
}

// loadedName is what the ids of the imported entities begin with.
const loadedName = "rows"

// Run writes rows to a file and imports that as the import command does.
func (c *loadCommand) Run(ctx context.Context, to streams) (err error) {
	if c.Relations < fewestRelations {
		return fmt.Errorf("--relations %d are too few to measure; give at least %d", c.Relations, fewestRelations)
	}
	dir, err := os.MkdirTemp("", "conflictgraph-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	fmt.Fprintf(to.progress, "writing a file of %d rows\n", c.Relations)
	files, err := synthetic.WriteQuadruples(dir, c.Relations)
	if err != nil {
		return err
	}
	var t *target
	if c.Store == "sqlite" {
		t, err = openSQLite(ctx)
	} else {
		t, err = openNeo4j(ctx, loadedName, c.Heap)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	reader, err := openRows(files)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	stop, err := profile(c.Profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	rates := loadRates{out: to.progress, name: t.name}
	cost := loadCost{database: t.pid}
	cost.look(0)
	began := time.Now()
	summary, err := exchange.Run(ctx, t, reader, exchange.Options{Loader: t, Progress: func(p exchange.Progress) {
		rates.show(p)
		cost.show(p)
	}})
	if err != nil {
		return err
	}
	taken := time.Since(began)
	if cost.look(summary.Read); cost.err != nil {
		return cost.err
	}
	_, err = fmt.Fprintf(to.out, "%s: %d rows imported in %s, indexes included: %.0f relations/s (%d relations, %d entities; reading and writing rows took %s, the end %s); peak memory of this process %s; %s\n"+
		"%[1]s: a row took of the processor %[11]s\n",
		t.name, summary.Read, taken.Round(100*time.Millisecond), float64(summary.Read)/taken.Seconds(), summary.Written.Relations, summary.Written.Entities,
		rates.read.Round(100*time.Millisecond), (taken - rates.read).Round(100*time.Millisecond), peakMemory(), t.version, &cost)
	return err
}

// openRows reads the rows of files that synthetic.WriteQuadruples has written.
func openRows(files synthetic.QuadrupleFiles) (exchange.Reader, error) {
	return exchange.OpenTKG(exchange.TKGOptions{
		Name: loadedName, Entities: files.Entities, Relations: files.Relations, Start: synthetic.QuadruplesStart, Unit: exchange.Hour,
	}, []string{files.Rows})
}

// loadRates shows the rate of each million rows.
type loadRates struct {
	out      io.Writer
	name     string
	rows     int
	at, read time.Duration
}

func (l *loadRates) show(p exchange.Progress) {
	const million = 1_000_000
	if p.TotalSteps > 0 {
		fmt.Fprintf(l.out, "%s: %s: %d of %d steps of the end are done\n", l.name, p.Elapsed.Round(100*time.Millisecond), p.Steps, p.TotalSteps)
		return
	}
	l.read = p.Elapsed
	if p.Rows-l.rows >= million {
		fmt.Fprintf(l.out, "%s: %d rows, the last of them at %.0f/s\n", l.name, p.Rows, float64(p.Rows-l.rows)/(p.Elapsed-l.at).Seconds())
		l.rows, l.at = p.Rows, p.Elapsed
	}
}

var peakLine = regexp.MustCompile(`VmHWM:\s*(.*)`)

// peakMemory returns the most memory that this process has had, where the system
// tells.
func peakMemory() string {
	status, _ := os.ReadFile("/proc/self/status")
	if found := peakLine.FindSubmatch(status); found != nil {
		return string(found[1])
	}
	return "not known"
}
