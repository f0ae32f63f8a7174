package export_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// xmlText is what becomes of a text in XML 1.0.
func xmlText(v any) any {
	s, isText := v.(string)
	if !isText {
		return v
	}
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == '\ufffe' || c == '\uffff' {
			return '\ufffd'
		}
		return c
	}, s)
}

// dotText is what becomes of a text in DOT.
func dotText(v any) any {
	if s, isText := v.(string); isText {
		return strings.ReplaceAll(s, "\x00", "\ufffd")
	}
	return v
}

func TestEveryAttributeIsReadBackByAReaderOfAnotherProject(t *testing.T) {
	store := filled(t)
	want := expected(t, store, nil)
	require.Greater(t, len(want.Edges), 30)
	for _, c := range []struct {
		format string
		of     func(things) things
	}{
		{"graphml", func(all things) things { return each(all, xmlText) }},
		{"gexf", func(all things) things { return each(all, xmlText) }},
		{"csv", asText},
		{"cytoscape", func(all things) things { return all }},
		{"dot", func(all things) things { return each(asText(all), dotText) }},
	} {
		t.Run(c.format, func(t *testing.T) {
			var got readBack
			readWith(t, c.format, exported(t, store, c.format, everything), &got)
			requireSame(t, "nodes", c.of(want.Nodes), got.Nodes)
			requireSame(t, "edges", c.of(want.Edges), got.Edges)
			if c.format == "csv" {
				requireSame(t, "documents", c.of(want.Documents), got.Documents)
				requireSame(t, "types", c.of(want.Types), got.Types)
			} else {
				require.Equal(t, want.EdgeCount, got.EdgeCount)
			}
		})
	}
}
