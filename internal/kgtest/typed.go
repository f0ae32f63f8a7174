package kgtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/namecases"
)

// testTypedNames looks for names as people type them, all of them in one store.
func testTypedNames(t *testing.T, s kg.Store) {
	var all []namecases.Case
	for _, table := range namecases.Tables[:2] {
		cases, err := namecases.Read(table)
		must(t, err)
		all = append(all, cases...)
	}
	entities := namecases.Entities(all)
	write(t, s, kg.Batch{RecordedAt: later, Entities: entities})
	for _, c := range all {
		t.Run(c.Kind+": "+c.Asked, func(t *testing.T) {
			if wrong := c.Wrong(foundNames(t, s, c.Asked)); wrong != "" {
				t.Error(wrong)
			}
		})
	}
	t.Run("every name is found by itself, in another order and another case", func(t *testing.T) {
		for _, e := range entities {
			for _, name := range append([]string{e.Name}, e.Aliases...) {
				words := strings.Fields(name)
				slices.Reverse(words)
				for _, typed := range []string{name, strings.ToUpper(name), strings.ToLower(name), strings.Join(words, " ")} {
					if found := foundNames(t, s, typed); len(found) == 0 || !goesBy(entities, found[0], name) {
						t.Errorf("%q finds %q, where %q is to be first", typed, found[:min(len(found), 3)], e.Name)
					}
				}
			}
		}
	})
}

// foundFirst is of how many of the collected pairs docs/names.md says that who is asked
// for is found first.
const foundFirst = 97

// testCollectedNames looks for the collected pairs, all of whose names are in one store.
// Not all are found, as docs/names.md says.
func testCollectedNames(t *testing.T, s kg.Store) {
	cases, err := namecases.Read("collected")
	must(t, err)
	same(t, "pairs", len(cases), 100)
	write(t, s, kg.Batch{RecordedAt: later, Entities: namecases.Entities(cases)})
	var wrong []string
	for _, c := range cases {
		if w := c.Wrong(foundNames(t, s, c.Asked)); w != "" {
			wrong = append(wrong, w)
		}
	}
	if found := len(cases) - len(wrong); found != foundFirst {
		t.Errorf("%d are found first, not the %d of docs/names.md: %s", found, foundFirst, strings.Join(wrong, "; "))
	}
}

// goesBy reports whether the entity that is called found goes by a name, too.
func goesBy(entities []kg.Entity, found, name string) bool {
	return slices.ContainsFunc(entities, func(e kg.Entity) bool {
		return e.Name == found && slices.ContainsFunc(append([]string{e.Name}, e.Aliases...), func(n string) bool { return kg.FoldName(n) == kg.FoldName(name) })
	})
}

// foundNames returns the names of the entities that a search finds.
func foundNames(t fataler, s kg.Searcher, text string) (found []string) {
	t.Helper()
	hits, err := kg.Search(context.Background(), s, kg.SearchRequest{Text: text, Limit: 100})
	must(t, err)
	for _, h := range hits {
		if h.Entity != nil {
			found = append(found, h.Entity.Name)
		}
	}
	return found
}

// testBeginnings looks for how names begin, before and after what they are ranked by
// changes.
func testBeginnings(t *testing.T, s kg.Store) {
	visit := func(subject string, day int) kg.Relation {
		return kg.Relation{
			Type: "met-with", Subject: subject, Object: "host", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: kg.Day(kg.NewDate(2025, time.May, day)),
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: fmt.Sprint(subject, day)}}},
		}
	}
	met := kg.TypesByID(kg.CoreTypes())["met-with"]
	b := kg.Batch{RecordedAt: later, Types: []kg.RelationType{met}, Entities: []kg.Entity{
		{ID: "host", Kind: kg.KindPerson, Name: "Host"},
		{ID: "described", Kind: kg.KindPerson, Name: "Dora", Description: "Barrister"},
		{ID: "two-words", Kind: kg.KindOrganization, Name: "Dono Barmala"}, {ID: "most", Kind: kg.KindCountry, Name: "Barvoda", Aliases: []string{"Bim"}},
		{ID: "one", Kind: kg.KindOrganization, Name: "Baro"}, {ID: "whole", Kind: kg.KindOrganization, Name: "Bar"}, {ID: "within", Kind: kg.KindOrganization, Name: "Lobara"},
	}}
	for _, guest := range []struct {
		id    string
		times int
	}{{"described", 6}, {"two-words", 3}, {"most", 4}, {"one", 1}} {
		for day := range guest.times {
			b.Relations = append(b.Relations, visit(guest.id, day+1))
		}
	}
	write(t, s, b)
	check := func(text string, want ...string) {
		t.Helper()
		for limit := range len(want) + 2 {
			hits, err := kg.Search(t.Context(), s, kg.SearchRequest{Text: text, Kinds: kg.EntityKinds, Limit: limit})
			must(t, err)
			var found []string
			for _, h := range hits {
				found = append(found, h.Entity.ID)
			}
			if !slices.Equal(found, want[:min(limit, len(want))]) {
				t.Errorf("the first %d for %q are %q, not of %q", limit, text, found, want)
			}
		}
	}
	check("bar", "whole", "most", "two-words", "one", "described")
	check("ba", "most", "two-words", "one", "whole", "described")
	check("Bi", "most")
	check("bár", "whole", "most", "two-words", "one", "described")

	retraction := kg.Batch{RecordedAt: later}
	for _, r := range b.Relations[len(b.Relations)-5 : len(b.Relations)-1] { // of Barvoda
		retraction.Retractions = append(retraction.Retractions, kg.Retraction{Relation: relationID(r)})
	}
	write(t, s, retraction)
	check("bar", "whole", "two-words", "one", "most", "described")

	merge := kg.Batch{RecordedAt: later, Merges: []kg.Merge{{From: "two-words", Into: "one", Reason: "one and the same"}}}
	write(t, s, merge)
	check("bar", "whole", "one", "most", "described")
}
