package neo4j

import (
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
)

func TestWhatAnEarlierVersionIndexedIsIndexedAnew(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	graph := kgtest.Graph()
	graph.Entities = append(graph.Entities, kg.Entity{ID: "us", Kind: kg.KindCountry, Name: "United States"})
	if _, err := s.Write(t.Context(), graph); err != nil {
		t.Fatal(err)
	}
	search := func(text string) []kg.Hit {
		hits, err := kg.Search(t.Context(), s, kg.SearchRequest{Text: text, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		return hits
	}
	quoted := len(search("favors"))
	// Another version was interrupted while it indexed for a version after its own.
	err := s.change(t.Context(), "MATCH (e:Entity) SET e.words = 'gone', e.soundKeys = ''", "MATCH (r:Relation) WHERE r.quoteWords IS NOT NULL SET r.quoteWords = 'gone'",
		"MATCH (s:ConflictgraphSchema {id: 'schema'}) SET s.indexVersion = 1, s.indexTarget = 1, s.indexedEntity = 'zz'")
	if err != nil {
		t.Fatal(err)
	}
	if hits := search("USA"); len(hits) > 0 {
		t.Fatalf("USA finds %+v", hits)
	}
	s = anotherStore(t, c)
	for text, want := range map[string]int{"USA": 1, "keller": 1, "favors": quoted} {
		if hits := search(text); len(hits) != want || want == 0 {
			t.Errorf("%s finds %+v, not %d", text, hits, want)
		}
	}
}
