package kg

import (
	"slices"
	"testing"
)

func TestWhatSpeaksForAndAgainstADuplicate(t *testing.T) {
	person := func(id string) *Entity { return &Entity{ID: id, Kind: KindPerson, Name: "Anna Keller"} }
	at := func(place string) map[Date]map[string]string {
		return map[Date]map[string]string{20_000: {place: place}}
	}
	linked := func(ids ...string) deeds {
		d := deeds{others: map[string]bool{}}
		for _, id := range ids {
			d.others[id] = true
		}
		return d
	}
	in := func(place string) deeds { return deeds{places: at(place)} }
	for _, c := range []struct {
		name        string
		a, b        deeds
		kind        EntityKind   // of b
		identifiers []Identifier // of b; those of a are Q1
		score       float64
		reasons     []bool
	}{
		{name: "nothing but a name", kind: KindPerson, score: 0.85, reasons: []bool{true}},
		{name: "half of the neighbours", a: linked("x", "y"), b: linked("x", "z", "w"), kind: KindPerson, score: 0.925, reasons: []bool{true, true}},
		{name: "all of them", a: linked("x"), b: linked("x", "z"), kind: KindPerson, score: 1, reasons: []bool{true, true}},
		{name: "linked with each other", a: linked("b"), b: linked("a"), kind: KindPerson, score: 0.425, reasons: []bool{true, false}},
		{name: "kinds that cannot be one", kind: KindOrganization, score: 0.425, reasons: []bool{true, false}},
		{name: "a kind that says less", kind: KindOtherActor, score: 0.85, reasons: []bool{true}},
		{name: "elsewhere on that day", a: in("Paris"), b: in("Kyiv"), kind: KindPerson, score: 0.425, reasons: []bool{true, false}},
		{name: "where one place names the other", a: in("Paris, France"), b: in("France"), kind: KindPerson, score: 0.85, reasons: []bool{true}},
		{name: "another item of Wikidata", kind: KindPerson, identifiers: []Identifier{{"wikidata", "Q2"}}, score: 0.425, reasons: []bool{true, false}},
		{name: "two items, one of them the same", kind: KindPerson, identifiers: []Identifier{{"wikidata", "Q2"}, {"wikidata", "Q1"}}, score: 0.85, reasons: []bool{true}},
		{name: "an item of another register", kind: KindPerson, identifiers: []Identifier{{"isni", "Q2"}}, score: 0.85, reasons: []bool{true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := person("a"), person("b")
			b.Kind = c.kind
			a.Identifiers, b.Identifiers = []Identifier{{"wikidata", "Q1"}}, c.identifiers
			d := likePair{a: a, b: b, likeness: 1}.judge(c.a, c.b, NewFound())
			var reasons []bool
			for _, r := range d.Why {
				reasons = append(reasons, r.For)
			}
			if d.Score != c.score || !slices.Equal(reasons, c.reasons) {
				t.Errorf("%v for %v", d.Score, d.Why)
			}
		})
	}
}

func TestDuplicatesComeByScore(t *testing.T) {
	of := func(score float64, unsure bool, b string) string {
		return Duplicate{A: &Entity{ID: "a"}, B: &Entity{ID: b}, Score: score, Unsure: unsure}.Position()
	}
	order := []string{of(1, false, "b"), of(1, false, "c"), of(0.999999, false, "b"), of(0.1, false, "b"), of(1, true, "b")}
	if !slices.IsSorted(order) {
		t.Error(order)
	}
}
