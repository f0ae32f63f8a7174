package neo4j

import (
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
)

func TestWhatWentWithADocumentInAnEarlierVersionComesBackWithIt(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	var withdrawn kg.Written
	for _, b := range []kg.Batch{kgtest.Graph(), {Retractions: []kg.Retraction{{Relation: kgtest.ID(kgtest.MetMonday)}}}, {Withdrawals: []kg.Withdrawal{{Document: kgtest.Interview}}}} {
		var err error
		if withdrawn, err = s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.change(t.Context(), "MATCH (r:Relation) REMOVE r.retractedBy", "MATCH (s:ConflictgraphSchema) REMOVE s.withdrawalsNoted"); err != nil {
		t.Fatal(err)
	}
	s = anotherStore(t, c)
	back, err := s.Write(t.Context(), kg.Batch{Readmissions: []kg.Readmission{{Document: kgtest.Interview}}})
	if err != nil || back.Restored == 0 || back.Restored != withdrawn.Retracted {
		t.Errorf("with the document %d relations went, and %d came back, %v", withdrawn.Retracted, back.Restored, err)
	}
	found, err := s.Get(t.Context(), kg.Keys{Relations: []string{kgtest.ID(kgtest.MetMonday)}})
	if err != nil || found.Relations[kgtest.ID(kgtest.MetMonday)].RetractedAt == nil {
		t.Errorf("what was retracted by itself is back, %v", err)
	}
}
