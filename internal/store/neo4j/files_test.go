package neo4j

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/backup"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/memory"
)

// What a database holds, but for the marker's own name and how often it was written to.
var everything = []string{
	"MATCH (n) WHERE NOT n:ConflictgraphSchema RETURN COLLECT { UNWIND labels(n) AS label RETURN label ORDER BY label }, properties(n)",
	"MATCH (a)-[x]->(b) RETURN a.id, a.number, type(x), properties(x), b.id, b.key",
	"MATCH (s:ConflictgraphSchema) RETURN s {.*, origin: null, writes: null}",
	everyIndex,
	"SHOW CONSTRAINTS YIELD name RETURN name",
}

// found returns what a statement finds, in an order of its own.
func found(t testing.TB, s *Store, text string) (lines []string) {
	t.Helper()
	for _, row := range lookAt(t, s, text) {
		for _, value := range row {
			properties, _ := value.(map[string]any)
			// Of these the order is of no matter.
			for _, name := range []string{"words", "soundKeys"} {
				if of, is := properties[name].(string); is {
					properties[name] = strings.Join(slices.Sorted(slices.Values(strings.Fields(of))), " ")
				}
			}
			if datasets := texts(properties["datasets"]); datasets != nil {
				properties["datasets"] = slices.Sorted(slices.Values(datasets))
			}
		}
		lines = append(lines, fmt.Sprintf("%#v", row))
	}
	slices.Sort(lines)
	return lines
}

// written returns a store in memory to which a history of batches was written.
func written(t testing.TB, history []kg.Batch) *memory.Store {
	t.Helper()
	s := memory.Open()
	for _, b := range history {
		_, err := s.Write(t.Context(), b)
		require.NoError(t, err)
	}
	return s
}

// restoreAll gives a restoration records, some at a time.
func restoreAll(t testing.TB, r kg.Restoration, records []kg.Record) {
	t.Helper()
	for part := range slices.Chunk(records, 17) {
		require.NoError(t, r.Write(t.Context(), part))
	}
	last := -1
	require.NoError(t, r.Finish(t.Context(), func(done, total int) { last = total - done }))
	require.Zero(t, last, "of the work is left")
}

// imported returns a database that Neo4j's importer made of files, on a server of its own.
func imported(t testing.TB, files string) neo4jserver.Config {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, neo4jserver.Import(t.Context(), files, "import.args", dir, "1g"))
	server, err := neo4jserver.Start(t.Context(), neo4jserver.Options{Dir: dir, Brief: true})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Stop()) })
	return neo4jserver.Config{URI: server.URI}
}

func TestFilesBecomeWhatARestorationLeaves(t *testing.T) {
	source := written(t, kgtest.RichHistory(t))
	var records []kg.Record
	require.NoError(t, source.Dump(t.Context(), func(r kg.Record) error { records = append(records, r); return nil }))
	files := filepath.Join(t.TempDir(), "files")
	intoFiles, err := OpenFiles(files)
	require.NoError(t, err)
	restoreAll(t, intoFiles, records)
	require.NoError(t, intoFiles.Close())
	own := imported(t, files)
	opened := anotherStore(t, own)

	c := neo4jserver.Exclusive(t)
	restoreAll(t, beginRestoring(t, c), records)
	restored := anotherStore(t, c)
	for _, text := range everything {
		require.Equal(t, found(t, restored, text), found(t, opened, text), text)
	}
	require.Equal(t, lines(t, source), lines(t, opened), "a backup of what was imported is another")
	pages, _, err := opened.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 1000}, Count: true}}, Need: kg.Need{Ends: true, Claims: true}})
	require.NoError(t, err)
	want, _, err := restored.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 1000}, Count: true}}, Need: kg.Need{Ends: true, Claims: true}})
	require.NoError(t, err)
	require.NotEmpty(t, want[0].Relations)
	require.Equal(t, want, pages)
}

// lines returns those of a store's backup, but for the first and the last, in an order of
// their own.
func lines(t testing.TB, store kg.Archive) []string {
	t.Helper()
	var file bytes.Buffer
	_, err := backup.Write(t.Context(), store, &file, nil)
	require.NoError(t, err)
	packed, err := gzip.NewReader(&file)
	require.NoError(t, err)
	text, err := io.ReadAll(packed)
	require.NoError(t, err)
	all := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	return slices.Sorted(slices.Values(all[1 : len(all)-1]))
}
