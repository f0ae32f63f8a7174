package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/graph"
	"conflictgraph/internal/neo4j"
)

// floor asks Neo4j, through its driver alone, what our server would ask it.
type floor struct {
	driver   driver.DriverWithContext
	database string
	asks     map[string][][]replay // by question: what is run for each of several instances of it
}

// replay is a statement with its parameters.
type replay struct {
	text       string
	parameters map[string]any
}

const recordSeed = 11

// record returns what our server runs to answer n instances of each question.
func record(ctx context.Context, c neo4j.Config, n int, all []question) (asks map[string][][]replay, err error) {
	var recorded []replay
	c.OnStatement = func(text string, parameters map[string]any) { recorded = append(recorded, replay{text, parameters}) }
	store, err := neo4j.Open(ctx, c)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	server := httptest.NewServer(graph.NewHandler(store, graph.Options{}))
	defer server.Close()
	client := newGraphQLClient(server.URL, ours, 1)
	defer client.http.CloseIdleConnections()
	asks = map[string][][]replay{}
	for _, q := range all {
		random := rand.New(rand.NewPCG(recordSeed, 0))
		// What a server reads once, it has read after the first.
		if err := client.ask(ctx, q, random); err != nil {
			return nil, err
		}
		for range n {
			recorded = nil
			if err := client.ask(ctx, q, random); err != nil {
				return nil, err
			}
			if len(recorded) == 0 {
				return nil, fmt.Errorf("%s: the server ran no statement", q.name)
			}
			asks[q.name] = append(asks[q.name], recorded)
		}
	}
	return asks, nil
}

func openFloor(c neo4j.Config, asks map[string][][]replay) (*floor, error) {
	auth := driver.NoAuth()
	if c.Username != "" || c.Password != "" {
		auth = driver.BasicAuth(c.Username, c.Password, "")
	}
	d, err := driver.NewDriverWithContext(c.URI, auth)
	if err != nil {
		return nil, err
	}
	return &floor{driver: d, database: c.Database, asks: asks}, nil
}

// ask runs the statements of one instance, one after another, and takes in what
// they find.
func (f *floor) ask(ctx context.Context, q question, random *rand.Rand) error {
	asks := f.asks[q.name]
	for _, s := range asks[random.IntN(len(asks))] {
		if _, err := driver.ExecuteQuery(ctx, f.driver, s.text, s.parameters, newDiscarded,
			driver.ExecuteQueryWithDatabase(f.database), driver.ExecuteQueryWithReadersRouting()); err != nil {
			return err
		}
	}
	return nil
}

func (f *floor) close() error { return f.driver.Close(context.Background()) }

// discarded counts values that have become values of Go.
type discarded struct{ values int }

func newDiscarded() driver.ResultTransformer[int] { return &discarded{} }

func (d *discarded) Accept(record *driver.Record) error {
	d.values += len(record.Values)
	return nil
}

func (d *discarded) Complete([]string, driver.ResultSummary) (int, error) { return d.values, nil }
