package kgtest

import (
	"regexp"
	"testing"

	"conflictgraph/internal/kg"
)

// Version returns the version of s.
func Version(t testing.TB, s kg.Store) string {
	t.Helper()
	version, err := s.Version(t.Context())
	must(t, err)
	return version
}

// TestVersion checks what Store.Version promises. other is opened on the same
// empty database as s.
func TestVersion(t *testing.T, s, other kg.Store) {
	seen := map[string]bool{}
	changed := func(what string) {
		t.Helper()
		version := Version(t, s)
		if !regexp.MustCompile(`^[!#-~]+$`).MatchString(version) {
			t.Errorf("the version %q is not printable", version)
		}
		if seen[version] {
			t.Errorf("the version after %s is one that was before", what)
		}
		seen[version] = true
		same(t, "the version that others see after "+what, Version(t, other), version)
	}
	changed("nothing")
	write(t, s, Graph())
	changed("a write")
	write(t, other, kg.Batch{Entities: []kg.Entity{{ID: "newcomer", Kind: kg.KindPerson, Name: "Newcomer"}}})
	changed("a write by another")
	write(t, s, kg.Batch{Retractions: []kg.Retraction{{Relation: ID(MetMonday), Reason: "an error"}}})
	changed("a retraction")

	before := Version(t, s)
	_, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 5}}}})
	must(t, err)
	_, err = s.Write(t.Context(), kg.Batch{Entities: []kg.Entity{{ID: "newcomer", Kind: kg.KindPlace, Name: "Newcomer"}}})
	if err == nil {
		t.Error("an entity of two kinds is not refused")
	}
	same(t, "the version after reading and a write that was refused", Version(t, s), before)
}
