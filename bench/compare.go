package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"conflictgraph/bench/synthetic"
)

type compareCommand struct {
	Relations int           `default:"1000000" placeholder:"N" help:"How many relations the graph has (${default})."`
	Clients   []int         `default:"1,8,64" placeholder:"N" help:"How many clients ask at once (${default})."`
	Slice     time.Duration `default:"2s" placeholder:"TIME" help:"How long each server is asked before it is the next one's turn (${default})."`
	Rounds    int           `default:"3" placeholder:"N" help:"How many turns each server has (${default})."`
	Heap      string        `default:"2g" placeholder:"SIZE" help:"The most memory for objects of the Neo4j that is started where NEO4J_URI is not set (${default})."`
	Answers   int           `default:"100" placeholder:"N" help:"How many instances of each question the servers have to answer alike before they are timed (${default})."`
	DB        string        `name:"db" type:"path" placeholder:"FILE" help:"Keep the SQLite database in this file for another run."`
	Out       string        `type:"path" placeholder:"FOLDER" help:"Also write compare.md and compare.svg here."`
}

// The contestants, in the order of their turns.
const (
	peerName   = "@neo4j/graphql"
	neo4jName  = "this server, Neo4j"
	floorName  = "driver alone"
	sqliteName = "this server, SQLite"
)

// Run compares the servers and prints what it measured.
func (c *compareCommand) Run(ctx context.Context, to streams) (err error) {
	if c.Relations < fewestRelations {
		return fmt.Errorf("--relations %d are too few to have hubs; give at least %d", c.Relations, fewestRelations)
	}
	var closing closers
	defer func() { err = errors.Join(err, closing.close()) }()
	a, err := c.prepare(ctx, to.progress, &closing)
	if err != nil {
		return err
	}
	for _, q := range a.questions {
		if err := checkSame(ctx, q, c.Answers, a.clients...); err != nil {
			return err
		}
	}
	fmt.Fprintf(to.progress, "all servers have the same answers to %d instances of each question\n", c.Answers)
	if err := a.measure(ctx, c, to.progress); err != nil {
		return err
	}
	return a.report(to.out, c)
}

// arena is all that takes part in a comparison, and what came of it.
type arena struct {
	graph       *synthetic.Graph
	relations   int // of graph, those that were loaded
	versions    []string
	questions   []question
	contestants []contestant
	clients     []*graphqlClient // of the contestants that are servers
	neo4jPid    int
	outcomes    map[load]outcome
	idle, most  map[string]uint64 // bytes of memory by contestant, and of Neo4j
}

// load is what was measured together.
type load struct {
	question   string
	contestant string
	clients    int
}

// prepare loads the graph into both stores and starts the servers.
func (c *compareCommand) prepare(ctx context.Context, progress io.Writer, closing *closers) (*arena, error) {
	dir, err := os.MkdirTemp("", "conflictgraph-bench-")
	if err != nil {
		return nil, err
	}
	closing.add(func() error { return os.RemoveAll(dir) })
	fmt.Fprintf(progress, "making a graph of %d relations\n", c.Relations)
	a := &arena{graph: synthetic.New(c.Relations), outcomes: map[load]outcome{}, idle: map[string]uint64{}, most: map[string]uint64{}}
	if a.questions, err = questions(a.graph); err != nil {
		return nil, err
	}
	running, err := runNeo4j(ctx, c.Heap)
	if err != nil {
		return nil, err
	}
	closing.add(running.stop)
	a.neo4jPid = running.pid
	file := c.DB
	if file == "" {
		file = filepath.Join(dir, "graph.db")
	}
	for _, open := range []func() (*target, error){
		func() (*target, error) { return openNeo4jAt(ctx, running.Config, a.graph.Dataset) },
		func() (*target, error) { return openSQLiteAt(ctx, file) },
	} {
		t, err := open()
		if err != nil {
			return nil, err
		}
		a.versions = append(a.versions, t.version)
		if err := errors.Join(t.loadBatchesOnce(ctx, a.graph, datedBatches(a.graph), progress), t.close()); err != nil {
			return nil, err
		}
	}
	for b := range datedBatches(a.graph) {
		a.relations += len(b.Relations)
	}
	asks, err := record(ctx, running.Config, c.Answers, a.questions)
	if err != nil {
		return nil, err
	}
	f, err := openFloor(running.Config, asks)
	if err != nil {
		return nil, err
	}
	closing.add(f.close)
	program, err := buildServer(ctx, dir)
	if err != nil {
		return nil, err
	}
	for _, s := range []struct {
		name    string
		dialect dialect
		start   func() (*started, error)
	}{
		{peerName, peers, func() (*started, error) { return startPeer(ctx, &running.Config) }},
		{neo4jName, ours, func() (*started, error) { return startOurs(ctx, program, &running.Config, "") }},
		{sqliteName, ours, func() (*started, error) { return startOurs(ctx, program, nil, file) }},
	} {
		server, err := s.start()
		if err != nil {
			return nil, err
		}
		closing.add(server.stop)
		if s.name == peerName {
			version, err := peerVersion(ctx)
			if err != nil {
				return nil, err
			}
			a.versions = append(a.versions, version)
		}
		client := newGraphQLClient(server.url, s.dialect, slices.Max(c.Clients))
		a.clients = append(a.clients, client)
		a.contestants = append(a.contestants, contestant{name: s.name, pid: server.pid, ask: client.ask, rest: client.http.CloseIdleConnections})
		if s.name == neo4jName {
			a.contestants = append(a.contestants, contestant{name: floorName, ask: f.ask})
		}
	}
	return a, nil
}

// measure lets the contestants have their turns.
func (a *arena) measure(ctx context.Context, c *compareCommand, progress io.Writer) error {
	if err := a.watch(a.idle); err != nil {
		return err
	}
	for _, clients := range c.Clients {
		for number, q := range a.questions {
			for round := range c.Rounds + warmUps {
				s := slice{clients: clients, lasting: c.Slice, seed: uint64(1000*clients + 100*number + round)}
				for _, one := range a.contestants {
					o, err := a.turn(ctx, s, q, one)
					if err != nil {
						return fmt.Errorf("%s, asked by %d clients: %s: %w", one.name, clients, q.name, err)
					}
					if round >= warmUps {
						key := load{q.name, one.name, clients}
						sum := a.outcomes[key]
						sum.add(o)
						a.outcomes[key] = sum
					}
				}
				if err := a.watch(a.most); err != nil {
					return err
				}
			}
			fmt.Fprintf(progress, "%d clients, %s:", clients, q.name)
			for _, one := range a.contestants {
				o := a.outcomes[load{q.name, one.name, clients}]
				fmt.Fprintf(progress, "  %s %s, %.0f/s", one.name, duration(o.times.p50()), o.perSecond())
			}
			fmt.Fprintln(progress)
		}
	}
	return nil
}

// turn asks one contestant for one slice, and notes what processor time it and
// Neo4j take.
func (a *arena) turn(ctx context.Context, s slice, q question, one contestant) (outcome, error) {
	pids := []int{one.pid, a.neo4jPid}
	before := make([]usage, len(pids))
	var err error
	for i, pid := range pids {
		if before[i], err = usageOf(pid); err != nil {
			return outcome{}, err
		}
	}
	o, err := s.run(ctx, func(ctx context.Context, random *rand.Rand) error { return one.ask(ctx, q, random) })
	if err != nil {
		return o, err
	}
	if one.rest != nil {
		// A server may close what is idle for some seconds just when it is used again.
		one.rest()
	}
	for i, pid := range pids {
		if pid == 0 {
			o.cpu = append(o.cpu, unknown)
			continue
		}
		after, err := usageOf(pid)
		if err != nil {
			return o, err
		}
		o.cpu = append(o.cpu, after.cpu-before[i].cpu)
	}
	return o, nil
}

// neo4jProcess is what the memory of Neo4j is kept under.
const neo4jProcess = "Neo4j"

// watch keeps in most the memory of each process, where it is more than before.
func (a *arena) watch(most map[string]uint64) error {
	for _, one := range append([]contestant{{name: neo4jProcess, pid: a.neo4jPid}}, a.contestants...) {
		u, err := usageOf(one.pid)
		if err != nil {
			return err
		}
		most[one.name] = max(most[one.name], u.resident)
	}
	return nil
}

// closers are to be called in turn, the last first.
type closers []func() error

func (c *closers) add(closer func() error) { *c = append(*c, closer) }

func (c *closers) close() (err error) {
	for i := len(*c) - 1; i >= 0; i-- {
		err = errors.Join(err, (*c)[i]())
	}
	return err
}
