package graph_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
)

func TestAnEntityIsCorrectedAndSeenAsItWas(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := curated(t, store)
		decoded(t, h, `mutation { addEntity(input: {id: "brook-and-sons", kind: PERSON, name: "Mr Brook", aliases: ["Brook"], description: "a merchant"}) { entity { id } } }`, nil)
		code, _, message := refused(t, h, `mutation { updateEntity(input: {id: "steve-witkoff", kind: GROUP}) { entity { id } } }`, nil)
		require.Equal(t, "CONFLICT", code)
		require.Contains(t, message, `of type "special-envoy-of"`)
		query := `query($asOf: DateTime) { entity(id: "brook-and-sons", asOf: $asOf) { __typename name description aliases } }`
		before := data(t, h, query, nil)
		asOf := map[string]any{"asOf": moment(t, store)}
		corrected := decoded(t, h, `mutation { updateEntity(input: {id: "brook-and-sons", kind: GROUP, name: "Brook & Sons", description: "", addAliases: ["The Brooks"], reason: "it is a firm"}) {
			entity { __typename name description aliases } activity { operation reason changes { kind id detail } } } }`, nil)
		require.Equal(t, "Group", at(t, corrected, "updateEntity", "entity", "__typename"))
		require.Equal(t, "Brook & Sons", at(t, corrected, "updateEntity", "entity", "name"))
		require.Equal(t, "it is a firm", at(t, corrected, "updateEntity", "activity", "reason"))
		require.Contains(t, at(t, corrected, "updateEntity", "activity", "changes"), any(map[string]any{"kind": "ENTITY_UPDATED", "id": "brook-and-sons", "detail": "kind: GROUP, before: PERSON"}))
		require.Equal(t, before, data(t, h, query, asOf))
		var argument string
		code, argument, message = refused(t, h, `mutation { updateEntity(input: {id: "brook-and-sons", removeAliases: ["Nobody"]}) { entity { id } } }`, nil)
		require.Equal(t, "BAD_USER_INPUT", code)
		require.Contains(t, argument+message, "removeAliases[0]")
		code, _, _ = refused(t, h, `mutation { updateEntity(input: {id: "brook-and-sons"}) { entity { id } } }`, nil)
		require.Equal(t, "BAD_USER_INPUT", code)
		code, argument, _ = refused(t, h, `mutation { updateEntity(input: {id: "nobody", name: "N"}) { entity { id } } }`, nil)
		require.Equal(t, []string{"NOT_FOUND", "input.id"}, []string{code, argument})
		code, _, message = refused(t, h, `mutation { addEntity(input: {id: "brook-and-sons", kind: GROUP, name: "Brook & Sons", description: "another"}) { entity { id } } }`, nil)
		require.Equal(t, "CONFLICT", code)
		require.Contains(t, message, "updateEntity")
	})
}

// moment returns when the last activity was recorded.
func moment(t *testing.T, store kg.Store) string {
	t.Helper()
	found, err := store.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{Latest: true, Limit: 1}})
	require.NoError(t, err)
	return found.Journal[0].RecordedAt.Format(time.RFC3339Nano)
}

func TestAnActorOfADataSetIsMadeOneWithAPerson(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := curated(t, store)
		_, err := store.Write(t.Context(), kg.Batch{Entities: []kg.Entity{{ID: "icews:vladimir-putin", Kind: kg.KindOtherActor, Name: "Vladimir Putin"}}})
		require.NoError(t, err)
		query := `{ person: entity(id: "vladimir-putin") { __typename id merged } other: entity(id: "icews:vladimir-putin") { __typename id merged } }`
		apart := data(t, h, query, nil)
		for _, pair := range [][2]string{{"icews:vladimir-putin", "vladimir-putin"}, {"vladimir-putin", "icews:vladimir-putin"}} {
			merged := decoded(t, h, `mutation($from: ID!, $into: ID!) { mergeEntities(input: {from: $from, into: $into}) { entity { __typename id } } }`, map[string]any{"from": pair[0], "into": pair[1]})
			require.Equal(t, map[string]any{"__typename": "Person", "id": pair[1]}, at(t, merged, "mergeEntities", "entity"))
			decoded(t, h, `mutation($id: ID!) { unmergeEntities(input: {entity: $id}) { entity { id } } }`, map[string]any{"id": pair[0]})
			require.Equal(t, apart, data(t, h, query, nil))
		}
		code, _, message := refused(t, h, `mutation { mergeEntities(input: {from: "vladimir-putin", into: "russia"}) { entity { id } } }`, nil)
		require.Equal(t, "CONFLICT", code)
		require.Contains(t, message, "name in kind")
	})
}

func TestARelationTypeIsAddedOnce(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := curated(t, store)
		adding := `mutation($label: String!) { addRelationType(input: {id: "founded", label: $label, inverseLabel: "was founded by", subjectKinds: [PERSON, ORGANIZATION], reason: "needed"}) {
			relationType { id label inverseLabel symmetric } activity { changes { kind id } } } }`
		added := decoded(t, h, adding, map[string]any{"label": "founded"})
		require.Equal(t, map[string]any{"id": "founded", "label": "founded", "inverseLabel": "was founded by", "symmetric": false}, at(t, added, "addRelationType", "relationType"))
		require.Equal(t, []any{map[string]any{"kind": "TYPE_ADDED", "id": "founded"}}, at(t, added, "addRelationType", "activity", "changes"))
		require.Nil(t, at(t, decoded(t, h, adding, map[string]any{"label": "founded"}), "addRelationType", "activity"))
		code, _, message := refused(t, h, adding, map[string]any{"label": "set up"})
		require.Equal(t, "CONFLICT", code)
		require.Contains(t, message, `label "founded"`)
		code, _, _ = refused(t, h, `mutation { addRelationType(input: {id: "allied", label: "allied with"}) { relationType { id } } }`, nil)
		require.Equal(t, "BAD_USER_INPUT", code)
		for _, id := range []string{"Not A Slug", "x y:z"} {
			code, _, _ = refused(t, h, `mutation($id: ID!) { addRelationType(input: {id: $id, label: "a", inverseLabel: "b"}) { relationType { id } } }`, map[string]any{"id": id})
			require.Equal(t, "BAD_USER_INPUT", code)
		}
	})
}
