package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"slices"

	"conflictgraph/bench/synthetic"
)

type exploreCommand struct {
	Relations int      `default:"1000000" placeholder:"N" help:"How many relations the graph has (${default})."`
	Store     string   `default:"both" enum:"sqlite,neo4j,both" placeholder:"STORE" help:"sqlite, neo4j or both (${default})."`
	Heap      string   `default:"4g" placeholder:"SIZE" help:"The most memory for objects of the Neo4j that is started where NEO4J_URI is not set (${default})."`
	Only      []string `placeholder:"QUESTION" enum:"search,paths,neighborhoods,timeline,duplicates,pages,filters" help:"Ask these questions alone: search, paths, neighborhoods, timeline, duplicates, pages, filters."`
	Profile   string   `type:"path" placeholder:"FILE" help:"Also write a CPU profile of the measuring (not of the loading) of one store here."`
}

const fewestRelations = 1000

// Run makes a graph, writes it to each store and measures that.
func (c *exploreCommand) Run(ctx context.Context, to streams) error {
	if c.Relations < fewestRelations {
		return fmt.Errorf("--relations %d are too few to have hubs; give at least %d", c.Relations, fewestRelations)
	}
	if c.Profile != "" && c.Store == "both" {
		return errors.New("--profile is of one store; give --store sqlite or --store neo4j")
	}
	fmt.Fprintf(to.progress, "making a graph of %d relations\n", c.Relations)
	g := synthetic.New(c.Relations)
	if c.Store != "neo4j" {
		if err := c.explore(ctx, g, to, openSQLite); err != nil {
			return fmt.Errorf("SQLite: %w", err)
		}
	}
	if c.Store != "sqlite" {
		open := func(ctx context.Context) (*target, error) { return openNeo4j(ctx, g.Dataset, c.Heap) }
		if err := c.explore(ctx, g, to, open); err != nil {
			return fmt.Errorf("Neo4j: %w", err)
		}
	}
	return nil
}

// explore measures one store and prints what it measured.
func (c *exploreCommand) explore(ctx context.Context, g *synthetic.Graph, to streams, open func(context.Context) (*target, error)) (err error) {
	t, err := open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	if err := t.load(ctx, g, to.progress); err != nil {
		return err
	}
	stop, err := profile(c.Profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	var table []row
	for _, q := range []struct {
		name    string
		measure func(context.Context, *target, *synthetic.Graph) ([]row, error)
	}{
		{"search", measureSearch}, {"paths", measurePaths}, {"neighborhoods", measureNeighborhoods}, {"timeline", measureTimeline},
		{"duplicates", measureDuplicates}, {"pages", measurePages}, {"filters", measureFilters},
	} {
		if len(c.Only) > 0 && !slices.Contains(c.Only, q.name) {
			continue
		}
		rows, err := q.measure(ctx, t, g)
		if err != nil {
			return err
		}
		table = append(table, rows...)
		for _, r := range rows {
			fmt.Fprintf(to.progress, "%s: %s\n", t.name, r.question)
		}
	}
	return printTable(to.out, t, g, table)
}

// profile begins to write a CPU profile to a file, where it has a name, and
// returns what ends that.
func profile(path string) (stop func() error, err error) {
	if path == "" {
		return func() error { return nil }, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() error {
		pprof.StopCPUProfile()
		return f.Close()
	}, nil
}
