// Package bothstores runs a test on every store.
package bothstores

import (
	"context"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/neo4j"
	"conflictgraph/internal/store/sqlite"
)

// Each runs test as a subtest on an empty store of each kind.
func Each(t *testing.T, test func(t *testing.T, store kg.Store)) {
	t.Run("SQLite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("Neo4j", func(t *testing.T) { test(t, Neo4j(t, nil)) })
}

// SQLite returns an empty embedded store that lasts as long as the test.
func SQLite(t testing.TB) kg.Database {
	t.Helper()
	store, err := sqlite.Open(context.Background(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// Neo4j returns a store on the empty Neo4j that tests use, for this test alone.
// It tells onStatement, where that is not nil, the text of every statement.
func Neo4j(t testing.TB, onStatement func(text string)) kg.Database {
	t.Helper()
	database := neo4jserver.Exclusive(t)
	store, err := neo4j.Open(context.Background(), neo4j.Config{
		URI: database.URI, Username: database.Username, Password: database.Password, Database: database.Database,
		OnStatement: func(text string, _ map[string]any) {
			if onStatement != nil {
				onStatement(text)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}
