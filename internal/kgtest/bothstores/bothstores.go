// Package bothstores runs a test on every store.
package bothstores

import (
	"context"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/sqlite"
)

// Each runs test as a subtest on an empty store of each kind.
func Each(t *testing.T, test func(t *testing.T, store kg.Store)) {
	t.Run("SQLite", func(t *testing.T) { test(t, SQLite(t)) })
}

// SQLite returns an empty embedded store that lasts as long as the test.
func SQLite(t testing.TB) kg.Store {
	t.Helper()
	store, err := sqlite.Open(context.Background(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}
