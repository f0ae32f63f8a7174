package neo4jserver

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

const (
	// exampleNodes is more than the example article makes, which a server
	// loads into an empty store by itself.
	exampleNodes = 1000

	// inUse names a constraint that marks a database as one that tests are
	// writing to. It is there after they ended only if they were killed.
	inUse = "conflictgraph_tests_in_use"
)

// vacate empties c's database for a test, or refuses to.
func vacate(ctx context.Context, c Config) error {
	if c.isStarted() {
		return erase(ctx, c)
	}
	return withSession(ctx, c, func(s neo4j.SessionWithContext) error {
		nodes, err := number(ctx, s, "MATCH (n) RETURN count(n)")
		if err != nil {
			return err
		}
		marks, err := number(ctx, s, "SHOW CONSTRAINTS YIELD name WHERE name = '"+inUse+"' RETURN count(*)")
		if err != nil {
			return err
		}
		if nodes > exampleNodes && marks == 0 {
			return fmt.Errorf("it holds %d nodes, which tests would delete; give NEO4J_URI a database for tests alone", nodes)
		}
		if err := run(ctx, s, "CREATE CONSTRAINT "+inUse+" IF NOT EXISTS FOR (n:ConflictgraphTests) REQUIRE n.id IS UNIQUE"); err != nil {
			return err
		}
		return deleteAll(ctx, s)
	})
}

// erase empties c's database of nodes. Its indexes stay: they cost nothing while
// they are empty, and making them again does.
func erase(ctx context.Context, c Config) error {
	return withSession(ctx, c, func(s neo4j.SessionWithContext) error {
		if err := deleteAll(ctx, s); err != nil || c.isStarted() {
			return err
		}
		return run(ctx, s, "DROP CONSTRAINT "+inUse+" IF EXISTS")
	})
}

// isStarted reports whether c is a server that was started for tests.
func (c Config) isStarted() bool {
	return os.Getenv("NEO4J_URI") == "" || os.Getenv(startedVariable) == c.URI
}

func deleteAll(ctx context.Context, s neo4j.SessionWithContext) error {
	return run(ctx, s, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
}

func run(ctx context.Context, s neo4j.SessionWithContext, text string) error {
	result, err := s.Run(ctx, text, nil)
	if err != nil {
		return err
	}
	_, err = result.Consume(ctx)
	return err
}

func number(ctx context.Context, s neo4j.SessionWithContext, text string) (int64, error) {
	result, err := s.Run(ctx, text, nil)
	if err != nil {
		return 0, err
	}
	record, err := result.Single(ctx)
	if err != nil {
		return 0, err
	}
	n, _ := record.Values[0].(int64)
	return n, nil
}

func withSession(ctx context.Context, c Config, use func(s neo4j.SessionWithContext) error) error {
	auth := neo4j.NoAuth()
	if c.Username != "" || c.Password != "" {
		auth = neo4j.BasicAuth(c.Username, c.Password, "")
	}
	driver, err := neo4j.NewDriverWithContext(c.URI, auth, func(d *config.Config) { d.SocketConnectTimeout = 10 * time.Second })
	if err != nil {
		return err
	}
	defer func() { _ = driver.Close(context.Background()) }()
	s := driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: c.Database})
	defer func() { _ = s.Close(context.Background()) }()
	return use(s)
}
