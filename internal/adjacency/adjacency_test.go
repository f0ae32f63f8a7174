package adjacency

import (
	"testing"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/memory"
	"conflictgraph/internal/store/sqlite"
)

const enough = 1 << 30

// over returns a Store over another that holds its graph, and is stopped when the test ends.
func over(t testing.TB, store kg.Store, most int64) *Store {
	t.Helper()
	s := New(store, most)
	t.Cleanup(s.Stop)
	await(t, s)
	return s
}

// await waits until s has a graph.
func await(t testing.TB, s *Store) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !s.State().Ready; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("there is no graph in memory")
		}
	}
}

func openSQLite(t testing.TB) kg.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestConformance(t *testing.T) {
	for name, open := range map[string]func(testing.TB) kg.Store{
		"memory": func(testing.TB) kg.Store { return memory.Open() },
		"SQLite": openSQLite,
	} {
		t.Run(name, func(t *testing.T) {
			var asked, answered int64
			kgtest.TestStore(t, func(t testing.TB) kg.Store {
				s := over(t, open(t), enough)
				t.Cleanup(func() {
					state := s.State()
					asked, answered = asked+state.FromMemory+state.FromStore, answered+state.FromMemory
				})
				return s
			})
			t.Logf("%d of %d questions for links were answered from memory", answered, asked)
			if answered < 100 {
				t.Errorf("%d of %d questions for links were answered from memory", answered, asked)
			}
		})
	}
}
