package kgtest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// testMerging merges rows:901 into rows:902, that into Anna Keller, and the
// Harbour into Harbor City.
func testMerging(t *testing.T, s kg.Store) {
	steps := []kg.Batch{Graph(), twins(), merging(2, "rows:901", "rows:902", "rows:903", "harbor-city"), merging(3, "rows:902", "anna-keller")}
	var written []kg.Written
	for _, b := range steps {
		written = append(written, write(t, s, b))
	}
	same(t, "written of merges", written[2:], []kg.Written{{Merged: 2, Existing: 4}, {Merged: 1, Existing: 2}})
	o := told(t, steps...)

	t.Run("what was merged is one, by whichever id", func(t *testing.T) { testMerged(t, s) })
	t.Run("and was several before", func(t *testing.T) {
		for step := range len(steps) {
			for _, at := range []time.Time{hour(step).Add(-time.Millisecond), hour(step)} {
				checkQuestions(t, s, o, mergedIDs, &at)
			}
		}
		checkQuestions(t, s, o, mergedIDs, nil)
		before := hour(3).Add(-1)
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"rows:901"}, AsOf: &before})
		must(t, err)
		if e := found.Entities["rows:901"]; e == nil || e.ID != "rows:902" || !slices.Equal(e.Merged, []string{"rows:901"}) {
			t.Errorf("before the second merge, rows:901 is rows:902, not %s", lines(e))
		}
	})
	t.Run("is searched by its names, and may be by all names of what it is one with", func(t *testing.T) {
		for _, text := range []string{"keller", "minister", "minister foreign", "harbour", "harbor", "affairs northland"} {
			checkCandidates(t, s, o, kg.CandidateRequest{Terms: termsOf(t, text), Relations: true, Limit: 100})
			checkCandidates(t, s, o, kg.CandidateRequest{Terms: termsOf(t, text), Any: true, Kinds: []kg.EntityKind{kg.KindPerson}, Limit: 100})
		}
	})
	t.Run("merging what is one already changes nothing", func(t *testing.T) {
		for _, pair := range [][]string{{"rows:901", "rows:902"}, {"rows:902", "anna-keller"}, {"rows:901", "anna-keller"}, {"anna-keller", "rows:901"}} {
			w := write(t, s, merging(4, pair...))
			same(t, fmt.Sprintf("written of %v", pair), w, kg.Written{Existing: 2})
		}
		same(t, "everything", everything(t, s), everything(t, o))
		checkQuestions(t, s, o, mergedIDs, nil)
	})
	t.Run("what cannot be one is refused", func(t *testing.T) { testMergesRefused(t, s, o) })
	t.Run("what is written of a merged entity is one with it, too", func(t *testing.T) { testWritingMerged(t, s, o) })
}

func testMerged(t *testing.T, s kg.Store) {
	one := []string{"rows:901", "rows:902", "anna-keller"}
	found, err := s.Get(t.Context(), kg.Keys{Entities: append(one, "rows:903"), Relations: twinIDs(twinMet, twinTwin), Need: kg.Need{Degree: true, Ends: true, Claims: true}})
	must(t, err)
	for _, id := range one {
		e := entityOf(t, found, id)
		same(t, "id and name of "+id, []string{e.ID, e.Name}, []string{"anna-keller", "Anna Keller"})
		same(t, "aliases of "+id, e.Aliases, []string{"Keller", "A. Keller", "KELLER, ANNA", "Minister K.", "Keller (Foreign Affairs)"})
		same(t, "what was merged into "+id, e.Merged, []string{"rows:901", "rows:902"})
		same(t, "degree of "+id, e.Degree, 6)
	}
	for _, id := range []string{"harbor-city", "rows:903"} {
		same(t, "what the Harbour is under "+id, entityOf(t, found, id).ID, "harbor-city")
	}
	met := relationOf(t, found, twinIDs(twinMet)[0])
	same(t, "subject", met.Subject, "anna-keller")
	same(t, "places, each once", met.Places, []string{"harbor-city"})
	same(t, "attributions, each once", met.Attributions, []kg.Attribution{{By: "anna-keller", Stance: kg.StanceStated}, {By: "anna-keller", Stance: kg.StanceConfirmed}})
	if loop := relationOf(t, found, twinIDs(twinTwin)[0]); loop.Subject != "anna-keller" || loop.Object != "anna-keller" {
		t.Errorf("twins that met are one that met itself, not %s", lines(loop))
	}

	loops := twinIDs(twinTwin, twinAdvised)
	all := slices.Concat(loops, twinIDs(twinMet), graphIDs(WillMeet, MetMonday, MetAgain))
	for _, id := range one {
		got := page(t, s, kg.PageRequest{Owner: id, Slice: kg.Slice{Limit: 100}, Count: true})
		same(t, "relations of "+id, idsOf(got.Relations), all)
		same(t, "how many of "+id, got.Total, 6)
		got = page(t, s, kg.PageRequest{Owner: "boris-novak", Filter: kg.RelationFilter{With: []string{id}}, Slice: kg.Slice{Limit: 100}})
		same(t, "relations with "+id, idsOf(got.Relations), slices.Concat(twinIDs(twinMet), graphIDs(MetMonday, MetAgain)))
		got = page(t, s, kg.PageRequest{Owner: id, Filter: kg.RelationFilter{With: []string{"rows:902"}}, Slice: kg.Slice{Limit: 100}})
		same(t, "relations with itself of "+id, idsOf(got.Relations), loops)

		links, err := s.Links(t.Context(), kg.LinkRequest{Of: []string{id, "rows:901"}, Limit: 100})
		must(t, err)
		var linked []string
		for _, l := range links.Links {
			linked = append(linked, l.Of, l.Other, l.RelationID())
		}
		same(t, "links of "+id, linked, []string{"anna-keller", "boris-novak", twinIDs(twinMet)[0], "anna-keller", "southland", ID(WillMeet)})
		links, err = s.Links(t.Context(), kg.LinkRequest{Of: []string{"boris-novak"}, Avoid: []string{id}, Filter: kg.RelationFilter{Types: []string{"met-with"}}, Limit: 100})
		must(t, err)
		same(t, "links that avoid "+id, links, kg.Links{})

		between, err := s.Between(t.Context(), kg.BetweenRequest{Among: []string{id, "boris-novak"}, Limit: 100})
		must(t, err)
		same(t, "between Boris Novák and "+id, idsOf(between.Relations), slices.Concat(loops, twinIDs(twinMet), graphIDs(MetMonday, MetAgain)))

		counts, err := s.Counts(t.Context(), kg.CountRequests{Counts: []kg.CountRequest{{Owner: id, By: kg.ByCounterpart}}})
		must(t, err)
		var counted []string
		for _, c := range counts[0] {
			counted = append(counted, fmt.Sprint(c.N, " ", c.Key))
		}
		same(t, "counterparts of "+id, counted, []string{"3 boris-novak", "2 anna-keller", "1 southland"})
	}

	people, err := s.ListEntities(t.Context(), kg.EntityList{Kinds: []kg.EntityKind{kg.KindPerson}, Slice: kg.Slice{Limit: 100}, Count: true})
	must(t, err)
	var names []string
	for _, e := range people.Entities {
		names = append(names, e.Name)
	}
	same(t, "people, but for those who are others", names, []string{"an adviser", "Anna Keller", "Boris Novák"})
	same(t, "how many people", people.Total, 3)
}

func testMergesRefused(t *testing.T, s kg.Store, o *oracle) {
	merge := func(fromInto ...string) func(*kg.Batch) {
		return func(b *kg.Batch) {
			m := merging(4, fromInto...)
			b.Merges, b.Entities = m.Merges, append(b.Entities, m.Entities...)
		}
	}
	for _, c := range []struct {
		name string
		code kg.Code
		make func(b *kg.Batch)
	}{
		{"an entity that is merged into another already", kg.CodeConflict, merge("rows:901", "boris-novak")},
		{"an entity that the same batch merges into another", kg.CodeConflict, merge("boris-novak", "anna-keller", "boris-novak", "unnamed-adviser")},
		{"entities of two kinds", kg.CodeConflict, merge("anna-keller", "northland")},
		{"new entities of two kinds", kg.CodeConflict, merge("new-person", "new-place")},
		{"an entity into itself", kg.CodeBadInput, merge("boris-novak", "boris-novak")},
		{"an unknown entity", kg.CodeNotFound, merge("nobody", "anna-keller")},
		{"an entity into an unknown one", kg.CodeNotFound, merge("boris-novak", "nobody")},
		{"an unknown entity to unmerge", kg.CodeNotFound, func(b *kg.Batch) { b.Unmerges = []kg.Unmerge{{Entity: "nobody"}} }},
		{"a reason that is not UTF-8", kg.CodeBadInput, func(b *kg.Batch) { merge("boris-novak", "anna-keller")(b); b.Merges[0].Reason = "\xff" }},
	} {
		t.Run(c.name+", with all that is beside it", func(t *testing.T) {
			b := novel()
			b.RecordedAt = hour(4)
			c.make(&b)
			w, err := s.Write(t.Context(), b)
			if kg.ErrorCode(err) != c.code {
				t.Errorf("code %s was expected, not of %v", c.code, err)
			}
			same(t, "written", w, kg.Written{})
			same(t, "everything", everything(t, s), everything(t, o))
		})
	}
}

// testWritingMerged writes names and relations of a merged entity, and of an
// entity that is merged as soon as it is known.
func testWritingMerged(t *testing.T, s kg.Store, o *oracle) {
	b := merging(5, "rows:904", "rows:901", "boris-novak", "unnamed-adviser")
	b.Entities = append(stated("boris-novak", "unnamed-adviser"),
		kg.Entity{ID: "rows:901", Kind: kg.KindPerson, Name: "Anna K.", Aliases: []string{"KELLER, ANNA", "Anna Keller", "Minister K."}},
		kg.Entity{ID: "rows:904", Kind: kg.KindPerson, Name: "Frau Keller"},
	)
	b.Relations = []kg.Relation{{
		Type: "met-with", Subject: "rows:902", Object: "rows:904", Status: kg.StatusPlanned, Certainty: kg.CertaintyStated,
		Places: []string{"rows:903"}, Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: "34"}}},
	}}
	got := writeBoth(t, s, o, b)
	same(t, "aliases, relations and merges written", []int{got.Entities, got.Aliases, got.Relations, got.Merged}, []int{1, 2, 1, 2})
	same(t, "everything", everything(t, s), everything(t, o))
	checkQuestions(t, s, o, append(mergedIDs, "rows:904"), nil)
	before := hour(5).Add(-1)
	checkQuestions(t, s, o, append(mergedIDs, "rows:904"), &before)
	found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"rows:904"}})
	must(t, err)
	same(t, "aliases", entityOf(t, found, "rows:904").Aliases, []string{"Keller", "A. Keller", "KELLER, ANNA", "Minister K.", "Anna K.", "Keller (Foreign Affairs)", "Frau Keller"})
}
