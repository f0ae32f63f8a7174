package kg

import (
	"slices"
	"testing"
)

func TestARelationContestsWhatItStates(t *testing.T) {
	for _, c := range []struct {
		name      string
		certainty Certainty
		stances   []Stance
		want      bool
	}{
		{"where it is denied", CertaintyDenied, nil, true},
		{"where it is disputed, whoever supports it", CertaintyDisputed, []Stance{StanceSupported}, true},
		{"not where it is stated", CertaintyStated, nil, false},
		{"not where it is confirmed", CertaintyConfirmed, []Stance{StanceConfirmed}, false},
		{"not where it is alleged", CertaintyAlleged, []Stance{StanceAlleged}, false},
		{"where it is stated that all deny it", CertaintyStated, []Stance{StanceDenied}, true},
		{"where it is alleged and all are against it in some way", CertaintyAlleged, []Stance{StanceDownplayed, StanceDisputed, StanceDenied}, true},
		{"not where one is for it", CertaintyStated, []Stance{StanceDenied, StanceStated}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &Relation{Certainty: c.certainty}
			for _, s := range c.stances {
				r.Attributions = append(r.Attributions, Attribution{By: "someone", Stance: s})
			}
			if got := r.Contests(); got != c.want {
				t.Errorf("it contests: %t", got)
			}
		})
	}
	for _, s := range Stances {
		against := slices.Contains([]Stance{StanceDownplayed, StanceDisputed, StanceDenied}, s)
		if got := (&Relation{Certainty: CertaintyStated, Attributions: []Attribution{{Stance: s}}}).Contests(); got != against {
			t.Errorf("who %s it contests it: %t", s, got)
		}
	}
}

func TestRowsOfOneDataSetAreOneSource(t *testing.T) {
	row := func(id, subject, object string, datasets ...string) *Relation {
		r := &Relation{ID: id, Type: "met-with", Subject: subject, Object: object, Certainty: CertaintyStated, Status: StatusOccurred}
		for _, d := range datasets {
			e := Evidence{Source: &Source{Dataset: d, Record: id}}
			if d == "" {
				e = Evidence{Document: "doc:a"}
			}
			r.Evidence = append(r.Evidence, e)
		}
		return r
	}
	coded := row("rel:1", "a", "b", "icews")
	for _, c := range []struct {
		name  string
		other *Relation
		want  bool
	}{
		{"the row for the other direction", row("rel:2", "b", "a", "icews"), false},
		{"two more rows", row("rel:2", "a", "b", "icews", "icews"), false},
		{"a row of another data set", row("rel:2", "b", "a", "gdelt"), true},
		{"a row of each", row("rel:2", "b", "a", "icews", "gdelt"), true},
		{"a row and words of a document", row("rel:2", "b", "a", "icews", ""), true},
	} {
		if Supports(coded, c.other, true) != c.want || Supports(c.other, coded, true) != c.want {
			t.Errorf("%s supports it: not %t", c.name, c.want)
		}
	}
}

func TestClaimsContradictOrSupportEachOther(t *testing.T) {
	at := func(edtf string) *Time {
		parsed, err := ParseEDTF(edtf)
		if err != nil {
			t.Fatal(err)
		}
		return &parsed
	}
	claim := func(change func(r *Relation)) *Relation {
		r := &Relation{ID: "rel:2", Type: "advised", Subject: "a", Object: "b", Certainty: CertaintyStated, Status: StatusOccurred, Time: at("2025-11-24/2025-11-30")}
		change(r)
		return r
	}
	denied := func(r *Relation) { r.Certainty = CertaintyDenied }
	for _, c := range []struct {
		name                  string
		change                func(r *Relation)
		symmetric             bool
		contradicts, supports bool
	}{
		{name: "a denial of the same", change: denied, contradicts: true},
		{name: "another source of the same", change: func(r *Relation) { r.Certainty = CertaintyConfirmed }, supports: true},
		{name: "an allegation of the same", change: func(r *Relation) { r.Certainty = CertaintyAlleged }, supports: true},
		{name: "one that all play down", change: func(r *Relation) { r.Attributions = []Attribution{{Stance: StanceDownplayed}} }, contradicts: true},
		{name: "one of another status", change: func(r *Relation) { r.Status = StatusPlanned }, supports: true},
		{name: "the very same", change: func(r *Relation) { denied(r); r.ID = "rel:1" }},
		{name: "one of another type", change: func(r *Relation) { denied(r); r.Type = "met-with" }},
		{name: "one about another", change: func(r *Relation) { denied(r); r.Object = "c" }},
		{name: "one the other way round", change: func(r *Relation) { denied(r); r.Subject, r.Object = "b", "a" }},
		{name: "one the other way round of a symmetric type", symmetric: true, change: func(r *Relation) { denied(r); r.Subject, r.Object = "b", "a" }, contradicts: true},
		{name: "one with one end of a symmetric type", symmetric: true, change: func(r *Relation) { denied(r); r.Subject, r.Object = "b", "c" }},
		{name: "a denial without a time", change: func(r *Relation) { denied(r); r.Time = nil }, contradicts: true},
		{name: "a denial on its last day", change: func(r *Relation) { denied(r); r.Time = at("2025-11-30") }, contradicts: true},
		{name: "a denial until its first day", change: func(r *Relation) { denied(r); r.Time = at("../2025-11-24") }, contradicts: true},
		{name: "a denial on the day after", change: func(r *Relation) { denied(r); r.Time = at("2025-12-01") }},
		{name: "a support on the day before", change: func(r *Relation) { r.Time = at("2025-11-23") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := claim(func(r *Relation) { r.ID = "rel:1" }), claim(c.change)
			for _, pair := range [][2]*Relation{{a, b}, {b, a}} {
				if got := Contradicts(pair[0], pair[1], c.symmetric); got != c.contradicts {
					t.Errorf("they contradict each other: %t", got)
				}
				if got := Supports(pair[0], pair[1], c.symmetric); got != c.supports {
					t.Errorf("they support each other: %t", got)
				}
			}
			if c.contradicts {
				denied(a)
				if got := Supports(a, b, c.symmetric); !got {
					t.Error("two that contest the same do not support each other")
				}
			}
		})
	}
}
