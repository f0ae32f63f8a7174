package command

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest/needs"
)

// talk sends text over a connection and returns what was answered until the server
// closed it.
func (s started) talk(t *testing.T, text string) string {
	t.Helper()
	connection, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	require.NoError(t, err)
	defer connection.Close()
	require.NoError(t, connection.SetDeadline(time.Now().Add(readHeaderTimeout+20*time.Second)))
	_, err = io.WriteString(connection, text)
	require.NoError(t, err)
	answer, err := io.ReadAll(connection)
	require.NoError(t, err, "the connection is held")
	return string(answer)
}

// posted posts a body as curators do and returns the status and what was answered.
func (s started) posted(t *testing.T, body string) string {
	t.Helper()
	response, text := send(t, http.MethodPost, s.url+"/graphql", body, "Content-Type", "application/json", "Authorization", "Bearer "+curatorToken)
	return fmt.Sprint(response.StatusCode, " ", text)
}

func (s started) queried(t *testing.T, query string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	require.NoError(t, err)
	return s.posted(t, string(body))
}

// closedSocket sends messages over a WebSocket and returns the code that it is
// closed with.
func (s started) closedSocket(t *testing.T, messages ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	socket, _, err := websocket.Dial(ctx, s.url+"/graphql", &websocket.DialOptions{
		Subprotocols: []string{"graphql-transport-ws"}, HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
	})
	require.NoError(t, err)
	defer func() { _ = socket.CloseNow() }()
	closed := make(chan error, 1)
	go func() {
		for {
			if _, _, err := socket.Read(ctx); err != nil {
				closed <- err
				return
			}
		}
	}()
	for _, m := range messages {
		if socket.Write(ctx, websocket.MessageText, []byte(m)) != nil {
			break // it may be closed meanwhile
		}
	}
	return fmt.Sprint(websocket.CloseStatus(<-closed))
}

func TestBadInputIsRefusedLoggedOnceAndNothingIsHeld(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	var logged log
	s := startLogging(t, &logged, "--addr", ":0", "--db", ":memory:")
	s.queried(t, whoSpeaksForPutin)
	before := runtime.NumGoroutine()
	for what, c := range map[string]struct {
		send func(t *testing.T) string
		says string
	}{
		"a query of 10 MB": {func(t *testing.T) string { return s.queried(t, "{ __typename "+strings.Repeat(" ", 10<<20)+"}") }, "413 "},
		"10,000 aliases":   {func(t *testing.T) string { return s.queried(t, repeated("{", 10_000, "a#: __typename ", "}")) }, "BAD_USER_INPUT"},
		"a variable of the wrong type": {func(t *testing.T) string {
			return s.posted(t, `{"query": "query($n: Int) { relations(first: $n) { totalCount } }", "variables": {"n": {"a": "b"}}}`)
		}, "GRAPHQL_VALIDATION_FAILED"},
		"deep recursion by fragments": {func(t *testing.T) string {
			return s.queried(t, chainOfFragments(100))
		}, "levels deep"},
		"cyclic fragments": {func(t *testing.T) string {
			return s.queried(t, "{ ...F } fragment F on Query { ...G } fragment G on Query { __typename ...F }")
		}, "contains itself"},
		"invalid UTF-8":    {func(t *testing.T) string { return s.posted(t, "{\"query\": \"{ node(id: \\\"\xff\\\") { id } }\"}") }, "400 "},
		"a NUL in a query": {func(t *testing.T) string { return s.posted(t, `{"query": "{ na\u0000me }"}`) }, "GRAPHQL_PARSE_FAILED"},
		"a NUL in a string": {func(t *testing.T) string {
			return s.queried(t, `mutation { addEntity(input: {id: "nul", kind: PERSON, name: "a\u0000b"}) { entity { id } } }`)
		}, "BAD_USER_INPUT"},
		"a NUL in a search": {func(t *testing.T) string { return s.queried(t, `{ search(text: "\u0000") { matched } }`) }, "BAD_USER_INPUT"},
		"a NUL in a filter": {func(t *testing.T) string {
			return s.queried(t, `{ relations(filter: {with: ["\u0000"]}) { totalCount } }`)
		}, "BAD_USER_INPUT"},
		"a body that is cut": {func(t *testing.T) string { return s.posted(t, `{"query": "{ __type`) }, "400 "},
		"a stream of what is no JSON": {func(t *testing.T) string {
			_, text := send(t, http.MethodPost, s.url+"/graphql", "no JSON", "Content-Type", "application/json", "Accept", "text/event-stream")
			return text
		}, "cannot be read"},
		"a subscription that never acks": {func(t *testing.T) string { return s.closedSocket(t) }, "4408"},
		"a WebSocket message of 100 MB": {func(t *testing.T) string {
			return s.closedSocket(t, `{"type": "connection_init"}`, strings.Repeat(" ", 100<<20))
		}, "MessageTooBig"},
		"a WebSocket message of no JSON": {func(t *testing.T) string { return s.closedSocket(t, `{"type": "connection_init"}`, "\x00") }, "4400"},
		"slow headers": {func(t *testing.T) string {
			return "closed" + s.talk(t, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
		}, "closed"},
		"no HTTP": {func(t *testing.T) string { return s.talk(t, "\x16\x03\x01 hello\r\n\r\n") }, "400 "},
		"headers that are too large": {func(t *testing.T) string {
			return s.talk(t, "GET /"+strings.Repeat("a", 100_000)+" HTTP/1.1\r\nHost: localhost\r\n\r\n")
		}, "431 "},
		"a WebSocket by HTTP/1.0": {func(t *testing.T) string {
			return s.talk(t, "GET /graphql HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
		}, " 426 "},
		"chunks by HTTP/1.0": {func(t *testing.T) string {
			return s.talk(t, "POST /graphql HTTP/1.0\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
		}, " 400 "},
		"a path out of the static files": {func(t *testing.T) string {
			return s.talk(t, "GET /assets/..%2f..%2f..%2fgo.mod HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		}, " 404 "},
		"a path out of them by backslashes": {func(t *testing.T) string {
			return s.talk(t, "GET /assets/..%5c..%5cgo.mod HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		}, " 404 "},
		"a path with a NUL": {func(t *testing.T) string {
			return s.talk(t, "GET /assets/%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		}, " 404 "},
		"a path out of them that is normalised": {func(t *testing.T) string {
			_, text := send(t, http.MethodGet, s.url+"/assets/../../../go.mod", "")
			return text
		}, "404 "},
	} {
		t.Run(what, func(t *testing.T) {
			from := len(logged.String())
			require.Contains(t, c.send(t), c.says)
			lines := func() string { return logged.String()[from:] }
			require.Eventually(t, func() bool { return lines() != "" }, time.Minute, 10*time.Millisecond, "it is not logged")
			time.Sleep(50 * time.Millisecond) // for what would be logged twice
			require.Equal(t, 1, strings.Count(lines(), "\n"), lines())
			require.Contains(t, lines(), "level=INFO")
			require.Less(t, len(lines()), 1000, "what was sent is not logged whole")
		})
	}
	// Eventually would count the goroutine that it looks from.
	for end := time.Now().Add(time.Minute); runtime.NumGoroutine() > before && time.Now().Before(end); {
		time.Sleep(50 * time.Millisecond)
	}
	if !assert.LessOrEqual(t, runtime.NumGoroutine(), before, "something is held") {
		_ = pprof.Lookup("goroutine").WriteTo(os.Stderr, 1)
	}
	_, metrics := get(t, s.url+"/metrics")
	require.Contains(t, metrics, "conflictgraph_subscriptions 0\n")
	require.Contains(t, metrics, "conflictgraph_operations_waiting 0\n")
	require.Contains(t, s.query(t, whoSpeaksForPutin), "Dmitry Peskov", "it answers as before")
}

// chainOfFragments returns a query of fragments within each other, none of which
// contains itself.
func chainOfFragments(n int) string {
	var b strings.Builder
	b.WriteString("{ entities { nodes { ...F0 } } }")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Entity { partOf { nodes { ...F%d } } }", i, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Entity { id }", n)
	return b.String()
}
