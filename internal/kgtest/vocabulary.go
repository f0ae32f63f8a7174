package kgtest

import (
	"testing"

	"conflictgraph/internal/kg"
)

// testVocabulary checks that a store of an earlier version gets the core types that
// it lacks, once, and that what it calls by their ids stays as it is.
func testVocabulary(t *testing.T, s kg.Store) {
	own := kg.RelationType{ID: "accused", Label: "blamed", InverseLabel: "was blamed by"}
	write(t, s, kg.Batch{Types: []kg.RelationType{own, kg.TypesByID(kg.CoreTypes())["met-with"]}})
	must(t, kg.RecordVocabulary(t.Context(), s))
	version, err := s.Version(t.Context())
	must(t, err)
	must(t, kg.RecordVocabulary(t.Context(), s))
	again, err := s.Version(t.Context())
	must(t, err)
	if again != version {
		t.Error("recording the vocabulary twice writes something the second time")
	}
	all, err := s.Types(t.Context())
	must(t, err)
	types := kg.TypesByID(all)
	if types["accused"].Label != own.Label {
		t.Errorf("the store's own type reads %q now, not %q", types["accused"].Label, own.Label)
	}
	for _, core := range kg.CoreTypes() {
		if _, is := types[core.ID]; !is {
			t.Errorf("%s is missing", core.ID)
		}
	}
}
