package kg_test

import (
	"testing"

	"conflictgraph/internal/kg"
)

func TestAPlanIsFulfilledByWhatIsSaidToHaveHappened(t *testing.T) {
	day := kg.NewDate(2025, 12, 2)
	relation := func(id string, status kg.Status, certainty kg.Certainty, on kg.Date) *kg.Relation {
		return &kg.Relation{ID: id, Type: "met-with", Subject: "a", Object: "b", Status: status, Certainty: certainty, Time: kg.Day(on)}
	}
	plan := relation("plan", kg.StatusPlanned, kg.CertaintyConfirmed, day)
	for name, c := range map[string]struct {
		other *kg.Relation
		want  bool
	}{
		"it occurred that day":        {relation("x", kg.StatusOccurred, kg.CertaintyStated, day), true},
		"it is alleged to go on":      {relation("x", kg.StatusOngoing, kg.CertaintyAlleged, day), true},
		"it is planned elsewhere too": {relation("x", kg.StatusPlanned, kg.CertaintyStated, day), false},
		"it is denied":                {relation("x", kg.StatusOccurred, kg.CertaintyDenied, day), false},
		"another day":                 {relation("x", kg.StatusOccurred, kg.CertaintyStated, day+1), false},
		"itself":                      {plan, false},
	} {
		if got := kg.Fulfils(plan, c.other, true); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestOnlyWhatIsAheadIsFulfilled(t *testing.T) {
	day := kg.NewDate(2025, 12, 2)
	for _, status := range kg.Statuses {
		said := &kg.Relation{ID: "said", Type: "met-with", Subject: "a", Object: "b", Status: status, Certainty: kg.CertaintyStated, Time: kg.Day(day)}
		mirror := &kg.Relation{ID: "mirror", Type: "met-with", Subject: "b", Object: "a", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: kg.Day(day)}
		want := status == kg.StatusPlanned || status == kg.StatusProposed
		if got := kg.Fulfils(said, mirror, true); got != want {
			t.Errorf("%s: %t", status, got)
		}
	}
}
