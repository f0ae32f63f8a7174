package command

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
)

// A told is an event of entityChanged.
type told struct {
	ID     string
	Change struct{ Detail string }
}

type toldAnswer struct {
	Data struct{ EntityChanged told }

	Errors []struct{ Message string }
}

// connect follows Ukraine's changes after an event and returns what waits for the
// next, and what cuts the connection.
type connect func(ctx context.Context, url, after string) (next func() (told, error), cut func(), err error)

func operation(after string) map[string]any {
	return map[string]any{
		"query":     `subscription($after: ID) { entityChanged(id: "ukraine", after: $after) { id change { detail } } }`,
		"variables": map[string]any{"after": after},
	}
}

func overWebSocket(ctx context.Context, url, after string) (func() (told, error), func(), error) {
	socket, _, err := websocket.Dial(ctx, url+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		return nil, nil, err
	}
	type message struct {
		Type    string          `json:"type"`
		ID      string          `json:"id,omitempty"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}
	payload, err := json.Marshal(operation(after))
	if err != nil {
		return nil, nil, err
	}
	for _, m := range []message{{Type: "connection_init"}, {Type: "subscribe", ID: "1", Payload: payload}} {
		if err := wsjson.Write(ctx, socket, m); err != nil {
			return nil, nil, err
		}
	}
	return func() (told, error) {
		for {
			var m message
			if err := wsjson.Read(ctx, socket, &m); err != nil {
				return told{}, err
			}
			switch m.Type {
			case "ping":
				if err := wsjson.Write(ctx, socket, message{Type: "pong"}); err != nil {
					return told{}, err
				}
			case "next":
				return decodeTold(m.Payload)
			case "error", "complete":
				return told{}, fmt.Errorf("%s: %s", m.Type, m.Payload)
			}
		}
	}, func() { _ = socket.CloseNow() }, nil
}

func decodeTold(text []byte) (told, error) {
	var a toldAnswer
	if err := json.Unmarshal(text, &a); err != nil || len(a.Errors) > 0 {
		return told{}, fmt.Errorf("%s: %w", text, err)
	}
	return a.Data.EntityChanged, nil
}

// manyConnections has each stream on a connection of its own.
var manyConnections = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func byServerSentEvents(ctx context.Context, url, after string) (func() (told, error), func(), error) {
	body, err := json.Marshal(operation(after))
	if err != nil {
		return nil, nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	response, err := manyConnections.Do(r)
	if err != nil {
		return nil, nil, err
	}
	lines := bufio.NewScanner(response.Body)
	return func() (told, error) {
		for lines.Scan() {
			if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
				return decodeTold([]byte(data))
			}
		}
		return told{}, fmt.Errorf("the stream ended: %w", io.ErrUnexpectedEOF)
	}, func() { _ = response.Body.Close() }, nil
}

const (
	changesFollowed = 20
	cutOnceIn       = 40
)

// follow reads changes until it has so many. Now and then it cuts the connection,
// and goes on after the last event that it got.
func follow(ctx context.Context, open connect, url, after string, wanted int) (details []string, err error) {
	for len(details) < wanted {
		next, cut, err := open(ctx, url, after)
		if err != nil {
			return details, err
		}
		for len(details) < wanted {
			event, err := next()
			if err != nil {
				cut()
				return details, err
			}
			details, after = append(details, event.Change.Detail), event.ID
			if rand.IntN(cutOnceIn) == 0 {
				break
			}
		}
		cut()
	}
	return details, nil
}

// rename gives Ukraine another name and returns the number of the activity.
func (s started) rename(t *testing.T, alias string) int {
	t.Helper()
	_, body := s.ask(t, curatorToken, fmt.Sprintf(`mutation { addAlias(input: {entity: "ukraine", alias: %q, source: "test"}) { activity { number } } }`, alias))
	var answer struct {
		Data struct {
			AddAlias struct{ Activity struct{ Number int } }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(body), &answer), body)
	require.Positive(t, answer.Data.AddAlias.Activity.Number, body)
	return answer.Data.AddAlias.Activity.Number
}

func TestThousandsOfFollowersGetEachEventOnceAndInOrder(t *testing.T) {
	followersOfEach := 2000 // over WebSockets, and by server-sent events
	if testing.Short() {
		followersOfEach = 50 // the race detector bears 8,128 goroutines
	}
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
	defer cancel()
	after := fmt.Sprintf("%d.0", s.rename(t, "before"))
	var followers errgroup.Group
	all := make([][]string, 2*followersOfEach)
	for i := range all {
		open := connect(overWebSocket)
		if i%2 == 1 {
			open = byServerSentEvents
		}
		followers.Go(func() (err error) {
			all[i], err = follow(ctx, open, s.url, after, changesFollowed)
			return err
		})
	}
	require.Eventually(t, func() bool {
		_, text := get(t, s.url+"/metrics")
		return strings.Contains(text, fmt.Sprintf("conflictgraph_subscriptions %d\n", len(all)))
	}, 15*time.Minute, 100*time.Millisecond, "all are held at once")
	var want []string
	for i := range changesFollowed {
		want = append(want, fmt.Sprint("Name ", i))
		s.rename(t, want[i])
	}
	require.NoError(t, followers.Wait())
	for i, got := range all {
		require.Equal(t, want, got, "follower %d", i)
	}
	require.Eventually(t, func() bool {
		_, text := get(t, s.url+"/metrics")
		return strings.Contains(text, "conflictgraph_subscriptions 0\n")
	}, time.Minute, 100*time.Millisecond, "nothing is held for who has left")
}
