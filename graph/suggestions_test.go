package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/auth"
	"conflictgraph/internal/extract"
	"conflictgraph/internal/ingest"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/seed"
)

// reader is an extractor that says of every article what it is told to.
type reader []extract.Proposal

func (reader) Name() string    { return "rules" }
func (reader) Version() string { return "1" }
func (r reader) Extract(context.Context, extract.Article, extract.Known) (extract.Extraction, error) {
	return extract.Extraction{Proposals: r}, nil
}

// withReader returns a handler that reads articles by an extractor, for a contributor, a curator
// and a reader.
func withReader(store kg.Store, r reader) (contributor, curator, anybody http.Handler) {
	h := graph.NewHandler(store, graph.Options{Ingest: func(ctx context.Context, extractor, agent string, d kg.Document) (*kg.Ingestion, error) {
		if extractor != "rules" {
			return nil, kg.BadInput("input.extractor", "%q is no extractor", extractor)
		}
		return ingest.Reader{Store: store, Extractor: r, Agent: agent}.Ingest(ctx, d)
	}})
	as := func(name string, role auth.Role) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.ServeHTTP(w, r.WithContext(auth.With(r.Context(), auth.Principal{Subject: name, Role: role})))
		})
	}
	return as("carl", auth.Contributor), as("ana", auth.Curator), as("rita", auth.Reader)
}

const talks = "Odrana’s foreign minister, Mira Solen, met President Emmanuel Macron in Paris on Monday. Solen will visit Kestria."

var claims = reader{
	{
		Subject: extract.Mention{Name: "Mira Solen", Kind: kg.KindPerson}, Object: extract.Mention{Name: "Emmanuel Macron", Known: "emmanuel-macron", Candidates: []extract.Candidate{{Entity: "emmanuel-macron", Score: 1, Why: "goes by this name"}}},
		Type: "met-with", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: &extract.TimeMention{Words: "on Monday", EDTF: "2026-03-02", Inferred: true, Reasoning: "the Monday"},
		Places: []extract.Mention{{Name: "Paris", Known: "paris"}}, Rule: "met",
		Quote: extract.Quote{Exact: "Mira Solen, met President Emmanuel Macron in Paris on Monday"},
	},
	{
		Subject: extract.Mention{Name: "Mira Solen", Kind: kg.KindPerson, Words: "Solen", Antecedent: "Mira Solen"}, Object: extract.Mention{Name: "Kestria", Kind: kg.KindCountry},
		Type: "visited", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Quote: extract.Quote{Exact: "Solen will visit Kestria"}, Rule: "visited",
	},
	{
		Subject: extract.Mention{Name: "Emmanuel Macron", Known: "emmanuel-macron"}, Object: extract.Mention{Name: "Vladimir Putin", Known: "vladimir-putin"},
		Type: "met-with", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Quote: extract.Quote{Exact: "Macron met Putin"},
	},
}

const (
	ingestTalks  = `mutation($text: String!) { ingestDocument(input: {document: {id: "doc:talks", text: $text, title: "Talks"}}) { ingestion { id state extractor found queued known refused { reason count examples } agent document { id title } } } }`
	pendingQueue = `{ suggestions(filter: {states: [PENDING]}) { totalCount nodes { id state document { id text } type { id } status certainty time { edtf inferred } timeWords
		subject { name kind id words entity { id } candidates { score } } object { name entity { id name } candidates { entity { id } score why } } places { name entity { id } }
		evidence { exact start end document { id } } problems { code quote } origin { extractor version rule model run agent } relation { id } decision { number }
		related { restates { id } contradicts { id } fulfils { id } } } } }`
)

func seedInto(t *testing.T, store kg.Store) {
	t.Helper()
	b, err := seed.Article()
	require.NoError(t, err)
	_, err = store.Write(t.Context(), b)
	require.NoError(t, err)
}

func TestAnArticleIsReadReviewedAndAccepted(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		seedInto(t, store)
		contributor, curator, anybody := withReader(store, claims)
		for _, h := range []http.Handler{anybody} {
			code, _, _ := refused(t, h, ingestTalks, map[string]any{"text": talks})
			require.Equal(t, "FORBIDDEN", code)
		}
		read := decoded(t, contributor, ingestTalks, map[string]any{"text": talks})
		done := at(t, read, "ingestDocument", "ingestion").(map[string]any)
		require.EqualValues(t, []any{"DONE", "rules", 3., 2., 0., "carl"}, []any{done["state"], done["extractor"], done["found"], done["queued"], done["known"], done["agent"]})
		require.Equal(t, "QUOTE_NOT_IN_TEXT", at(t, done, "refused", 0, "reason"))
		require.Equal(t, read, decoded(t, contributor, ingestTalks, map[string]any{"text": talks}), "read again, it adds nothing")
		require.Equal(t, done["found"], at(t, decoded(t, anybody, `query($id: ID!) { ingestion(id: $id) { found } node(id: $id) { id } }`, map[string]any{"id": done["id"]}), "ingestion", "found"))

		queue := decoded(t, anybody, pendingQueue, nil)
		require.EqualValues(t, 2, at(t, queue, "suggestions", "totalCount"))
		met := at(t, queue, "suggestions", "nodes", 0).(map[string]any)
		require.Equal(t, map[string]any{"name": "Mira Solen", "kind": "PERSON", "id": "mira-solen", "words": "Mira Solen", "entity": nil, "candidates": []any{}}, met["subject"])
		require.Equal(t, "emmanuel-macron", at(t, met, "object", "entity", "id"))
		require.Equal(t, "goes by this name", at(t, met, "object", "candidates", 0, "why"))
		start, end := int(at(t, met, "evidence", 0, "start").(float64)), int(at(t, met, "evidence", 0, "end").(float64))
		require.Equal(t, at(t, met, "evidence", 0, "exact"), string([]rune(talks)[start:end]))
		require.Equal(t, map[string]any{"extractor": "rules", "version": "1", "rule": "met", "model": nil, "run": done["id"], "agent": "carl"}, met["origin"])
		visit := at(t, queue, "suggestions", "nodes", 1).(map[string]any)
		require.Equal(t, []any{map[string]any{"code": "CUE", "quote": "will"}}, visit["problems"])

		accept := `mutation($ids: [ID!]!) { acceptSuggestions(input: {ids: $ids, reason: "read"}) { suggestions { id state relation { id coding subject { id name } evidence { exact } } subject { entity { id } } decision { number agent reason } } activity { number changes { kind id } } } }`
		code, _, _ := refused(t, contributor, accept, map[string]any{"ids": []any{met["id"]}})
		require.Equal(t, "FORBIDDEN", code)
		revised := decoded(t, curator, `mutation($id: ID!) { reviseSuggestion(input: {id: $id, status: PLANNED}) { suggestion { id state status revisionOf problems { code } } activity { agent } } }`, map[string]any{"id": visit["id"]})
		require.Equal(t, visit["id"], at(t, revised, "reviseSuggestion", "suggestion", "revisionOf"))
		require.Empty(t, at(t, revised, "reviseSuggestion", "suggestion", "problems"))
		code, argument, message := refused(t, curator, accept, map[string]any{"ids": []any{met["id"], visit["id"]}})
		require.Equal(t, []string{"CONFLICT", "input.ids"}, []string{code, argument}, message)
		require.EqualValues(t, 2, at(t, decoded(t, anybody, pendingQueue, nil), "suggestions", "totalCount"), "all or none")
		code, _, _ = refused(t, curator, `mutation($id: ID!) { reviseSuggestion(input: {id: $id, status: PLANNED}) { suggestion { id } } }`, map[string]any{"id": at(t, revised, "reviseSuggestion", "suggestion", "id")})
		require.Equal(t, "BAD_USER_INPUT", code, "nothing is revised")

		ids := []any{met["id"], at(t, revised, "reviseSuggestion", "suggestion", "id")}
		accepted := decoded(t, curator, accept, map[string]any{"ids": ids})
		one := at(t, accepted, "acceptSuggestions", "suggestions", 0).(map[string]any)
		require.Equal(t, []any{"ACCEPTED", "SUGGESTED", "Mira Solen", "mira-solen", "ana", "read"}, []any{
			one["state"], at(t, one, "relation", "coding"), at(t, one, "relation", "subject", "name"), at(t, one, "subject", "entity", "id"), at(t, one, "decision", "agent"), at(t, one, "decision", "reason"),
		})
		found := decoded(t, anybody, `{ entity(id: "mira-solen") { relations { nodes { type { id } status coding evidence { exact } object { id } subject { id } } } } }`, nil)
		require.Len(t, at(t, found, "entity", "relations", "nodes"), 2)
		code, _, message = refused(t, curator, accept, map[string]any{"ids": ids[:1]})
		require.Equal(t, "CONFLICT", code, message)
		code, argument, _ = refused(t, curator, accept, map[string]any{"ids": []any{"suggestion:none"}})
		require.Equal(t, []string{"NOT_FOUND", "input.ids"}, []string{code, argument})
	})
}

func TestAPersonSuggestsWhatTheGateLetsIn(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		seedInto(t, store)
		contributor, curator, _ := withReader(store, claims)
		suggest := func(fields string) string {
			return `mutation { suggestRelation(input: {type: "criticized", subject: "dmitry-peskov", object: "emmanuel-macron"` + fields + `}) { suggestion { id state coding: origin { extractor agent } evidence { exact } object { name entity { id } } } } }`
		}
		const words = `, evidence: [{document: "doc:zelenskyy-macron-paris-meeting", exact: "`
		for fields, want := range map[string][2]string{
			words + `Peskov criticized Macron"}]`:                                              {"BAD_USER_INPUT", "input.evidence[0].exact"},
			words + `would meet Tuesday"}], time: {edtf: "2025-12-02", words: "on a Tuesday"}`: {"BAD_USER_INPUT", "input.time.words"},
			words + `would meet Tuesday"}], places: ["atlantis"]`:                              {"NOT_FOUND", "input.places[0]"},
			`, evidence: []`: {"BAD_USER_INPUT", "input.evidence"},
			`, evidence: [{document: "doc:none", exact: "x"}]`: {"NOT_FOUND", "input.evidence[0].document"},
		} {
			code, argument, message := refused(t, contributor, suggest(fields), nil)
			require.Equal(t, want, [2]string{code, argument}, "%s: %s", fields, message)
		}
		made := decoded(t, contributor, suggest(words+`would meet Tuesday"}]`), nil)
		require.Equal(t, "carl", at(t, made, "suggestRelation", "suggestion", "coding", "agent"))
		code, _, message := refused(t, contributor, suggest(words+`would meet Tuesday"}], certainty: CONFIRMED`), nil)
		require.Equal(t, "CONFLICT", code)
		require.Contains(t, message, at(t, made, "suggestRelation", "suggestion", "id"))
		rejected := decoded(t, curator, `mutation($ids: [ID!]!) { rejectSuggestions(input: {ids: $ids, reason: "he did not"}) { suggestions { state decision { reason } } activity { operation } } }`, map[string]any{"ids": []any{at(t, made, "suggestRelation", "suggestion", "id")}})
		require.Equal(t, "REJECTED", at(t, rejected, "rejectSuggestions", "suggestions", 0, "state"))
		code, _, message = refused(t, contributor, suggest(words+`would meet Tuesday"}]`), nil)
		require.Equal(t, "CONFLICT", code)
		require.Contains(t, message, "REJECTED")
	})
}

func TestTheQueueIsInNoAnswerOfTheGraph(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		seedInto(t, store)
		_, _, h := withReader(store, nil)
		questions := []string{
			`{ entities(first: 100) { totalCount nodes { id name relations { totalCount } } } relations(first: 100) { totalCount nodes { id supportedBy { id } } } documents { totalCount } relationTypes { id } datasets { id } }`,
			`{ search(text: "Macron") { node { id } score } stats { byType { type { id } count } } timeline(bucket: YEAR) { count } history(first: 100) { number changes { id } } }`,
			`{ paths(from: "emmanuel-macron", to: "steve-witkoff") { paths { length nodes { id } } } neighborhood(center: ["emmanuel-macron"], depth: 2) { nodes { entity { id } degree } edges { id } } duplicates { totalCount } }`,
			`{ entity(id: "new-0") { id } nodes(ids: ["new-1", "emmanuel-macron"]) { id } }`,
		}
		var before []string
		for _, q := range questions {
			before = append(before, data(t, h, q, nil))
		}
		d, err := store.Get(t.Context(), kg.Keys{Documents: []string{"doc:zelenskyy-macron-paris-meeting"}, Need: kg.Need{Text: true}})
		require.NoError(t, err)
		text := d.Documents["doc:zelenskyy-macron-paris-meeting"].Text
		exact := string([]rune(text)[:20])
		var b kg.Batch
		for i := range 10_000 {
			b.Suggestions = append(b.Suggestions, kg.Suggestion{
				Document: "doc:zelenskyy-macron-paris-meeting", Type: "met-with", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
				Subject: kg.SuggestedEntity{ID: "emmanuel-macron", Name: "Emmanuel Macron", Kind: kg.KindPerson}, Object: kg.SuggestedEntity{ID: fmt.Sprintf("new-%d", i), New: true, Name: fmt.Sprintf("Macron %d", i), Kind: kg.KindPerson},
				Evidence: []kg.SuggestedEvidence{{Exact: exact, End: 20}},
			})
		}
		written, err := store.Write(t.Context(), b)
		require.NoError(t, err)
		require.Equal(t, 10_000, written.Queued)
		for i, q := range questions {
			require.Equal(t, before[i], data(t, h, q, nil))
		}
		page := decoded(t, h, `{ suggestions(first: 2, filter: {types: ["met-with"], states: [PENDING]}) { totalCount nodes { object { name } } pageInfo { hasNextPage endCursor } } }`, nil)
		require.EqualValues(t, 10_000, at(t, page, "suggestions", "totalCount"))
		next := decoded(t, h, `query($after: String) { suggestions(first: 1, after: $after) { nodes { object { name } } } }`, map[string]any{"after": at(t, page, "suggestions", "pageInfo", "endCursor")})
		require.Equal(t, "Macron 2", at(t, next, "suggestions", "nodes", 0, "object", "name"))
	})
}

func TestSuggestionsCanBeFollowed(t *testing.T) {
	store := bothstores.SQLite(t)
	seedInto(t, store)
	contributor, curator, _ := withReader(store, claims)
	server := httptest.NewServer(curator)
	defer server.Close()
	added, stop := subscribed(t, server.URL, `subscription { suggestionAdded(filter: {types: ["visited"]}) { id suggestion { id object { name } document { title } } activity { number } } }`, nil)
	defer stop()
	decided, stopToo := subscribed(t, server.URL, `subscription { suggestionDecided { id suggestion { id state decision { agent } } activity { operation } } }`, nil)
	defer stopToo()
	data(t, contributor, ingestTalks, map[string]any{"text": talks})
	event := added()
	require.Equal(t, []any{"Kestria", "Talks", nil}, []any{at(t, event, "suggestionAdded", "suggestion", "object", "name"), at(t, event, "suggestionAdded", "suggestion", "document", "title"), at(t, event, "suggestionAdded", "activity")})
	id := at(t, event, "suggestionAdded", "suggestion", "id").(string)
	require.True(t, strings.HasPrefix(id, "suggestion:"))
	data(t, curator, `mutation($ids: [ID!]!) { rejectSuggestions(input: {ids: $ids}) { activity { number } } }`, map[string]any{"ids": []string{id}})
	event = decided()
	require.Equal(t, []any{id, "REJECTED", "rejectSuggestions"}, []any{at(t, event, "suggestionDecided", "suggestion", "id"), at(t, event, "suggestionDecided", "suggestion", "state"), at(t, event, "suggestionDecided", "activity", "operation")})
	response, err := http.DefaultClient.Do(streamed(t, server.URL, `subscription { suggestionAdded(after: "999") { id } }`))
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Contains(t, string(body), `"argument":"after"`)
}

// streamed is a request for server-sent events.
func streamed(t *testing.T, url, query string) *http.Request {
	body, err := json.Marshal(map[string]string{"query": query})
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	return request
}

func TestACuratorsWordsAreFoundAsTheGateFindsThem(t *testing.T) {
	store := bothstores.SQLite(t)
	seedInto(t, store)
	_, curator, _ := withReader(store, nil)
	for given, kept := range map[string]string{
		"would  meet\nTuesday": "would meet Tuesday",
		`described as focused on "mostly the negotiation process"`: "",
	} {
		a := ask(t, curator, `mutation($exact: String!) { assertRelation(input: {type: "criticized", subject: "dmitry-peskov", object: "emmanuel-macron", evidence: [{document: "doc:zelenskyy-macron-paris-meeting", exact: $exact}]}) { relation { evidence { exact } } } }`, map[string]any{"exact": given})
		if kept == "" {
			require.Len(t, a.Errors, 1)
			continue
		}
		require.Empty(t, a.Errors)
		require.Contains(t, string(a.Data), `"exact":"`+kept+`"`, "what is kept are the document's characters")
	}
}

// What follows the queue is told of what was added in the meantime, whichever server added it
// and whatever became of it, and asks for no more than a page of the queue may.
func TestWhatWasAddedInTheMeantimeIsFollowed(t *testing.T) {
	store := bothstores.SQLite(t)
	seedInto(t, store)
	contributor, curator, _ := withReader(store, claims)
	data(t, contributor, ingestTalks, map[string]any{"text": talks})
	queue := decoded(t, curator, pendingQueue, nil)
	visit := at(t, queue, "suggestions", "nodes", 1, "id")
	data(t, curator, `mutation($ids: [ID!]!) { rejectSuggestions(input: {ids: $ids}) { activity { number } } }`, map[string]any{"ids": []any{visit}})
	_, another, _ := withReader(store, claims)
	server := httptest.NewServer(another)
	defer server.Close()
	added, stop := subscribed(t, server.URL, `subscription { suggestionAdded(filter: {types: ["visited"], states: [PENDING]}, after: "1") { id suggestion { id state } } }`, nil)
	defer stop()
	require.Equal(t, map[string]any{"id": visit, "state": "REJECTED"}, at(t, added(), "suggestionAdded", "suggestion"))
	data(t, contributor, `mutation { suggestRelation(input: {type: "visited", subject: "emmanuel-macron", object: "paris", evidence: [{document: "doc:talks", exact: "President Emmanuel Macron in Paris"}]}) { suggestion { id } } }`, nil)
	require.Equal(t, "PENDING", at(t, added(), "suggestionAdded", "suggestion", "state"))

	documents := strings.Repeat(`"doc:talks", `, 101)
	for _, query := range []string{`subscription { suggestionAdded(filter: {documents: [` + documents + `]}) { id } }`, `subscription { suggestionAdded(filter: {types: ["danced-with"]}) { id } }`} {
		response, err := http.DefaultClient.Do(streamed(t, server.URL, query))
		require.NoError(t, err)
		body, err := io.ReadAll(io.LimitReader(response.Body, 1<<16))
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Contains(t, string(body), `"argument":"filter.`)
	}
}

// held is a store that lets others write before each write of its own.
type held struct {
	kg.Store
	first func()
}

func (h *held) Write(ctx context.Context, b kg.Batch) (kg.Written, error) {
	if first := h.first; first != nil {
		h.first = nil
		first()
	}
	return h.Store.Write(ctx, b)
}

// What somebody else does between the look at the queue and the write is a conflict.
func TestWhoeverIsLaterGetsAConflict(t *testing.T) {
	store := &held{Store: bothstores.SQLite(t)}
	seedInto(t, store)
	contributor, curator, _ := withReader(store, claims)
	data(t, contributor, ingestTalks, map[string]any{"text": talks})
	nodes := at(t, decoded(t, curator, pendingQueue, nil), "suggestions", "nodes").([]any)
	met, visit := at(t, nodes[0], "id"), at(t, nodes[1], "id")
	const suggest = `mutation { suggestRelation(input: {type: "visited", subject: "emmanuel-macron", object: "paris", evidence: [{document: "doc:talks", exact: "President Emmanuel Macron in Paris"}]}) { suggestion { id } } }`
	const accept = `mutation($ids: [ID!]!) { acceptSuggestions(input: {ids: $ids}) { suggestions { id } } }`
	revise := func(id any, fields string) string {
		return fmt.Sprintf(`mutation { reviseSuggestion(input: {id: %q, %s}) { suggestion { id } } }`, id, fields)
	}
	meantime := func(query string, variables map[string]any) {
		store.first = func() { data(t, curator, query, variables) }
	}
	conflicts := func(argument, query string, variables map[string]any) {
		t.Helper()
		code, named, message := refused(t, curator, query, variables)
		require.Equal(t, []string{"CONFLICT", argument}, []string{code, named}, message)
	}
	meantime(suggest, nil)
	conflicts("input", strings.Replace(suggest, "President ", "", 1), nil)
	meantime(revise(visit, `status: PLANNED`), nil)
	conflicts("input.ids", accept, map[string]any{"ids": []any{visit}})
	meantime(`mutation { addEntity(input: {id: "mira-solen", name: "Mirabel Solen", kind: PERSON}) { entity { id } } }`, nil)
	conflicts("input.ids", accept, map[string]any{"ids": []any{met}})
	meantime(`mutation { retractDocument(input: {id: "doc:talks"}) { document { id } } }`, nil)
	conflicts("input.ids", accept, map[string]any{"ids": []any{met}})
	data(t, curator, `mutation { restoreDocument(input: {id: "doc:talks"}) { document { id } } }`, nil)
	revised := decoded(t, curator, revise(met, `certainty: STATED`), nil)
	now := at(t, revised, "reviseSuggestion", "suggestion", "id")
	meantime(accept, map[string]any{"ids": []any{now}})
	conflicts("input.ids", accept, map[string]any{"ids": []any{now}})
	found := decoded(t, curator, `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Suggestion { state subject { id name entity { name } } relation { subject { name } } } } entity(id: "mira-solen") { name aliases } }`, map[string]any{"ids": []any{now}})
	require.Equal(t, map[string]any{"name": "Mirabel Solen", "aliases": []any{}}, at(t, found, "entity"))
	require.Equal(t, map[string]any{
		"state": "ACCEPTED", "subject": map[string]any{"id": "mira-solen-2", "name": "Mira Solen", "entity": map[string]any{"name": "Mira Solen"}}, "relation": map[string]any{"subject": map[string]any{"name": "Mira Solen"}},
	}, at(t, found, "nodes", 0))
}
