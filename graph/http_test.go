package graph_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
)

// byGET sends a query by GET, with the tag of an answer that was kept.
func byGET(h http.Handler, query, kept string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/graphql?"+url.Values{"query": {query}}.Encode(), nil)
	r.Header.Set("If-None-Match", kept)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestAnAnswerThatWasKeptIsCheckedByOneStoreCall(t *testing.T) {
	const query = `{ actor(id: "ukraine") { name relations(first: 5) { nodes { id } } } }`
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		counting := kgtest.NewCounting(store)
		h := seeded(t, counting)
		first := byGET(h, query, "")
		require.Equal(t, http.StatusOK, first.Code)
		tag := first.Header().Get("ETag")
		require.NotEmpty(t, tag)

		counting.Reset()
		require.Equal(t, http.StatusNotModified, byGET(h, query, tag).Code)
		require.Equal(t, 1, counting.Calls("Version"))
		require.Equal(t, 1, counting.Total())

		another := graph.NewHandler(store, graph.Options{Introspection: true})
		require.Equal(t, http.StatusNotModified, byGET(another, query, tag).Code, "another server on the same store")

		_, err := store.Write(t.Context(), kg.Batch{Entities: []kg.Entity{{ID: "newcomer", Kind: kg.KindPerson, Name: "Newcomer"}}})
		require.NoError(t, err)
		changed := byGET(h, query, tag)
		require.Equal(t, http.StatusOK, changed.Code)
		require.NotEqual(t, tag, changed.Header().Get("ETag"))
		require.JSONEq(t, first.Body.String(), changed.Body.String())
	})
}

func TestAnAnswerThatIsPartlyAnErrorIsNotKept(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	w := byGET(h, `{ a: actor(id: "ukraine") { name } b: actor(id: "paris") { name } c: actor(id: "france") { relations(first: -1) { totalCount } } }`, "")
	require.Contains(t, w.Body.String(), `"errors"`)
	require.Empty(t, w.Header().Get("ETag"))
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
}

func TestWithoutIntrospectionTheSchemaStaysUnknown(t *testing.T) {
	closed := graph.NewHandler(bothstores.SQLite(t), graph.Options{Suggestions: true})
	quiet := graph.NewHandler(bothstores.SQLite(t), graph.Options{Introspection: true})
	open := graph.NewHandler(bothstores.SQLite(t), graph.Options{Introspection: true, Suggestions: true})
	for name, query := range map[string]string{
		"the schema":               `{ __schema { types { name } } }`,
		"a type":                   `{ __type(name: "Actor") { name } }`,
		"a field that is close":    `{ actr(id: "ukraine") { name } }`,
		"an argument that is":      `{ actor(idd: "ukraine") { name } }`,
		"a type that is":           `{ node(id: "ukraine") { ...A } } fragment A on Actr { name }`,
		"an enum value that is":    `{ relations(filter: {status: [PLANED]}) { nodes { id } } }`,
		"an input's field that is": `{ relations(filter: {statuss: [PLANNED]}) { nodes { id } } }`,
		"no subfields":             `{ actor(id: "ukraine") }`,
		"a string as an enum":      `{ relations(filter: {status: ["PLANNED"]}) { nodes { id } } }`,
	} {
		t.Run(name, func(t *testing.T) {
			hidden := ask(t, closed, query, nil)
			require.NotEmpty(t, hidden.Errors)
			require.NotContains(t, hidden.Errors[0].Message, "Did you mean")
			for _, e := range ask(t, quiet, query, nil).Errors {
				require.NotContains(t, e.Message, "Did you mean")
			}
			shown := ask(t, open, query, nil)
			if len(shown.Errors) > 0 {
				require.Contains(t, shown.Errors[0].Message, "Did you mean", "the example suggests nothing even where it may")
			}
		})
	}
	require.NotEmpty(t, data(t, closed, `{ __typename }`, nil))
}

func TestAQueryThatWasSentOnceIsAskedByItsHash(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	const query = `query($id: ID!) { entity(id: $id) { name } }`
	digest := sha256.Sum256([]byte(query))
	send := func(method, query, hash string) *httptest.ResponseRecorder {
		extensions := `{"persistedQuery": {"version": 1, "sha256Hash": "` + hash + `"}}`
		const variables = `{"id": "ukraine"}`
		var r *http.Request
		if method == http.MethodGet {
			values := url.Values{"extensions": {extensions}, "variables": {variables}}
			if query != "" {
				values.Set("query", query)
			}
			r = httptest.NewRequest(method, "/graphql?"+values.Encode(), nil)
		} else {
			body, err := json.Marshal(map[string]any{"query": query, "variables": json.RawMessage(variables), "extensions": json.RawMessage(extensions)})
			require.NoError(t, err)
			r = httptest.NewRequest(method, "/graphql", strings.NewReader(string(body)))
			r.Header.Set("Content-Type", "application/json")
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	hash := hex.EncodeToString(digest[:])
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		require.Contains(t, send(method, "", strings.Repeat("0", 64)).Body.String(), "PERSISTED_QUERY_NOT_FOUND")
		require.Contains(t, send(method, query, strings.Repeat("0", 64)).Body.String(), "does not match")
	}
	require.Contains(t, send(http.MethodGet, "", hash).Body.String(), `"PersistedQueryNotFound"`)
	require.Contains(t, send(http.MethodGet, query, hash).Body.String(), `"Ukraine"`)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		require.JSONEq(t, `{"data": {"entity": {"name": "Ukraine"}}}`, send(method, "", hash).Body.String())
	}
	require.Equal(t, send(http.MethodGet, query, hash).Header().Get("ETag"), send(http.MethodGet, "", hash).Header().Get("ETag"))
}
