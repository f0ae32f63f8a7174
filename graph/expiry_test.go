package graph_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/auth"
	"conflictgraph/internal/kg"
)

// unwritten is a store that holds nothing.
type unwritten struct{ kg.Store }

func (unwritten) Get(context.Context, kg.Keys) (*kg.Found, error) { return kg.NewFound(), nil }

// pipes are connections within the process, for which time can be made to pass.
type pipes struct {
	opened chan net.Conn
	closed chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.opened:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error {
	close(p.closed)
	return nil
}

func (p pipes) Addr() net.Addr { return &net.UnixAddr{} }

// servedByPipe serves h and returns a client of it, and what ends both.
func servedByPipe(h http.Handler) (*http.Client, func()) {
	listener := pipes{make(chan net.Conn), make(chan struct{})}
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }()
	transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		listener.opened <- there
		return here, nil
	}}
	return &http.Client{Transport: transport}, func() {
		transport.CloseIdleConnections()
		_ = server.Close()
	}
}

const lifetime = time.Hour

// expiring has every request come with a token that expires after its lifetime.
func expiring(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(auth.With(r.Context(), auth.Principal{Subject: "ada", Role: auth.Reader, Until: time.Now().Add(lifetime)})))
	})
}

func TestAWebSocketEndsWithItsToken(t *testing.T) {
	for name, h := range map[string]func() http.Handler{
		"of the request": func() http.Handler { return expiring(graph.NewHandler(unwritten{}, graph.Options{})) },
		"of the first message": func() http.Handler {
			return graph.NewHandler(unwritten{}, graph.Options{Streaming: func(ctx context.Context, authorization string) (context.Context, error) {
				require.Equal(t, "Bearer x", authorization)
				return auth.With(ctx, auth.Principal{Subject: "ada", Role: auth.Reader, Until: time.Now().Add(lifetime)}), nil
			}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, end := servedByPipe(h())
				defer end()
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				socket, _, err := websocket.Dial(ctx, "http://pipe/", &websocket.DialOptions{HTTPClient: client, Subprotocols: []string{"graphql-transport-ws"}})
				require.NoError(t, err)
				defer func() { _ = socket.CloseNow() }()
				begun := time.Now()
				write := func(m map[string]any) { require.NoError(t, wsjson.Write(ctx, socket, m)) }
				write(map[string]any{"type": "connection_init", "payload": map[string]any{"Authorization": "Bearer x"}})
				for {
					var m struct{ Type string }
					if err = wsjson.Read(ctx, socket, &m); err != nil {
						break
					}
					switch m.Type {
					case "connection_ack":
						write(map[string]any{"type": "subscribe", "id": "1", "payload": map[string]any{"query": `subscription { relationAdded { id } }`}})
					case "ping":
						write(map[string]any{"type": "pong"})
					default:
						t.Errorf("unexpected %s", m.Type)
					}
				}
				require.Equal(t, websocket.StatusCode(4401), websocket.CloseStatus(err), "%v", err)
				require.ErrorContains(t, err, "token has expired")
				require.Equal(t, lifetime, time.Since(begun))
			})
		})
	}
}

func TestServerSentEventsEndWithTheirToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, end := servedByPipe(expiring(graph.NewHandler(unwritten{}, graph.Options{})))
		defer end()
		r, err := http.NewRequest(http.MethodPost, "http://pipe/", strings.NewReader(`{"query": "subscription { relationAdded { id } }"}`))
		require.NoError(t, err)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "text/event-stream")
		begun := time.Now()
		response, err := client.Do(r)
		require.NoError(t, err)
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.Equal(t, lifetime, time.Since(begun))
		require.Contains(t, string(text), `"code":"UNAUTHENTICATED"`)
		require.Contains(t, string(text), "token has expired")
		require.Contains(t, string(text), "event: complete")
	})
}
