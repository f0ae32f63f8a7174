package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The tables and mappings that the documents show are those of docs/csv, and become
// what is said to follow.
func TestTheTablesOfTheDocumentsBecomeWhatIsSaid(t *testing.T) {
	atTheTop(t)
	clearEnvironment(t)
	files, err := filepath.Glob("docs/csv/*")
	require.NoError(t, err)
	require.Len(t, files, 6)
	var shown []string
	blocks := pageOf(t, "docs/csv.md").blocks
	for i, b := range blocks {
		switch {
		case b.language == "csv" || b.language == "yaml":
			shown = append(shown, b.text)
		case b.language == "text":
			db := filepath.Join(t.TempDir(), "a.db")
			_, err := imported(append(strings.Fields(blocks[i-1].text)[4:], "--db", db)...)
			require.NoError(t, err)
			require.ElementsMatch(t, strings.Split(strings.TrimSpace(b.text), "\n"), relationsIn(t, db))
		}
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Contains(t, shown, string(text), file)
	}
}

func pageOf(t *testing.T, file string) page {
	t.Helper()
	all := pages(t)
	i := slices.IndexFunc(all, func(p page) bool { return p.file == file })
	require.GreaterOrEqual(t, i, 0, file)
	return all[i]
}

// relationsIn returns what a database holds, a line for each relation and piece of
// evidence.
func relationsIn(t *testing.T, db string) (lines []string) {
	t.Helper()
	s := start(t, "serve", "--addr", ":0", "--db", db, "--no-seed")
	var answer struct {
		Relations struct {
			Nodes []struct {
				Subject, Object   struct{ Name string }
				Type              struct{ Label string }
				Time              *struct{ EDTF string }
				Places            []struct{ Name string }
				Status, Certainty string
				Evidence          []struct {
					Exact    string
					Document *struct{ Title string }
					Source   *struct{ Dataset, Record string }
				}
			}
		}
	}
	text := s.query(t, `{ relations(first: 100) { nodes { subject { name } object { name } type { label } time { edtf } places { name } status certainty
		evidence { exact document { title } source { dataset record } } } } }`)
	require.NoError(t, json.Unmarshal([]byte(text), &answer))
	for _, r := range answer.Relations.Nodes {
		when, where := "", ""
		if r.Time != nil {
			when = r.Time.EDTF
		}
		for _, p := range r.Places {
			where = p.Name
		}
		for _, e := range r.Evidence {
			by := ""
			if e.Source != nil {
				record, _, _ := strings.Cut(e.Source.Record, "@")
				by = e.Source.Dataset + " " + record
			} else {
				by = "“" + e.Exact + "” in " + e.Document.Title
			}
			line := strings.Join([]string{r.Subject.Name, r.Type.Label, r.Object.Name, when, where, r.Status, r.Certainty, by}, " | ")
			lines = append(lines, strings.Join(strings.Fields(line), " "))
		}
	}
	return lines
}
