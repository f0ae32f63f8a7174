package graph_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
)

func TestDuplicatesAreFoundJudgedAndTakenBack(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := asCurator(graph.NewHandler(store, graph.Options{}))
		for _, e := range []string{
			`id: "rows:1", kind: OTHER_ACTOR, name: "Emmanuel MACRON"`,
			`id: "emmanuel-macron-fr", kind: PERSON, name: "Emmanuel Macron"`,
			`id: "rows:2", kind: OTHER_ACTOR, name: "Macron, Emmanuel"`,
		} {
			decoded(t, h, `mutation { addEntity(input: {`+e+`}) { entity { id } } }`, nil)
		}
		const pairs = `{ duplicates(first: 2) { totalCount edges { cursor node { a { id } b { id name } score unsure why { what for } } } pageInfo { hasNextPage endCursor } } }`
		before := data(t, h, pairs, nil)
		found := decoded(t, h, pairs, nil)
		require.EqualValues(t, 3, at(t, found, "duplicates", "totalCount"))
		require.Equal(t, "emmanuel-macron-fr", at(t, found, "duplicates", "edges", 0, "node", "a", "id"))
		require.Equal(t, "rows:1", at(t, found, "duplicates", "edges", 0, "node", "b", "id"), "only letters of another case are likest")
		require.Equal(t, []any{map[string]any{"what": `names that are alike, "Emmanuel Macron" and "Emmanuel MACRON"`, "for": true}}, at(t, found, "duplicates", "edges", 0, "node", "why"))
		rest := decoded(t, h, `query($after: String) { duplicates(first: 2, after: $after) { nodes { b { id } } pageInfo { hasNextPage } } }`, map[string]any{"after": at(t, found, "duplicates", "pageInfo", "endCursor")})
		require.Len(t, at(t, rest, "duplicates", "nodes"), 1)

		judge := func(a, b, judgement string) map[string]any {
			return decoded(t, h, `mutation { judgeDuplicate(input: {a: "`+a+`", b: "`+b+`", judgement: `+judgement+`, reason: "compared"}) { entity { id merged } activity { changes { kind id detail } } } }`, nil)
		}
		merged := judge("rows:1", "emmanuel-macron-fr", "SAME")
		require.Equal(t, "emmanuel-macron-fr", at(t, merged, "judgeDuplicate", "entity", "id"))
		require.Equal(t, []any{"rows:1"}, at(t, merged, "judgeDuplicate", "entity", "merged"))
		require.Equal(t, map[string]any{"kind": "ENTITY_JUDGED", "id": "rows:1", "detail": "SAME: emmanuel-macron-fr"}, at(t, merged, "judgeDuplicate", "activity", "changes", 2))
		judge("rows:1", "emmanuel-macron-fr", "UNSURE")
		require.JSONEq(t, `{"entity":{"id":"rows:1","merged":[]}}`, data(t, h, `{ entity(id: "rows:1") { id merged } }`, nil))
		judge("rows:1", "rows:2", "DIFFERENT")
		last := decoded(t, h, `{ duplicates(of: "rows:1") { nodes { a { id } b { id } unsure } } }`, nil)
		require.Equal(t, []any{map[string]any{"a": map[string]any{"id": "rows:1"}, "b": map[string]any{"id": "emmanuel-macron-fr"}, "unsure": true}}, at(t, last, "duplicates", "nodes"))
		code, argument, message := refused(t, h, `mutation { mergeEntities(input: {from: "rows:1", into: "rows:2"}) { entity { id } } }`, nil)
		require.Equal(t, []string{"CONFLICT", "input.from"}, []string{code, argument}, message)
		require.Contains(t, message, "compared")
		for _, pair := range [][2]string{{"rows:1", "rows:2"}, {"rows:1", "emmanuel-macron-fr"}} {
			judge(pair[0], pair[1], "SAME")
		}
		for _, id := range []string{"rows:1", "rows:2"} {
			decoded(t, h, `mutation { unmergeEntities(input: {entity: "`+id+`"}) { entity { id } } }`, nil)
		}
		require.Equal(t, before, data(t, h, pairs, nil), "a merge that is taken back leaves what was proposed")
		code, argument, _ = refused(t, h, `{ duplicates(of: "nobody-of-this-name") { totalCount } }`, nil)
		require.Equal(t, []string{"NOT_FOUND", "of"}, []string{code, argument})
		code, argument, _ = refused(t, h, `mutation { judgeDuplicate(input: {a: "rows:1", b: "nobody", judgement: SAME}) { entity { id } } }`, nil)
		require.Equal(t, []string{"NOT_FOUND", "input.b"}, []string{code, argument})
	})
}
