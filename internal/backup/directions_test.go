package backup_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/backup"
	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/memory"
	"conflictgraph/internal/store/neo4j"
	"conflictgraph/internal/store/sqlite"
)

// A kind is a kind of store: how a place for one is made, which is empty, how the
// store in a place is opened, and how a restoration into it is begun.
type kind struct {
	name string
	make func(t testing.TB) place
}

type place struct {
	open    func(ctx context.Context) (kg.Database, error)
	restore func(ctx context.Context) (kg.Restoration, error)
}

var kinds = []kind{
	{"SQLite", func(t testing.TB) place {
		file := filepath.Join(t.TempDir(), "graph.db")
		return place{
			func(ctx context.Context) (kg.Database, error) { return sqlite.Open(ctx, file) },
			func(ctx context.Context) (kg.Restoration, error) { return sqlite.OpenRestoration(ctx, file) },
		}
	}},
	{"Neo4j", func(t testing.TB) place {
		c := neo4jserver.Exclusive(t)
		config := neo4j.Config{URI: c.URI, Username: c.Username, Password: c.Password, Database: c.Database}
		return place{
			func(ctx context.Context) (kg.Database, error) { return neo4j.Open(ctx, config) },
			func(ctx context.Context) (kg.Restoration, error) { return neo4j.OpenRestoration(ctx, config) },
		}
	}},
}

// each runs a test on an empty place of each kind.
func each(t *testing.T, test func(t *testing.T, at place)) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) { test(t, k.make(t)) })
	}
}

func (p place) opened(t testing.TB) kg.Database {
	t.Helper()
	store, err := p.open(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	return store
}

// write records batches, as copies.
func write(t *testing.T, store kg.Store, batches []kg.Batch) {
	t.Helper()
	for _, b := range batches {
		_, err := store.Write(t.Context(), kgtest.CloneBatch(b))
		require.NoError(t, err)
	}
}

func backedUp(t *testing.T, store kg.Database) []byte {
	t.Helper()
	var out bytes.Buffer
	_, err := backup.Write(t.Context(), store, &out, nil)
	require.NoError(t, err)
	return out.Bytes()
}

// restored fills the store at a place, and opens it.
func (p place) restored(t *testing.T, file []byte) kg.Database {
	t.Helper()
	_, err := backup.Restore(t.Context(), bytes.NewReader(file), p.restore, nil)
	require.NoError(t, err)
	return p.opened(t)
}

// records returns the lines of a backup between the first and the last, in an
// order that does not depend on the store.
func records(t *testing.T, file []byte) []string {
	t.Helper()
	packed, err := gzip.NewReader(bytes.NewReader(file))
	require.NoError(t, err)
	text, err := io.ReadAll(packed)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	lines = lines[1 : len(lines)-1]
	slices.Sort(lines)
	return lines
}

// exports returns the graph in every format, as of now and of some moments.
func exports(t *testing.T, store kg.Store, history []kg.Batch) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, f := range export.Formats() {
		for _, b := range []kg.Batch{history[1], history[len(history)/2], {}} {
			selection := export.Selection{}
			if !b.RecordedAt.IsZero() {
				selection.AsOf = &b.RecordedAt
			}
			var out bytes.Buffer
			require.NoError(t, export.Write(t.Context(), store, &out, f, selection, nil))
			all[f.Name+" "+b.RecordedAt.String()] = out.String()
		}
	}
	return all
}

// claims asks, as a client does, what contradicts, supports and fulfils what, how
// many relations there are, and pages that begin at cursors.
func claims(t *testing.T, store kg.Store, history []kg.Batch) string {
	t.Helper()
	handler := graph.NewHandler(store, graph.Options{})
	var all strings.Builder
	for _, asOf := range []string{"", `asOf: "` + history[len(history)/2].RecordedAt.Format(time.RFC3339Nano) + `", `} {
		query, err := json.Marshal(map[string]string{"query": `{
			all: relations(` + asOf + `first: 100) { totalCount nodes { id retractedAt contradictedBy { id } supportedBy { id } fulfilledBy { id } } pageInfo { endCursor } }
			some: relations(` + asOf + `first: 7, orderBy: OLDEST_FIRST) { edges { cursor node { id recordedAt evidence { exact } } } pageInfo { endCursor hasNextPage } }
		}`})
		require.NoError(t, err)
		request := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(query))
		request.Header.Set("Content-Type", "application/json")
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		require.NotContains(t, answer.Body.String(), "errors")
		all.Write(answer.Body.Bytes())
	}
	return all.String()
}

// What comes after a restoration: merges are taken back, what has a key is sent
// again.
func afterwards(history []kg.Batch) []kg.Batch {
	last := history[len(history)-1].RecordedAt
	again := kgtest.CloneBatch(history[0])
	again.RecordedAt = last.AddDate(0, 0, 1)
	return []kg.Batch{
		again,
		{RecordedAt: last.AddDate(0, 0, 2), Unmerges: []kg.Unmerge{{Entity: "southland", Reason: "two after all"}}},
		{RecordedAt: last.AddDate(0, 0, 3), Entities: []kg.Entity{{ID: "anna-keller", Kind: kg.KindPerson, Name: "Keller-Novak"}}},
		{RecordedAt: last.AddDate(0, 0, 4), Retractions: []kg.Retraction{{Relation: kgtest.ID(kgtest.MetAgain), Reason: "the same meeting"}}},
	}
}

func TestABackupOfTheStoreInMemoryIsThatOfSQLite(t *testing.T) {
	history := kgtest.RichHistory(t)
	file, inMemory := kinds[0].make(t).opened(t), memory.Open()
	write(t, file, history)
	write(t, inMemory, history)
	lines := records(t, backedUp(t, inMemory))
	require.NotEmpty(t, lines)
	require.Equal(t, records(t, backedUp(t, file)), lines)
}

func TestABackupOfEitherStoreIsRestoredIntoEither(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	history := kgtest.RichHistory(t)
	var answers, lines, further []string
	var formats map[string]string
	var claimed string
	var written []kg.Written
	files := make([][]byte, len(kinds))
	for i, k := range kinds {
		t.Run("backed up of "+k.name, func(t *testing.T) {
			store := k.make(t).opened(t)
			write(t, store, history)
			files[i] = backedUp(t, store)
			if i > 0 {
				require.Equal(t, lines, records(t, files[i]))
				return
			}
			claimed = claims(t, store, history)
			lines, answers, formats = records(t, files[i]), kgtest.Answers(t, store), exports(t, store, history)
			for _, b := range afterwards(history) {
				w, err := store.Write(t.Context(), b)
				require.NoError(t, err)
				written = append(written, w)
			}
			further = records(t, backedUp(t, store))
		})
	}
	for i, from := range kinds {
		for _, into := range kinds {
			t.Run(from.name+" into "+into.name, func(t *testing.T) {
				if files[i] == nil {
					t.Skip("there is no backup of " + from.name)
				}
				if files[i] == nil {
					t.Skipf("nothing was backed up of %s", from.name)
				}
				store := into.make(t).restored(t, files[i])
				kgtest.SameAnswers(t, kgtest.Answers(t, store), answers)
				require.Equal(t, claimed, claims(t, store, history))
				for name, text := range exports(t, store, history) {
					require.Equal(t, formats[name], text, name)
				}
				require.Equal(t, lines, records(t, backedUp(t, store)), "a backup of what was restored is another")
				for j, b := range afterwards(history) {
					w, err := store.Write(t.Context(), b)
					require.NoError(t, err)
					require.Equal(t, written[j], w)
				}
				require.True(t, written[0].Repeated, "what has a key is written twice")
				require.Equal(t, further, records(t, backedUp(t, store)))
			})
		}
	}
}
