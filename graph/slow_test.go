package graph_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/kgtest/needs"
)

// received is one event of a subscription, or why it ended.
type received struct{ id, object, problem string }

// reading begins a subscription to relationAdded and returns what reads on.
type reading func(ctx context.Context, t *testing.T, url, query string, after string) func() received

func parsed(t *testing.T, text []byte) received {
	var answer struct {
		Data struct {
			RelationAdded struct {
				ID       string
				Relation struct{ Object struct{ ID string } }
			}
		}
		Errors []struct{ Message string }
	}
	require.NoError(t, json.Unmarshal(text, &answer), "%.300s", text)
	if len(answer.Errors) > 0 {
		return received{problem: answer.Errors[0].Message}
	}
	return received{id: answer.Data.RelationAdded.ID, object: answer.Data.RelationAdded.Relation.Object.ID}
}

func socketReading(ctx context.Context, t *testing.T, url, query, after string) func() received {
	socket, _, err := websocket.Dial(ctx, url, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = socket.CloseNow() })
	socket.SetReadLimit(-1)
	type message struct {
		Type    string          `json:"type"`
		ID      string          `json:"id,omitempty"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}
	payload, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"after": after}})
	require.NoError(t, err)
	require.NoError(t, wsjson.Write(ctx, socket, message{Type: "connection_init"}))
	require.NoError(t, wsjson.Write(ctx, socket, message{Type: "subscribe", ID: "1", Payload: payload}))
	return func() received {
		for {
			var m message
			require.NoError(t, wsjson.Read(ctx, socket, &m))
			switch m.Type {
			case "next":
				return parsed(t, m.Payload)
			case "error":
				var problems []struct{ Message string }
				require.NoError(t, json.Unmarshal(m.Payload, &problems))
				return received{problem: problems[0].Message}
			case "complete":
				return received{problem: "complete"}
			}
		}
	}
}

func eventReading(ctx context.Context, t *testing.T, url, query, after string) func() received {
	body, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"after": after}})
	require.NoError(t, err)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(string(body)))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	t.Cleanup(func() { _ = response.Body.Close() })
	lines := bufio.NewReader(response.Body)
	return func() received {
		for {
			line, err := lines.ReadString('\n')
			require.NoError(t, err)
			if data, found := strings.CutPrefix(line, "data: "); found {
				return parsed(t, []byte(data))
			}
			if line == "event: complete\n" {
				return received{problem: "complete"}
			}
		}
	}
}

var readings = map[string]reading{"over a WebSocket": socketReading, "by server-sent events": eventReading}

const longText = 120_000

// withLongDocument returns a store with an entity for each event to come, and what
// writes the event of an index: its relation quotes a long document.
func withLongDocument(t *testing.T, events int) (kg.Store, func(i int)) {
	store := bothstores.SQLite(t)
	document := kg.Document{ID: "doc:long", Text: "Quote. " + strings.Repeat("x", longText)}
	b := kg.Batch{Types: kg.CoreTypes(), Documents: []kg.Document{document}, Entities: []kg.Entity{{ID: "one", Kind: kg.KindPerson, Name: "One"}}}
	for i := range events {
		b.Entities = append(b.Entities, kg.Entity{ID: fmt.Sprint("other-", i), Kind: kg.KindPerson, Name: "Other"})
	}
	_, err := store.Write(t.Context(), b)
	require.NoError(t, err)
	return store, func(i int) {
		_, err := store.Write(t.Context(), kg.Batch{Relations: []kg.Relation{{
			Type: "met-with", Subject: "one", Object: fmt.Sprint("other-", i), Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Evidence: []kg.Evidence{{Document: document.ID, Exact: "Quote", Suffix: ". ", Start: 0, End: 5}},
		}}})
		require.NoError(t, err)
	}
}

const wordy = `subscription($after: ID) { relationAdded(after: $after) { id relation { object { id } evidence { document { text } } } } }`

func TestASlowReaderIsDroppedWithAReasonAndMissesNothing(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	const backlog, events = 50, 200 // the connection holds some megabytes more
	for name, begin := range readings {
		t.Run(name, func(t *testing.T) {
			store, write := withLongDocument(t, events)
			server := httptest.NewServer(graph.NewHandler(store, graph.Options{Backlog: backlog}))
			defer server.Close()
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			next := begin(ctx, t, server.URL, wordy, "1.0")
			for i := range events {
				write(i)
			}
			time.Sleep(time.Second) // for the journal to be read to its end
			var seen []string
			last, dropped := "", ""
			for len(seen) < events {
				event := next()
				if event.problem == "" {
					seen, last = append(seen, event.object), event.id
					continue
				}
				require.Contains(t, event.problem, "did not keep up")
				require.Empty(t, dropped, "it keeps up now")
				dropped = event.problem
				next = begin(ctx, t, server.URL, wordy, last)
			}
			require.NotEmpty(t, dropped)
			for i, object := range seen {
				require.Equal(t, fmt.Sprint("other-", i), object)
			}
		})
	}
}

// failing is a store that cannot be read once it is told so.
type failing struct {
	kg.Store
	now atomic.Bool
}

func (f *failing) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	if f.now.Load() && len(keys.Relations) > 0 {
		return nil, kg.Unavailable(errors.New("a secret of the database"))
	}
	return f.Store.Get(ctx, keys)
}

func TestASubscriptionThatFailsEndsWithTheReason(t *testing.T) {
	for name, begin := range readings {
		t.Run(name, func(t *testing.T) {
			store, write := withLongDocument(t, 2)
			fails := &failing{Store: store}
			server := httptest.NewServer(graph.NewHandler(fails, graph.Options{}))
			defer server.Close()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			write(0)
			next := begin(ctx, t, server.URL, wordy, "1.0")
			require.Equal(t, "other-0", next().object)
			fails.now.Store(true)
			write(1)
			require.Equal(t, "the store cannot be reached", next().problem)
		})
	}
}
