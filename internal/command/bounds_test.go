package command

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// repeated is n times a text with its number for #, between two others.
func repeated(before string, n int, text, after string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(text, "#", fmt.Sprint(i)))
	}
	return before + b.String() + after
}

// code posts a query and returns the status and the code of the first error; the
// code is empty for an answer.
func (s started) code(t *testing.T, query string) (int, string) {
	t.Helper()
	status, body := s.ask(t, "", query)
	var answer struct {
		Data   json.RawMessage
		Errors []struct{ Extensions struct{ Code string } }
	}
	require.NoError(t, json.Unmarshal([]byte(body), &answer), body)
	if len(answer.Errors) == 0 {
		return status, ""
	}
	require.Contains(t, []string{"", "null"}, string(answer.Data), "of what is refused, nothing is executed")
	return status, answer.Errors[0].Extensions.Code
}

func TestEachLimitHasAFlag(t *testing.T) {
	clearEnvironment(t)
	const name = `{ entity(id: "ukraine") { name } }`
	for flag, c := range map[string]struct {
		limit      int
		fits, more string
	}{
		"--max-query":       {len(name), name, strings.Replace(name, "name", "name ", 1)},
		"--max-tokens":      {11, name, `{ entity(id: "ukraine") { name id } }`},
		"--max-depth":       {2, name, `{ relations { nodes { id } } }`},
		"--max-aliases":     {1, `{ a: entity(id: "ukraine") { name } }`, `{ a: entity(id: "ukraine") { b: name } }`},
		"--max-root-fields": {1, name, `{ entity(id: "ukraine") { name } stats { total } }`},
		"--max-directives":  {1, `{ entity(id: "ukraine") { name @include(if: true) } }`, `{ entity(id: "ukraine") { name @include(if: true) @skip(if: false) } }`},
		"--max-cost":        {12, `{ relations(first: 10) { nodes { id } } }`, `{ relations(first: 11) { nodes { id } } }`},
	} {
		t.Run(flag, func(t *testing.T) {
			s := start(t, "--addr", ":0", "--db", ":memory:", flag, fmt.Sprint(c.limit))
			status, code := s.code(t, c.fits)
			require.Equal(t, http.StatusOK, status)
			require.Empty(t, code)
			_, code = s.code(t, c.more)
			require.Equal(t, "BAD_USER_INPUT", code)
			free := start(t, "--addr", ":0", "--db", ":memory:", flag, "0")
			_, code = free.code(t, c.more)
			require.Empty(t, code, "0 is no limit")
		})
	}
}

func TestADefaultServerRefusesWhatIsMadeToCostMuch(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	deep := "id"
	for range 4 {
		deep = `relations(first: 100) { nodes { subject { ` + deep + ` } } }`
	}
	for what, query := range map[string]string{
		"a hundred four levels deep":  "{" + deep + "}",
		"10,000 aliases":              repeated("{", 10_000, "a#: __typename ", "}"),
		"101 aliases":                 repeated("{", 101, "a#: __typename ", "}"),
		"500 of one field":            repeated("{", 500, "__typename ", "}"),
		"10 unknown directives":       "{ __typename @aa@aa@aa@aa@aa@aa@aa@aa@aa@aa }",
		"a fragment of itself":        "{ ...F } fragment F on Query { ...F }",
		"a cycle of fragments":        "{ ...F } fragment F on Query { ...G } fragment G on Query { __typename ...F }",
		"deep recursion by fragments": repeated("{ ...F0 }", 500, "fragment F# on Entity { partOf { nodes { ...F } } }", ""),
		"the schema, round and round": "{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }",
		"many paths":                  repeated("{", 50, `p#: paths(from: "ukraine", to: "france", first: 100) { paths { nodes { id relations(first: 100) { nodes { id } } } } } `, "}"),
		"a query of 10 MB":            "{ __typename " + strings.Repeat(" ", 10<<20) + "}",
		"a very long name":            "{ " + strings.Repeat("a", 100_000) + " }",
		"values within each other":    `{ relations(filter: ` + strings.Repeat("[", 900) + strings.Repeat("]", 900) + `) { nodes { id } } }`,
		"a variable of another type":  `query ($id: Int = "x") { entity(id: $id) { name } }`,
		"an operation of nothing":     "{}",
	} {
		t.Run(what, func(t *testing.T) {
			_, code := s.code(t, query)
			require.NotContains(t, []string{"", "INTERNAL", "UNAVAILABLE", "TIMEOUT"}, code)
		})
	}
	require.Contains(t, s.query(t, whoSpeaksForPutin), "Dmitry Peskov", "it answers as before")
}

func TestWhoAsksForMuchIsToldToComeBack(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:", "--rate-limit", "1", "--max-cost", "2000")
	headers := []string{"Content-Type", "application/json"}
	status := http.StatusOK
	for range 10 { // 1103 each, of 2000
		var response *http.Response
		var body string
		response, body = send(t, http.MethodPost, s.url+"/graphql", `{"query": "{ relations(first: 100) { nodes { id status certainty subject { id name } object { id name } type { id } } } }"}`, headers...)
		if status = response.StatusCode; status != http.StatusOK {
			require.NotEmpty(t, response.Header.Get("Retry-After"))
			require.Contains(t, body, "RATE_LIMITED")
			break
		}
	}
	require.Equal(t, http.StatusTooManyRequests, status)
	page, _ := send(t, http.MethodGet, s.url+"/healthz", "")
	require.Equal(t, http.StatusOK, page.StatusCode)
}

func TestOnlyTrustedDocumentsAreAnsweredWhereThereAreSome(t *testing.T) {
	atTheTop(t)
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:", "--trusted-documents", "web/examples")
	s.answersExamples(t)
	_, code := s.code(t, whoSpeaksForPutin)
	require.Equal(t, "FORBIDDEN", code)
}

func TestLimitsThatMakeNoSenseAreRefused(t *testing.T) {
	clearEnvironment(t)
	for flag, value := range map[string]string{"--trusted-documents": "no-such-folder", "--max-operations": "0", "--rate-limit": "-1", "--request-timeout": "-1s", "--trusted-proxy": "somewhere"} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		require.ErrorContains(t, Run(ctx, []string{"--addr", ":0", "--db", ":memory:", flag + "=" + value}, io.Discard, io.Discard), flag)
		cancel()
	}
}

func TestWhatIsSlowOrStrangeIsCutOff(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:", "--request-timeout", "1s")
	talk := func(text string) string {
		connection, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		require.NoError(t, err)
		defer connection.Close()
		require.NoError(t, connection.SetDeadline(time.Now().Add(time.Minute)))
		_, err = io.WriteString(connection, text)
		require.NoError(t, err)
		answer, err := io.ReadAll(connection)
		require.NoError(t, err, "the connection is held")
		return string(answer)
	}
	const body = `{"query": "{ entity(id: \"ukraine\") { name } }"}`
	require.Contains(t, talk("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"que"), "400 Bad Request", "a body that does not arrive")
	require.Contains(t, talk(fmt.Sprintf("POST /graphql HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)), `{"name":"Ukraine"}`, "HTTP/1.0")
	require.Contains(t, talk("GET /"+strings.Repeat("a", 100_000)+" HTTP/1.1\r\nHost: localhost\r\n\r\n"), "431 ", "headers that are too large")
	require.Contains(t, talk("GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n"), "505 ")
	require.Contains(t, talk("GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: b\r\n\r\n"), "400 ")
	for _, path := range []string{"/../../go.mod", "/..%2f..%2fgo.mod", "/%2e%2e/%2e%2e/go.mod", "/assets/..%5c..%5cgo.mod", "/assets/%00"} {
		answer := talk("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		require.NotContains(t, answer, "module ", path)
		require.NotContains(t, answer, "HTTP/1.1 200", path)
	}
}
