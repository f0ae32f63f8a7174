package evaluate_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/evaluate"
	"conflictgraph/internal/extract/rules"
)

var update = flag.Bool("update", false, "write the table of the documents anew")

const (
	documents = "../../docs/reviewing.md"
	begin     = "-update -->\n"
	end       = "<!-- end -->"
)

// The table says how good the rules are: whoever makes them worse has to say so there.
func TestTheTableInTheDocuments(t *testing.T) {
	var scores []evaluate.Score
	annotated := map[string]evaluate.Article{}
	for _, dir := range []string{"testdata/work", "testdata/sealed"} {
		gold, err := evaluate.Load(dir)
		require.NoError(t, err)
		for _, a := range gold {
			annotated[a.Name] = a
		}
		found, err := evaluate.Extract(t.Context(), rules.Extractor{}, gold)
		require.NoError(t, err)
		scores = append(scores, evaluate.Compare(gold, found))
		require.Equal(t, 1.0, scores[len(scores)-1].Verbatim.Precision())
	}
	second, err := evaluate.Load("testdata/second")
	require.NoError(t, err)
	first := make([]evaluate.Article, len(second))
	for i, a := range second {
		require.Equal(t, annotated[a.Name].Text, a.Text, a.Name)
		first[i] = annotated[a.Name]
	}
	scores = append(scores, evaluate.Compare(first, second))
	var table strings.Builder
	require.NoError(t, evaluate.WriteTable(&table, []string{"`rules`, work", "`rules`, sealed", "another reader"}, scores))
	text, err := os.ReadFile(documents)
	require.NoError(t, err)
	before, rest, ok := strings.Cut(string(text), begin)
	require.True(t, ok)
	was, after, ok := strings.Cut(rest, end)
	require.True(t, ok)
	if *update {
		require.NoError(t, os.WriteFile(documents, []byte(before+begin+table.String()+end+after), 0o644))
		return
	}
	require.Equal(t, was, table.String(), "go test ./internal/evaluate -run TestTheTableInTheDocuments -update writes it anew")
}
