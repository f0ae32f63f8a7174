package faults

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/kgtest/neo4jserver"
)

func TestAServerThatIsKilledWhileItWritesLosesNothingThatItAcknowledged(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	for store, flags := range map[string]func(t *testing.T) []string{
		"SQLite": func(t *testing.T) []string { return onSQLite(filepath.Join(t.TempDir(), "graph.db")) },
		"Neo4j":  func(t *testing.T) []string { return onNeo4j(neo4jserver.Exclusive(t).URI) },
	} {
		t.Run(store, func(t *testing.T) {
			s := serve(t, flags(t)...)
			l := underLoad(t, s, "killed")
			for range 2 {
				l.during(time.Second)
				s.kill()
				require.NoError(t, s.start())
				l.answersWithin(again)
			}
			l.end()
			require.Positive(t, l.failed.Load(), "no request was in progress when the server was killed")
		})
	}
}
