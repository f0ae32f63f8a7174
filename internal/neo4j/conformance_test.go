package neo4j_test

import (
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/neo4j"
)

func open(t testing.TB) *neo4j.Store {
	t.Helper()
	c := neo4jserver.Exclusive(t)
	s, err := neo4j.Open(t.Context(), neo4j.Config{URI: c.URI, Username: c.Username, Password: c.Password, Database: c.Database})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestConformance(t *testing.T) {
	kgtest.TestStore(t, func(t testing.TB) kg.Store { return open(t) })
}
