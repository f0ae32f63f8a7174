package export_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
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
		{"jsonld", unordered},
		{"nquads", unordered},
		{"dot", asText},
	} {
		t.Run(c.format, func(t *testing.T) {
			var got readBack
			readWith(t, c.format, &got, exported(t, store, c.format, everything))
			requireSame(t, "nodes", c.of(want.Nodes), got.Nodes)
			requireSame(t, "edges", c.of(want.Edges), got.Edges)
			if got.Documents != nil {
				requireSame(t, "documents", c.of(want.Documents), got.Documents)
				requireSame(t, "types", c.of(want.Types), got.Types)
			}
			if c.format != "csv" {
				require.Equal(t, want.EdgeCount, got.EdgeCount)
			}
		})
	}
}

var reservation = regexp.MustCompile(` \([a-z, ]+\)$`)

// unordered returns things as RDF has them, in which what there is more than one
// of has no order; but evidence is numbered, and a label is that of the type.
func unordered(all things) things {
	sorted := each(all, func(v any) any { return v })
	for _, attributes := range sorted {
		for name, v := range attributes {
			if label, isText := v.(string); isText && attributes["status"] != nil && strings.HasSuffix(strings.ToLower(name), "label") {
				attributes[name] = reservation.ReplaceAllString(label, "")
			}
			if list, isList := v.([]any); isList && name != "evidence" {
				attributes[name] = slices.SortedFunc(slices.Values(list), func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			}
		}
	}
	return sorted
}

func TestJSONLDAndNQuadsAreTheSameDataSet(t *testing.T) {
	store := filled(t)
	asOf := merged
	for _, s := range []export.Selection{everything, {AsOf: &asOf}, {Filter: kg.RelationFilter{Types: []string{"met-with"}}}} {
		var same bool
		readWith(t, "isomorphic", &same, exported(t, store, "jsonld", s), exported(t, store, "nquads", s))
		require.True(t, same)
	}
}
