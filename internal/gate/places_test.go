package gate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/memory"
)

// What is let in is found again by its own words and what is around them, as a revision
// names them: wherever in the text it stands, and however often.
func TestWhatIsLetInIsFoundAgainByWhatIsAroundIt(t *testing.T) {
	var counted strings.Builder
	for i := range 15 {
		counted.WriteString("Mira Solen met Tam Orel, for the " + strings.Repeat("I", i+1) + " time. ")
	}
	const exact = "Mira Solen met Tam Orel"
	for name, text := range map[string]string{
		"twice within what is around it": "Mira Solen met Tam Orel, Mira Solen met Tam Orel, Mira Solen met Tam Orel.",
		"more than ten times":            counted.String(),
		"lines of Windows":               "One.\r\n\r\nMira Solen met Tam Orel\r\n\r\nMira Solen met Tam Orel\r\nOne.",
		"blanks of all kinds":            "\u00a0Mira\u00a0Solen\tmet\u2003Tam\nOrel \u00a0\u00a0Mira Solen met Tam Orel\u00a0",
		"signs of more than one code":    "👩‍🚒 Mira Solen met Tam Orel 👩‍🚒👩‍🚒 Mira Solen met Tam Orel e\u0301",
		"quotes and dashes":              "“—Mira Solen met Tam Orel—” ‘…Mira Solen met Tam Orel…’ \"-Mira Solen met Tam Orel-\"",
	} {
		t.Run(name, func(t *testing.T) {
			s := memory.Open()
			_, err := s.Write(bg, kgtest.Graph())
			require.NoError(t, err)
			d := &kg.Document{ID: "doc:places", Text: text}
			runes := []rune(text)
			often := strings.Count(strings.Join(strings.Fields(text), " "), exact)
			require.Greater(t, often, 1)
			for n := 1; n <= often; n++ {
				p := met()
				p.Time, p.Places, p.Quote = nil, nil, extract.Quote{Exact: exact, Occurrence: n}
				first := checked(t, s, d, p)
				require.Len(t, first.Suggestions, 1, "%d: %+v", n, first.Refused)
				e := first.Suggestions[0].Evidence[0]
				require.Equal(t, e.Exact, string(runes[e.Start:e.End]))
				p.Quote = extract.Quote{Exact: e.Exact, Prefix: e.Prefix, Suffix: e.Suffix}
				again := checked(t, s, d, p)
				require.Len(t, again.Suggestions, 1, "%d: %+v", n, again.Refused)
				require.Equal(t, e, again.Suggestions[0].Evidence[0])
			}
		})
	}
}
