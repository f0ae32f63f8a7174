package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/neo4j"
)

type growthCommand struct {
	Sizes       []int  `default:"10000,100000,1000000,10000000" placeholder:"N" help:"How many relations the graphs on SQLite have (${default})."`
	Neo4jSizes  []int  `name:"neo4j-sizes" default:"10000,100000,1000000,2000000" placeholder:"N" help:"How many those on Neo4j have (${default})."`
	Store       string `default:"both" enum:"sqlite,neo4j,both" placeholder:"STORE" help:"sqlite, neo4j or both (${default})."`
	Repetitions int    `default:"300" placeholder:"N" help:"How often each question is asked of each graph (${default})."`
	Heap        string `default:"4g" placeholder:"SIZE" help:"The most memory for objects of each Neo4j (${default})."`
	Dir         string `type:"path" placeholder:"FOLDER" help:"Keep the databases here: what an earlier run has loaded is not loaded again."`
	Out         string `type:"path" placeholder:"FOLDER" help:"Also write growth.md and growth.svg here."`
}

// growth is what became of the questions on one store as the graph grew.
type growth struct {
	store   string
	version string
	sizes   []int
	loading []string             // by size
	filling []string             // bytes of the file for each relation, by size
	times   map[string][]samples // by question, then by size
}

// Run loads graphs of every size and asks each the same questions.
func (c *growthCommand) Run(ctx context.Context, to streams) (err error) {
	for _, n := range slices.Concat(c.Sizes, c.Neo4jSizes) {
		if n < fewestRelations {
			return fmt.Errorf("%d relations are too few to have hubs; give at least %d", n, fewestRelations)
		}
	}
	dir := c.Dir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "conflictgraph-bench-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	var all []*growth
	if c.Store != "neo4j" {
		g, err := c.measure(ctx, to.progress, [][]int{c.Sizes}, func(ctx context.Context, g *synthetic.Graph) (*target, error) {
			return openSQLiteAt(ctx, filepath.Join(dir, g.Dataset+".db"))
		})
		if err != nil {
			return fmt.Errorf("SQLite: %w", err)
		}
		all = append(all, g)
	}
	if c.Store != "sqlite" {
		g, err := c.measure(ctx, to.progress, slices.Collect(slices.Chunk(c.Neo4jSizes, 1)), func(ctx context.Context, g *synthetic.Graph) (*target, error) {
			return openNeo4jIn(ctx, filepath.Join(dir, g.Dataset+".neo4j"), g.Dataset, c.Heap)
		})
		if err != nil {
			return fmt.Errorf("Neo4j: %w", err)
		}
		all = append(all, g)
	}
	return c.report(to.out, all)
}

// openNeo4jIn starts a Neo4j on a folder and returns a store in it.
func openNeo4jIn(ctx context.Context, dir, dataset, heap string) (*target, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	server, err := neo4jserver.Start(ctx, neo4jserver.Options{Dir: dir, Heap: heap})
	if err != nil {
		return nil, err
	}
	t, err := openNeo4jAt(ctx, neo4j.Config{URI: server.URI}, dataset)
	if err != nil {
		return nil, errors.Join(err, server.Stop())
	}
	closeStore := t.close
	t.close = func() error { return errors.Join(closeStore(), server.Stop()) }
	return t, nil
}

// measure asks graphs of some sizes whatever is asked as they grow: those of one
// group in turn, so that what else the machine does falls on all of them.
func (c *growthCommand) measure(ctx context.Context, progress io.Writer, groups [][]int, open func(context.Context, *synthetic.Graph) (*target, error)) (*growth, error) {
	grown := &growth{sizes: slices.Concat(groups...), times: map[string][]samples{}}
	for _, sizes := range groups {
		if err := c.ask(ctx, grown, sizes, open, progress); err != nil {
			return nil, err
		}
	}
	return grown, nil
}

// ask loads the graphs that are not there yet, and asks all of them all questions
// in turn.
func (c *growthCommand) ask(ctx context.Context, grown *growth, sizes []int, open func(context.Context, *synthetic.Graph) (*target, error), progress io.Writer) (err error) {
	var closing closers
	defer func() { err = errors.Join(err, closing.close()) }()
	var calls []func(int) error
	for _, n := range sizes {
		fmt.Fprintf(progress, "making a graph of %d relations\n", n)
		g := synthetic.New(n)
		t, err := open(ctx, g)
		if err != nil {
			return err
		}
		closing.add(t.close)
		if err := t.loadOnce(ctx, g, progress); err != nil {
			return err
		}
		if err := grown.loaded(t, g); err != nil {
			return err
		}
		questions, err := growing(t, g)
		if err != nil {
			return err
		}
		for _, q := range questions {
			calls = append(calls, func(int) error { return q.ask(ctx) })
		}
	}
	taken, err := alternate(c.Repetitions, calls...)
	if err != nil {
		return err
	}
	for i, times := range taken {
		name := growingNames[i%len(growingNames)]
		grown.times[name] = append(grown.times[name], times)
		fmt.Fprintf(progress, "%s, %d relations, %s: %s\n", grown.store, sizes[i/len(growingNames)], name, duration(times.p50()))
	}
	return nil
}

// loaded notes how fast t was loaded, and how much room it takes.
func (g *growth) loaded(t *target, graph *synthetic.Graph) error {
	g.store, g.version = t.name, t.version
	loading := "earlier"
	if t.loading > 0 {
		loading = fmt.Sprintf("%.0f/s", float64(graph.Relations())/t.loading.Seconds())
	}
	g.loading = append(g.loading, loading)
	if t.file == "" {
		return nil
	}
	file, err := os.Stat(t.file)
	if err != nil {
		return err
	}
	g.filling = append(g.filling, fmt.Sprintf("%.0f", float64(file.Size())/float64(graph.Relations())))
	return nil
}

// markdown returns the medians as a table.
func (g *growth) markdown() string {
	var b strings.Builder
	line := func(cells ...string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	fmt.Fprintf(&b, "\n### %s\n\n%s\n\n", g.store, g.version)
	head := []string{"p50, by relations"}
	for _, n := range g.sizes {
		head = append(head, fmt.Sprint(n))
	}
	line(append(head, "last ÷ first")...)
	fmt.Fprintf(&b, "|%s\n", strings.Repeat("---|", len(head)+1))
	for _, name := range growingNames {
		cells, times := []string{name}, g.times[name]
		for _, s := range times {
			cells = append(cells, duration(s.p50()))
		}
		line(append(cells, fmt.Sprintf("%.2f", ratio(float64(times[len(times)-1].p50()), float64(times[0].p50()))))...)
	}
	line(append(append([]string{"loaded"}, g.loading...), "")...)
	if len(g.filling) > 0 {
		line(append(append([]string{"file, bytes a relation"}, g.filling...), "")...)
	}
	return b.String()
}
