package cameo

import (
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

func TestEventsOfPLOVER(t *testing.T) {
	slug := func(s string) string { return strings.ReplaceAll(s, " ", "-") }
	for _, c := range []struct {
		name, mode, id, label string
		symmetric             bool
		status                kg.Status
	}{
		{"CONSULT", "", "plover:consult", "consulted with", true, kg.StatusOccurred},
		{"consult", "Visit", "plover:consult-visit", "consulted (visit) with", false, kg.StatusOccurred},
		{"PROTEST", "demo", "plover:protest-demo", "protested (demo) against", false, kg.StatusOccurred},
		{"REQUEST", "", "plover:request", "made a request to", false, kg.StatusProposed},
		{"THREATEN", "", "plover:threaten", "threatened", false, kg.StatusPlanned},
		{"AGREE", "", "plover:agree", "agreed to cooperate with", false, kg.StatusPlanned},
		{"COOPERATE", "", "plover:cooperate", "cooperated with", true, kg.StatusOccurred},
	} {
		e, ok := PLOVERByName(c.name, c.mode)
		got := e.RelationType(slug)
		if !ok || got.ID != c.id || got.Label != c.label || got.Symmetric != c.symmetric || e.Status() != c.status || got.PLOVER != strings.ToUpper(c.name) {
			t.Errorf("%s %s is %+v, %s", c.name, c.mode, got, e.Status())
		}
	}
	if len(PLOVERTypes()) != 16 {
		t.Errorf("%v", PLOVERTypes())
	}
	for _, name := range PLOVERTypes() {
		if said := ploverPhrases[name]; said.active == "" || said.inverse == "" {
			t.Errorf("%s reads %+v", name, said)
		}
	}
	if _, ok := PLOVERByName("Consultation", ""); ok {
		t.Error("Consultation is a type")
	}
}
