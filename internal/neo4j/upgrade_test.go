package neo4j

import (
	"reflect"
	"testing"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
)

func TestWhatAnEarlierVersionWroteIsSearchedAndCounted(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	war := kg.Batch{RecordedAt: kgtest.Recorded.Add(time.Hour), Retractions: []kg.Retraction{{Relation: kgtest.ID(kgtest.War)}}}
	for _, b := range []kg.Batch{kgtest.Graph(), war} {
		if _, err := s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	terms, err := kg.ParseSearch("northland")
	if err != nil {
		t.Fatal(err)
	}
	ask := func(s *Store) (kg.Candidates, [][]kg.Count) {
		found, err := s.Candidates(t.Context(), kg.CandidateRequest{Terms: terms, Relations: true, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		counts, err := s.Counts(t.Context(), kg.CountRequests{Counts: []kg.CountRequest{
			{Owner: "southland", By: kg.ByType, Bucket: kg.BucketDay}, {Owner: "allies", By: kg.ByType, Bucket: kg.BucketYear}, {By: kg.ByStatus},
		}})
		if err != nil {
			t.Fatal(err)
		}
		return found, counts
	}
	words, days := ask(s)
	if len(words.Entities) == 0 || len(words.Relations) == 0 || len(days[0]) == 0 {
		t.Fatalf("the graph has nothing to ask for: %v, %v", words, days)
	}
	err = s.inTransaction(t.Context(), func(w *writer) error {
		for _, text := range []string{
			"MATCH (e:Entity) REMOVE e.words, e.soundKeys",
			"MATCH (r:Relation) REMOVE r.quoteWords, r.startDay, r.endDay, r.datedSrc, r.datedDst",
			"MATCH (s:ConflictgraphSchema) SET s.version = 1",
		} {
			if _, err := w.run(t.Context(), text, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if words, _ := ask(s); len(words.Entities)+len(words.Relations) > 0 {
		t.Fatalf("an earlier version's graph has no words, but %v is found", words)
	}
	wordsAgain, daysAgain := ask(anotherStore(t, c))
	if !reflect.DeepEqual(wordsAgain, words) {
		t.Errorf("found are %v, not %v", wordsAgain, words)
	}
	if !reflect.DeepEqual(daysAgain, days) {
		t.Errorf("counts are %v, not %v", daysAgain, days)
	}
}
