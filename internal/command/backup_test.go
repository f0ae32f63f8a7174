package command

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/sqlite"
)

// ran runs the program and returns what it printed.
func ran(ctx context.Context, args ...string) (string, error) {
	var out bytes.Buffer
	err := Run(ctx, args, &out, io.Discard)
	return out.String(), err
}

// recordsIn returns the records of a backup, in an order that does not depend on
// the store.
func recordsIn(t *testing.T, path string) []string {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	require.NoError(t, err)
	var lines []string
	for in := bufio.NewScanner(unpacked); in.Scan(); {
		lines = append(lines, in.Text())
	}
	slices.Sort(lines[1 : len(lines)-1])
	return lines[1 : len(lines)-1]
}

func TestAServedGraphIsBackedUpAndRestored(t *testing.T) {
	db, _ := seeded(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "graph.jsonl.gz")
	said, err := ran(t.Context(), "backup", "--db", db, file)
	require.NoError(t, err)
	require.Contains(t, said, "1 documents")

	copied := filepath.Join(dir, "copy.db")
	restored, err := ran(t.Context(), "restore", "--db", copied, file)
	require.NoError(t, err)
	require.Equal(t, strings.TrimPrefix(said, "wrote"), strings.TrimPrefix(restored, "restored"))
	original, err := sqlite.Open(t.Context(), db)
	require.NoError(t, err)
	defer original.Close()
	copy, err := sqlite.Open(t.Context(), copied)
	require.NoError(t, err)
	defer copy.Close()
	kgtest.SameGraph(t, copy, original)

	_, err = ran(t.Context(), "restore", "--db", copied, file)
	require.ErrorContains(t, err, "empty store")
}

func TestABackupIsThereOnceItIsWhole(t *testing.T) {
	db, _ := seeded(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "graph.jsonl.gz")
	require.NoError(t, os.WriteFile(file, []byte("precious"), 0o600))
	_, err := ran(t.Context(), "backup", "--db", db, file)
	require.ErrorContains(t, err, "--force")
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = ran(interrupted, "backup", "--db", db, "--force", file)
	require.ErrorContains(t, err, "interrupted; nothing was kept")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "precious", string(text))
	_, err = ran(t.Context(), "backup", "--db", db, "--force", file)
	require.NoError(t, err)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, left, 1, "parts of files are left")

	_, err = ran(t.Context(), "backup", "--db", filepath.Join(dir, "none.db"), filepath.Join(dir, "none"))
	require.ErrorContains(t, err, "there is no database file")
	_, err = ran(t.Context(), "backup", "--db", ":memory:", filepath.Join(dir, "none"))
	require.ErrorContains(t, err, "memory")
	_, err = ran(t.Context(), "restore", "--db", ":memory:", file)
	require.ErrorContains(t, err, "memory")
	left, err = os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, left, 1, "what was refused left something")
}

// A file that comes while a backup is written is not written over.
func TestABackupTakesThePlaceOfNothingThatCameMeanwhile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	out, finish, err := wholeFile(path, false)
	require.NoError(t, err)
	_, err = io.WriteString(out, "new")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, []byte("precious"), 0o600))
	require.ErrorContains(t, finish(nil), "--force")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "precious", string(text))
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1)
}

// A restoration that is killed, wherever it is, leaves a store that says so, and
// run again leaves what one in one go does.
func TestAKilledRestorationIsBegunAnew(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	t.Run("SQLite", func(t *testing.T) {
		clearEnvironment(t)
		testKilledRestorations(t, 40_000, filepath.Join(t.TempDir(), "killed.db"))
	})
	t.Run("Neo4j", func(t *testing.T) {
		clearEnvironment(t)
		at := neo4jserver.Exclusive(t)
		for name, value := range map[string]string{"NEO4J_URI": at.URI, "NEO4J_USERNAME": at.Username, "NEO4J_PASSWORD": at.Password, "NEO4J_DATABASE": at.Database} {
			t.Setenv(name, value)
		}
		testKilledRestorations(t, 6_000, "unused.db")
	})
}

func testKilledRestorations(t *testing.T, rows int, killed string) {
	dir := t.TempDir()
	source, file := filepath.Join(dir, "source.db"), filepath.Join(dir, "graph.jsonl.gz")
	embedded := []string{"--db", source, "--neo4j-uri", ""}
	_, err := imported(append(rowsForLoad(t, rows)[1:], embedded...)...)
	require.NoError(t, err)
	_, err = ran(t.Context(), append([]string{"backup", file}, embedded...)...)
	require.NoError(t, err)

	args := []string{"restore", file, "--db", killed}
	export := []string{"export", "--format", "jsonld", "--db", killed}
	incomplete := 0
	for try := range 3 {
		command := exec.Command(os.Args[0])
		command.Env = append(os.Environ(), killable+"="+strings.Join(args, "\n"))
		require.NoError(t, command.Start())
		ended := make(chan error, 1)
		go func() { ended <- command.Wait() }()
		begun := false
		for err := error(nil); !begun && len(ended) == 0; begun = err != nil && strings.Contains(err.Error(), "restore again") {
			time.Sleep(20 * time.Millisecond)
			_, err = ran(t.Context(), export...)
		}
		time.Sleep(time.Duration(try) * 300 * time.Millisecond)
		_ = command.Process.Kill()
		if <-ended == nil {
			break // it was done
		}
		if _, err := ran(t.Context(), export...); err != nil {
			require.ErrorContains(t, err, "restore again")
			incomplete++
		}
	}
	require.Positive(t, incomplete, "no process was killed while it restored")
	if _, err := ran(t.Context(), args...); err != nil {
		require.ErrorContains(t, err, "empty store") // the last was done when it was killed
	}
	again := filepath.Join(dir, "again.jsonl.gz")
	_, err = ran(t.Context(), "backup", again, "--db", killed)
	require.NoError(t, err)
	require.Equal(t, recordsIn(t, file), recordsIn(t, again))
}
