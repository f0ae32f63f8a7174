package command

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
)

// at sends a request for a path to the server as if it had a name, and returns the
// status and the body.
func (s started) at(t *testing.T, host, method, path string, headers ...string) (int, string) {
	t.Helper()
	body := ""
	if method == http.MethodPost {
		body = `{"query": "{ entity(id: \"ukraine\") { name } }"}`
		headers = append(headers, "Content-Type", "application/json")
	}
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	require.NoError(t, err)
	r.Host = host
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(text)
}

// socket tries to open a WebSocket at a host, for a page of an origin, and returns the
// status that is answered.
func (s started) socket(t *testing.T, host, origin string, headers ...string) int {
	t.Helper()
	h := http.Header{}
	if origin != "" {
		h.Set("Origin", origin)
	}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	connection, response, err := websocket.Dial(t.Context(), s.url+"/graphql", &websocket.DialOptions{Host: host, HTTPHeader: h, Subprotocols: []string{"graphql-transport-ws"}})
	if err == nil {
		_ = connection.CloseNow()
	}
	require.NotNil(t, response, "%v", err)
	return response.StatusCode
}

// everything is what a server serves.
var everything = []struct{ method, path string }{
	{"POST", "/graphql"}, {"GET", "/graphql?query={__typename}"}, {"OPTIONS", "/graphql"}, {"GET", "/"}, {"GET", "/graphiql"}, {"GET", "/schema.graphqls"},
	{"GET", "/export/csv"}, {"GET", "/metrics"}, {"GET", "/healthz"}, {"GET", "/readyz"}, {"GET", "/nothing"},
}

func TestAServerOfThisMachineAnswersToItsOwnNamesOnly(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", "127.0.0.1:0", "--db", ":memory:", "--cors-origin", "*", "--pprof-addr", ":0")
	for host, own := range map[string]bool{
		"localhost": true, "localhost:8080": true, "LocalHost": true, "localhost.": true, "127.0.0.1": true, "127.0.0.1:1": true, "127.8.9.10:80": true,
		"[::1]": true, "[::1]:8080": true, "[::ffff:127.0.0.1]:8080": true,
		"evil.example": false, "evil.example:8080": false, "localhost.evil.example": false, "127.0.0.1.evil.example": false, "evil.example.": false,
		"0.0.0.0": false, "0.0.0.0:8080": false, "[::]": false, "10.0.0.1": false, "[2001:db8::1]:8080": false, "notlocalhost": false, "a.localhost": false,
		"localhost:x": false, "localhost:99999": false, "[::1": false, "localhost,evil.example": false,
	} {
		t.Run(host, func(t *testing.T) {
			for _, c := range everything {
				status, body := s.at(t, host, c.method, c.path)
				if own {
					require.NotContains(t, []int{421, 403}, status, c.path)
					continue
				}
				if status == http.StatusBadRequest { // it is no host at all, as net/http sees it
					continue
				}
				require.Equal(t, http.StatusMisdirectedRequest, status, c.path)
				require.Contains(t, body, "--allowed-host")
				require.Contains(t, body, strings.SplitN(host, `"`, 2)[0])
				require.NotContains(t, body, "Ukraine")
			}
			want := http.StatusSwitchingProtocols
			if !own {
				want = http.StatusMisdirectedRequest
			}
			if got := s.socket(t, host, "http://"+host); got != http.StatusBadRequest || own {
				require.Equal(t, want, got)
			}
		})
	}
}

func TestAServerAnswersToTheNamesThatItWasTold(t *testing.T) {
	clearEnvironment(t)
	here := start(t, "--addr", "localhost:0", "--db", ":memory:", "--allowed-host", "Graph.example.org", "--allowed-host", "192.0.2.1")
	everywhere := start(t, "--addr", "0.0.0.0:0", "--db", ":memory:", "--without-authentication")
	limited := start(t, "--addr", "0.0.0.0:0", "--db", ":memory:", "--without-authentication", "--allowed-host", "graph.example.org")
	for host, wants := range map[string][3]int{
		"graph.example.org": {200, 200, 200}, "GRAPH.example.org:443": {200, 200, 200}, "localhost:8080": {200, 200, 200},
		"192.0.2.1": {200, 200, 421}, "evil.example": {421, 200, 421},
	} {
		for i, s := range []started{here, everywhere, limited} {
			status, _ := s.at(t, host, "POST", "/graphql")
			require.Equal(t, wants[i], status, "%s at server %d", host, i)
		}
	}
	for _, name := range []string{"https://example.org", "example.org:8080", "example.org/graph", "two names"} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		require.ErrorContains(t, Run(ctx, []string{"--addr", ":0", "--db", ":memory:", "--allowed-host=" + name}, io.Discard, io.Discard), "--allowed-host")
	}
}

func TestProfilesAreServedUnderTheNamesOfThisMachineOnly(t *testing.T) {
	clearEnvironment(t)
	var logged log
	startLogging(t, &logged, "--addr", ":0", "--db", ":memory:", "--pprof-addr", ":0")
	_, address, _ := strings.Cut(logged.String(), "url=")
	profiles := started{url: strings.TrimSuffix(strings.Fields(address)[0], "/debug/pprof/")}
	status, _ := profiles.at(t, "localhost", "GET", "/debug/pprof/")
	require.Equal(t, 200, status)
	status, _ = profiles.at(t, "evil.example", "GET", "/debug/pprof/")
	require.Equal(t, 421, status)
}

func TestWhatAProxyPassesOnIsNotOfThisMachine(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_READER", readerToken)
	s := start(t, "--addr", "localhost:0", "--db", ":memory:")
	for _, header := range []string{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"} {
		for _, c := range everything {
			status, body := s.at(t, "localhost", c.method, c.path, header, "192.0.2.1")
			require.Equal(t, 403, status, "%s %s", header, c.path)
			require.Contains(t, body, "--trusted-proxy")
			require.NotContains(t, body, "Ukraine")
		}
		require.Equal(t, 403, s.socket(t, "localhost", "", header, "192.0.2.1"))
	}
}

func TestBehindAProxyNothingIsOpenThatWasNotOpened(t *testing.T) {
	clearEnvironment(t)
	require.ErrorContains(t, Run(t.Context(), []string{"--addr", ":0", "--db", ":memory:", "--trusted-proxy", "127.0.0.1"}, io.Discard, io.Discard), "--trusted-proxy")
	t.Setenv("CONFLICTGRAPH_TOKEN_READER", readerToken)
	for _, proxy := range []string{"127.0.0.1", "127.0.0.0/8", "10.0.0.0/8"} {
		s := start(t, "--addr", "127.0.0.1:0", "--db", ":memory:", "--trusted-proxy", proxy)
		for _, headers := range [][]string{nil, {"X-Forwarded-For", "192.0.2.1"}} {
			for _, path := range []string{"/metrics", "/export/csv", "/schema.graphqls"} {
				status, _ := s.at(t, "graph.example.org", "GET", path, headers...)
				require.Equal(t, 401, status, path)
			}
			status, body := s.at(t, "graph.example.org", "POST", "/graphql", headers...)
			require.Equal(t, 401, status)
			require.NotContains(t, body, "Ukraine")
			status, body = s.at(t, "graph.example.org", "POST", "/graphql", append(headers, "Authorization", "Bearer "+readerToken)...)
			require.Equal(t, 200, status, body)
		}
	}
	open := start(t, "--addr", "127.0.0.1:0", "--db", ":memory:", "--trusted-proxy", "127.0.0.1", "--open-reading")
	status, _ := open.at(t, "graph.example.org", "POST", "/graphql", "X-Forwarded-For", "192.0.2.1")
	require.Equal(t, 200, status)
	status, _ = open.at(t, "graph.example.org", "GET", "/metrics", "X-Forwarded-For", "192.0.2.1")
	require.Equal(t, 401, status)
}

func TestRatesCountWhomATrustedProxyAsksFor(t *testing.T) {
	clearEnvironment(t)
	spend := []string{"--db", ":memory:", "--open-reading", "--rate-limit", "0.001", "--max-cost", "10"}
	t.Setenv("CONFLICTGRAPH_TOKEN_READER", readerToken)
	for name, c := range map[string]struct {
		args []string
		from func(client string) []string // the headers by which clients are told apart
		told bool                         // whether they are
	}{
		"a proxy that is trusted":          {[]string{"--addr", "127.0.0.1:0", "--trusted-proxy", "127.0.0.1"}, func(c string) []string { return []string{"X-Forwarded-For", "203.0.113.99, " + c} }, true},
		"by the standard's header":         {[]string{"--addr", "127.0.0.1:0", "--trusted-proxy", "127.0.0.1"}, func(c string) []string { return []string{"Forwarded", "for=203.0.113.99, for=" + c + ";proto=https"} }, true},
		"one that is not":                  {[]string{"--addr", "127.0.0.1:0", "--trusted-proxy", "10.0.0.0/8"}, func(c string) []string { return []string{"X-Forwarded-For", c} }, false},
		"what the client says before that": {[]string{"--addr", "127.0.0.1:0", "--trusted-proxy", "127.0.0.1"}, func(c string) []string { return []string{"X-Forwarded-For", c + ", 198.51.100.1"} }, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, append(c.args, spend...)...)
			exhausted := func(client string) bool {
				status := 200
				for range 15 {
					if status, _ = s.at(t, "graph.example.org", "POST", "/graphql", c.from(client)...); status == 429 {
						return true
					}
				}
				return false
			}
			require.True(t, exhausted("192.0.2.1"))
			status, _ := s.at(t, "graph.example.org", "POST", "/graphql", c.from("192.0.2.2")...)
			require.Equal(t, c.told, status == 200)
		})
	}
}

func TestTokensThatAreRefusedCostWhoSendsThem(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_READER", readerToken)
	s := start(t, "--addr", "127.0.0.1:0", "--db", ":memory:", "--trusted-proxy", "127.0.0.1", "--rate-limit", "0.1", "--max-cost", "5000")
	from := func(client, path, token string) (int, string) {
		return s.at(t, "graph.example.org", "GET", path, "X-Forwarded-For", client, "Authorization", "Bearer "+token)
	}
	for i := range 5 {
		status, _ := from("192.0.2.1", []string{"/", "/healthz", "/metrics", "/export/csv", "/graphql?query={__typename}"}[i], "guessed")
		require.Equal(t, 401, status)
	}
	for _, path := range []string{"/", "/metrics", "/export/csv", "/graphql?query={__typename}"} {
		status, body := from("192.0.2.1", path, "guessed again")
		require.Equal(t, 429, status)
		require.Contains(t, body, "RATE_LIMITED")
	}
	status, _ := from("192.0.2.2", "/metrics", readerToken)
	require.Equal(t, 200, status, "another client")
	status, _ = from("192.0.2.2", "/metrics", "guessed")
	require.Equal(t, 401, status)
	status, _ = s.at(t, "graph.example.org", "GET", "/healthz", "X-Forwarded-For", "192.0.2.1")
	require.Equal(t, 200, status, "who sends none is not held up by that")

	here := start(t, "--addr", "127.0.0.1:0", "--db", ":memory:", "--no-open-reading", "--rate-limit", "0.1", "--max-cost", "3000")
	for range 3 {
		_, err := here.follow(t, "Bearer guessed", whoSpeaksForPutin)
		require.Error(t, err)
	}
	answer, err := here.follow(t, "Bearer "+readerToken, whoSpeaksForPutin)
	require.ErrorContains(t, err, "not acknowledged", "a first message counts like a header: %s", answer)
}

func TestAPageMayOpenAWebSocketWhereItMayPost(t *testing.T) {
	clearEnvironment(t)
	chosen := start(t, "--addr", ":0", "--db", ":memory:", "--cors-origin", "https://example.org", "--cors-origin", "http://LOCALHOST:3000", "--cors-origin", "https://other.example:443")
	all := start(t, "--addr", ":0", "--db", ":memory:", "--cors-origin", "*")
	none := start(t, "--addr", ":0", "--db", ":memory:")
	for origin, may := range map[string][3]bool{ // of chosen, all, none
		"https://example.org":           {true, true, false},
		"HTTPS://Example.ORG":           {true, true, false},
		"http://localhost:3000":         {true, true, false},
		"https://other.example":         {true, true, false},
		"http://example.org":            {false, true, false},
		"https://example.org:8443":      {false, true, false},
		"https://sub.example.org":       {false, true, false},
		"https://example.org.evil.test": {false, true, false},
		"http://localhost:3001":         {false, true, false},
		"http://localhost":              {false, true, false},
		"null":                          {false, true, false},
		"nonsense":                      {false, true, false},
		"file://":                       {false, true, false},
		"itself":                        {true, true, true},
		"":                              {true, true, true},
	} {
		t.Run(origin, func(t *testing.T) {
			for i, s := range []started{chosen, all, none} {
				u, err := url.Parse(s.url)
				require.NoError(t, err)
				from := origin
				if origin == "itself" {
					from = s.url
				}
				want := http.StatusForbidden
				if may[i] {
					want = http.StatusSwitchingProtocols
				}
				require.Equal(t, want, s.socket(t, u.Host, from), "server %d", i)
				if from == "" || from == s.url {
					continue
				}
				answer, _ := send(t, http.MethodPost, s.url+"/graphql", `{"query": "{ __typename }"}`, "Content-Type", "application/json", "Origin", from)
				require.Equal(t, may[i], answer.Header.Get("Access-Control-Allow-Origin") != "", "a POST is read by the same pages: server %d", i)
			}
		})
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, none.url+"/graphql", nil)
	require.NoError(t, err)
	r.Header = http.Header{"Connection": {"Upgrade"}, "Upgrade": {"websocket"}, "Sec-Websocket-Version": {"13"}, "Sec-Websocket-Key": {"dGhlIHNhbXBsZSBub25jZQ=="}, "Origin": {"https://example.org"}}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	var refusal struct{ Errors []struct{ Message string } }
	require.NoError(t, json.NewDecoder(response.Body).Decode(&refusal))
	require.Contains(t, refusal.Errors[0].Message, "https://example.org")
}
