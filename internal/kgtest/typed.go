package kgtest

import (
	"context"
	"slices"
	"strings"
	"testing"

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
const foundFirst = 92

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
