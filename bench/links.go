package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"conflictgraph/bench/synthetic"
	"conflictgraph/graph"
	"conflictgraph/internal/adjacency"
)

type linksCommand struct {
	Relations   int    `default:"1000000" placeholder:"N" help:"How many relations the graph has (${default})."`
	Store       string `default:"sqlite" enum:"sqlite,neo4j" placeholder:"STORE" help:"sqlite or neo4j (${default})."`
	DB          string `type:"path" placeholder:"FILE" help:"Keep the graph here for the next run; otherwise it is made anew and deleted. Not used with Neo4j."`
	Heap        string `default:"4g" placeholder:"SIZE" help:"The most memory for objects of the Neo4j that is started where NEO4J_URI is not set (${default})."`
	Repetitions int    `default:"10" placeholder:"N" help:"How often each question is asked (${default})."`
	Profile     string `type:"path" placeholder:"FILE" help:"Also write a CPU profile of the measuring here."`
}

// mostLinksMemory is what the graph in memory may take.
const mostLinksMemory = 8 << 30

// Run asks the questions that links are for of one server, with the graph in memory and
// without, in turn, and compares the answers and how long they took.
func (c *linksCommand) Run(ctx context.Context, to streams) (err error) {
	if c.Relations < fewestRelations || c.Repetitions < 1 {
		return fmt.Errorf("--relations %d, --repetitions %d: give at least %d and 1", c.Relations, c.Repetitions, fewestRelations)
	}
	g := synthetic.New(c.Relations)
	t, err := c.open(ctx, g)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	if err := t.loadOnce(ctx, g, to.progress); err != nil {
		return err
	}
	began := time.Now()
	held := adjacency.New(t, mostLinksMemory)
	defer held.Stop()
	for !held.State().Ready {
		time.Sleep(time.Millisecond)
	}
	state := held.State()
	fmt.Fprintf(to.out, "The graph was in memory after %s, in %d bytes a relation.\n\n", duration(time.Since(began)), state.Bytes/int64(state.Relations))
	stop, err := profile(c.Profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	var table []row
	for _, q := range linkQuestions(g) {
		r, err := c.compare(ctx, graph.NewHandler(held, graph.Options{}), graph.NewHandler(t, graph.Options{}), q)
		if err != nil {
			return err
		}
		table = append(table, r)
		fmt.Fprintf(to.progress, "%s: %s, without %s\n", r.question, r.measured, r.reference)
	}
	if after := held.State(); after.FromStore > 0 {
		return fmt.Errorf("%d questions were answered by the store", after.FromStore)
	}
	return printTable(to.out, t, g, table)
}

func (c *linksCommand) open(ctx context.Context, g *synthetic.Graph) (*target, error) {
	if c.Store == "neo4j" {
		return openNeo4j(ctx, g.Dataset, c.Heap)
	}
	if c.DB == "" {
		return openSQLite(ctx)
	}
	if err := os.MkdirAll(filepath.Dir(c.DB), 0o700); err != nil {
		return nil, err
	}
	return openSQLiteAt(ctx, c.DB)
}

// linkQuestion is a question, asked each time about other entities.
type linkQuestion struct {
	name string
	next func() string
}

func linkQuestions(g *synthetic.Graph) []linkQuestion {
	random := rand.New(rand.NewPCG(17, 0))
	other := func() string { return g.ID(synthetic.Hubs + random.IntN(g.Size()-synthetic.Hubs)) }
	hub := 0
	nextHub := func() string { hub = (hub + 1) % synthetic.Hubs; return g.ID(hub) }
	paths := func(from, to, filter string) string {
		return fmt.Sprintf(`{ paths(from: %q, to: %q, maxLength: 3, first: 10%s) { truncated visited paths { length nodes { id name } relations { id type { id } } } } }`, from, to, filter)
	}
	around := func(center string, depth int, filter string) string {
		return fmt.Sprintf(`{ neighborhood(center: [%q], depth: %d, limit: 200%s) { truncated totalNodes nodes { entity { id name } depth degree betweenness pageRank } edges { id type { id } subject { id } object { id } status } } }`, center, depth, filter)
	}
	types := g.Types()
	filters := []struct{ name, filter string }{
		{"by type", fmt.Sprintf(`, filter: {types: [%q, %q, %q]}`, types[0].ID, types[1].ID, types[2].ID)},
		{"by status and certainty", `, filter: {status: [OCCURRED, ONGOING], certainty: [STATED, CONFIRMED]}`},
		{"by time", `, filter: {from: "2016-01-01", to: "2019-12-31"}`},
	}
	questions := []linkQuestion{
		{"ten paths of up to 3: two entities at random", func() string { return paths(other(), other(), "") }},
		{"ten paths of up to 3: two hubs", func() string { return paths(nextHub(), g.ID((hub+1)%synthetic.Hubs), "") }},
		{"neighbourhood of 200 nodes, depth 1: a hub", func() string { return around(nextHub(), 1, "") }},
		{"neighbourhood of 200 nodes, depth 2: a hub", func() string { return around(nextHub(), 2, "") }},
	}
	for _, f := range filters {
		questions = append(questions,
			linkQuestion{"ten paths at random, " + f.name, func() string { return paths(other(), other(), f.filter) }},
			linkQuestion{"neighbourhood, depth 1, " + f.name, func() string { return around(nextHub(), 1, f.filter) }})
	}
	return questions
}

// compare asks one question of two handlers in turn.
func (c *linksCommand) compare(ctx context.Context, with, without http.Handler, q linkQuestion) (row, error) {
	queries := make([]string, c.Repetitions)
	for i := range queries {
		queries[i] = q.next()
	}
	answers := make([][]byte, c.Repetitions)
	ask := func(h http.Handler, i int) []byte {
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, requested(ctx, "/", queries[i], ""))
		return answer.Body.Bytes()
	}
	taken, err := alternate(c.Repetitions,
		func(i int) error { answers[i] = ask(without, i); return nil },
		func(i int) error {
			answer := ask(with, i)
			if bytes.Contains(answer, errorsKey) || !bytes.Equal(answer, answers[i]) {
				return fmt.Errorf("%s is answered\n%.500s\nand without the graph in memory\n%.500s", queries[i], answer, answers[i])
			}
			return nil
		})
	if err != nil {
		return row{}, err
	}
	return comparedTimes(q.name, taken[1], "without", taken[0], 0), nil
}
