package importfiles

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"
	"github.com/stretchr/testify/require"
)

func read(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	require.NoError(t, err)
	return string(text)
}

func TestAFolderHasWhatTheImporterReads(t *testing.T) {
	path := filepath.Join(t.TempDir(), "files")
	require.NoError(t, os.Mkdir(path, 0o755))
	f, err := Create(path)
	require.NoError(t, err)
	nodes := f.Nodes("people", "Person", ":ID", "name:string", "born:date", "names:string[]", "at:datetime", "seen:long", "spots:double[]")
	day := dbtype.Date(time.Date(-44, time.March, 15, 0, 0, 0, 0, time.UTC))
	at := time.Date(2025, time.December, 1, 10, 0, 0, 5e6, time.FixedZone("", 3600))
	require.NoError(t, nodes.Write([]any{int64(1), `Ada "A"`, day, []string{"a", "", "b"}, at, int64(-3), []float64{1e6, 0.5}}))
	require.NoError(t, nodes.WriteProperties(map[string]any{"name": "", "names": []string{}}, int64(2)))
	require.NoError(t, nodes.Write([]any{int64(3), "two\nlines", nil, nil, nil, nil, nil}))
	knows := f.Relationships("knows", "", ":START_ID", ":END_ID", ":TYPE")
	require.NoError(t, knows.Write([]any{int64(1), int64(2), "KNOWS"}))
	f.Nodes("nobody", "Nobody", ":ID")
	require.NoError(t, f.Finish())
	require.NoError(t, f.Close())

	const header = ":ID\tname:string\tborn:date\tnames:string[]\tat:datetime\tseen:long\tspots:double[]\n"
	require.Equal(t, header+"1\t\"Ada \"\"A\"\"\"\t-0044-03-15\t\"a\x00\x00b\"\t2025-12-01T09:00:00.005Z\t-3\t\"1000000\x000.5\"\n2\t\"\"\t\t\t\t\t\n", read(t, path, "people.tsv"))
	require.Equal(t, header+"3\t\"two\nlines\"\t\t\t\t\t\n", read(t, path, "people-of-several-lines.tsv"))
	require.Equal(t, ":START_ID\t:END_ID\t:TYPE\n1\t2\t\"KNOWS\"\n", read(t, path, "knows.tsv"))
	require.Equal(t, `--delimiter=TAB
--array-delimiter=U+0000
--id-type=integer
--multiline-fields=people-of-several-lines.tsv
--multiline-fields-format=v2
--nodes=Person=people.tsv
--nodes=Person=people-of-several-lines.tsv
--relationships=knows.tsv
`, read(t, path, Arguments))
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1)
}

func TestAFolderIsThereOnceItIsWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "files")
	f, err := Create(path)
	require.NoError(t, err)
	require.NoError(t, f.Nodes("people", "Person", ":ID").Write([]any{int64(1)}))
	require.NoError(t, f.Close())
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)

	require.NoError(t, os.Mkdir(path, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(path, "precious"), nil, 0o644))
	_, err = Create(path)
	require.ErrorContains(t, err, "holds precious already")
	_, err = Create(filepath.Join(path, "precious"))
	require.ErrorContains(t, err, "cannot write the folder")
}

func TestWhatAFileCannotSayIsRefused(t *testing.T) {
	f, err := Create(filepath.Join(t.TempDir(), "files"))
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	table := f.Nodes("people", "Person", ":ID", "name:string", "names:string[]")
	for _, c := range []struct {
		row  []any
		says string
	}{
		{[]any{int64(1), "a\x00b", nil}, "name:string of people: NUL"},
		{[]any{int64(1), nil, []string{"a\x00b", "c"}}, "NUL"},
		{[]any{int64(1), nil, []string{""}}, "one empty text"},
		{[]any{int64(1), int64(2), nil}, "a int64 is no string"},
		{[]any{int64(1), nil, 1.5}, "a float64 is no string[]"},
		{[]any{int64(1)}, "1 values, not 3"},
	} {
		require.ErrorContains(t, table.Write(c.row), c.says)
	}
	require.ErrorContains(t, table.WriteProperties(map[string]any{"nick": "A"}), `no column "nick"`)
}

func TestWhatIsLongIsReadWithABufferThatHoldsIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "files")
	f, err := Create(path)
	require.NoError(t, err)
	require.NoError(t, f.Nodes("texts", "Text", ":ID", "text:string").Write([]any{int64(1), strings.Repeat("a", 3<<20)}))
	require.NoError(t, f.Finish())
	require.Regexp(t, `--read-buffer-size=125\d{5}\n`, read(t, path, Arguments))
}
