package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/auth"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/seed"
)

// curated returns a handler that takes every write on behalf of "ana", on a store
// with the article.
func curated(t testing.TB, store kg.Store) http.Handler {
	t.Helper()
	article, err := seed.Article()
	require.NoError(t, err)
	_, err = store.Write(t.Context(), article)
	require.NoError(t, err)
	return asCurator(graph.NewHandler(store, graph.Options{Introspection: true}))
}

// asCurator has every request come from "ana", who may write.
func asCurator(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(auth.With(r.Context(), auth.Principal{Subject: "ana", Role: auth.Curator})))
	})
}

// decoded asks and decodes what was answered.
func decoded(t testing.TB, h http.Handler, query string, variables map[string]any) (answer map[string]any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(data(t, h, query, variables)), &answer))
	return answer
}

// at walks into a decoded answer.
func at(t testing.TB, answer any, path ...any) any {
	t.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, ok := answer.(map[string]any)
			require.True(t, ok, "%v has no %q", answer, step)
			answer = object[step]
		case int:
			list, ok := answer.([]any)
			require.True(t, ok && step < len(list), "%v has no %d", answer, step)
			answer = list[step]
		}
	}
	return answer
}

const (
	note = `mutation { addDocument(input: {id: "doc:note", title: "A note", publishedAt: {edtf: "2025-12-03"},
		text: "Rubio called Zelenskyy on Wednesday. Later, Rubio called Zelenskyy again."}) { document { id title text } activity { agent operation changes { kind id } } } }`
	called = `mutation Assert($exact: String!, $suffix: String, $key: String) { assertRelation(input: {
		type: "met-with", subject: "marco-rubio", object: "volodymyr-zelenskyy", time: {edtf: "2025-12-03"}, reason: "read in the note", idempotencyKey: $key,
		evidence: [{document: "doc:note", exact: $exact, suffix: $suffix}]
	}) { relation { id subject { name } evidence { exact prefix suffix start end document { title } } } activity { number reason changes { kind id } } } }`
)

func TestWhatCuratorsWriteIsThereWithItsWords(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := curated(t, store)
		added := decoded(t, h, note, nil)
		require.Equal(t, "A note", at(t, added, "addDocument", "document", "title"))
		require.Equal(t, "ana", at(t, added, "addDocument", "activity", "agent"))
		require.Equal(t, "DOCUMENT_ADDED", at(t, added, "addDocument", "activity", "changes", 0, "kind"))

		asserted := decoded(t, h, called, map[string]any{"exact": "Rubio called Zelenskyy", "suffix": " on", "key": "one"})
		require.Equal(t, "Marco Rubio", at(t, asserted, "assertRelation", "relation", "subject", "name"))
		evidence := at(t, asserted, "assertRelation", "relation", "evidence", 0)
		require.Equal(t, map[string]any{
			"exact": "Rubio called Zelenskyy", "prefix": "", "suffix": " on", "start": 0.0, "end": 22.0, "document": map[string]any{"title": "A note"},
		}, evidence)
		id := at(t, asserted, "assertRelation", "relation", "id")

		t.Run("and is done once under one key", func(t *testing.T) {
			again := decoded(t, h, called, map[string]any{"exact": "Rubio called Zelenskyy", "suffix": " on", "key": "one"})
			require.Equal(t, asserted, again)
			code, _, _ := refused(t, h, called, map[string]any{"exact": "Rubio called Zelenskyy", "suffix": " again", "key": "one"})
			require.Equal(t, "CONFLICT", code)
		})
		t.Run("and words that are not there are refused with what nearly is", func(t *testing.T) {
			code, argument, message := refused(t, h, called, map[string]any{"exact": "Rubio called Zelensky on"})
			require.Equal(t, "BAD_USER_INPUT", code)
			require.Equal(t, "input.evidence[0].exact", argument)
			require.Contains(t, message, "Rubio called Zelensky")
			_, _, message = refused(t, h, called, map[string]any{"exact": "Rubio called Zelenskyy"})
			require.Contains(t, message, "2 times")
		})
		t.Run("and its history tells who wrote it and who took it back", func(t *testing.T) {
			time.Sleep(2 * time.Millisecond) // what is recorded is told apart by the millisecond
			before := time.Now()
			time.Sleep(2 * time.Millisecond)
			retract := `mutation Retract($id: ID!, $since: Int) { retractRelation(input: {id: $id, reason: "it was another Rubio", ifUnchangedSince: $since}) { relation { retractedAt } activity { number } } }`
			number := at(t, asserted, "assertRelation", "activity", "number").(float64)
			code, _, message := refused(t, h, retract, map[string]any{"id": id, "since": int(number) - 1})
			require.Equal(t, "CONFLICT", code)
			require.Contains(t, message, fmt.Sprint(number))
			gone := decoded(t, h, retract, map[string]any{"id": id, "since": int(number)})
			require.NotNil(t, at(t, gone, "retractRelation", "relation", "retractedAt"))
			history := at(t, decoded(t, h, `query History($id: ID) { history(id: $id) { operation reason agent changes { kind } } }`, map[string]any{"id": id}), "history")
			require.Len(t, history, 2)
			require.Equal(t, map[string]any{
				"operation": "retractRelation", "agent": "ana", "reason": "it was another Rubio", "changes": []any{map[string]any{"kind": "RELATION_RETRACTED"}},
			}, at(t, history, 1))
			seen := `query($id: ID!, $asOf: DateTime) { node(id: $id, asOf: $asOf) { ... on Relation { retractedAt } } }`
			require.Nil(t, at(t, decoded(t, h, seen, map[string]any{"id": id, "asOf": before.UTC().Format(time.RFC3339Nano)}), "node", "retractedAt"))
		})
	})
}

func TestADocumentThatIsTakenOutOfViewTakesItsClaimsAlong(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := curated(t, store)
		count := func() float64 {
			return at(t, decoded(t, h, `{ relations { totalCount } }`, nil), "relations", "totalCount").(float64)
		}
		before := count()
		decoded(t, h, note, nil)
		decoded(t, h, called, map[string]any{"exact": "Rubio called Zelenskyy", "suffix": " on"})
		require.Equal(t, before+1, count())
		withdrawn := decoded(t, h, `mutation { retractDocument(input: {id: "doc:note", reason: "a forgery"}) { document { id retractedAt } activity { changes { kind } } } }`, nil)
		require.NotNil(t, at(t, withdrawn, "retractDocument", "document", "retractedAt"))
		require.Len(t, at(t, withdrawn, "retractDocument", "activity", "changes"), 2)
		require.Equal(t, before, count())
		require.NotContains(t, data(t, h, `{ documents { nodes { id } } }`, nil), "doc:note")
		code, _, _ := refused(t, h, called, map[string]any{"exact": "Rubio called Zelenskyy", "suffix": " again"})
		require.Equal(t, "CONFLICT", code)
	})
}

func TestEntitiesAreAddedNamedMergedAndTakenApart(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := curated(t, store)
		decoded(t, h, `mutation { addEntity(input: {id: "marco-a-rubio", kind: PERSON, name: "Marco A. Rubio", source: "doc:nowhere"}) { entity { name } } }`, nil)
		named := decoded(t, h, `mutation { addAlias(input: {entity: "marco-a-rubio", alias: "Senator Rubio", source: "https://example.org/rubio"}) { entity { aliases } activity { source changes { kind detail } } } }`, nil)
		require.Equal(t, []any{"Senator Rubio"}, at(t, named, "addAlias", "entity", "aliases"))
		require.Equal(t, "Senator Rubio", at(t, named, "addAlias", "activity", "changes", 0, "detail"))
		require.Equal(t, "https://example.org/rubio", at(t, named, "addAlias", "activity", "source"))
		apart := data(t, h, `{ entity(id: "marco-rubio") { id aliases merged } }`, nil)
		merged := decoded(t, h, `mutation { mergeEntities(input: {from: "marco-a-rubio", into: "marco-rubio", reason: "one man"}) { entity { id merged } } }`, nil)
		require.Equal(t, "marco-rubio", at(t, merged, "mergeEntities", "entity", "id"))
		require.Equal(t, []any{"marco-a-rubio"}, at(t, merged, "mergeEntities", "entity", "merged"))
		decoded(t, h, `mutation { unmergeEntities(input: {entity: "marco-a-rubio", reason: "two men"}) { entity { id } } }`, nil)
		require.Equal(t, apart, data(t, h, `{ entity(id: "marco-rubio") { id aliases merged } }`, nil))
		code, argument, _ := refused(t, h, `mutation { mergeEntities(input: {from: "nobody", into: "marco-rubio"}) { entity { id } } }`, nil)
		require.Equal(t, []string{"NOT_FOUND", "input.from"}, []string{code, argument})
		nothing := decoded(t, h, `mutation { addAlias(input: {entity: "marco-a-rubio", alias: "Senator Rubio", source: "again"}) { activity { number } } }`, nil)
		require.Nil(t, at(t, nothing, "addAlias", "activity"))
	})
}

func TestAnAnnotatedArticleIsImportedOrRefusedWithAllThatIsWrong(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := asCurator(graph.NewHandler(store, graph.Options{}))
		annotations, err := seed.FS.ReadFile("annotations.yaml")
		require.NoError(t, err)
		text, err := seed.FS.ReadFile("article.txt")
		require.NoError(t, err)
		importing := `mutation($annotations: String!, $text: String!) { importAnnotations(input: {annotations: $annotations, text: $text}) { document { title } activity { changes { kind } } } }`
		imported := decoded(t, h, importing, map[string]any{"annotations": string(annotations), "text": string(text)})
		require.Greater(t, len(at(t, imported, "importAnnotations", "activity", "changes").([]any)), 140)
		code, _, message := refused(t, h, importing, map[string]any{
			"annotations": strings.Replace(string(annotations), "met-with", "met-wiht", 1), "text": string(text),
		})
		require.Equal(t, "BAD_USER_INPUT", code)
		require.Contains(t, message, "met-wiht")
	})
}

func TestWithoutATokenNothingIsWritten(t *testing.T) {
	store := bothstores.SQLite(t)
	h := graph.NewHandler(store, graph.Options{})
	code, _, _ := refused(t, h, `mutation { addEntity(input: {id: "x", kind: PERSON, name: "X"}) { entity { id } } }`, nil)
	require.Equal(t, "UNAUTHENTICATED", code)
	found, err := store.Get(t.Context(), kg.Keys{Entities: []string{"x"}})
	require.NoError(t, err)
	require.Empty(t, found.Entities)
}

func TestWhatWasRetractedIsRestoredAndShownAsItWasAtEachMoment(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := curated(t, store)
		decoded(t, h, note, nil)
		asserted := decoded(t, h, called, map[string]any{"exact": "Rubio called Zelenskyy", "suffix": " on"})
		id := at(t, asserted, "assertRelation", "relation", "id")
		moments := []any{nil} // at which each activity was recorded, by its number
		change := func(mutation string, variables map[string]any) []string {
			t.Helper()
			answer := decoded(t, h, mutation, variables)["done"].(map[string]any)
			if answer["activity"] == nil {
				return nil
			}
			moments = append(moments, at(t, answer, "activity", "recordedAt"))
			var kinds []string
			for _, c := range at(t, answer, "activity", "changes").([]any) {
				kinds = append(kinds, at(t, c, "kind").(string))
			}
			return kinds
		}
		const done = `activity { recordedAt changes { kind } } }`
		retract := `mutation($id: ID!) { done: retractRelation(input: {id: $id, reason: "wrong"}) { ` + done + ` }`
		restore := `mutation($id: ID!, $key: String) { done: restoreRelation(input: {id: $id, reason: "right", idempotencyKey: $key}) { ` + done + ` }`
		assertAgain := `mutation($exact: String!, $suffix: String) { done: assertRelation(input: {
			type: "met-with", subject: "marco-rubio", object: "volodymyr-zelenskyy", time: {edtf: "2025-12-03"}, reason: "read again",
			evidence: [{document: "doc:note", exact: $exact, suffix: $suffix}] }) { relation { id retractedAt } ` + done + ` }`
		on := map[string]any{"exact": "Rubio called Zelenskyy", "suffix": " on"}

		require.Equal(t, []string{"RELATION_RETRACTED"}, change(retract, map[string]any{"id": id}))
		require.Equal(t, []string{"RELATION_RESTORED"}, change(restore, map[string]any{"id": id, "key": "once"}))
		require.Equal(t, []string{"RELATION_RESTORED"}, change(restore, map[string]any{"id": id, "key": "once"}), "what is sent again is done once")
		moments = moments[:len(moments)-1]
		require.Nil(t, change(restore, map[string]any{"id": id}), "it stands")
		require.Equal(t, []string{"RELATION_RETRACTED"}, change(retract, map[string]any{"id": id}))
		require.Equal(t, []string{"RELATION_RESTORED"}, change(assertAgain, on))
		require.Equal(t, []string{"RELATION_RETRACTED"}, change(retract, map[string]any{"id": id}))
		require.Equal(t, []string{"EVIDENCE_ADDED", "RELATION_RESTORED"}, change(assertAgain, map[string]any{"exact": "Rubio called Zelenskyy", "suffix": " again"}))

		for i, asOf := range moments {
			seen := decoded(t, h, `query($id: ID!, $asOf: DateTime) { node(id: $id, asOf: $asOf) { ... on Relation { retractedAt retractions { at reason byPublisher document restoredAt restoredReason } } }
				relations(filter: {documents: ["doc:note"]}, asOf: $asOf) { totalCount nodes { id } } }`, map[string]any{"id": id, "asOf": asOf})
			retracted := asOf != nil && i%2 == 1
			require.Equal(t, retracted, at(t, seen, "node", "retractedAt") != nil, "after activity %d", i)
			require.Equal(t, map[bool]float64{true: 0, false: 1}[retracted], at(t, seen, "relations", "totalCount"), "after activity %d", i)
		}
		retractions := at(t, decoded(t, h, `query($id: ID!) { node(id: $id) { ... on Relation { retractions { at reason byPublisher document restoredAt restoredReason } } } }`, map[string]any{"id": id}), "node", "retractions")
		require.Len(t, retractions, 3)
		require.Equal(t, map[string]any{
			"at": moments[1], "reason": "wrong", "byPublisher": false, "document": nil, "restoredAt": moments[2], "restoredReason": "right",
		}, at(t, retractions, 0))

		t.Run("and a document with what went with it", func(t *testing.T) {
			gone := decoded(t, h, `mutation { retractDocument(input: {id: "doc:note"}) { activity { changes { kind } } } }`, nil)
			require.Len(t, at(t, gone, "retractDocument", "activity", "changes"), 2)
			code, _, message := refused(t, h, restore, map[string]any{"id": id})
			require.Equal(t, "CONFLICT", code)
			require.Contains(t, message, "restoreDocument")
			code, _, message = refused(t, h, assertAgain, on)
			require.Equal(t, "CONFLICT", code)
			require.Contains(t, message, "restoreDocument")
			back := decoded(t, h, `mutation { restoreDocument(input: {id: "doc:note", reason: "genuine"}) { document { retractedAt retractions { restoredReason } } activity { changes { kind id } } } }`, nil)
			require.Equal(t, map[string]any{"retractedAt": nil, "retractions": []any{map[string]any{"restoredReason": "genuine"}}}, at(t, back, "restoreDocument", "document"))
			require.Equal(t, []any{map[string]any{"kind": "DOCUMENT_RESTORED", "id": "doc:note"}, map[string]any{"kind": "RELATION_RESTORED", "id": id}}, at(t, back, "restoreDocument", "activity", "changes"))
			decoded(t, h, `mutation { retractDocument(input: {id: "doc:note"}) { activity { number } } }`, nil)
			again := decoded(t, h, note, nil)
			require.Equal(t, "DOCUMENT_RESTORED", at(t, again, "addDocument", "activity", "changes", 0, "kind"))
		})
		t.Run("and what is not there is not found", func(t *testing.T) {
			for _, mutation := range []string{
				`mutation { restoreRelation(input: {id: "rel:00000000000000000000000000"}) { activity { number } } }`,
				`mutation { restoreRelation(input: {id: "doc:note"}) { activity { number } } }`,
				`mutation { restoreDocument(input: {id: "doc:nothing"}) { activity { number } } }`,
			} {
				code, _, _ := refused(t, h, mutation, nil)
				require.Equal(t, "NOT_FOUND", code)
			}
		})
	})
}
