package kg

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func statement() Relation {
	return Relation{
		Type: "met-with", Subject: "a", Object: "b", Status: StatusOccurred, Certainty: CertaintyStated, Time: &Time{EDTF: "2025-12-01"},
		Places:       []string{"p", "q"},
		Attributions: []Attribution{{By: "c", Stance: StanceStated}, {By: "d", Stance: StanceDenied}},
		Evidence:     []Evidence{{Document: "doc:x", Exact: "x"}, {Document: "doc:y"}, {Source: &Source{Dataset: "rows", Record: "1"}}},
	}
}

func TestTheIDOfARelationIsMadeOfWhatItStatesAndWhere(t *testing.T) {
	id := RelationID(statement(), false)
	for name, change := range map[string]func(r *Relation){
		"the type":                          func(r *Relation) { r.Type = "advised" },
		"the subject":                       func(r *Relation) { r.Subject = "z" },
		"the object":                        func(r *Relation) { r.Object = "z" },
		"the ends exchanged":                func(r *Relation) { r.Subject, r.Object = r.Object, r.Subject },
		"a part that moved to the next":     func(r *Relation) { r.Type, r.Subject = "met-wit", "ha" },
		"the status":                        func(r *Relation) { r.Status = StatusPlanned },
		"the certainty":                     func(r *Relation) { r.Certainty = CertaintyDisputed },
		"the time":                          func(r *Relation) { r.Time = &Time{EDTF: "2025-12-02"} },
		"the precision of the time":         func(r *Relation) { r.Time = &Time{EDTF: "2025-12"} },
		"the qualifier of the time":         func(r *Relation) { r.Time = &Time{EDTF: "2025-12-01?"} },
		"no time":                           func(r *Relation) { r.Time = nil },
		"another place":                     func(r *Relation) { r.Places[1] = "z" },
		"a place less":                      func(r *Relation) { r.Places = r.Places[:1] },
		"places made one":                   func(r *Relation) { r.Places = []string{"pq"} },
		"another source of an attribution":  func(r *Relation) { r.Attributions[1].By = "z" },
		"another stance":                    func(r *Relation) { r.Attributions[1].Stance = StanceAlleged },
		"stances exchanged":                 func(r *Relation) { r.Attributions[0].Stance, r.Attributions[1].Stance = StanceDenied, StanceStated },
		"an attribution less":               func(r *Relation) { r.Attributions = r.Attributions[:1] },
		"another document":                  func(r *Relation) { r.Evidence[1].Document = "doc:z" },
		"another data set":                  func(r *Relation) { r.Evidence[2].Source = &Source{Dataset: "other", Record: "1"} },
		"a document less":                   func(r *Relation) { r.Evidence = r.Evidence[:2] },
		"a place that is an attribution":    func(r *Relation) { r.Places, r.Attributions = append(r.Places, "STATED c"), r.Attributions[1:] },
		"a document in place of a data set": func(r *Relation) { r.Evidence[2] = Evidence{Document: "rows"} },
	} {
		r := statement()
		if change(&r); RelationID(r, false) == id {
			t.Errorf("%s makes no other id", name)
		}
	}
	for name, change := range map[string]func(r *Relation){
		"the words":              func(r *Relation) { r.Evidence[0] = Evidence{Document: "doc:x", Exact: "other", Start: 7, End: 12} },
		"more words":             func(r *Relation) { r.Evidence = append(r.Evidence, Evidence{Document: "doc:y", Exact: "more"}) },
		"the row":                func(r *Relation) { r.Evidence[2].Source = &Source{Dataset: "rows", Record: "2"} },
		"a place named twice":    func(r *Relation) { r.Places = append(r.Places, "p") },
		"an attribution twice":   func(r *Relation) { r.Attributions = append(r.Attributions, r.Attributions[0]) },
		"when it was recorded":   func(r *Relation) { r.RecordedAt, r.RetractedAt = time.Now(), new(time.Time) },
		"that it was inferred":   func(r *Relation) { r.Time = &Time{EDTF: "2025-12-01", Inferred: true, Reasoning: "so"} },
		"the days that it means": func(r *Relation) { r.Time = Day(NewDate(2025, 12, 1)) },
		"the id it had":          func(r *Relation) { r.ID = "rel:" },
	} {
		r := statement()
		if change(&r); RelationID(r, false) != id {
			t.Errorf("%s makes another id", name)
		}
	}
}

func TestTheIDOfARelationDoesNotDependOnAnyOrder(t *testing.T) {
	want := RelationID(statement(), false)
	rapid.Check(t, func(t *rapid.T) {
		r := statement()
		r.Places = rapid.Permutation(r.Places).Draw(t, "places")
		r.Attributions = rapid.Permutation(r.Attributions).Draw(t, "attributions")
		r.Evidence = rapid.Permutation(r.Evidence).Draw(t, "evidence")
		places := slices.Clone(r.Places)
		if got := RelationID(r, false); got != want {
			t.Errorf("%s, not %s", got, want)
		}
		if !slices.Equal(r.Places, places) {
			t.Errorf("the places were sorted in place")
		}
	})
}

func TestTheEndsOfASymmetricRelationHaveNoOrder(t *testing.T) {
	ends := []string{"a", "b", "é", "rows:1"}
	rapid.Check(t, func(t *rapid.T) {
		r := statement()
		r.Subject, r.Object = rapid.SampledFrom(ends).Draw(t, "one end"), rapid.SampledFrom(ends).Draw(t, "the other")
		coded := rapid.Bool().Draw(t, "a data set says so, too")
		if !coded {
			r.Evidence = r.Evidence[:2]
		}
		turned := r
		turned.Subject, turned.Object = r.Object, r.Subject
		both := []string{RelationID(r, true), RelationID(turned, true)}
		former := []string{FormerRelationID(r, true), FormerRelationID(turned, true)}
		// What the two orders have where they matter, that of the lesser end first.
		ordered := []string{RelationID(r, false), RelationID(turned, false)}
		switch {
		case r.Subject == r.Object || coded:
			if !slices.Equal(both, ordered) || former[0]+former[1] != "" {
				t.Errorf("the ids are %q, not %q, and were %q", both, ordered, former)
			}
			return
		case r.Subject > r.Object:
			slices.Reverse(ordered)
		}
		if want := []string{ordered[0], ordered[0]}; !slices.Equal(both, want) {
			t.Errorf("the ids are %q, not %q", both, want)
		}
		if want := []string{ordered[1], ordered[1]}; !slices.Equal(former, want) {
			t.Errorf("the ids were %q, not %q", former, want)
		}
		if id := FormerRelationID(r, false); id != "" {
			t.Errorf("%q was the id of what is not symmetric", id)
		}
	})
}

var anyDigest = rapid.Custom(func(t *rapid.T) (digest [16]byte) {
	copy(digest[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "digest"))
	return digest
})

func TestDigestsAndIDsAreTheSameAndOrderAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDigest.Draw(t, "a"), anyDigest.Draw(t, "b")
		if rapid.Bool().Draw(t, "close") {
			b = a
			b[rapid.IntRange(0, 15).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		id := RelationIDOf(a)
		if got, ok := RelationDigest(id); !ok || got != a {
			t.Errorf("%x is %s, which is %x (%t)", a, id, got, ok)
		}
		if got, want := strings.Compare(id, RelationIDOf(b)), slices.Compare(a[:], b[:]); got != want {
			t.Errorf("%x and %x compare as %d, their ids as %d", a, b, want, got)
		}
	})
}

func TestWhatIsNoRelationIDHasNoDigest(t *testing.T) {
	id := RelationID(statement(), false)
	for _, s := range []string{
		"", "rel:", id[4:], id[:len(id)-1], id + "0", strings.ToUpper(id), "rel:" + strings.ToUpper(id[4:]), "doc:" + id[4:], " " + id, id + " ", id + "\n",
		// The last character stands for 3 bits: not all of its values are used.
		id[:len(id)-1] + "1", "rel:" + strings.Repeat("w", 26), "rel:" + strings.Repeat("=", 26), "rel:" + strings.Repeat("é", 13), id[:len(id)-2] + "\r\n",
	} {
		if digest, ok := RelationDigest(s); ok {
			t.Errorf("%q has the digest %x", s, digest)
		}
	}
	if _, ok := RelationDigest(id); !ok {
		t.Errorf("%q has no digest", id)
	}
}

func TestIDsAreChecked(t *testing.T) {
	long := strings.Repeat("a", 201)
	nowhere := []string{"", " ", "-", "a-", "-a", "a--b", "A", "Anna Keller", "anna_keller", "é", "a\n", "a\x00", "a:", ":a", "a:b:c", "a:b c", "A:b", "a:\n", "a:\xff", "a:\x00", "a:b\u202ec", "a:b\u2028c", "a:b\u00a0c", long, "a:" + long}
	for _, c := range []struct {
		name       string
		check      func(string) error
		good, evil []string
	}{
		{"slugs", CheckSlug, []string{"a", "0", "28-point-plan", long[:200]}, []string{"icews:1", "doc:a", "rel:a"}},
		{"entities", CheckEntityID, []string{"anna-keller", "icews:1234", "icews:Ab_1/x'\"`{}", "icews:Кыив"}, []string{"doc:a", "rel:a"}},
		{"types", CheckTypeID, []string{"met-with", "cameo:040"}, nil},
		{"documents", CheckDocumentID, []string{"doc:a", "doc:un-report-2"}, []string{"a", "doc:", "doc:A", "doc:a:b", "doc:doc:a", "icews:1", "rel:a"}},
	} {
		for _, id := range c.good {
			if err := c.check(id); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		for _, id := range append(c.evil, nowhere...) {
			if err := c.check(id); err == nil {
				t.Errorf("%s: %q passes", c.name, id)
			}
		}
	}
	if CheckEntityID(RelationID(statement(), false)) == nil {
		t.Error("a relation's id passes as an entity's")
	}
}
