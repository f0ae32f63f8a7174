package graph_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/article"
	"conflictgraph/internal/auth"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/store/memory"
)

func TestWhoAsksIsToldWhatTheyMay(t *testing.T) {
	store := memory.Open()
	for what, c := range map[string]struct {
		principal auth.Principal
		tokens    bool
		says      string
	}{
		"somebody where there are no tokens": {auth.Principal{}, false, `{"viewer":{"name":null,"role":"READER","tokens":false}}`},
		"somebody without a token":           {auth.Principal{}, true, `{"viewer":{"name":null,"role":"READER","tokens":true}}`},
		"a contributor":                      {auth.Principal{Subject: "carl", Role: auth.Contributor}, true, `{"viewer":{"name":"carl","role":"CONTRIBUTOR","tokens":true}}`},
		"a curator":                          {auth.Principal{Subject: "ana", Role: auth.Curator}, true, `{"viewer":{"name":"ana","role":"CURATOR","tokens":true}}`},
		"an admin":                           {auth.Principal{Subject: "root", Role: auth.Admin}, true, `{"viewer":{"name":"root","role":"ADMIN","tokens":true}}`},
	} {
		t.Run(what, func(t *testing.T) {
			h := graph.NewHandler(store, graph.Options{Tokens: c.tokens})
			as := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				h.ServeHTTP(w, r.WithContext(auth.With(r.Context(), c.principal)))
			})
			require.JSONEq(t, c.says, data(t, as, `{ viewer { name role tokens } }`, nil))
		})
	}
}

func TestArticlesAreFoundForWhoeverMaySuggest(t *testing.T) {
	asked := ""
	h := graph.NewHandler(memory.Open(), graph.Options{Extractors: []string{"rules"}, Articles: func(_ context.Context, name, source, address string, _ int) ([]article.Article, error) {
		asked = name + "|" + source + "|" + address
		if source == "" {
			return nil, kg.BadInput("source", "it is empty")
		}
		return []article.Article{{Title: "Talks", Text: source, Notes: []string{"1 hidden element was left out"}}, {Text: "two"}}, nil
	}})
	as := func(role auth.Role) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.ServeHTTP(w, r.WithContext(auth.With(r.Context(), auth.Principal{Subject: "carl", Role: role})))
		})
	}
	const read = `mutation($in: ReadArticlesInput!) { readArticles(input: $in) { articles { title text url publishedAt { edtf } publisher language sha256 capturedAt notes } } }`
	code, _, _ := refused(t, as(auth.Reader), read, map[string]any{"in": map[string]any{"source": "x"}})
	require.Equal(t, "FORBIDDEN", code)
	require.JSONEq(t, `{"readArticles": {"articles": [
		{"title": "Talks", "text": "one", "url": null, "publishedAt": null, "publisher": null, "language": null, "sha256": null, "capturedAt": null, "notes": ["1 hidden element was left out"]},
		{"title": null, "text": "two", "url": null, "publishedAt": null, "publisher": null, "language": null, "sha256": null, "capturedAt": null, "notes": []}
	]}}`, data(t, as(auth.Contributor), read, map[string]any{"in": map[string]any{"source": "one", "name": "a.txt"}}))
	require.Equal(t, "a.txt|one|", asked)
	for argument, in := range map[string]map[string]any{
		"input": {}, "input.url": {"url": "https://example.org"}, "input.source": {"source": ""},
	} {
		code, at, message := refused(t, as(auth.Contributor), read, map[string]any{"in": in})
		require.Equal(t, []string{"BAD_USER_INPUT", argument}, []string{code, at}, message)
	}
	require.JSONEq(t, `{"viewer": {"extractors": ["rules"], "fetches": false}}`, data(t, h, `{ viewer { extractors fetches } }`, nil))
}
