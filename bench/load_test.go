package main

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest/needs"
)

func TestLoadTellsHowManyRowsWereImported(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"load", "--relations", "25000"}, &out, io.Discard))
	require.Contains(t, out.String(), "SQLite: 25000 rows imported")
	require.Regexp(t, `a row took of the processor [1-9]\d*\.\d µs here and 0\.0 µs in the database's process; in the second half of the rows, \d`, out.String())
	require.ErrorContains(t, run(t.Context(), []string{"load", "--relations", "5"}, io.Discard, io.Discard), "--relations 5")
}
