package sqlite_test

import (
	"path/filepath"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/store/sqlite"
)

func open(t testing.TB, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path)
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

func TestStoreInAFile(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	kgtest.TestStore(t, func(t testing.TB) kg.Store { return open(t, filepath.Join(t.TempDir(), "graph.db")) })
}

func TestStoreInMemory(t *testing.T) {
	kgtest.TestStore(t, func(t testing.TB) kg.Store { return open(t, sqlite.Memory) })
}

func TestTheVersionTellsWhetherAnythingWasWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "graph.db")
	kgtest.TestVersion(t, open(t, file), open(t, file))
	one, another := open(t, sqlite.Memory), open(t, sqlite.Memory)
	if kgtest.Version(t, one) == kgtest.Version(t, another) {
		t.Error("two databases have the same version")
	}
}

func TestTimeGoesForwardWhateverTheClockDoes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	kgtest.TestClockJumps(t, func(t *testing.T) kg.Store { return open(t, path) })
}
