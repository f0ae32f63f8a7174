package kg

import (
	"slices"
	"testing"
	"time"
)

func TestAThingIsValidAtTheMomentsThatNoGapCovers(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2025, time.December, n, 0, 0, 0, 0, time.UTC) }
	until := func(n int) *time.Time { at := day(n); return &at }
	gaps := []Gap{{At: day(2), RestoredAt: until(4), RestoredReason: "right"}, {At: day(6), RestoredAt: until(6)}, {At: day(8), Reason: "wrong"}}
	for _, c := range []struct {
		name  string
		asOf  *time.Time
		known int
		since *time.Time
	}{
		{"before all", until(1), 0, nil},
		{"as it is retracted", until(2), 1, until(2)},
		{"in a gap", until(3), 1, until(2)},
		{"as it is restored", until(4), 1, nil},
		{"after a gap of no length", until(6), 2, nil},
		{"in the one that is open", until(9), 3, until(8)},
		{"now", nil, 3, until(8)},
	} {
		t.Run(c.name, func(t *testing.T) {
			then, since := GapsAsOf(gaps, c.asOf)
			if len(then) != c.known || (since == nil) != (c.since == nil) || since != nil && !since.Equal(*c.since) {
				t.Errorf("%v, retracted %v; %d gaps were expected, and %v", then, since, c.known, c.since)
			}
			for _, g := range then {
				if g.RestoredAt == nil && g.RestoredReason != "" {
					t.Errorf("it is not known yet that %v ends, but why", g)
				}
			}
		})
	}
	if gaps[0].RestoredAt == nil {
		t.Error("the gaps themselves were changed")
	}
}

func TestAnImportRestoresOnlyWhatAReleaseTookBack(t *testing.T) {
	for _, operation := range []string{"", OperationLoad, OperationImport, OperationSeed} {
		p := Provenance{Operation: operation}
		if p.Restores(Gap{}) || p.Restores(Gap{Document: "doc:one"}) || !p.Restores(Gap{ByPublisher: true}) {
			t.Errorf("%q restores what a curator took back, or does not restore what a release did", operation)
		}
	}
	curator := Provenance{Operation: "assertRelation"}
	if !curator.Restores(Gap{}) || !curator.Restores(Gap{ByPublisher: true}) {
		t.Error("a curator does not restore what is stated again")
	}
}

func TestChangesAreListedInTheOrderOfTheirKinds(t *testing.T) {
	for _, kind := range []ChangeKind{DocumentRestored, RelationRestored} {
		if !slices.Contains(ChangeKinds, kind) {
			t.Errorf("%s has no place among the changes of an activity", kind)
		}
	}
}
