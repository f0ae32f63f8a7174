package command

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSizes(t *testing.T) {
	for text, want := range map[string]size{"0": 0, "4096": 4096, "2KiB": 2048, "256MiB": 268435456, "1GiB": 1073741824} {
		var got size
		require.NoError(t, got.UnmarshalText([]byte(text)))
		require.Equal(t, want, got)
	}
	for _, text := range []string{"", "MiB", "-1", "1.5GiB", "256MB", "1 GiB", "9999999999GiB", "99999999999999999999"} {
		var got size
		require.ErrorContains(t, got.UnmarshalText([]byte(text)), "256MiB", text)
	}
	require.ErrorContains(t, Run(t.Context(), []string{"--addr", ":0", "--db", ":memory:", "--graph-memory=much"}, io.Discard, io.Discard), "--graph-memory")
}
