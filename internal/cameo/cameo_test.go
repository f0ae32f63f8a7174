package cameo

import (
	"os"
	"slices"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/needs"
)

func TestTableIsThatOfItsSource(t *testing.T) {
	want, err := os.ReadFile(needs.Data(t, "cameo-plover.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	if source != string(want) {
		t.Error("cameo-plover.tsv is not the table that it was copied from")
	}
}

func TestEventIsFoundByItsName(t *testing.T) {
	meet := Event{Code: "044", Name: "Meet at a 'third' location", PLOVER: "CONSULT", Mode: "third-party"}
	for name, want := range map[string]Event{
		"Meet at a 'third' location":            meet,
		"Meet at a ‘third’ location":            meet,
		"  meet AT a\t 'third'\u00a0location\n": meet,
		"Use violent repression":                {Code: "175", Name: "Use violent repression", PLOVER: "ASSAULT", Mode: "pro_autocracy", Context: "military"},
		"use tactics of violent repression":     {Code: "175", Name: "Use tactics of violent repression", PLOVER: "ASSAULT", Mode: "pro_autocracy", Context: "military"},
	} {
		if got, ok := ByName(name); !ok || got != want {
			t.Errorf("%q is %+v, %t", name, got, ok)
		}
	}
	for _, name := range []string{"", " ", "Make statement", "Meet at a third location", "044"} {
		if got, ok := ByName(name); ok {
			t.Errorf("%q is %+v", name, got)
		}
	}
}

func TestEventIsFoundByItsCode(t *testing.T) {
	if got, ok := ByCode("175"); !ok || got.Name != "Use violent repression" {
		t.Errorf("175 is %+v, %t", got, ok)
	}
	for _, code := range []string{"", "010", "020", "999", "44"} {
		if got, ok := ByCode(code); ok {
			t.Errorf("%q is %+v", code, got)
		}
	}
}

func TestMostGeneralOfSeveralCodesThatShareAName(t *testing.T) {
	got, err := parse("cameo\tname\tplover\tmode\tcontext\n" +
		"0313\tGive\tA\t\t\n" + "034\tgive \tB\t\t\n" + "033\tGIVE\tC\t\t\n" + "0311\tGive\tD\t\t\n")
	if err != nil || got.byName["give"].Code != "033" || len(got.events) != 4 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := parse("cameo\tname\tplover\tmode\tcontext\n033\tGive\tA\n"); err == nil {
		t.Error("a row of three columns is accepted")
	}
}

func TestWhatAReportStates(t *testing.T) {
	for _, c := range []struct {
		name      string
		status    kg.Status
		certainty kg.Certainty
	}{
		{"Consult", kg.StatusOccurred, kg.CertaintyStated},
		{"Make statement", kg.StatusOccurred, kg.CertaintyStated},
		{"Provide aid", kg.StatusOccurred, kg.CertaintyStated},
		{"Use conventional military force", kg.StatusOccurred, kg.CertaintyStated},
		{"Accuse of aggression", kg.StatusOccurred, kg.CertaintyStated},
		{"Reject proposal to meet, discuss, negotiate", kg.StatusOccurred, kg.CertaintyStated},
		{"Reject request or demand for material aid", kg.StatusOccurred, kg.CertaintyStated},
		{"Refuse to yield", kg.StatusOccurred, kg.CertaintyStated},
		{"Accede to demands for change in policy", kg.StatusOccurred, kg.CertaintyStated},
		{"Demonstrate or rally", kg.StatusOccurred, kg.CertaintyStated},
		{"Attempt to assassinate", kg.StatusOccurred, kg.CertaintyStated},
		{"Express accord", kg.StatusOccurred, kg.CertaintyStated},
		{"Acknowledge or claim responsibility", kg.StatusOccurred, kg.CertaintyStated},
		{"Agree to engage in material cooperation", kg.StatusPlanned, kg.CertaintyStated},
		{"Express intent to meet or negotiate", kg.StatusPlanned, kg.CertaintyStated},
		{"Express intent to institute political reform", kg.StatusPlanned, kg.CertaintyStated},
		{"Threaten", kg.StatusPlanned, kg.CertaintyStated},
		{"Threaten with repression", kg.StatusPlanned, kg.CertaintyStated},
		{"Give ultimatum", kg.StatusPlanned, kg.CertaintyStated},
		{"Demand", kg.StatusProposed, kg.CertaintyStated},
		{"Demand mediation", kg.StatusProposed, kg.CertaintyStated},
		{"Make an appeal or request", kg.StatusProposed, kg.CertaintyStated},
		{"Appeal to others to settle dispute", kg.StatusProposed, kg.CertaintyStated},
		{"Appeal for aid", kg.StatusProposed, kg.CertaintyStated},
		{"APPEAL  for aid", kg.StatusProposed, kg.CertaintyStated},
		{"Appealing comment", kg.StatusOccurred, kg.CertaintyStated},
		{"Deny responsibility", kg.StatusOccurred, kg.CertaintyDenied},
		{"Deny entry", kg.StatusOccurred, kg.CertaintyStated},
	} {
		e, ok := ByName(c.name)
		if !ok {
			e = Event{Name: c.name}
		}
		if e.Status() != c.status || e.Certainty() != c.certainty {
			t.Errorf("%q is %s and %s, not %s and %s", c.name, e.Status(), e.Certainty(), c.status, c.certainty)
		}
	}
	for code, want := range map[string]report{"010": done, "016": denied, "0231": asked, "1041": asked, "0311": intended, "1385": intended, "120": done, "2042": done} {
		if got := (Event{Code: code, Name: "Demand"}).report(); got != want {
			t.Errorf("%s is %+v", code, got)
		}
	}
}

func TestNameSaysOfAnEventWhatItsCodeDoes(t *testing.T) {
	for _, e := range Events() {
		if byName := (Event{Name: e.Name}).report(); e.Name != "" && byName != e.report() {
			t.Errorf("%s %q is %+v by its code and %+v by its name", e.Code, e.Name, e.report(), byName)
		}
	}
}

func TestRelationTypeOfAnEvent(t *testing.T) {
	for _, c := range []struct {
		name string
		want kg.RelationType
	}{
		{"consult", kg.RelationType{ID: "cameo:040", Label: "consult", InverseLabel: "consult", Symmetric: true, PLOVER: "CONSULT", CAMEO: "040"}},
		{"Make a visit", kg.RelationType{ID: "cameo:042", Label: "Make a visit", InverseLabel: "(object of) Make a visit", PLOVER: "CONSULT", CAMEO: "042"}},
		{"Make statement", kg.RelationType{Label: "Make statement", InverseLabel: "(object of) Make statement"}},
	} {
		e, _ := ByName(c.name)
		if got := e.RelationType(c.name); got.ID != c.want.ID || got.Label != c.want.Label || got.InverseLabel != c.want.InverseLabel ||
			got.Symmetric != c.want.Symmetric || got.PLOVER != c.want.PLOVER || got.CAMEO != c.want.CAMEO {
			t.Errorf("%+v, not %+v", got, c.want)
		}
	}
}

func TestEveryRelationTypeCanBeRecorded(t *testing.T) {
	for _, e := range Events() {
		if err := kg.CheckTypeID(e.RelationType(e.Name).ID); err != nil {
			t.Error(err)
		}
		if got := IsCode(e.Code); got != (len(e.Code) > 2) {
			t.Errorf("%s is a code: %t", e.Code, got)
		}
	}
}

func TestSymmetricEvents(t *testing.T) {
	var got []string
	for _, e := range Events() {
		if e.Symmetric() {
			got = append(got, e.Name)
		}
	}
	want := []string{
		"Consult", "Discuss by telephone", "Meet at a 'third' location", "Engage in negotiation", "Engage in diplomatic cooperation",
		"Sign formal agreement", "Engage in material cooperation", "Cooperate economically", "Cooperate militarily", "Engage in judicial cooperation",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
