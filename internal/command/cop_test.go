package command

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// cop looks for what graphql-cop (https://github.com/dolevf/graphql-cop) looks for,
// in its way: as a client that is no browser and accepts anything, with an operation
// that is called cop.
type cop struct {
	t        *testing.T
	endpoint string
}

// copAnswer is what is looked at of an answer.
type copAnswer struct {
	Data   map[string]json.RawMessage
	Errors []struct {
		Message    string
		Extensions map[string]any
	}
	Extensions map[string]any
	text       string
}

func (c cop) send(method, address, body string, headers ...string) (a copAnswer) {
	response, text := send(c.t, method, address, body, append([]string{"Accept", "*/*"}, headers...)...)
	require.Less(c.t, response.StatusCode, http.StatusInternalServerError, "%s %s", method, body)
	a.text = text
	_ = json.Unmarshal([]byte(text), &a) // what is no JSON has no data
	return a
}

func (c cop) post(query string) copAnswer {
	body, err := json.Marshal(map[string]string{"query": query, "operationName": "cop"})
	require.NoError(c.t, err)
	return c.send(http.MethodPost, c.endpoint, string(body), "Content-Type", "application/json")
}

func (c cop) get(query string) copAnswer {
	return c.send(http.MethodGet, c.endpoint+"?"+url.Values{"query": {query}}.Encode(), "")
}

func (a copAnswer) has(field string) bool {
	value, found := a.Data[field]
	return found && string(value) != "null"
}

// tells reports whether an answer has an extension such as tracing.
func (a copAnswer) tells(extension string) bool {
	_, found := a.Extensions[extension]
	for _, e := range a.Errors {
		_, inError := e.Extensions[extension]
		found = found || inError
	}
	return found
}

var copChecks = map[string]func(c cop) bool{
	"Introspection": func(c cop) bool {
		return c.post("query cop { __schema { types { name fields { name } } } }").has("__schema")
	},
	"Introspection-based Circular Query": func(c cop) bool {
		return c.post("query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }").has("__schema")
	},
	"Field Suggestions": func(c cop) bool {
		return strings.Contains(c.post("query cop { __schema { directive } }").text+c.post("query cop { entty }").text, "Did you mean")
	},
	"GraphQL IDE": func(c cop) bool {
		text := c.send(http.MethodGet, c.endpoint, "", "Accept", "text/html").text
		return strings.Contains(text, "GraphiQL") || strings.Contains(strings.ToLower(text), "playground")
	},
	"GET Method Query Support":     func(c cop) bool { return c.get("query cop {__typename}").has("__typename") },
	"Mutation is allowed over GET": func(c cop) bool { return c.get("mutation cop {__typename}").has("__typename") },
	"POST based url-encoded query": func(c cop) bool {
		return c.send(http.MethodPost, c.endpoint, url.Values{"query": {"query cop { __typename }"}}.Encode(), "Content-Type", "application/x-www-form-urlencoded").has("__typename")
	},
	"Alias Overloading": func(c cop) bool {
		return c.post(repeated("query cop { ", 101, "alias#:__typename ", "}")).has("alias100")
	},
	"Field Duplication": func(c cop) bool { return c.post(repeated("query cop { ", 500, "__typename ", "}")).has("__typename") },
	"Directive Overloading": func(c cop) bool {
		return len(c.post("query cop { __typename "+strings.Repeat("@aa", 10)+" }").Errors) == 10
	},
	"Trace Mode":                 func(c cop) bool { return c.post("query cop { __typename }").tells("tracing") },
	"Unhandled Errors Detection": func(c cop) bool { return c.post("qwerty cop { abc }").tells("exception") },
	"Array-based Query Batching": func(c cop) bool {
		text := c.send(http.MethodPost, c.endpoint, "["+strings.Repeat(`{"query": "query cop { __typename }"},`, 9)+`{"query": "query cop { __typename }"}]`, "Content-Type", "application/json").text
		var answers []json.RawMessage
		return json.Unmarshal([]byte(text), &answers) == nil && len(answers) > 0
	},
}

func TestWhatGraphQLCopFinds(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_READER", readerToken)
	byGET, schema := "GET Method Query Support", "Introspection"
	for name, c := range map[string]struct {
		args  []string
		finds []string
	}{
		"on this machine":                    {nil, []string{byGET, schema}},
		"where both are closed":              {[]string{"--no-introspection", "--no-get", "--suggestions"}, nil},
		"where suggestions are asked for":    {[]string{"--suggestions"}, []string{"Field Suggestions", byGET, schema}},
		"where others can reach the server":  {[]string{"--addr", "0.0.0.0:0"}, nil},
		"where they may read without tokens": {[]string{"--addr", "0.0.0.0:0", "--open-reading"}, []string{byGET, schema}},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, append([]string{"--addr", ":0", "--db", ":memory:"}, c.args...)...)
			var found []string
			for _, check := range slices.Sorted(maps.Keys(copChecks)) {
				if copChecks[check](cop{t, s.url + "/graphql"}) {
					found = append(found, check)
				}
			}
			require.Equal(t, c.finds, found)
		})
	}
}
