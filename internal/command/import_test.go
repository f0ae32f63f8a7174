package command

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/exchange"
)

// imported runs an import and returns what it says and how it ended.
func imported(args ...string) (string, error) {
	var out bytes.Buffer
	err := Run(context.Background(), append([]string{"import"}, args...), &out, io.Discard)
	return out.String(), err
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestRowsAreImportedOnceAndBadOnesListed(t *testing.T) {
	clearEnvironment(t)
	db := filepath.Join(t.TempDir(), "graph.db")
	rejects := filepath.Join(t.TempDir(), "rejects.tsv")
	const rows = "0\t0\t1\t24\n1 0 0 48 7\n0 0 9 24\n"
	args := []string{
		"--format", "tkg", "--name", "wire", "--db", db, "--rejects", rejects, "--start", "2018-01-01", "--unit", "hour",
		"--entities", write(t, "entities", "Vladimir Putin\t0\nEmmanuel Macron\t1\n"),
		"--relations", write(t, "relations", "Consult\t0\n"),
		write(t, "rows", rows),
	}
	out, err := imported(append(args, "--dry-run")...)
	require.Equal(t, someSetAside, ExitStatus(err))
	require.Contains(t, out, "read 3 rows: 0 relations written")
	_, err = os.Stat(db)
	require.ErrorIs(t, err, os.ErrNotExist, "a dry run made a database")

	out, err = imported(args...)
	require.Equal(t, someSetAside, ExitStatus(err))
	require.Contains(t, out, "read 3 rows: 2 relations written, 0 there already, 1 rows rejected; 2 entities")
	listed, err := os.ReadFile(rejects)
	require.NoError(t, err)
	require.Contains(t, string(listed), "\t3\t")

	out, err = imported(args...)
	require.Equal(t, someSetAside, ExitStatus(err))
	require.Contains(t, out, "read 3 rows: 0 relations written, 2 there already, 1 rows rejected; 0 entities")

	_, err = imported(append(args, "--strict")...)
	require.ErrorContains(t, err, "9")

	s := start(t, "--addr", ":0", "--db", db)
	digest := sha256.Sum256([]byte(rows))
	file := "@" + hex.EncodeToString(digest[:6])
	require.JSONEq(t, `{"actor": {"name": "Vladimir Putin", "relations": {"nodes": [
		{"type": {"id": "cameo:040", "label": "Consult", "plover": "CONSULT"}, "time": {"edtf": "2018-01-03"}, "evidence": [{"exact": null, "source": {"dataset": "wire", "record": "2`+file+`"}}]},
		{"type": {"id": "cameo:040", "label": "Consult", "plover": "CONSULT"}, "time": {"edtf": "2018-01-02"}, "evidence": [{"exact": null, "source": {"dataset": "wire", "record": "1`+file+`"}}]}]}}}`,
		s.query(t, `{ actor(id: "wire:0") { name relations { nodes { type { id label plover } time { edtf } evidence { exact source { dataset record } } } } } }`))
	require.JSONEq(t, `{"history": [{"operation": "import", "source": "rows"}]}`, s.query(t, `{ history(id: "wire:1") { operation source } }`))
	require.Contains(t, s.query(t, whoSpeaksForPutin), "Dmitry Peskov", "a store without documents is seeded")
}

// A row of one actor and no place states no relation, and is as it should be.
func TestRowsOfOneActorAreCountedForThemselves(t *testing.T) {
	clearEnvironment(t)
	gdelt := func(day, second string) string {
		columns := make([]string, 61)
		columns[0], columns[1], columns[5], columns[15], columns[26] = "1", day, "USA", second, "040"
		return strings.Join(columns, "\t") + "\n"
	}
	const pair, alone, bad = "X1,2024-01-05,2024,Battles,Armed clash,Army,Front,Northland,1\n", "X2,2024-01-05,2024,Protests,March,Protesters,,,1\n", "X3,x,2024,Battles,Armed clash,Army,Front,Northland,1\n"
	for name, c := range map[string]struct {
		format, table string
		status        int
		says          string
	}{
		"GDELT":           {"gdelt", gdelt("20240105", "RUS") + gdelt("20240105", ""), 0, "1 relations written, 0 there already, 0 rows rejected"},
		"GDELT, and more": {"gdelt", gdelt("20240105", "RUS") + gdelt("20240105", "") + gdelt("x", "RUS"), someSetAside, "1 relations written, 0 there already, 1 rows rejected"},
		"ACLED":           {"acled", acledColumns + pair + alone, 0, "1 relations written, 0 there already, 0 rows rejected"},
		"ACLED, and more": {"acled", acledColumns + pair + alone + bad, someSetAside, "1 relations written, 0 there already, 1 rows rejected"},
		"nothing else":    {"acled", acledColumns + alone, 1, "0 relations written, 0 there already, 0 rows rejected"},
	} {
		t.Run(name, func(t *testing.T) {
			rejects := filepath.Join(t.TempDir(), "r.tsv")
			out, err := imported("--format", c.format, "--db", filepath.Join(t.TempDir(), "a.db"), "--rejects", rejects, write(t, "a.csv", c.table))
			require.Equal(t, c.status, ExitStatus(err), out)
			require.Contains(t, out, c.says)
			require.Contains(t, out, "1 rows name one actor only and state no relation")
			listed, err := os.ReadFile(rejects)
			require.NoError(t, err)
			require.Contains(t, string(listed), "only one actor")
		})
	}
}

// process runs the program as its own process, with what comes over standard
// input, and returns what it printed and its exit status.
func process(t *testing.T, stdin string, args ...string) (string, int) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), killable+"="+strings.Join(args, "\n"))
	command.Stdin = strings.NewReader(stdin)
	out, err := command.CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		require.NoError(t, err)
	}
	return string(out), command.ProcessState.ExitCode()
}

func TestTheExitStatusSaysWhatBecameOfTheRows(t *testing.T) {
	clearEnvironment(t)
	mapping := write(t, "map.yaml", "subject: A\ntype: {value: met}\nobject: B\ndate: D\n")
	for name, c := range map[string]struct {
		table  string
		flags  []string
		status int
		says   string
	}{
		"all read":               {"A,B,D\nx,y,2024-01-05\n", nil, 0, "1 relations written"},
		"nothing to read":        {"A,B,D\n", nil, 0, "read 0 rows"},
		"some set aside":         {"A,B,D\nx,y,2024-01-05\nx,,2024-01-05\n", nil, 3, "1 of 2 rows were set aside"},
		"none read":              {"A,B,D\nx,NULL,2024-01-05\nx,,2024-01-05\n", nil, 1, "all 2 rows were set aside"},
		"stopped":                {"A,B,D\nx,y,2024-01-05\nx,,2024-01-05\n", []string{"--strict"}, 1, "the object is empty"},
		"stopped by the header":  {"A,C,D\nx,y,2024-01-05\n", nil, 1, "there is no column"},
		"a date that may be two": {"A,B,D\nx,y,1/2/2024\n", nil, 1, "--date-format"},
		"its format":             {"A,B,D\nx,y,1/2/2024\n", []string{"--date-format", "D/M/YYYY"}, 0, "1 relations written"},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"import", "--format", "csv", "--mapping", mapping, "--db", filepath.Join(t.TempDir(), "a.db"), "--rejects", filepath.Join(t.TempDir(), "r.tsv")}, c.flags...)
			out, status := process(t, "", append(args, write(t, "a.csv", c.table))...)
			require.Equal(t, c.status, status, out)
			require.Contains(t, out, c.says)
			out, status = process(t, c.table, append(args, "--dry-run", "-")...)
			require.Equal(t, c.status, status, "over standard input: "+out)
		})
	}
	help, status := process(t, "", "import", "--help")
	require.Zero(t, status)
	require.Regexp(t, `(?s)exit\s+status\s+is\s+0.*3\s+if\s+some.*1\s+if\s+none`, help)
	words := strings.Join(strings.Fields(help), " ")
	for _, format := range exchange.FormatNames() {
		require.Contains(t, words, format+" (")
		out, _ := process(t, "", "import", "--format", format, "--mapping", mapping, "--db", filepath.Join(t.TempDir(), "a.db"), "--dry-run", "-")
		require.NotContains(t, out, "cannot read", "%s over standard input", format)
	}
	out, status := process(t, "", "import", "--format", "icewz", mapping)
	require.Equal(t, 1, status)
	require.Contains(t, out, "icews")
}
