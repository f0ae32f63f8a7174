package graph_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/seed"
)

func seeded(t testing.TB, store kg.Store) http.Handler {
	t.Helper()
	article, err := seed.Article()
	require.NoError(t, err)
	_, err = store.Write(context.Background(), article)
	require.NoError(t, err)
	return graph.NewHandler(store, graph.Options{Introspection: true})
}

func TestBadInputIsRefusedWithTheArgumentNamed(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	cases := []struct{ name, query, argument string }{
		{"negative first", `{ actor(id: "ukraine") { relations(first: -1) { nodes { id } } } }`, "first"},
		{"too large first", `{ actor(id: "ukraine") { relations(first: 101) { nodes { id } } } }`, "first"},
		{"negative last", `{ relations(last: -5) { nodes { id } } }`, "last"},
		{"first and last", `{ actor(id: "ukraine") { metWith(first: 1, last: 1) { nodes { id } } } }`, "last"},
		{"a made-up cursor", `{ relations(after: "bm90IGEgY3Vyc29y") { nodes { id } } }`, "after"},
		{"a cursor that is no base64", `{ relations(before: "!!") { nodes { id } } }`, "before"},
		{"from after to", `{ actor(id: "ukraine") { relations(filter: {from: "2025-12-02", to: "2025-12-01"}) { nodes { id } } } }`, "filter.from"},
		{"something that is no place", `{ relations(filter: {places: ["Paris"]}) { nodes { id } } }`, "filter.places"},
		{"a blank publisher", `{ relations(filter: {publishers: ["Gazette", " "]}) { nodes { id } } }`, "filter.publishers"},
		{"something that is no document", `{ relations(filter: {documents: ["ukraine"]}) { nodes { id } } }`, "filter.documents"},
		{"a kind that does not act", `{ actors(filter: {kinds: [PLACE]}) { nodes { id } } }`, "filter.kinds"},
		{"a cursor of another list", `{ actors(after: "` + firstCursor(t, h) + `") { nodes { id } } }`, "after"},
		{"a day that is none", `{ relations(filter: {from: "yesterday"}) { nodes { id } } }`, "filter.from"},
		{"a day that is none, beneath an alias", `{ a: actor(id: "ukraine") { b: relations(filter: {types: ["met-with"], to: "2025-02-30"}) { nodes { id } } } }`, "filter.to"},
		{"a moment that is none", `{ a: relations(asOf: "yesterday") { nodes { id } } }`, "asOf"},
		{"too long a way", `{ paths(from: "ukraine", to: "russia", maxLength: 7) { visited } }`, "maxLength"},
		{"too long a chain", `{ chain(of: "ukraine", types: ["part-of"], direction: OUT, maxLength: 101) { length } }`, "maxLength"},
		{"a chain of nothing", `{ chain(of: "ukraine", types: [], direction: OUT) { length } }`, "types"},
		{"a chain to what is no entity", `{ chain(of: "ukraine", types: ["met-with"], direction: OUT, until: "Anna Keller") { length } }`, "until"},
		{"too many ids", `{ nodes(ids: ["` + strings.Repeat(`a", "`, 100) + `a"]) { id } }`, "ids"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			code, argument, message := refused(t, h, c.query, nil)
			require.Equal(t, "BAD_USER_INPUT", code, message)
			require.Equal(t, c.argument, argument, message)
			require.Contains(t, message, c.argument)
		})
	}
}

func TestAnArgumentThatIsNullIsAsOneThatWasNotGiven(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	for _, c := range []struct{ without, with string }{
		{`{ search(text: "putin") { score } }`, `{ search(text: "putin", first: null, kinds: null, asOf: null) { score } }`},
		{`{ paths(from: "ukraine", to: "russia") { visited paths { length } } }`, `{ paths(from: "ukraine", to: "russia", maxLength: null, first: null, filter: null, avoid: null) { visited paths { length } } }`},
		{`{ neighborhood(center: ["ukraine"]) { totalNodes nodes { depth } } }`, `{ neighborhood(center: ["ukraine"], depth: null, limit: null) { totalNodes nodes { depth } } }`},
		{`{ history { number } }`, `{ history(id: null, after: null, first: null) { number } }`},
		{`{ relations { nodes { id } } }`, `{ relations(filter: null, orderBy: null, first: null, after: null, last: null, before: null) { nodes { id } } }`},
		{`{ entity(id: "ukraine") { related { nodes { id } } } }`, `{ entity(id: "ukraine") { related(types: null, direction: null, filter: null, orderBy: null, first: null, after: null, last: null, before: null) { nodes { id } } } }`},
		{`{ stats(of: "ukraine") { byCounterpart { count } } }`, `{ stats(of: "ukraine") { byCounterpart(first: null) { count } } }`},
	} {
		without := data(t, h, c.without, nil)
		require.NotContains(t, without, "[]", "there is something to be found")
		require.JSONEq(t, without, data(t, h, c.with, nil), c.with)
	}
}

func TestAnIdOfHistoryNamesSomething(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	for id, says := range map[string]string{"": "no entity", "ukrain": `"ukraine"`, "rel:none": "no relation", "doc:none": "no document"} {
		code, argument, message := refused(t, h, `query($id: ID) { history(id: $id) { number } }`, map[string]any{"id": id})
		require.Equal(t, []string{"NOT_FOUND", "id"}, []string{code, argument}, id)
		require.Contains(t, message, says)
	}
}

func firstCursor(t testing.TB, h http.Handler) string {
	t.Helper()
	_, after, found := strings.Cut(data(t, h, `{ relations(first: 1) { edges { cursor } } }`, nil), `"cursor":"`)
	require.True(t, found)
	cursor, _, _ := strings.Cut(after, `"`)
	return cursor
}

func TestValuesOfTheWrongFormAreRefusedWithACode(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	for name, query := range map[string]string{
		"a date that does not exist": `{ relations(filter: {from: "2018-13-40"}) { nodes { id } } }`,
		"a month as a date":          `{ relations(filter: {to: "2025-11"}) { nodes { id } } }`,
		"a moment without a zone":    `{ entity(id: "ukraine", asOf: "2025-12-01") { name } }`,
	} {
		t.Run(name, func(t *testing.T) {
			code, _, message := refused(t, h, query, nil)
			require.Equal(t, "BAD_USER_INPUT", code, message)
			require.Contains(t, message, "for example")
		})
	}
}

func TestWhatIsNotThereIsNull(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	require.JSONEq(t, `{"entity": null, "actor": null, "node": null, "document": null, "nodes": [null, {"id": "ukraine"}, null]}`,
		data(t, h, `{ entity(id: "nobody") { name } actor(id: "") { name } node(id: "rel:00000000000000000000000000") { id }
			document(id: "doc:none") { title } nodes(ids: ["'; DROP TABLE entity; --", "ukraine", "\u0000"]) { id } }`, nil))
}

// broken is a store whose database fails in a way that nobody foresaw.
type broken struct {
	kg.Store
	err error
}

func (b broken) Get(context.Context, kg.Keys) (*kg.Found, error) {
	if b.err == nil {
		panic("a secret of the database")
	}
	return nil, b.err
}

func TestErrorsOfTheStoreShowTheirCodeAndNoInnerDetail(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		code string
	}{
		"the store cannot be reached": {kg.Unavailable(errors.New("a secret of the database")), "UNAVAILABLE"},
		"the store fails":             {errors.New("a secret of the database"), "INTERNAL"},
		"the store panics":            {nil, "INTERNAL"},
	} {
		t.Run(name, func(t *testing.T) {
			h := graph.NewHandler(broken{bothstores.SQLite(t), c.err}, graph.Options{})
			code, _, message := refused(t, h, `{ entity(id: "ukraine") { name } }`, nil)
			require.Equal(t, c.code, code)
			require.NotContains(t, message, "secret")
		})
	}
}

func TestQueriesThatDoNotValidateAreTheCallersFault(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	for _, query := range []string{`{`, `{ nothing }`, `{ entity { name } }`, `{ relations(first: "x") { nodes { id } } }`} {
		a := ask(t, h, query, nil)
		require.NotEmpty(t, a.Errors, query)
		require.NotEqual(t, "INTERNAL", a.Errors[0].Extensions["code"], query)
		require.NotEmpty(t, a.Errors[0].Extensions["code"], query)
	}
}

func TestOnlyQueriesCanBeSentByGET(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	recorder := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodGet, `/graphql?query={entity(id:"ukraine"){name}}`, nil)
	request.Header.Set("Accept", "application/json")
	h.ServeHTTP(recorder, request)
	require.Equal(t, http.StatusOK, recorder.Code)
	require.JSONEq(t, `{"data": {"entity": {"name": "Ukraine"}}}`, recorder.Body.String())
}
