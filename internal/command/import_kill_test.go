package command

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/store/sqlite"
)

// killable names the variable by which a test starts this program in a process of
// its own.
const killable = "CONFLICTGRAPH_TEST_RUN"

func TestMain(m *testing.M) {
	if args := os.Getenv(killable); args != "" {
		err := Run(context.Background(), strings.Split(args, "\n"), os.Stdout, os.Stderr)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(ExitStatus(err))
	}
	os.Exit(m.Run())
}

// rowsForLoad writes rows of which one in ten states what another does.
func rowsForLoad(t *testing.T, n int) []string {
	t.Helper()
	dir := t.TempDir()
	file := func(name string, n int, line func(int) string) string {
		path := filepath.Join(dir, name)
		f, err := os.Create(path)
		require.NoError(t, err)
		w := bufio.NewWriter(f)
		for i := range n {
			fmt.Fprintln(w, line(i))
		}
		require.NoError(t, w.Flush())
		require.NoError(t, f.Close())
		return path
	}
	return []string{
		"import", "--format", "tkg", "--name", "wire", "--start", "2018-01-01", "--unit", "day", "--rejects", filepath.Join(dir, "rejects.tsv"),
		"--entities", file("entities", 500, func(i int) string { return fmt.Sprintf("Actor %d\t%d", i, i) }),
		"--relations", file("relations", 3, func(i int) string { return []string{"Consult\t0", "Demand\t1", "Make a visit\t2"}[i] }),
		file("rows", n, func(i int) string {
			if i%10 == 9 {
				i -= 7
			}
			return fmt.Sprintf("%d\t%d\t%d\t%d", i%499, i%3, (i*7)%500, i/100)
		}),
	}
}

// An import that is killed, wherever it is, and run again leaves what one in one go
// does.
func TestAKilledImportIsGoneOnWith(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	clearEnvironment(t)
	const rows = 50_000
	args := rowsForLoad(t, rows)
	whole, killed := filepath.Join(t.TempDir(), "whole.db"), filepath.Join(t.TempDir(), "killed.db")
	began := time.Now()
	out, err := imported(append(args[1:], "--db", whole)...)
	require.NoError(t, err)
	require.Contains(t, out, "45000 relations written, 5000 there already, 0 rows rejected")
	took := time.Since(began)

	kills := 0
	for try := range 4 {
		command := exec.Command(os.Args[0])
		command.Env = append(os.Environ(), killable+"="+strings.Join(append(args, "--db", killed), "\n"))
		require.NoError(t, command.Start())
		time.Sleep(took * time.Duration(1+2*try) / 8)
		if command.Process.Kill() == nil && command.Wait() != nil {
			kills++
		}
	}
	require.Positive(t, kills, "no process was killed")
	out, err = imported(append(args[1:], "--db", killed)...)
	require.NoError(t, err)
	require.Contains(t, out, "read 50000 rows")
	require.Equal(t, contents(t, whole), contents(t, killed))

	again, err := imported(append(args[1:], "--db", killed)...)
	require.NoError(t, err)
	require.Contains(t, again, "read 50000 rows: 0 relations written, 50000 there already")
}

func TestAServerCompletesAnInterruptedImportBeforeItListens(t *testing.T) {
	clearEnvironment(t)
	path := filepath.Join(t.TempDir(), "graph.db")
	store, err := sqlite.Open(t.Context(), path)
	require.NoError(t, err)
	load, err := store.Load(t.Context())
	require.NoError(t, err)
	batch := kgtest.Graph()
	require.NoError(t, load.Check(t.Context(), &batch))
	_, err = load.Write(t.Context(), batch)
	require.NoError(t, err)
	require.NoError(t, load.Close())
	require.NoError(t, store.Close())

	start(t, "serve", "--addr", ":0", "--db", path, "--no-seed")
	require.Equal(t, "0", pendingLoads(t, path))
}

func pendingLoads(t *testing.T, path string) (n string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer db.Close()
	require.NoError(t, db.QueryRow(`SELECT count(*) FROM pending_load`).Scan(&n))
	return n
}

// contents returns what an import leaves in a database, as counts and sums.
func contents(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer db.Close()
	var all strings.Builder
	for _, query := range []string{
		`PRAGMA integrity_check`,
		`SELECT count(*) || ' ' || min(hex(digest)) || ' ' || max(hex(digest)) || ' ' || count(DISTINCT digest) || ' ' || sum(day) FROM relation`,
		`SELECT count(*) || ' ' || sum(s.record) || ' ' || sum(s.ordinal) FROM source s JOIN relation r ON r.key = s.relation`,
		`SELECT count(*) FROM source`,
		`SELECT count(*) || ' ' || sum(relations) FROM entity`,
		`SELECT group_concat(id || ' ' || relations) FROM (SELECT id, relations FROM relation_type ORDER BY id)`,
		`SELECT count(*) FROM subject_of`,
		`SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name)`,
		`SELECT count(*) FROM pending_load`,
	} {
		var line string
		require.NoError(t, db.QueryRow(query).Scan(&line))
		all.WriteString(line + "\n")
	}
	return all.String()
}
