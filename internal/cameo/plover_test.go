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
		{"CONSULT", "", "plover:consult", "consult", true, kg.StatusOccurred},
		{"consult", "Visit", "plover:consult-visit", "consult (visit)", false, kg.StatusOccurred},
		{"PROTEST", "demo", "plover:protest-demo", "protest (demo)", false, kg.StatusOccurred},
		{"REQUEST", "", "plover:request", "request", false, kg.StatusProposed},
		{"THREATEN", "", "plover:threaten", "threaten", false, kg.StatusPlanned},
		{"AGREE", "", "plover:agree", "agree", false, kg.StatusPlanned},
		{"COOPERATE", "", "plover:cooperate", "cooperate", true, kg.StatusOccurred},
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
	if _, ok := PLOVERByName("Consultation", ""); ok {
		t.Error("Consultation is a type")
	}
}
