package graphqlhttp_test

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/graphqlhttp"
)

// versions is a Version whose answer can be changed.
type versions struct {
	now string
	err error
}

func (v *versions) version(context.Context) (string, error) { return v.now, v.err }

var find = url.Values{"query": {"query A($i: Int = 1) { find(id: $i) } query B { name }"}, "operationName": {"A"}, "variables": {`{"i": 1}`}}

func TestAnUnchangedAnswerCostsA304AndIsNotExecuted(t *testing.T) {
	v := &versions{now: "1"}
	h, executed := serve(graphqlhttp.Transport{Version: v.version})
	first := answer(h, get(find))
	tag := first.Header().Get("ETag")
	require.Regexp(t, `^W/"[\w-]{22}"$`, tag)
	require.Equal(t, "no-cache", first.Header().Get("Cache-Control"))
	require.Equal(t, 1, *executed)

	for _, kept := range []string{tag, tag[2:], `"other", ` + tag} {
		again := answer(h, get(find, "If-None-Match", kept))
		require.Equal(t, http.StatusNotModified, again.Code)
		require.Empty(t, again.Body.String())
		require.Equal(t, tag, again.Header().Get("ETag"))
		require.Equal(t, "no-cache", again.Header().Get("Cache-Control"))
		require.Equal(t, "Accept", again.Header().Get("Vary"))
	}
	require.Equal(t, 1, *executed)

	v.now = "2"
	changed := answer(h, get(find, "If-None-Match", tag))
	require.Equal(t, http.StatusOK, changed.Code)
	require.NotEqual(t, tag, changed.Header().Get("ETag"))
	require.Equal(t, 2, *executed)
}

func TestTheTagDependsOnEverythingThatTheAnswerDoes(t *testing.T) {
	v := &versions{now: "1"}
	tag := func(answerer string, values url.Values, headers ...string) string {
		h, _ := serve(graphqlhttp.Transport{Version: v.version, Answerer: answerer})
		w := answer(h, get(values, headers...))
		require.Equal(t, http.StatusOK, w.Code, w.Body)
		return w.Header().Get("ETag")
	}
	but := func(name, value string) url.Values {
		other := maps.Clone(find)
		other.Set(name, value)
		return other
	}
	seen := map[string]string{}
	for what, tag := range map[string]string{
		"as it is":                tag("", find),
		"another query":           tag("", but("query", find.Get("query")+" ")),
		"another operation":       tag("", but("operationName", "B")),
		"other variables":         tag("", but("variables", `{"i": 2}`)),
		"no variables":            tag("", but("variables", ``)),
		"another type of answer":  tag("", find, "Accept", typed),
		"another program":         tag("another", find),
		"another token":           tag("", find, "Authorization", "Bearer another"),
		"text moved between them": tag("1", but("variables", `{"i": 1, "j": ""}`)),
	} {
		require.NotEmpty(t, tag, what)
		require.NotContains(t, seen, tag, what)
		seen[tag] = what
	}
	require.Equal(t, tag("", find), tag("", but("variables", ` { "i" : 1 } `)), "blanks make no difference")
	require.Equal(t, tag("", find), tag("", find, "X-Other", "header"))
}

func TestErrorsAndWhatIsPostedHaveNoTag(t *testing.T) {
	v := &versions{now: "1"}
	h, _ := serve(graphqlhttp.Transport{Version: v.version})
	for name, r := range map[string]*http.Request{
		"an error":          get(url.Values{"query": {"{ nothing }"}}),
		"what is posted":    post(`{"query": "{ name }"}`),
		"a mutation":        post(`{"query": "mutation { name }"}`),
		"no query at all":   get(url.Values{}),
		"a mutation by GET": get(url.Values{"query": {"mutation { name }"}}),
	} {
		w := answer(h, r)
		require.Empty(t, w.Header().Get("ETag"), name)
		require.Equal(t, "no-store", w.Header().Get("Cache-Control"), name)
	}
	head := answer(h, httptest.NewRequest(http.MethodHead, "/graphql?"+find.Encode(), nil))
	require.Equal(t, answer(h, get(find)).Header().Get("ETag"), head.Header().Get("ETag"))
}

func TestAGraphWithoutAVersionIsAnsweredWithoutATag(t *testing.T) {
	for name, transport := range map[string]graphqlhttp.Transport{
		"no version":                {},
		"an empty version":          {Version: (&versions{}).version},
		"a version that is unknown": {Version: (&versions{now: "1", err: errBroken}).version},
	} {
		h, _ := serve(transport)
		w := answer(h, get(find))
		require.Equal(t, http.StatusOK, w.Code, name)
		require.Empty(t, w.Header().Get("ETag"), name)
	}
}

func TestTheProgramHasAName(t *testing.T) {
	require.NotEmpty(t, graphqlhttp.Program())
	require.Equal(t, graphqlhttp.Program(), graphqlhttp.Program())
}
