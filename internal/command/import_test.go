package command

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
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
	args := []string{
		"--format", "tkg", "--name", "wire", "--db", db, "--rejects", rejects, "--start", "2018-01-01", "--unit", "hour",
		"--entities", write(t, "entities", "Vladimir Putin\t0\nEmmanuel Macron\t1\n"),
		"--relations", write(t, "relations", "Consult\t0\n"),
		write(t, "rows", "0\t0\t1\t24\n1 0 0 48 7\n0 0 9 24\n"),
	}
	out, err := imported(append(args, "--dry-run")...)
	require.NoError(t, err)
	require.Contains(t, out, "read 3 rows: 0 relations written")
	_, err = os.Stat(db)
	require.ErrorIs(t, err, os.ErrNotExist, "a dry run made a database")

	out, err = imported(args...)
	require.NoError(t, err)
	require.Contains(t, out, "read 3 rows: 2 relations written, 0 there already, 1 rows rejected; 2 entities")
	listed, err := os.ReadFile(rejects)
	require.NoError(t, err)
	require.Contains(t, string(listed), "\t3\t")

	out, err = imported(args...)
	require.NoError(t, err)
	require.Contains(t, out, "read 3 rows: 0 relations written, 2 there already, 1 rows rejected; 0 entities")

	_, err = imported(append(args, "--strict")...)
	require.ErrorContains(t, err, "9")

	s := start(t, "--addr", ":0", "--db", db)
	require.JSONEq(t, `{"actor": {"name": "Vladimir Putin", "relations": {"nodes": [
		{"type": {"id": "cameo:040", "label": "Consult", "plover": "CONSULT"}, "time": {"edtf": "2018-01-03"}, "evidence": [{"exact": null, "source": {"dataset": "wire", "record": "2"}}]},
		{"type": {"id": "cameo:040", "label": "Consult", "plover": "CONSULT"}, "time": {"edtf": "2018-01-02"}, "evidence": [{"exact": null, "source": {"dataset": "wire", "record": "1"}}]}]}}}`,
		s.query(t, `{ actor(id: "wire:0") { name relations { nodes { type { id label plover } time { edtf } evidence { exact source { dataset record } } } } } }`))
	require.JSONEq(t, `{"history": [{"operation": "import", "source": "rows"}]}`, s.query(t, `{ history(id: "wire:1") { operation source } }`))
	require.Contains(t, s.query(t, whoSpeaksForPutin), "Dmitry Peskov", "a store without documents is seeded")
}
