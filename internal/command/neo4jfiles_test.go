package command

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// filesIn returns the files of a folder by name.
func filesIn(t *testing.T, path string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(path)
	require.NoError(t, err)
	files := map[string]string{}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(path, entry.Name()))
		require.NoError(t, err)
		files[entry.Name()] = string(text)
	}
	return files
}

func TestFilesOfTheStoreAreThoseOfItsBackup(t *testing.T) {
	db, _ := seeded(t)
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	backedUp, err := ran(t.Context(), "backup", "--db", db, in("graph.jsonl.gz"))
	require.NoError(t, err)
	said, err := ran(t.Context(), "neo4j-files", "--db", db, in("files"))
	require.NoError(t, err)
	require.Equal(t, strings.ReplaceAll(backedUp, "graph.jsonl.gz", "files"), said)
	_, err = ran(t.Context(), "neo4j-files", "--backup", in("graph.jsonl.gz"), in("again"))
	require.NoError(t, err)

	files, again := filesIn(t, in("files")), filesIn(t, in("again"))
	require.Contains(t, files["import.args"], "--nodes=Relation=relations.tsv\n")
	require.Contains(t, files["indexes.cypher"], "CREATE CONSTRAINT conflictgraph_relation_id")
	delete(files, "marker.tsv") // names the database
	delete(again, "marker.tsv")
	require.Equal(t, files, again)

	_, err = ran(t.Context(), "neo4j-files", "--db", db, in("files"))
	require.ErrorContains(t, err, "holds activities.tsv already")
	_, err = ran(t.Context(), "neo4j-files", "--db", in("none.db"), in("other"))
	require.ErrorContains(t, err, "there is no database file")
}

func TestFilesAreThereOnceTheyAreWhole(t *testing.T) {
	db, _ := seeded(t)
	dir := t.TempDir()
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := ran(interrupted, "neo4j-files", "--db", db, filepath.Join(dir, "files"))
	require.ErrorContains(t, err, "nothing was kept")

	damaged := filepath.Join(t.TempDir(), "graph.jsonl.gz")
	require.NoError(t, os.WriteFile(damaged, []byte("no backup"), 0o600))
	_, err = ran(t.Context(), "neo4j-files", "--backup", damaged, filepath.Join(dir, "files"))
	require.ErrorContains(t, err, "it is no backup")
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
}
