package neo4j_test

import (
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/neo4j"
)

// openAt returns a store on an empty database, and where that is.
func openAt(t testing.TB) (*neo4j.Store, neo4jserver.Config) {
	t.Helper()
	c := neo4jserver.Exclusive(t)
	return openConfig(t, configOf(c)), c
}

func open(t testing.TB) *neo4j.Store {
	t.Helper()
	s, _ := openAt(t)
	return s
}

func configOf(c neo4jserver.Config) neo4j.Config {
	return neo4j.Config{URI: c.URI, Username: c.Username, Password: c.Password, Database: c.Database}
}

func openConfig(t testing.TB, c neo4j.Config) *neo4j.Store {
	t.Helper()
	s, err := neo4j.Open(t.Context(), c)
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

func TestTheVersionTellsWhetherAnythingWasWritten(t *testing.T) {
	s, c := openAt(t)
	kgtest.TestVersion(t, s, openConfig(t, configOf(c)))
}

func TestTimeGoesForwardWhateverTheClockDoes(t *testing.T) {
	c := configOf(neo4jserver.Exclusive(t))
	kgtest.TestClockJumps(t, func(t *testing.T) kg.Store { return openConfig(t, c) })
}
