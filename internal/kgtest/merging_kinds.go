package kgtest

import (
	"fmt"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// testMergingKinds merges actors of several kinds into each other.
func testMergingKinds(t *testing.T, s kg.Store) {
	c := corrector{s, told(t)}
	step := 0
	do := func(t *testing.T, b kg.Batch) kg.Written {
		t.Helper()
		step++
		b.RecordedAt = hour(step)
		return c.step(t, b)
	}
	kinds := func(t *testing.T, step int, want map[string]kg.EntityKind) {
		t.Helper()
		at := hour(step)
		var ids []string
		for id := range want {
			ids = append(ids, id)
		}
		for _, asOf := range []*time.Time{&at, nil} {
			if asOf == nil && step != len(c.o.journal) {
				continue
			}
			found, err := s.Get(t.Context(), kg.Keys{Entities: ids, AsOf: asOf})
			must(t, err)
			for id, kind := range want {
				same(t, fmt.Sprintf("kind of %s after step %d", id, step), entityOf(t, found, id).Kind, kind)
			}
		}
	}
	merge := func(from, into string, kind kg.EntityKind) kg.Batch {
		return kg.Batch{Merges: []kg.Merge{{From: from, Into: into, Kind: kind}}}
	}
	entity := func(id string, kind kg.EntityKind) kg.Entity {
		return kg.Entity{ID: id, Kind: kind, Name: "Vladimir " + id, Description: "one of many"}
	}
	do(t, kg.Batch{ // 1
		Types: []kg.RelationType{
			{ID: "born-in", Label: "was born in", InverseLabel: "is where was born", SubjectKinds: []kg.EntityKind{kg.KindPerson, kg.KindOtherActor}},
			{ID: "funds", Label: "funds", InverseLabel: "is funded by", SubjectKinds: []kg.EntityKind{kg.KindOrganization, kg.KindOtherActor}},
		},
		Entities: []kg.Entity{
			entity("rows:p", kg.KindOtherActor), entity("person", kg.KindPerson), entity("org", kg.KindOrganization),
			entity("rows:q", kg.KindOtherActor), entity("group", kg.KindGroup), entity("place", kg.KindPlace),
		},
		Relations: []kg.Relation{{
			Type: "born-in", Subject: "rows:p", Object: "place", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: "1"}}},
		}},
	})
	all := map[string]kg.EntityKind{"rows:p": kg.KindOtherActor, "person": kg.KindPerson, "org": kg.KindOrganization, "rows:q": kg.KindOtherActor, "group": kg.KindGroup}
	with := func(kind kg.EntityKind, ids ...string) map[string]kg.EntityKind {
		now := map[string]kg.EntityKind{}
		for id, k := range all {
			now[id] = k
		}
		for _, id := range ids {
			now[id] = kind
		}
		return now
	}
	kinds(t, 1, all)
	t.Run("the more particular kind is that of both, whichever goes into which", func(t *testing.T) {
		do(t, merge("person", "rows:p", "")) // 2
		kinds(t, 2, with(kg.KindPerson, "rows:p", "person"))
		journal, err := s.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{After: 1, Limit: 1}})
		must(t, err)
		same(t, "what was changed", journal.Journal[0].Changes, []kg.Change{
			{Kind: kg.EntityUpdated, ID: "rows:p", Detail: "kind: PERSON, before: OTHER_ACTOR"},
			{Kind: kg.EntityMerged, ID: "person", Detail: "rows:p"},
		})
		do(t, merge("rows:q", "person", "")) // 3
		kinds(t, 3, with(kg.KindPerson, "rows:p", "person", "rows:q"))
	})
	t.Run("of two that say more than that, which has to be said", func(t *testing.T) {
		_, err := s.Write(t.Context(), merge("rows:p", "org", ""))
		checkRefusal(t, err, kg.CodeConflict, "merges[0]", "name in kind")
		_, err = s.Write(t.Context(), merge("rows:p", "org", kg.KindPlace))
		checkRefusal(t, err, kg.CodeBadInput, "merges[0].kind", "PLACE")
		_, err = s.Write(t.Context(), merge("rows:p", "place", kg.KindPlace))
		checkRefusal(t, err, kg.CodeConflict, "merges[0]", "only actors")
		_, err = s.Write(t.Context(), merge("rows:p", "org", kg.KindOrganization))
		checkRefusal(t, err, kg.CodeConflict, "born-in", "cannot be of kind ORGANIZATION")
		do(t, merge("org", "group", kg.KindOrganization)) // 4
		kinds(t, 4, map[string]kg.EntityKind{"org": kg.KindOrganization, "group": kg.KindOrganization})
	})
	t.Run("a list has it by that kind, and a search finds it by all names it goes by", func(t *testing.T) {
		people, err := s.ListEntities(t.Context(), kg.EntityList{Kinds: []kg.EntityKind{kg.KindPerson}, Slice: kg.Slice{Limit: 10}, Count: true})
		must(t, err)
		same(t, "how many people", []int{people.Total, len(people.Entities)}, []int{1, 1})
		same(t, "who", people.Entities[0].ID, "rows:p")
		hits, err := kg.Search(t.Context(), s, kg.SearchRequest{Text: "vladimir rows:q", Kinds: []kg.EntityKind{kg.KindPerson}, Limit: 5})
		must(t, err)
		if len(hits) != 1 || hits[0].Entity.ID != "rows:p" {
			t.Errorf("a person was to be found by what was merged into it, not %s", lines(hits))
		}
	})
	t.Run("a relation may say of it what its kind allows for", func(t *testing.T) {
		r := kg.Relation{
			Type: "funds", Subject: "rows:q", Object: "place", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: "2"}}},
		}
		_, err := s.Write(t.Context(), kg.Batch{Relations: []kg.Relation{r}})
		checkRefusal(t, err, kg.CodeBadInput, "relations[0].subject", "PERSON")
		r.Subject = "group"
		do(t, kg.Batch{Relations: []kg.Relation{r}}) // 5
	})
	t.Run("taken back, each is of the kind it was of, in whatever order", func(t *testing.T) {
		do(t, kg.Batch{Unmerges: []kg.Unmerge{{Entity: "person"}}}) // 6
		kinds(t, 6, map[string]kg.EntityKind{"rows:p": kg.KindOtherActor, "person": kg.KindPerson, "rows:q": kg.KindOtherActor})
		do(t, kg.Batch{Unmerges: []kg.Unmerge{{Entity: "rows:q"}, {Entity: "org"}}}) // 7
		kinds(t, 7, all)
		do(t, merge("rows:q", "rows:p", ""))                        // 8
		do(t, merge("person", "rows:q", ""))                        // 9
		do(t, kg.Batch{Unmerges: []kg.Unmerge{{Entity: "rows:q"}}}) // 10
		kinds(t, 10, map[string]kg.EntityKind{"rows:p": kg.KindPerson, "rows:q": kg.KindOtherActor, "person": kg.KindPerson})
	})
	t.Run("a kind that is corrected outlives what is merged, and taken back", func(t *testing.T) {
		do(t, kg.Batch{Unmerges: []kg.Unmerge{{Entity: "person"}}})                             // 11
		do(t, merge("person", "rows:q", ""))                                                    // 12
		do(t, updating(0, kg.EntityUpdate{Entity: "person", Kind: of(kg.KindGroup)}))           // 13
		kinds(t, 13, map[string]kg.EntityKind{"rows:q": kg.KindGroup, "person": kg.KindGroup})  // together
		do(t, kg.Batch{Unmerges: []kg.Unmerge{{Entity: "person"}}})                             // 14
		kinds(t, 14, map[string]kg.EntityKind{"rows:q": kg.KindGroup, "person": kg.KindPerson}) // the other was not corrected
		w := do(t, kg.Batch{Entities: []kg.Entity{entity("rows:q", kg.KindCountry)}})           // whoever states it again does not know
		same(t, "activity", w.Activity, 0)
		kinds(t, 14, map[string]kg.EntityKind{"rows:q": kg.KindGroup})
	})
	t.Run("each moment is remembered", func(t *testing.T) {
		ids := []string{"rows:p", "rows:q", "person", "org", "group", "place"}
		for step := range step + 1 {
			for _, at := range []time.Time{hour(step).Add(-time.Millisecond), hour(step)} {
				checkQuestions(t, s, c.o, ids, &at)
				checkEntityPages(t, s, c.o, &at)
			}
		}
		checkQuestions(t, s, c.o, ids, nil)
		checkEntityPages(t, s, c.o, nil)
	})
}
