package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
)

// idsOfEverySort are ids of things that are there, of things that are not, and what
// cannot be an id.
func idsOfEverySort(t testing.TB, store kg.Store) []string {
	t.Helper()
	batch := kgtest.Graph()
	batch.Entities = append(batch.Entities, kg.Entity{ID: "a-keller", Kind: kg.KindPerson, Name: "A. Keller"})
	batch.Merges = []kg.Merge{{From: "a-keller", Into: "anna-keller", Reason: "one person"}}
	_, err := store.Write(t.Context(), batch)
	require.NoError(t, err)
	return []string{
		"anna-keller", "a-keller", "boris-novak", "northland", "harbor-city", "the-plan", "rows:77",
		kgtest.ID(kgtest.MetMonday), kgtest.Interview, "met-with",
		"nobody", "rows:78", "doc:none", "rel:00000000000000000000000000",
		"", " ", "\x00", "Anna Keller", "rel:", "rel:anna", "doc:", "doc:Interview", "a:b:c", "🕊", strings.Repeat("a", 201), strings.Repeat("b", 5000),
	}
}

// What is selected beneath a root field, by its type; $id stands for an id.
const (
	ofEntity   = `name|__typename|relations(first: 2) { nodes { id } }|relations(last: 1) { totalCount edges { node { evidence { exact } } } }|partOf { nodes { id } }|related(first: 2, types: ["met-with"]) { edges { node { id } relation { id } } }|... on Person { # metWith { nodes { id name } } }`
	ofActor    = ofEntity + `|metWith(first: 1) { nodes { id relations(first: 1) { nodes { id } } } }|spokespersonFor { totalCount }`
	ofRelation = `status|subject { id name }|contradictedBy { id }|evidence { exact document { title } }`
	ofDocument = `title|text`
	ofNode     = `__typename|id|... on Entity { # relations(first: 2) { nodes { id } } }|... on Relation { # object { name } }|... on Document { # text }`
	ofPage     = `totalCount|nodes { id }|edges { cursor node { id } }|pageInfo { hasNextPage }`
)

var rootsWithIDs = []struct{ field, beneath string }{
	{`node(id: $id)`, ofNode},
	{`nodes(ids: [$id, "northland"])`, ofNode},
	{`entity(id: $id)`, ofEntity},
	{`actor(id: $id)`, ofActor},
	{`document(id: $id)`, ofDocument},
	{`relations(first: 3, filter: {with: [$id]})`, ofPage},
	{`relations(first: 3, filter: {documents: [$id]})`, ofPage},
	{`relations(first: 3, filter: {types: [$id]})`, ofPage},
	{`paths(from: $id, to: "northland")`, `visited|truncated|paths { length nodes { id } }`},
	{`paths(from: "northland", to: $id, avoid: ["the-plan"])`, `visited|paths { relations { id evidence { exact } } }`},
	{`paths(from: "northland", to: "southland", avoid: [$id])`, `visited|paths { steps { direction to { name } } }`},
	{`neighborhood(center: [$id])`, `totalNodes|nodes { depth entity { id } }|edges { id evidence { exact } }`},
	{`timeline(of: $id, bucket: MONTH)`, `count|byType { type { id } count }`},
	{`stats(of: $id)`, `total|byStatus { count }|byCounterpart { count entity { id } }`},
	{`history(id: $id)`, `number|changes { id kind }`},
	{`search(text: $id)`, `score|matched|node { id }|node { ... on Entity { relations(first: 1) { nodes { id } } } }`},
}

// selected is a root field of a query, with some of what can be selected beneath it.
type selected struct {
	root    string
	beneath []string
}

func drawSelected(t *rapid.T, ids []string) selected {
	r := rapid.SampledFrom(rootsWithIDs).Draw(t, "root")
	id, err := json.Marshal(rapid.SampledFrom(ids).Draw(t, "id"))
	require.NoError(t, err)
	beneath := rapid.SliceOfNDistinct(rapid.SampledFrom(strings.Split(r.beneath, "|")), 1, 4, rapid.ID).Draw(t, "beneath")
	return selected{strings.ReplaceAll(r.field, "$id", string(id)), beneath}
}

// field returns the root field under an alias, with only some of what is beneath it,
// each under the alias that its place gives it.
func (s selected) field(alias string, places ...int) string {
	var b strings.Builder
	for _, i := range places {
		name := fmt.Sprintf("f%d:", i)
		if strings.Contains(s.beneath[i], "#") {
			b.WriteString(strings.Replace(s.beneath[i], "#", name, 1) + " ")
		} else {
			b.WriteString(name + " " + s.beneath[i] + " ")
		}
	}
	return alias + ": " + s.root + " { " + b.String() + "}"
}

// of returns what was answered for a root field, and its errors. Nothing is
// answered at all where another field that cannot be null has an error.
func of(t require.TestingT, h http.Handler, query, alias string) (value any, answered bool, errors []string) {
	a := asked(t, h, query, nil)
	for _, e := range a.Errors {
		require.NotEqual(t, "INTERNAL", e.Extensions["code"], query)
		if len(e.Path) > 0 && e.Path[0] == alias {
			errors = append(errors, fmt.Sprint(e.Path[1:], e.Extensions["code"], e.Message))
		}
	}
	var fields map[string]any
	if len(a.Data) > 0 {
		require.NoError(t, json.Unmarshal(a.Data, &fields), query)
	}
	return fields[alias], fields != nil, errors
}

// only returns of an answer what is under one alias beneath the root field.
func only(value any, alias string) any {
	switch value := value.(type) {
	case []any:
		all := make([]any, len(value))
		for i, v := range value {
			all[i] = only(v, alias)
		}
		return all
	case map[string]any:
		if v, selected := value[alias]; selected {
			return map[string]any{alias: v}
		}
		return map[string]any{}
	}
	return value
}

func TestTheAnswerOfAFieldDoesNotDependOnWhatElseIsSelected(t *testing.T) {
	store := bothstores.SQLite(t)
	ids := idsOfEverySort(t, store)
	h := graph.NewHandler(store, graph.Options{})
	rapid.Check(t, func(t *rapid.T) {
		var all []selected
		query := "{"
		for i := range rapid.IntRange(1, 4).Draw(t, "roots") {
			s := drawSelected(t, ids)
			all = append(all, s)
			places := make([]int, len(s.beneath))
			for j := range places {
				places[j] = j
			}
			query += " " + s.field(fmt.Sprint("r", i), places...)
		}
		query += " }"
		for i, s := range all {
			alias := fmt.Sprint("r", i)
			whole, answered, wholeErrors := of(t, h, query, alias)
			for j := range s.beneath {
				alone, _, aloneErrors := of(t, h, "{ "+s.field(alias, j)+" }", alias)
				if !answered {
					alone = nil
				}
				require.Equal(t, alone, only(whole, fmt.Sprint("f", j)), "%s\n%s", query, s.field(alias, j))
				require.Equal(t, aloneErrors, wholeErrors, "%s\n%s", query, s.field(alias, j))
			}
		}
	})
}

func TestAThingByItsIDIsNullForAnyIDThatNamesNoneOfItsSort(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		ids := idsOfEverySort(t, store)
		h := graph.NewHandler(store, graph.Options{})
		there := map[string][]string{
			"entity":   {"anna-keller", "a-keller", "boris-novak", "northland", "harbor-city", "the-plan", "rows:77"},
			"actor":    {"anna-keller", "a-keller", "boris-novak", "northland", "rows:77"},
			"document": {kgtest.Interview},
			"node":     slices.Concat(ids[:9]),
		}
		for field, there := range there {
			selections := []string{`__typename`, `id`, `... on Node { id }`}
			if field == "entity" || field == "actor" {
				selections = append(selections, `relations(first: 1) { nodes { id } }`, `... on Person { metWith { nodes { id } } }`)
			}
			for _, selection := range selections {
				for _, id := range ids {
					got := data(t, h, `query($id: ID!) { thing: `+field+`(id: $id) { `+selection+` } }`, map[string]any{"id": id})
					require.Equal(t, slices.Contains(there, id), got != `{"thing":null}`, "%s(id: %.80q) { %s }: %s", field, id, selection, got)
				}
			}
		}
	})
}
