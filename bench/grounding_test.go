package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const workArticles = "../internal/evaluate/testdata/work"

// ofOneForm writes blanks, quotation marks and dashes in one form.
func ofOneForm(text string) string {
	one := strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "’", "'", "`", "'", "–", "-", "—", "-", "−", "-", "\u2011", "-")
	return strings.Join(strings.Fields(one.Replace(text)), " ")
}

func TestOfRecordedAnswersThoseThatStandInTheTextAreStoredAndNoOthers(t *testing.T) {
	answers, err := recordedAnswers()
	require.NoError(t, err)
	require.Len(t, answers, 100)
	ids, stand, stored := map[string]bool{}, 0, 0
	for _, a := range answers {
		require.False(t, ids[a.ID], a.ID)
		ids[a.ID] = true
		require.NotEmpty(t, a.Why, a.ID)
		content, err := os.ReadFile(filepath.Join(workArticles, a.Article, "article.txt"))
		require.NoError(t, err)
		text, quote := string(content), quoteOf(t, a)
		require.Equal(t, a.Stands, strings.Contains(ofOneForm(text), ofOneForm(quote)), "%s: %s", a.ID, quote)
		if a.Stands {
			stand++
		}

		g, err := ground(t.Context(), workArticles, a)
		require.NoError(t, err, a.ID)
		require.Equal(t, a.Stands, g.Stored, "%s: %s: %s", a.ID, a.Why, g.Message)
		if !g.Stored {
			require.Equal(t, "QUOTE_NOT_IN_TEXT", g.Reason, a.ID)
			continue
		}
		stored++
		require.Equal(t, string([]rune(text)[g.Start:g.End]), g.Exact, a.ID)
		require.Equal(t, ofOneForm(quote), ofOneForm(g.Exact), a.ID)
	}
	require.Equal(t, 50, stand)
	require.Equal(t, 50, stored)
}

func quoteOf(t *testing.T, a recordedAnswer) string {
	t.Helper()
	var answer struct {
		Relations []struct{ Quote string }
	}
	require.NoError(t, json.Unmarshal(a.Answer, &answer))
	require.Len(t, answer.Relations, 1)
	return answer.Relations[0].Quote
}
