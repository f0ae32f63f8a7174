package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/bench/synthetic"
	"conflictgraph/graph"
)

type fairCommand struct {
	Relations int           `default:"1000000" placeholder:"N" help:"How many relations the graph has (${default})."`
	DB        string        `type:"path" placeholder:"FILE" help:"Keep the graph here for the next run; otherwise it is made anew and deleted."`
	Heavy     int           `default:"16" placeholder:"N" help:"How many heavy questions are asked at once (${default})."`
	For       time.Duration `default:"10s" placeholder:"TIME" help:"How long look-ups are measured in each company (${default})."`
}

// heavyPaths is how many paths, between hubs that are three links apart, one heavy
// request asks for: as many as it may.
const heavyPaths = 2

// Run measures look-ups by id alone, and beside heavy questions of one client over
// many connections and of many clients, and what questions cost.
func (c *fairCommand) Run(ctx context.Context, to streams) (err error) {
	if c.Relations < fewestRelations || c.Heavy < 1 || c.For <= 0 {
		return fmt.Errorf("--relations %d, --heavy %d, --for %s: give at least %d, 1 and a time above 0", c.Relations, c.Heavy, c.For, fewestRelations)
	}
	var closing closers
	defer func() { err = errors.Join(err, closing.close()) }()
	dir, err := os.MkdirTemp("", "conflictgraph-bench-")
	if err != nil {
		return err
	}
	closing.add(func() error { return os.RemoveAll(dir) })
	if c.DB == "" {
		c.DB = filepath.Join(dir, "graph.db")
	}
	g := synthetic.New(c.Relations)
	t, err := openSQLiteAt(ctx, c.DB)
	if err != nil {
		return err
	}
	closing.add(t.close)
	if err := t.loadOnce(ctx, g, to.progress); err != nil {
		return err
	}
	if err := c.costs(ctx, t, g, to); err != nil {
		return err
	}
	program, err := buildServer(ctx, dir)
	if err != nil {
		return err
	}
	cmd := exec.Command(program, "serve", "--addr", "localhost:0", "--no-seed", "--db", c.DB, "--rate-limit", "0",
		"--without-authentication", "--trusted-proxy", "127.0.0.0/8", "--trusted-proxy", "::1/128")
	server, err := start(ctx, cmd)
	if err != nil {
		return err
	}
	closing.add(server.stop)
	return c.beside(ctx, server.url, g, to)
}

// costs prints what questions cost and how much of a processor each takes, which
// other work on the machine hardly changes.
func (c *fairCommand) costs(ctx context.Context, t *target, g *synthetic.Graph, to streams) error {
	const repetitions = 3
	unlimited := httptest.NewServer(graph.NewHandler(t, graph.Options{}))
	defer unlimited.Close()
	telling := graph.NewHandler(t, graph.Options{Extensions: costOnly})
	fmt.Fprintf(to.out, "| Question | Cost | Processor time | for each unit |\n|---|---|---|---|\n")
	for _, q := range fairQuestions(g) {
		recorder := httptest.NewRecorder()
		telling.ServeHTTP(recorder, requested(ctx, "/", q.query, ""))
		var told struct {
			Errors []struct{ Extensions struct{ Cost int64 } }
		}
		if err := json.Unmarshal(recorder.Body.Bytes(), &told); err != nil || len(told.Errors) == 0 {
			return fmt.Errorf("%s: its cost is not told: %s", q.name, recorder.Body)
		}
		cost := max(told.Errors[0].Extensions.Cost, 1)
		var taken samples
		for range repetitions {
			began, err := processorTime()
			if err != nil {
				return err
			}
			if _, err := answered(requested(ctx, unlimited.URL, q.query, "")); err != nil {
				return fmt.Errorf("%s: %w", q.name, err)
			}
			ended, err := processorTime()
			if err != nil {
				return err
			}
			taken = append(taken, ended-began)
		}
		fmt.Fprintf(to.out, "| %s | %d | %s | %s |\n", q.name, cost, duration(taken.p50()), duration(taken.p50()/time.Duration(cost)))
	}
	return nil
}

// processorTime returns how long this process has had processors.
func processorTime() (time.Duration, error) {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0, err
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()), nil
}

var costOnly = []graphql.HandlerExtension{graph.Cost(1)}

// fairQuestions are questions of every sort, the dearest of each among them.
func fairQuestions(g *synthetic.Graph) []struct{ name, query string } {
	hub, far, other := g.ID(0), g.ID(1), g.ID(g.Size()/2)
	return []struct{ name, query string }{
		{"a look-up", fmt.Sprintf(`{ entity(id: %q) { id name aliases } }`, other)},
		{"100 entities", `{ entities(first: 100) { nodes { id name aliases } } }`},
		{"100 relations of a hub", fmt.Sprintf(`{ entity(id: %q) { relations(first: 100) { nodes { id type { id } subject { id name } object { id name } status time { edtf } } } } }`, hub)},
		{"100 relations with their evidence", fmt.Sprintf(`{ entity(id: %q) { relations(first: 100) { nodes { id evidence { exact source { dataset record } } attributions { by { id } } } } } }`, hub)},
		{"a hub's relations, counted by a filter", fmt.Sprintf(`{ entity(id: %q) { relations(first: 1, filter: {status: [PLANNED], from: "2016-01-01"}) { totalCount } } }`, hub)},
		{"all relations, counted by a filter", `{ relations(first: 1, filter: {certainty: [ALLEGED], from: "2016-01-01"}) { totalCount } }`},
		{"a page of what few pass, of a hub", fmt.Sprintf(`{ entity(id: %q) { relations(first: 100, filter: {status: [PROPOSED], certainty: [DENIED]}) { nodes { id } } } }`, hub)},
		{"a page of what few pass, of all", `{ relations(first: 100, filter: {status: [PROPOSED], certainty: [DENIED]}) { nodes { id } } }`},
		{"all entities, counted", `{ entities(first: 1) { totalCount } }`},
		{"all relations as of a moment, counted", `{ relations(first: 1, asOf: "2100-01-01T00:00:00Z") { totalCount } }`},
		{"two levels of 30", `{ entities(first: 30) { nodes { id relations(first: 30) { nodes { id subject { name } object { name } } } } } }`},
		{"100 relations and what contradicts them", fmt.Sprintf(`{ entity(id: %q) { relations(first: 100) { nodes { contradictedBy { id } } } } }`, hub)},
		{"a search", `{ search(text: "` + g.Name(4) + `") { score node { id } } }`},
		{"a search by two letters", `{ search(text: "` + g.Name(4)[:2] + `") { score node { id } } }`},
		{"timeline of a hub", fmt.Sprintf(`{ timeline(of: %q, bucket: MONTH) { start count byType { type { id } count } } }`, hub)},
		{"timeline of all, by day", `{ timeline(bucket: DAY) { start count byType { type { id } count } } }`},
		{"timeline of what is alleged", `{ timeline(bucket: MONTH, filter: {certainty: [ALLEGED]}) { start count } }`},
		{"stats of a hub", fmt.Sprintf(`{ stats(of: %q) { total byType { count } byCounterpart(first: 100) { count entity { id } } } }`, hub)},
		{"stats of all", `{ stats { total byType { count } byStatus { count } byCertainty { count } } }`},
		{"neighbourhood of a hub, depth 1", fmt.Sprintf(`{ neighborhood(center: [%q], limit: 500) { totalNodes nodes { entity { id } } edges { id } } }`, hub)},
		{"neighbourhood of a hub, depth 3", fmt.Sprintf(`{ neighborhood(center: [%q], depth: 3, limit: 500) { totalNodes nodes { entity { id } } edges { id } } }`, hub)},
		{"paths between hubs", fmt.Sprintf(`{ paths(from: %q, to: %q) { visited paths { length } } }`, hub, far)},
		{"paths between two at random", fmt.Sprintf(`{ paths(from: %q, to: %q, maxLength: 3) { visited paths { length } } }`, other, g.ID(g.Size()/3))},
	}
}

// beside prints how long look-ups take in each company.
func (c *fairCommand) beside(ctx context.Context, url string, g *synthetic.Graph, to streams) error {
	var heavy strings.Builder
	for i := range heavyPaths {
		fmt.Fprintf(&heavy, "p%d: paths(from: %q, to: %q) { visited } ", i, g.ID(0), g.ID(1))
	}
	worst := "{ " + heavy.String() + "}"
	single := fmt.Sprintf(`{ paths(from: %q, to: %q) { visited paths { nodes { id } } } }`, g.ID(0), g.ID(1))
	around := fmt.Sprintf(`{ neighborhood(center: [%q], depth: 3, limit: 500) { totalNodes edges { id } } }`, g.ID(1))
	one := func(int) string { return "10.0.0.1" }
	many := func(client int) string { return fmt.Sprint("10.0.1.", client+1) }
	fmt.Fprintf(to.out, "\n| Look-ups | Repetitions | p50 | p99 | p99 beside alone | Heavy answered | refused |\n|---|---|---|---|---|---|---|\n")
	var alone samples
	for _, company := range []struct {
		name  string
		query string
		from  func(client int) string
	}{
		{"alone", "", nil},
		{"beside two paths in each request, one client", worst, one},
		{"beside paths, one client", single, one},
		{"beside paths, many clients", single, many},
		{"beside neighbourhoods, many clients", around, many},
		{"alone once more", "", nil},
	} {
		taken, answers, refusals, err := c.lookUps(ctx, url, g, company.query, company.from)
		if err != nil {
			return err
		}
		if alone == nil {
			alone = taken
		}
		fmt.Fprintf(to.out, "| %s | %d | %s | %s | %.2f | %d | %d |\n", company.name, len(taken), duration(taken.p50()), duration(taken.p99()),
			float64(taken.p99())/float64(alone.p99()), answers, refusals)
	}
	return nil
}

// lookUps measures look-ups of one client while others ask something heavy all the
// time.
func (c *fairCommand) lookUps(ctx context.Context, url string, g *synthetic.Graph, heavy string, from func(int) string) (taken samples, answers, refusals int64, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var clients sync.WaitGroup
	defer clients.Wait()
	defer cancel()
	var well, refused atomic.Int64
	if heavy != "" {
		for i := range c.Heavy {
			clients.Go(func() {
				for ctx.Err() == nil {
					if _, err := answered(requested(ctx, url, heavy, from(i))); err != nil {
						refused.Add(1)
						pause(ctx, refusedPause)
					} else {
						well.Add(1)
					}
				}
			})
		}
	}
	pause(ctx, warmUp)
	random := rand.New(rand.NewPCG(5, 0))
	for began := time.Now(); time.Since(began) < c.For; {
		query := fmt.Sprintf(`{ entity(id: %q) { id name } }`, g.ID(random.IntN(g.Size())))
		asked := time.Now()
		if _, err := answered(requested(ctx, url, query, "10.0.2.1")); err != nil {
			return nil, 0, 0, err
		}
		taken = append(taken, time.Since(asked))
		pause(ctx, betweenLookUps)
	}
	return taken, well.Load(), refused.Load(), nil
}

// How long heavy questions are asked before look-ups are measured, how long who is
// refused waits, and how long is between two look-ups.
const (
	warmUp         = time.Second
	refusedPause   = 100 * time.Millisecond
	betweenLookUps = 2 * time.Millisecond
)

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// requested returns a request of a client at an address.
func requested(ctx context.Context, url, query, from string) *http.Request {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		panic(err) // unreachable: strings can be written as JSON
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		panic(err) // unreachable: the address is a server's own
	}
	request.Header.Set("Content-Type", "application/json")
	if from != "" {
		request.Header.Set("X-Forwarded-For", from)
	}
	return request
}

// answered returns an answer, in which errors are an error.
func answered(request *http.Request) ([]byte, error) {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK || bytes.Contains(answer, errorsKey) {
		return nil, fmt.Errorf("%s: %.300s", response.Status, answer)
	}
	return answer, nil
}
