package neo4j

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
)

func TestEdgeTypesAreReadable(t *testing.T) {
	for _, c := range []struct{ id, label, want string }{
		{"met-with", "met with", "MET_WITH"},
		{"x", "another label", "X"},
		{"cameo:040", "Consult, not specified below", "CONSULT_NOT_SPECIFIED_BELOW"},
		{"x:1", "`]-() MATCH (n) DETACH DELETE n //`", "MATCH_N_DETACH_DELETE_N"},
		{"x:1", "übergab", "ÜBERGAB"},
		{"cameo:040", "🕊", "CAMEO_040"},
		{"x:🕊", "🕊", "X"},
		{"x:1", strings.Repeat("a ", 100), strings.TrimSuffix(strings.Repeat("A_", 30), "_")},
	} {
		if got := edgeType(kg.RelationType{ID: c.id, Label: c.label}); got != c.want {
			t.Errorf("type %q with label %q is drawn as %q, not %q", c.id, c.label, got, c.want)
		}
	}
}

func TestEveryKindHasALabel(t *testing.T) {
	for _, kind := range kg.EntityKinds {
		if got := labels(kind); slices.Contains(got, "") || slices.Contains(got, "Actor") != kind.IsActor() {
			t.Errorf("%s is labelled %q", kind, got)
		}
	}
}

func TestOrderKeysOrderAsBytesDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		if strings.Compare(orderKey(a), orderKey(b)) != strings.Compare(a, b) {
			t.Errorf("%q and %q are ordered otherwise", a, b)
		}
	})
	for _, r := range orderKey("é🕊\uffff") {
		if r > 0xff {
			t.Errorf("%U is beyond what all comparisons agree on", r)
		}
	}
}
