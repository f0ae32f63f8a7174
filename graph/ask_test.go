package graph_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// answer is a GraphQL response.
type answer struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
}

// ask posts a query and returns the answer, whatever it is.
func ask(t testing.TB, h http.Handler, query string, variables map[string]any) answer {
	t.Helper()
	return asked(t, h, query, variables)
}

func asked(t require.TestingT, h http.Handler, query string, variables map[string]any) answer {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	require.NoError(t, err)
	request := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, request)
	var a answer
	require.NoError(t, json.Unmarshal(recorder.Body.Bytes(), &a), recorder.Body.String())
	return a
}

// data asks and returns what was answered as JSON; any error fails the test.
func data(t testing.TB, h http.Handler, query string, variables map[string]any) string {
	t.Helper()
	a := ask(t, h, query, variables)
	require.Empty(t, a.Errors, query)
	return string(a.Data)
}

// refused asks and returns the one error, with its code and argument.
func refused(t testing.TB, h http.Handler, query string, variables map[string]any) (code, argument, message string) {
	t.Helper()
	a := ask(t, h, query, variables)
	require.Len(t, a.Errors, 1, "%s\n%s", query, a.Data)
	code, _ = a.Errors[0].Extensions["code"].(string)
	argument, _ = a.Errors[0].Extensions["argument"].(string)
	return code, argument, a.Errors[0].Message
}

// rows counts how often a field stands in an answer.
func rows(answer, field string) int { return strings.Count(answer, `"`+field+`":`) }
