package cameo

import "testing"

func TestEveryEventOfTheCodebookIsFoundByItsCodeAndName(t *testing.T) {
	for _, c := range []struct{ name, code string }{
		{"Make statement", "010"}, {"Make an appeal or request", "020"}, {"APPEAL, not specified below", "020"}, {"Appeal for de-escalation of military engagement", "0256"},
		{"Express accord", "019"}, {"Consult", "040"}, {"CONSULT, not specified below", "040"}, {"Meet at a ‘third’ location", "044"}, {"Apologize", "055"},
		{"Abduct, hijack, or take hostage", "181"}, {"Reject proposal to meet, discuss, or negotiate", "125"}, {"Refuse to allow international involvement (non mediation)", "1245"},
		{"Ease curfew", "0813"}, {"Threaten with repression", "137"}, {"Carry out location bombing", "1834"}, {"Use conventional military force", "190"}, {"Use unconventional violence", "180"},
		{"Reduce or stop material aid", "162"}, {"Demand", "100"}, {"Demand material aid", "103"},
	} {
		if e, ok := OfName(c.name); !ok || e.Code != c.code {
			t.Errorf("%q is %+v, not %s", c.name, e, c.code)
		}
	}
	for _, e := range codebook.byCode {
		if got, ok := OfName(e.Name); !ok || got.Code != e.Code && len(got.Code) >= len(e.Code) {
			t.Errorf("%s is called %q, which is found as %+v", e.Code, e.Name, got)
		}
	}
	for _, name := range []string{"", "  ", "Make", "040", "Statement make"} {
		if e, ok := OfName(name); ok {
			t.Errorf("%q is %+v", name, e)
		}
	}
}

// The codes of CAMEO 1.1b3 are those of 20 roots, and the names of all below are told apart.
func TestTheCodebookHasAllRoots(t *testing.T) {
	roots := map[string]int{}
	for code, e := range codebook.byCode {
		roots[code[:2]]++
		if e.Name == "" || e.Code != code {
			t.Errorf("%s is %+v", code, e)
		}
	}
	if len(roots) != 20 || roots["01"] != 10 || roots["02"] != 27 {
		t.Errorf("%v", roots)
	}
}

// What reads CAMEO codes elsewhere depends on the names that the table of PLOVER has.
func TestTheCodebookDoesNotChangeTheTable(t *testing.T) {
	for _, e := range Events() {
		if !IsCode(e.Code) || e.Name == "" {
			continue
		}
		byCode, _ := ByCode(e.Code)
		if got, ok := OfCode(e.Code); !ok || got != byCode {
			t.Errorf("%s is %+v, and %+v in the table", e.Code, got, byCode)
		}
	}
	if _, ok := OfCode("04"); ok {
		t.Error("04 is an event")
	}
}
