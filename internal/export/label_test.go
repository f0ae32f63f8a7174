package export

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
)

// The page says the same of the same cases: web/src/explorer/statement.test.ts.
func TestALabelIsWhatTheCasesSay(t *testing.T) {
	raw, err := os.ReadFile("testdata/reservations.json")
	require.NoError(t, err)
	var cases []struct {
		Status       kg.Status
		Certainty    kg.Certainty
		Label, Reads string
	}
	require.NoError(t, json.Unmarshal(raw, &cases))
	require.Len(t, cases, 4*5)
	for _, c := range cases {
		r := edge{Relation: &kg.Relation{Status: c.Status, Certainty: c.Certainty}}
		require.Equal(t, c.Reads, labelOf(r, c.Label))
	}
}
