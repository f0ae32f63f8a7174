package graphqlhttp_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/testserver"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/graphqlhttp"
)

const (
	plain = "application/json"
	typed = "application/graphql-response+json"
)

// serve returns a handler of { name find(id: Int!) } and mutation { name }, and
// how often it has executed something.
func serve(transport graphqlhttp.Transport) (http.Handler, *int) {
	executed := new(int)
	s := testserver.New()
	s.AddTransport(transport)
	s.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		*executed++
		return next(ctx)
	})
	return s, executed
}

func post(body string, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", plain)
	return with(r, headers)
}

func get(values url.Values, headers ...string) *http.Request {
	return with(httptest.NewRequest(http.MethodGet, "/graphql?"+values.Encode(), nil), headers)
}

// with sets headers, given as names and values in turn; an empty value removes.
func with(r *http.Request, headers []string) *http.Request {
	for i := 0; i < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i+1] == "" {
			r.Header.Del(headers[i])
		}
	}
	return r
}

func answer(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestWhatTheAnswerIsSentAsFollowsFromAccept(t *testing.T) {
	h, _ := serve(graphqlhttp.Transport{})
	for name, c := range map[string]struct{ accept, want string }{
		"nothing":                      {"", plain},
		"anything":                     {"*/*", plain},
		"JSON":                         {"application/json", plain},
		"the new type":                 {typed, typed},
		"the new type first":           {typed + ", application/json;q=0.9", typed},
		"JSON first":                   {typed + ";q=0.5, application/json", plain},
		"what a browser asks for":      {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", plain},
		"anything that is application": {"application/*", plain},
	} {
		t.Run(name, func(t *testing.T) {
			for _, r := range []*http.Request{post(`{"query": "{ name }"}`, "Accept", c.accept), get(url.Values{"query": {"{ name }"}}, "Accept", c.accept)} {
				w := answer(h, r)
				require.Equal(t, http.StatusOK, w.Code)
				require.Equal(t, c.want+"; charset=utf-8", w.Header().Get("Content-Type"))
				require.Equal(t, "Accept", w.Header().Get("Vary"))
				require.JSONEq(t, `{"data": {"name": "test"}}`, w.Body.String())
			}
		})
	}
}

func TestAQueryByGETIsAnsweredWhoeverAsks(t *testing.T) {
	h, _ := serve(graphqlhttp.Transport{})
	for name, headers := range map[string][]string{
		"no browser":                        nil,
		"the address bar":                   {"Sec-Fetch-Mode", "navigate", "Sec-Fetch-Site", "none"},
		"a link":                            {"Sec-Fetch-Mode", "navigate", "Sec-Fetch-Site", "cross-site"},
		"fetch of a page of its own":        {"Sec-Fetch-Mode", "cors", "Sec-Fetch-Site", "same-origin"},
		"fetch of a page of another origin": {"Sec-Fetch-Mode", "cors", "Sec-Fetch-Site", "cross-site"},
	} {
		require.Equal(t, http.StatusOK, answer(h, get(url.Values{"query": {"{ name }"}}, headers...)).Code, name)
	}
}

func TestWhatIsNotExecutedHasAStatusAndNoData(t *testing.T) {
	h, executed := serve(graphqlhttp.Transport{})
	for name, c := range map[string]struct {
		body            string
		byPlain, byType int
	}{
		"a query that does not parse":      {`{"query": "{"}`, 200, 400},
		"a query that does not validate":   {`{"query": "{ nothing }"}`, 200, 400},
		"a NUL in a query":                 {`{"query": "{ na\u0000me }"}`, 200, 400},
		"a NUL in a query's string":        {`{"query": "{ find(id: \"\u0000\") }"}`, 200, 400},
		"a cycle of fragments":             {`{"query": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"}`, 200, 400},
		"a fragment within itself":         {`{"query": "{ ...A } fragment A on Query { name ...A }"}`, 200, 400},
		"a variable of the wrong type":     {`{"query": "query($i: Int!) { find(id: $i) }", "variables": {"i": "one"}}`, 200, 400},
		"a variable that is an object":     {`{"query": "query($i: Int!) { find(id: $i) }", "variables": {"i": {"a": [1]}}}`, 200, 400},
		"a variable that is missing":       {`{"query": "query($i: Int!) { find(id: $i) }"}`, 200, 400},
		"an operation that is not there":   {`{"query": "query A { name }", "operationName": "B"}`, 200, 400},
		"a number that no Int holds":       {`{"query": "query($i: Int!) { find(id: $i) }", "variables": {"i": 1e400}}`, 200, 400},
		"a subscription":                   {`{"query": "subscription { name }"}`, 400, 400},
		"no query":                         {`{"qeury": "{ name }"}`, 400, 400},
		"a query that is a number":         {`{"query": 1}`, 400, 400},
		"variables that are a list":        {`{"query": "{ name }", "variables": []}`, 400, 400},
		"an operation's name that is true": {`{"query": "{ name }", "operationName": true}`, 400, 400},
		"extensions that are a string":     {`{"query": "{ name }", "extensions": "x"}`, 400, 400},
		"several operations":               {`[{"query": "{ name }"}]`, 400, 400},
		"nothing":                          {``, 400, 400},
		"null":                             {`null`, 400, 400},
		"half of it":                       {`{"query": "{ na`, 400, 400},
		"something behind it":              {`{"query": "{ name }"} {"query": "{ name }"}`, 400, 400},
		"bytes that are not UTF-8":         {"{\"query\": \"{ name } # \xff\"}", 400, 400},
		"a raw NUL":                        {"{\"query\": \"{ name } # \x00\"}", 400, 400},
		"endless nesting":                  {`{"query": "{ name }", "variables": ` + strings.Repeat(`{"a":`, 20000) + `1` + strings.Repeat(`}`, 20001), 400, 400},
	} {
		t.Run(name, func(t *testing.T) {
			for accept, want := range map[string]int{plain: c.byPlain, typed: c.byType} {
				w := answer(h, post(c.body, "Accept", accept))
				require.Equal(t, want, w.Code, w.Body)
				require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
				var body map[string]json.RawMessage
				require.NoError(t, json.Unmarshal(w.Body.Bytes(), &body))
				require.NotContains(t, body, "data")
				require.Contains(t, string(body["errors"]), `"message":"`)
				require.Less(t, w.Body.Len(), 1000, "what was sent comes back")
			}
		})
	}
	require.Zero(t, *executed)
}

func TestRequestsOfTheWrongFormAreRefused(t *testing.T) {
	h, executed := serve(graphqlhttp.Transport{MaxBody: 1000})
	const query = `{"query": "{ name }"}`
	for name, c := range map[string]struct {
		request *http.Request
		status  int
		says    string
	}{
		"no content type":                    {post(query, "Content-Type", ""), 415, "application/json"},
		"what a form can send across sites":  {post("query={name}", "Content-Type", "application/x-www-form-urlencoded"), 415, "application/json"},
		"what a script can send unasked":     {post(query, "Content-Type", "text/plain"), 415, "application/json"},
		"a file upload":                      {post(query, "Content-Type", "multipart/form-data; boundary=x"), 415, "application/json"},
		"a charset other than UTF-8":         {post(query, "Content-Type", "application/json; charset=latin1"), 415, "UTF-8"},
		"an answer that nobody can give":     {post(query, "Accept", "image/png"), 406, "application/json"},
		"an Accept that says nothing":        {post(query, "Accept", "; ; ;"), 406, "application/json"},
		"GET of what a page embeds":          {get(url.Values{"query": {"{ name }"}}, "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Site", "cross-site"), 403, "fetch"},
		"GET of what a neighbour embeds":     {get(url.Values{"query": {"{ name }"}}, "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Site", "same-site"), 403, "fetch"},
		"an answer that is refused":          {post(query, "Accept", "application/json;q=0"), 406, "application/json"},
		"a body that is too large":           {post(`{"query": "{ name }", "x": "` + strings.Repeat("x", 1000) + `"}`), 413, "1000 bytes"},
		"DELETE":                             {httptest.NewRequest(http.MethodDelete, "/graphql?query={name}", nil), 405, "DELETE"},
		"PUT of a query":                     {httptest.NewRequest(http.MethodPut, "/graphql", strings.NewReader(query)), 405, "PUT"},
		"a mutation by GET":                  {get(url.Values{"query": {"mutation { name }"}}), 405, "POST"},
		"a mutation by HEAD":                 {with(httptest.NewRequest(http.MethodHead, "/graphql?query=mutation{name}", nil), nil), 405, "POST"},
		"a mutation chosen among queries":    {get(url.Values{"query": {"query A { name } mutation B { name }"}, "operationName": {"B"}}), 405, "POST"},
		"a subscription by GET":              {get(url.Values{"query": {"subscription { name }"}}), 400, "text/event-stream"},
		"GET without a query":                {get(url.Values{}), 400, "query"},
		"GET with variables that are a list": {get(url.Values{"query": {"{ name }"}, "variables": {"[]"}}), 400, "variables"},
		"GET with half of the variables":     {get(url.Values{"query": {"{ name }"}, "variables": {`{"a`}}), 400, "variables"},
		"GET with bytes that are not UTF-8":  {get(url.Values{"query": {"{ name } # \xff"}}), 400, "UTF-8"},
		"GET with a broken escape":           {with(httptest.NewRequest(http.MethodGet, "/graphql?query={name}&variables=%zz", nil), nil), 400, "URL"},
	} {
		t.Run(name, func(t *testing.T) {
			w := answer(h, c.request)
			require.Equal(t, c.status, w.Code, w.Body)
			require.Contains(t, w.Body.String(), c.says)
			require.Contains(t, w.Header().Get("Content-Type"), "json")
			require.Equal(t, c.status == 405, w.Header().Get("Allow") != "", "405 names what is allowed")
		})
	}
	require.Zero(t, *executed)
}

func TestAnAnswerDoesNotGrowWithWhatIsWrong(t *testing.T) {
	h, _ := serve(graphqlhttp.Transport{})
	w := answer(h, post(`{"query": "{ `+strings.Repeat("nothing ", 1000)+`}"}`))
	var body struct{ Errors []struct{ Message string } }
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &body))
	require.Len(t, body.Errors, 20)
}

func TestAQueryThatIsNestedWithoutEndIsRefused(t *testing.T) {
	h, _ := serve(graphqlhttp.Transport{})
	for _, start := range []string{"{a", "{a(b:[", "{a(b:{c:", "query($a:[", "{...on Query"} {
		w := answer(h, post(`{"query": "`+strings.Repeat(start, 100_000)+`"}`, "Accept", typed))
		require.Equal(t, http.StatusBadRequest, w.Code)
		require.Less(t, w.Body.Len(), 1000)
	}
}

func TestOPTIONSNamesTheMethods(t *testing.T) {
	h, _ := serve(graphqlhttp.Transport{})
	w := answer(h, httptest.NewRequest(http.MethodOptions, "/graphql", nil))
	require.Equal(t, http.StatusNoContent, w.Code)
	require.Equal(t, "GET, HEAD, OPTIONS, POST", w.Header().Get("Allow"))
}

func TestAnErrorOfTheCallersRightsHasItsStatus(t *testing.T) {
	for code, want := range map[string]int{"UNAUTHENTICATED": 401, "FORBIDDEN": 403, "UNAVAILABLE": 503, "INTERNAL": 500, "OTHER": 400} {
		s := testserver.New()
		s.AddTransport(graphqlhttp.Transport{})
		s.AroundOperations(func(ctx context.Context, _ graphql.OperationHandler) graphql.ResponseHandler {
			response := graphql.ErrorResponse(ctx, "no")
			response.Errors[0].Extensions = map[string]any{"code": code}
			return graphql.OneShot(response)
		})
		require.Equal(t, want, answer(s, post(`{"query": "{ name }"}`, "Accept", typed)).Code, code)
		require.Equal(t, http.StatusOK, answer(s, post(`{"query": "{ name }"}`)).Code, code)
	}
}

func TestARequestThatEndedIsAnsweredWithAnError(t *testing.T) {
	h, _ := serve(graphqlhttp.Transport{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := answer(h, post(`{"query": "{ name }"}`, "Accept", typed).WithContext(ctx))
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.Contains(t, w.Body.String(), "canceled")
}

// FuzzBody checks that whatever is sent gets an answer that is JSON, and never
// that something went wrong here.
func FuzzBody(f *testing.F) {
	for _, body := range []string{`{"query": "{ name }"}`, `{"query": "{", "variables": null}`, `[]`, `{"query":"query($i:Int!){find(id:$i)}","variables":{"i":1}}`, "\xff", `{"query":"","extensions":{"persistedQuery":{"version":1}}}`} {
		f.Add(body, typed, "")
		f.Add(body, "", `{"i": 1}`)
	}
	h, _ := serve(graphqlhttp.Transport{MaxBody: 1 << 16, Version: func(context.Context) (string, error) { return "1", nil }})
	f.Fuzz(func(t *testing.T, body, accept, variables string) {
		for _, r := range []*http.Request{post(body, "Accept", accept), get(url.Values{"query": {body}, "variables": {variables}}, "Accept", accept)} {
			w := answer(h, r)
			require.Less(t, w.Code, 500, w.Body)
			require.True(t, json.Valid(w.Body.Bytes()), w.Body)
			require.True(t, utf8.Valid(w.Body.Bytes()))
		}
	})
}

var errBroken = errors.New("broken")
