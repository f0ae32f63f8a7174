package main

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLoadTellsHowManyRowsWereImported(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"load", "--relations", "25000"}, &out, io.Discard))
	require.Contains(t, out.String(), "SQLite: 25000 rows imported")
	require.ErrorContains(t, run(t.Context(), []string{"load", "--relations", "5"}, io.Discard, io.Discard), "--relations 5")
}
