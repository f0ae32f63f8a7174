package ingest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/gate"
	"conflictgraph/internal/ingest"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/memory"
)

// Claims of one type between the same two are compared with each other, and bounded so that
// no article keeps others from writing.
func TestOfOnePairOnlySomeClaimsAreQueued(t *testing.T) {
	s := memory.Open()
	_, err := s.Write(t.Context(), kgtest.Graph())
	require.NoError(t, err)
	var text strings.Builder
	var all []extract.Proposal
	for i := range gate.MaxAlike + 50 {
		day := time.Date(2000, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		words := fmt.Sprintf("Anna Keller met Boris Novak on %s in Harbor City", day)
		text.WriteString(words + " while nothing ended ")
		all = append(all, extract.Proposal{
			Subject: extract.Mention{Known: "anna-keller"}, Object: extract.Mention{Known: "boris-novak"}, Type: "met-with", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Time: &extract.TimeMention{EDTF: day, Words: day}, Quote: extract.Quote{Exact: words}, Places: []extract.Mention{{Known: "harbor-city"}},
		})
	}
	r := ingest.Reader{Store: s, Known: ingest.Graph{Store: s}, Extractor: &fixed{proposals: all}}
	in, err := r.Ingest(t.Context(), kg.Document{ID: "doc:one", Text: text.String()})
	require.NoError(t, err)
	require.Equal(t, gate.MaxAlike, in.Queued)
	require.Equal(t, string(gate.TooMany), in.Refused[0].Reason)
	require.Equal(t, 50, in.Refused[0].Count)
}
