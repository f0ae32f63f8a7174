package sqlite_test

import (
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/sqlite"
)

func TestATermThatIsNotAWordIsRefused(t *testing.T) {
	s := open(t, sqlite.Memory)
	if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"", `anna"`, "anna*", "Anna", "a b", "_anna", "__person", "é", "anna\x00", "tokens:anna", "a\n", "'"} {
		for _, term := range []kg.Term{{Word: word}, {Word: "anna", Keys: []string{word}}} {
			found, err := s.Candidates(t.Context(), kg.CandidateRequest{Terms: []kg.Term{term}, Relations: true, Limit: 10})
			if kg.ErrorCode(err) != kg.CodeInternal || len(found.Entities) > 0 {
				t.Errorf("%+v found %v (%v)", term, found, err)
			}
		}
	}
}

func TestKindsThatThereAreNotFindNothing(t *testing.T) {
	s := open(t, sqlite.Memory)
	if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	anna, err := kg.ParseSearch("anna")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kinds []kg.EntityKind
		want  int
	}{
		{nil, 1}, {[]kg.EntityKind{kg.KindPerson}, 1}, {[]kg.EntityKind{kg.KindPlace}, 0},
		{[]kg.EntityKind{`PERSON" OR "anna`}, 0}, {[]kg.EntityKind{"person"}, 0},
	} {
		found, err := s.Candidates(t.Context(), kg.CandidateRequest{Terms: anna, Kinds: c.kinds, Limit: 10})
		if err != nil || len(found.Entities) != c.want {
			t.Errorf("among %q, %v were found (%v), not %d", c.kinds, found.Entities, err, c.want)
		}
	}
}

func TestOperatorsOfTheIndexArePlainWords(t *testing.T) {
	s := open(t, sqlite.Memory)
	b := kg.Batch{Entities: []kg.Entity{
		{ID: "and", Kind: kg.KindReport, Name: "AND"}, {ID: "near", Kind: kg.KindReport, Name: "NEAR OR NOT"}, {ID: "person", Kind: kg.KindReport, Name: "__person"},
	}}
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"and": "and", "NOT near": "near", "near(or not, 2)": "", `"near" *`: "near", "^near": "near", "-near": "near", "tokens : near": "", "person": "person", "report": "",
	} {
		terms, err := kg.ParseSearch(text)
		if err != nil {
			t.Fatal(err)
		}
		found, err := s.Candidates(t.Context(), kg.CandidateRequest{Terms: terms, Limit: 10})
		if got := strings.Join(found.Entities, " "); err != nil || got != want {
			t.Errorf("%s finds %q (%v), not %q", text, got, err, want)
		}
	}
}

func TestMachineCodedRelationsCostTheFullTextIndexNothing(t *testing.T) {
	s := open(t, sqlite.Memory)
	if _, err := s.Write(t.Context(), rows(0, 100)); err != nil {
		t.Fatal(err)
	}
	if n := sqlite.CountQuoted(t, s); n != 0 {
		t.Errorf("%d relations are in it", n)
	}
	graph := kgtest.Graph()
	if _, err := s.Write(t.Context(), graph); err != nil {
		t.Fatal(err)
	}
	quoted := 0
	for _, r := range graph.Relations {
		if slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool { return e.Source == nil }) {
			quoted++
		}
	}
	if n := sqlite.CountQuoted(t, s); n != quoted {
		t.Errorf("%d relations are in it, but %d are quoted", n, quoted)
	}
}
