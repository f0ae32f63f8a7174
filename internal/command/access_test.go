package command

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"
)

const (
	readerToken  = "reader-9d3ca0f71b2e4c58"
	curatorToken = "curator-9d3ca0f71b2e4c5"
)

// ask posts a query as somebody and returns the status and the body.
func (s started) ask(t *testing.T, token, query string) (int, string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	require.NoError(t, err)
	headers := []string{"Content-Type", "application/json"}
	if token != "" {
		headers = append(headers, "Authorization", "Bearer "+token)
	}
	response, text := send(t, http.MethodPost, s.url+"/graphql", string(body), headers...)
	return response.StatusCode, text
}

func TestOtherMachinesAreServedOnlyWhereCallersCanBeToldApart(t *testing.T) {
	clearEnvironment(t)
	for _, addr := range []string{"0.0.0.0:0", "[::]:0"} {
		err := Run(context.Background(), []string{"--addr", addr, "--db", ":memory:"}, io.Discard, io.Discard)
		require.ErrorContains(t, err, "CONFLICTGRAPH_TOKEN_READER")
		require.ErrorContains(t, err, "--without-authentication")
	}
	for name, args := range map[string][]string{
		"everybody may read, but that was not meant": {"--addr", "0.0.0.0:0", "--open-reading"},
		"nobody could read":                          {"--addr", "localhost:0", "--no-open-reading"},
		"nobody could read from elsewhere":           {"--addr", "0.0.0.0:0", "--without-authentication", "--no-open-reading"},
	} {
		require.ErrorContains(t, Run(context.Background(), append(args, "--db", ":memory:"), io.Discard, io.Discard), "CONFLICTGRAPH_TOKEN_READER", name)
	}
	told := start(t, "--addr", "0.0.0.0:0", "--db", ":memory:", "--without-authentication")
	require.Contains(t, told.query(t, whoSpeaksForPutin), "Dmitry Peskov")
}

func TestReadingIsOpenOnThisMachineAndClosedToOthers(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_READER", readerToken)
	for name, c := range map[string]struct {
		args      []string
		anonymous int
	}{
		"on this machine":             {[]string{"--addr", "localhost:0"}, 200},
		"on this machine, closed":     {[]string{"--addr", "localhost:0", "--no-open-reading"}, 401},
		"from other machines":         {[]string{"--addr", "0.0.0.0:0"}, 401},
		"from other machines, open":   {[]string{"--addr", "0.0.0.0:0", "--open-reading"}, 200},
		"told not to tell them apart": {[]string{"--addr", "0.0.0.0:0", "--without-authentication"}, 200},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, append(c.args, "--db", ":memory:")...)
			status, body := s.ask(t, "", whoSpeaksForPutin)
			require.Equal(t, c.anonymous, status, body)
			require.Equal(t, c.anonymous == 200, strings.Contains(body, "Peskov"))
			status, body = s.ask(t, readerToken, whoSpeaksForPutin)
			require.Equal(t, 200, status)
			require.Contains(t, body, "Peskov")
			status, _ = s.ask(t, "somebody's other token", whoSpeaksForPutin)
			require.Equal(t, 401, status)
			schema, _ := send(t, http.MethodGet, s.url+"/schema.graphqls", "")
			require.Equal(t, c.anonymous, schema.StatusCode)
			for _, path := range []string{"/", "/healthz", "/readyz"} {
				open, _ := send(t, http.MethodGet, s.url+path, "")
				require.Equal(t, 200, open.StatusCode, path)
			}
		})
	}
}

func TestAJSONWebTokenLetsRead(t *testing.T) {
	clearEnvironment(t)
	public, private, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	keys := filepath.Join(t.TempDir(), "keys.json")
	require.NoError(t, os.WriteFile(keys, []byte(`{"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "1", "x": "`+base64.RawURLEncoding.EncodeToString(public)+`"}]}`), 0o600))
	s := start(t, "--addr", ":0", "--db", ":memory:", "--no-open-reading",
		"--jwt-keys", keys, "--jwt-issuer", "https://idp.test", "--jwt-audience", "graph", "--jwt-roles", "realm_access.roles")
	for role, want := range map[string]int{"reader": 200, "admin": 200, "offline_access": 403} {
		token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, jwt.MapClaims{
			"iss": "https://idp.test", "aud": "graph", "sub": "ada", "exp": time.Now().Add(time.Minute).Unix(),
			"realm_access": map[string]any{"roles": []string{role}},
		})
		token.Header["kid"] = "1"
		text, err := token.SignedString(private)
		require.NoError(t, err)
		status, body := s.ask(t, text, whoSpeaksForPutin)
		require.Equal(t, want, status, body)
	}
}

// log is a place to log to that many may write to.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func TestSecretsAreNotLogged(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_READER", readerToken)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	var logged log
	s := startLogging(t, &logged, "--log-level", "debug", "--addr", ":0", "--db", ":memory:", "--no-open-reading", "--neo4j-password", "pass-9d3ca0f71b2e")
	const guess = "guessed-9d3ca0f71b2e4c58"
	for _, token := range []string{readerToken, curatorToken, guess, guess + "." + guess + "." + guess} {
		s.ask(t, token, whoSpeaksForPutin)
		s.ask(t, token, `{ nothing }`)
		send(t, http.MethodGet, s.url+"/graphql?query={nothing}", "", "Authorization", token)
		send(t, http.MethodGet, s.url+"/nowhere", "", "Authorization", "Basic "+token)
	}
	require.NoError(t, s.stop())
	text := logged.String()
	require.Contains(t, text, "a token is refused")
	for _, secret := range []string{readerToken, curatorToken, guess, "9d3ca0f71b2e"} {
		require.NotContains(t, text, secret)
	}
}

func TestWhatACuratorWritesIsToldThroughTheWholeServer(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	write := `mutation { addAlias(input: {entity: "marco-rubio", alias: "Senator Rubio", source: "doc:zelenskyy-macron-paris-meeting"}) { activity { agent } } }`
	_, answer := s.ask(t, "", write)
	require.Contains(t, answer, "UNAUTHENTICATED")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	follow := `{"query": "subscription { entityChanged(id: \"marco-rubio\", after: \"1.0\") { change { detail } activity { agent } } }"}`
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/graphql", strings.NewReader(follow))
	require.NoError(t, err)
	for name, value := range map[string]string{"Content-Type": "application/json", "Accept": "text/event-stream", "Accept-Encoding": "gzip"} {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	events := bufio.NewScanner(response.Body)
	event := func() string {
		for events.Scan() {
			if data, found := strings.CutPrefix(events.Text(), "data: "); found {
				return data
			}
		}
		return ""
	}
	require.NotEmpty(t, event(), "the article names Rubio")
	_, answer = s.ask(t, curatorToken, write)
	require.Contains(t, answer, `"agent":"token:curator"`)
	require.Contains(t, event(), `"Senator Rubio"`)
	require.NoError(t, s.stop(), "whoever follows does not keep the server from stopping")
	require.Empty(t, event())
}

// follow opens a WebSocket, whose first message has an authorization, and returns
// the answer to a query and the reason why the server closed it.
func (s started) follow(t *testing.T, authorization, query string) (answer string, closed error) {
	t.Helper()
	connection, response, err := websocket.Dial(t.Context(), s.url+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	require.NoError(t, err)
	require.Equal(t, http.StatusSwitchingProtocols, response.StatusCode)
	defer connection.CloseNow()
	exchange := func(message any) (string, error) {
		if err := wsjson.Write(t.Context(), connection, message); err != nil {
			return "", err
		}
		_, text, err := connection.Read(t.Context())
		return string(text), err
	}
	payload := map[string]string{}
	if authorization != "" {
		payload["Authorization"] = authorization
	}
	if text, err := exchange(map[string]any{"type": "connection_init", "payload": payload}); err != nil || !strings.Contains(text, "connection_ack") {
		return text, errors.Join(err, errors.New("not acknowledged"))
	}
	answer, err = exchange(map[string]any{"type": "subscribe", "id": "1", "payload": map[string]string{"query": query}})
	return answer, err
}

func TestAWebSocketSaysInItsFirstMessageWhoOpensIt(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_READER", readerToken)
	s := start(t, "--addr", ":0", "--db", ":memory:", "--no-open-reading")
	answer, err := s.follow(t, "Bearer "+readerToken, whoSpeaksForPutin)
	require.NoError(t, err)
	require.Contains(t, answer, "Dmitry Peskov")
	for _, authorization := range []string{"", "Bearer nonsense", readerToken} {
		answer, err := s.follow(t, authorization, whoSpeaksForPutin)
		require.Error(t, err)
		require.NotContains(t, answer, "Peskov")
	}
	for _, header := range [][]string{{"Upgrade", "websocket"}, {"Upgrade", "WebSocket", "Connection", "Upgrade"}, {"Upgrade", "h2c"}, {"Accept", "text/event-stream"}} {
		_, body := send(t, http.MethodPost, s.url+"/graphql", `{"query": "{ entity(id: \"ukraine\") { name } }"}`, append(header, "Content-Type", "application/json")...)
		require.NotContains(t, body, "Ukraine", header)
	}
	open := start(t, "--addr", ":0", "--db", ":memory:")
	answer, err = open.follow(t, "", whoSpeaksForPutin)
	require.NoError(t, err)
	require.Contains(t, answer, "Dmitry Peskov")
	deep := "id"
	for range 4 {
		deep = `relations(first: 100) { nodes { subject { ` + deep + ` } } }`
	}
	answer, err = open.follow(t, "", "{"+deep+"}")
	require.NoError(t, err)
	require.Contains(t, answer, "at most 100000", "the limits hold there, too")
}
