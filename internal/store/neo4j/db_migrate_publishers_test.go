package neo4j

import (
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/neo4jserver"
)

func TestRowsOfBeforeAreFoundByTheirPublishers(t *testing.T) {
	server := neo4jserver.Exclusive(t)
	s := anotherStore(t, server)
	row := func(month, publisher string) kg.Relation {
		when, err := kg.ParseEDTF(month)
		if err != nil {
			t.Fatal(err)
		}
		return kg.Relation{
			Type: "x:t", Subject: "x:a", Object: "x:a", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: &when,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "x", Record: month, Publisher: publisher}}},
		}
	}
	named, other := row("1999-01", "Radio Éxemple"), row("1999-02", "")
	if _, err := s.Write(t.Context(), kg.Batch{
		Types:    []kg.RelationType{{ID: "x:t", Label: "t", InverseLabel: "t"}},
		Entities: []kg.Entity{{ID: "x:a", Kind: kg.KindPerson, Name: "A"}}, Relations: []kg.Relation{named, other},
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.change(t.Context(), "MATCH (s:ConflictgraphSchema {id: 'schema'}) SET s.publishersAdded = null",
		"MATCH (r:Relation) SET r.rowPublisher = null, r.publishers = null, r.publisherMs = null, r.publisherRows = null"); err != nil {
		t.Fatal(err)
	}
	ask := func(s *Store) int {
		pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Filter: kg.RelationFilter{Publishers: []string{"radio exemple"}}, Slice: kg.Slice{Limit: 5}}}})
		if err != nil {
			t.Fatal(err)
		}
		return len(pages[0].Relations)
	}
	if n := ask(s); n != 0 {
		t.Fatalf("%d relations are found in what stands for a database of before", n)
	}
	if n := ask(anotherStore(t, server)); n != 1 {
		t.Errorf("%d relations are found, not 1", n)
	}
}
