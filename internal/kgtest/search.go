package kgtest

import (
	"fmt"
	"slices"
	"testing"

	"conflictgraph/internal/kg"
)

// renowned returns a batch of people who are known by several names and offices.
func renowned() kg.Batch {
	office := func(kind, subject, object string) kg.Relation {
		return kg.Relation{
			Type: kind, Subject: subject, Object: object, Status: kg.StatusOngoing, Certainty: kg.CertaintyStated,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: kind + subject}}},
		}
	}
	return kg.Batch{
		RecordedAt: later,
		Entities: []kg.Entity{
			{ID: "volodymyr-zelenskyy", Kind: kg.KindPerson, Name: "Volodymyr Zelenskyy", Aliases: []string{"Зеленский"}},
			{ID: "emmanuel-macron", Kind: kg.KindPerson, Name: "Emmanuel Macron", Description: "He hosted the talks."},
			{ID: "ukraine", Kind: kg.KindCountry, Name: "Ukraine"},
			{ID: "anna-keller", Kind: kg.KindPerson, Name: "Anna Keller", Aliases: []string{"Anja"}},
		},
		Relations: []kg.Relation{office("president-of", "volodymyr-zelenskyy", "ukraine"), office("special-envoy-of", "boris-novak", "northland"), office("represents", "rows:77", "ukraine")},
	}
}

func testSearch(t *testing.T, s kg.Store) {
	withdrawal := kg.Batch{RecordedAt: later, Retractions: []kg.Retraction{{Relation: ID(War)}, {Relation: relationID(renowned().Relations[1])}}}
	steps := []kg.Batch{Graph(), renowned(), withdrawal}
	for _, b := range steps {
		write(t, s, b)
	}
	o := told(t, steps...)

	for _, c := range []struct {
		name, text string
		any        bool
		kinds      []kg.EntityKind
		entities   []string
		relations  []int
	}{
		{name: "a word of a name", text: "keller", entities: []string{"anna-keller"}},
		{name: "a word that a name's begins with", text: "kel", entities: []string{"anna-keller"}},
		{name: "not a word that a name's ends with", text: "ller"},
		{name: "an alias", text: "外交部", entities: []string{"ministry"}, relations: []int{SpeaksFor}},
		{name: "an alias in another script", text: "Борис", entities: []string{"boris-novak"}, relations: []int{MetMonday}},
		{name: "an alias that was added later", text: "anja", entities: []string{"anna-keller"}},
		{name: "a description", text: "hosted", entities: []string{"emmanuel-macron"}},
		{name: "an office", text: "president", entities: []string{"volodymyr-zelenskyy"}},
		{name: "what an office is of", text: "president of Ukraine", entities: []string{"volodymyr-zelenskyy"}},
		{name: "a name with an office", text: "zelenskyy president", entities: []string{"volodymyr-zelenskyy"}},
		{name: "an office that was retracted", text: "envoy northland", entities: []string{"boris-novak"}},
		{name: "not what is no office", text: "represents"},
		{name: "another spelling", text: "Zelensky", entities: []string{"volodymyr-zelenskyy"}},
		{name: "a third spelling", text: "Zelenskiy", entities: []string{"volodymyr-zelenskyy"}},
		{name: "a letter left out", text: "Macrn", entities: []string{"emmanuel-macron"}},
		{name: "a letter too many", text: "Macroan", entities: []string{"emmanuel-macron"}},
		{name: "a wrong letter", text: "Maclon", entities: []string{"emmanuel-macron"}},
		{name: "not two wrong letters", text: "Baclon"},
		{name: "all of several words", text: "anna keller", entities: []string{"anna-keller"}},
		{name: "not one of several", text: "anna macron"},
		{name: "any of several where that is asked", text: "anna macron", any: true, entities: []string{"anna-keller", "emmanuel-macron"}},
		{name: "several, those of most relations first", text: "northland", entities: []string{"boris-novak", "anna-keller", "northland", "rows:77"}, relations: []int{Proposed}},
		{name: "entities of a kind", text: "northland", kinds: []kg.EntityKind{kg.KindCountry, kg.KindOtherActor}, entities: []string{"northland", "rows:77"}, relations: []int{Proposed}},
		{name: "entities of a kind that nothing is of", text: "northland", kinds: []kg.EntityKind{kg.KindReport}, relations: []int{Proposed}},
		{name: "a word of quotes, whichever relations they are of", text: "favors", relations: []int{AdvisedAlleged, AdvisedDisputed}},
		{name: "words of a quote in any order", text: "city met", relations: []int{MetMonday}},
		{name: "words of two quotes of one relation", text: "getroffen harbor", relations: []int{MetMonday}},
		{name: "a word that a quote's begins with", text: "speak", relations: []int{SpeaksFor}},
		{name: "not what sounds like a word of a quote", text: "speeks"},
		{name: "a quote of a relation that was retracted", text: "war", relations: []int{War}},
		{name: "a letter that stands by itself", text: "a", entities: []string{"anna-keller"}},
		{name: "not a record of a data set", text: "rows"},
		{name: "nothing that is there", text: "unheard", any: true},
		{name: "words that mean something to an index", text: "or and not near"},
	} {
		t.Run("finds "+c.name, func(t *testing.T) {
			req := kg.CandidateRequest{Terms: termsOf(t, c.text), Any: c.any, Kinds: c.kinds, Relations: true, Limit: 100}
			found, err := s.Candidates(t.Context(), req)
			must(t, err)
			want := graphIDs(c.relations...)
			slices.SortFunc(want, o.precedence)
			if !slices.Equal(found.Entities, c.entities) || !slices.Equal(found.Relations, want) {
				t.Errorf("%q finds %v and %v, not %v and %v", c.text, found.Entities, found.Relations, c.entities, want)
			}
			req.Relations = false
			checkCandidates(t, s, o, req)
		})
	}
	t.Run("up to a limit, the most prominent and the newest", func(t *testing.T) {
		for _, limit := range []int{0, 1, 2, 4, 5} {
			req := kg.CandidateRequest{Terms: termsOf(t, "northland favors"), Any: true, Relations: true, Limit: limit}
			checkCandidates(t, s, o, req)
		}
	})
	t.Run("whole words where that is asked", func(t *testing.T) {
		for _, word := range []string{"kel", "keller", "ann"} {
			checkCandidates(t, s, o, kg.CandidateRequest{Terms: []kg.Term{{Word: word, Keys: termsOf(t, word)[0].Keys, Whole: true}}, Relations: true, Limit: 100})
		}
	})
	t.Run("looks up what it finds, until that is enough", func(t *testing.T) {
		requests := []kg.CandidateRequest{
			{Terms: termsOf(t, "keller"), Relations: true, Limit: 100}, {Terms: termsOf(t, "northland"), Relations: true, Limit: 100}, {Beginning: "ann", Limit: 3},
		}
		for enough, asked := range map[int]int{0: 3, 1: 1, 2: 2, 100: 3} {
			keys := kg.Keys{Entities: []string{"ministry"}, Candidates: requests, Enough: enough, Need: kg.Need{Claims: true}}
			got, err := s.Get(t.Context(), keys)
			must(t, err)
			want, err := o.Get(t.Context(), keys)
			must(t, err)
			same(t, fmt.Sprintf("what is found where %d are enough", enough), got, want)
			if len(got.Candidates) != asked {
				t.Errorf("where %d are enough, %d of %d requests are asked, not %d", enough, len(got.Candidates), len(requests), asked)
			}
			for _, c := range got.Candidates {
				for _, id := range c.Entities {
					if got.Entities[id] == nil {
						t.Errorf("%s is a candidate that is not looked up", id)
					}
				}
				for _, id := range c.Relations {
					if got.Relations[id] == nil {
						t.Errorf("%s is a candidate that is not looked up", id)
					}
				}
			}
		}
	})
	t.Run("many words with many keys", func(t *testing.T) {
		long := "anna"
		for i := range 7 {
			long += fmt.Sprintf(" bartholomew%dantetokounmpo", i)
		}
		checkCandidates(t, s, o, kg.CandidateRequest{Terms: termsOf(t, long), Any: true, Relations: true, Limit: 100})
	})
}
