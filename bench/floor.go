package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"sync"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"conflictgraph/graph"
	"conflictgraph/internal/store/neo4j"
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
	var mutex sync.Mutex // statements of one question may run at once
	var recorded []replay
	c.OnStatement = func(text string, parameters map[string]any) {
		mutex.Lock()
		defer mutex.Unlock()
		recorded = append(recorded, replay{text, parameters})
	}
	take := func() []replay {
		mutex.Lock()
		defer mutex.Unlock()
		taken := recorded
		recorded = nil
		return taken
	}
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
			take()
			if err := client.ask(ctx, q, random); err != nil {
				return nil, err
			}
			statements := take()
			if len(statements) == 0 {
				return nil, fmt.Errorf("%s: the server ran no statement", q.name)
			}
			asks[q.name] = append(asks[q.name], statements)
		}
	}
	return asks, nil
}

func openFloor(c neo4j.Config, asks map[string][][]replay) (*floor, error) {
	auth := driver.NoAuth()
	if c.Username != "" || c.Password != "" {
		auth = driver.BasicAuth(c.Username, c.Password, "")
	}
	d, err := driver.NewDriverWithContext(c.URI, auth, func(c *config.Config) {
		c.FetchSize, c.NotificationsMinSeverity, c.TelemetryDisabled = driver.FetchAll, notifications.DisabledLevel, true
	})
	if err != nil {
		return nil, err
	}
	return &floor{driver: d, database: c.Database, asks: asks}, nil
}

// ask runs the statements of one instance, one after another, and takes in what
// they find.
func (f *floor) ask(ctx context.Context, q question, random *rand.Rand) error {
	asks := f.asks[q.name]
	for _, one := range asks[random.IntN(len(asks))] {
		if err := f.run(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

// run runs one statement the way that takes the driver least: it commits by
// itself.
func (f *floor) run(ctx context.Context, one replay) error {
	session := f.driver.NewSession(ctx, driver.SessionConfig{DatabaseName: f.database, AccessMode: driver.AccessModeRead})
	defer func() { _ = session.Close(ctx) }()
	result, err := session.Run(ctx, one.text, one.parameters)
	if err != nil {
		return err
	}
	for result.Next(ctx) {
	}
	return result.Err()
}

func (f *floor) close() error { return f.driver.Close(context.Background()) }
