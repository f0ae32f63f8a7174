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
