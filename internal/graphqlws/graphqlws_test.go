package graphqlws_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/graphqlws"
)

// serving calls use with each connection that it accepts and returns its address.
func serving(t *testing.T, i graphqlws.Implementation, use func(transport.WebsocketConn)) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := i.Accept(w, r, transport.WebsocketAcceptOptions{})
		require.NoError(t, err)
		use(c)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func dial(t *testing.T, url string) *websocket.Conn {
	t.Helper()
	socket, _, err := websocket.Dial(t.Context(), url, &websocket.DialOptions{Subprotocols: []string{graphqlws.Protocol}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = socket.CloseNow() })
	return socket
}

func TestAClientThatTakesNothingIsDropped(t *testing.T) {
	failed := make(chan error, 1)
	url := serving(t, graphqlws.Implementation{InitTimeout: time.Minute, WriteTimeout: 200 * time.Millisecond}, func(c transport.WebsocketConn) {
		for {
			if err := c.WriteJSON(map[string]string{"type": "pong", "payload": strings.Repeat("x", 1<<20)}); err != nil {
				failed <- err
				return
			}
		}
	})
	dial(t, url)
	select {
	case err := <-failed:
		require.Error(t, err)
	case <-time.After(30 * time.Second):
		t.Fatal("the connection is held")
	}
}

func TestAClientThatNeverBeginsIsDropped(t *testing.T) {
	url := serving(t, graphqlws.Implementation{InitTimeout: 100 * time.Millisecond, WriteTimeout: time.Second}, func(c transport.WebsocketConn) {
		_, _, err := c.NextReader()
		require.ErrorIs(t, err, transport.ErrWebsocketClosed)
	})
	_, _, err := dial(t, url).Read(t.Context())
	require.Equal(t, graphqlws.CloseInitTimeout, websocket.CloseStatus(err))
}

func TestWhatIsNoWebSocketIsAnsweredOnce(t *testing.T) {
	url := serving(t, graphqlws.Implementation{}, func(c transport.WebsocketConn) {
		_, _, err := c.NextReader()
		require.ErrorIs(t, err, transport.ErrWebsocketClosed)
		require.NoError(t, c.Close())
	})
	for name, header := range map[string]http.Header{
		"another upgrade": {"Connection": {"Upgrade"}, "Upgrade": {"h2c"}},
		"another origin": {
			"Connection": {"Upgrade"}, "Upgrade": {"websocket"}, "Sec-WebSocket-Version": {"13"}, "Sec-WebSocket-Key": {"dGhlIHNhbXBsZSBub25jZQ=="}, "Origin": {"https://example.org"},
		},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		require.NoError(t, err)
		r.Header = header
		response, err := http.DefaultClient.Do(r)
		require.NoError(t, err, name)
		_ = response.Body.Close()
		require.Contains(t, []int{http.StatusUpgradeRequired, http.StatusForbidden}, response.StatusCode, name)
	}
}

func TestALongReasonIsCutWithinCharacters(t *testing.T) {
	url := serving(t, graphqlws.Implementation{InitTimeout: time.Minute}, func(c transport.WebsocketConn) {
		require.NoError(t, c.WriteClose(int(graphqlws.CloseForbidden), strings.Repeat("é", 100)))
	})
	_, _, err := dial(t, url).Read(t.Context())
	var closed websocket.CloseError
	require.ErrorAs(t, err, &closed)
	require.Equal(t, graphqlws.CloseForbidden, closed.Code)
	require.Equal(t, strings.Repeat("é", 61), closed.Reason)
}
