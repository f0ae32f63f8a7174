package kgtest

import (
	"testing"

	"conflictgraph/internal/kg"
)

// testInferredKinds imports an actor again of whom another kind is concluded by then.
func testInferredKinds(t *testing.T, s kg.Store) {
	actor := func(kind kg.EntityKind, inferred bool) kg.Batch {
		return kg.Batch{InferredKinds: inferred, Entities: []kg.Entity{{ID: "rows:1", Kind: kind, Name: "Northern Front"}}}
	}
	write(t, s, actor(kg.KindOrganization, true))
	for _, kind := range []kg.EntityKind{kg.KindGroup, kg.KindPerson, kg.KindOtherActor, kg.KindCountry} {
		again := actor(kind, true)
		// What is recorded says whether an end is of a kind that its type allows.
		again.Types = []kg.RelationType{{ID: "funds", Label: "funds", InverseLabel: "is funded by", SubjectKinds: []kg.EntityKind{kg.KindOrganization}}}
		again.Relations = []kg.Relation{{
			Type: "funds", Subject: "rows:1", Object: "rows:1", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: string(kind)}}},
		}}
		written := write(t, s, again)
		same(t, "new entities", written.Entities, 0)
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"rows:1"}})
		must(t, err)
		same(t, "kind", entityOf(t, found, "rows:1").Kind, kg.KindOrganization)
	}
	for _, refused := range []kg.Batch{actor(kg.KindGroup, false), actor(kg.KindPlace, true)} {
		if _, err := s.Write(t.Context(), refused); kg.ErrorCode(err) != kg.CodeConflict {
			t.Errorf("a batch in which it is %s is answered with %v", refused.Entities[0].Kind, err)
		}
	}
}
