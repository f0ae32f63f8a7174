package graph_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/seed"
)

// subscribed asks for server-sent events and returns a function that waits for
// the next one's data.
func subscribed(t testing.TB, url, query string, variables map[string]any) (next func() map[string]any, stop func()) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(string(body)))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode)
	lines := bufio.NewScanner(response.Body)
	next = func() map[string]any {
		t.Helper()
		for lines.Scan() {
			if text, found := strings.CutPrefix(lines.Text(), "data: "); found {
				var event map[string]any
				require.NoError(t, json.Unmarshal([]byte(text), &event), text)
				require.Empty(t, event["errors"], text)
				return event["data"].(map[string]any)
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return nil
	}
	return next, func() { cancel(); _ = response.Body.Close() }
}

const (
	followed = `subscription($after: ID, $with: [ID!]) { relationAdded(filter: {with: $with}, after: $after) { id relation { object { name } evidence { exact } } activity { agent } } }`
	met      = `mutation($object: ID!) { assertRelation(input: {type: "met-with", subject: "marco-rubio", object: $object, evidence: [{document: "doc:note", exact: "Later"}]}) { relation { id } } }`
)

// withArticle returns an embedded store with the article.
func withArticle(t testing.TB) kg.Store {
	t.Helper()
	store := bothstores.SQLite(t)
	article, err := seed.Article()
	require.NoError(t, err)
	_, err = store.Write(t.Context(), article)
	require.NoError(t, err)
	return store
}

func TestWhoseStreamHasBegunMissesNothing(t *testing.T) {
	store := withArticle(t)
	h := asCurator(graph.NewHandler(waiting{store}, graph.Options{}))
	decoded(t, h, note, nil)
	server := httptest.NewServer(h)
	defer server.Close()
	next, stop := subscribed(t, server.URL, followed, nil)
	defer stop()
	decoded(t, h, met, map[string]any{"object": "steve-witkoff"})
	require.Equal(t, "Steve Witkoff", at(t, next(), "relationAdded", "relation", "object", "name"))
}

// waiting is a store whose journal takes its time.
type waiting struct{ kg.Store }

func (w waiting) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	if keys.Journal != nil {
		time.Sleep(200 * time.Millisecond)
	}
	return w.Store.Get(ctx, keys)
}

func TestWhatIsWrittenIsToldToWhoFollowsAndNothingTwice(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := curated(t, store)
		another := asCurator(graph.NewHandler(store, graph.Options{})) // a second server on the same store
		decoded(t, h, note, nil)
		head := at(t, decoded(t, h, `{ history(first: 100) { number } }`, nil), "history").([]any)
		from := fmt.Sprintf("%d.0", int(at(t, head, len(head)-1, "number").(float64)))
		server := httptest.NewServer(h)
		defer server.Close()

		next, stop := subscribed(t, server.URL, followed, map[string]any{"after": from, "with": []string{"marco-rubio"}})
		for _, object := range []string{"emmanuel-macron", "steve-witkoff"} {
			decoded(t, h, met, map[string]any{"object": object})
		}
		decoded(t, another, met, map[string]any{"object": "vladimir-putin"})
		var seen []any
		var last any
		for range 3 {
			event := at(t, next(), "relationAdded")
			require.Equal(t, "ana", at(t, event, "activity", "agent"))
			require.Equal(t, "Later", at(t, event, "relation", "evidence", 0, "exact"))
			seen, last = append(seen, at(t, event, "relation", "object", "name")), at(t, event, "id")
		}
		require.Equal(t, []any{"Emmanuel Macron", "Steve Witkoff", "Vladimir Putin"}, seen)

		t.Run("and who was cut off goes on after the last event", func(t *testing.T) {
			stop()
			decoded(t, h, met, map[string]any{"object": "dmitry-peskov"})
			decoded(t, another, met, map[string]any{"object": "donald-trump"})
			next, stop := subscribed(t, server.URL, followed, map[string]any{"after": last})
			defer stop()
			require.Equal(t, "Dmitry Peskov", at(t, next(), "relationAdded", "relation", "object", "name"))
			require.Equal(t, "Donald Trump", at(t, next(), "relationAdded", "relation", "object", "name"))
		})
		t.Run("and a retraction and a merge are told, too", func(t *testing.T) {
			decoded(t, h, `mutation { addEntity(input: {id: "m-rubio", kind: PERSON, name: "M. Rubio"}) { activity { number } } }`, nil)
			retracted, stop := subscribed(t, server.URL, `subscription($after: ID) { relationRetracted(after: $after) { relation { retractedAt } activity { reason } } }`, map[string]any{"after": from})
			defer stop()
			changed, stopToo := subscribed(t, server.URL, `subscription($after: ID) { entityChanged(id: "marco-rubio", after: $after) { change { kind id } entity { merged } } }`, map[string]any{"after": from})
			defer stopToo()
			relation := at(t, decoded(t, h, met, map[string]any{"object": "steve-witkoff"}), "assertRelation", "relation", "id")
			decoded(t, h, `mutation($id: ID!) { retractRelation(input: {id: $id, reason: "no"}) { activity { number } } }`, map[string]any{"id": relation})
			decoded(t, h, `mutation { mergeEntities(input: {from: "m-rubio", into: "marco-rubio"}) { activity { number } } }`, nil)
			event := at(t, retracted(), "relationRetracted")
			require.NotNil(t, at(t, event, "relation", "retractedAt"))
			require.Equal(t, "no", at(t, event, "activity", "reason"))
			restored, stopThird := subscribed(t, server.URL, `subscription($after: ID) { relationRestored(after: $after) { relation { id retractedAt } activity { reason } } }`, map[string]any{"after": from})
			defer stopThird()
			decoded(t, h, `mutation($id: ID!) { restoreRelation(input: {id: $id, reason: "yes"}) { activity { number } } }`, map[string]any{"id": relation})
			event = at(t, restored(), "relationRestored")
			require.Equal(t, map[string]any{"id": relation, "retractedAt": nil}, at(t, event, "relation"))
			require.Equal(t, "yes", at(t, event, "activity", "reason"))
			event = at(t, changed(), "entityChanged")
			require.Equal(t, map[string]any{"kind": "ENTITY_MERGED", "id": "m-rubio"}, at(t, event, "change"))
			require.Equal(t, []any{"m-rubio"}, at(t, event, "entity", "merged"))
			decoded(t, h, `mutation { unmergeEntities(input: {entity: "m-rubio"}) { activity { number } } }`, nil)
			event = at(t, changed(), "entityChanged")
			require.Equal(t, map[string]any{"kind": "ENTITY_UNMERGED", "id": "m-rubio"}, at(t, event, "change"))
			decoded(t, h, `mutation { mergeEntities(input: {from: "m-rubio", into: "marco-rubio"}) { activity { number } } }`, nil)
		})
		t.Run("and so is each correction", func(t *testing.T) {
			decoded(t, h, `mutation { addEntity(input: {id: "m-dupont", kind: OTHER_ACTOR, name: "M. Dupont", aliases: ["Dupont"]}) { activity { number } } }`, nil)
			next, stop := subscribed(t, server.URL, `subscription($after: ID) { entityChanged(id: "m-dupont", after: $after) {
				change { kind detail } activity { operation } entity { __typename name description aliases }
			} }`, map[string]any{"after": from})
			defer stop()
			require.Equal(t, "ENTITY_ADDED", at(t, next(), "entityChanged", "change", "kind"))
			decoded(t, h, `mutation { updateEntity(input: {id: "m-dupont", kind: PERSON, name: "Marie Dupont", description: "an envoy", removeAliases: ["Dupont"], addAliases: ["M. D."]}) { activity { number } } }`, nil)
			for _, change := range []map[string]any{
				{"kind": "ENTITY_UPDATED", "detail": "description"},
				{"kind": "ENTITY_UPDATED", "detail": "kind: PERSON, before: OTHER_ACTOR"},
				{"kind": "ENTITY_UPDATED", "detail": "name: Marie Dupont, before: M. Dupont"},
				{"kind": "ALIAS_ADDED", "detail": "M. D."},
				{"kind": "ALIAS_REMOVED", "detail": "Dupont"},
			} {
				event := at(t, next(), "entityChanged")
				require.Equal(t, change, at(t, event, "change"))
				require.Equal(t, "updateEntity", at(t, event, "activity", "operation"))
				require.Equal(t, map[string]any{"__typename": "Person", "name": "Marie Dupont", "description": "an envoy", "aliases": []any{"M. D."}}, at(t, event, "entity"))
			}
			// A type is added, which is no change of the entity, before one that is.
			decoded(t, h, `mutation { addRelationType(input: {id: "wrote-to", label: "wrote to", inverseLabel: "had a letter from"}) { activity { number } } }`, nil)
			decoded(t, h, `mutation { updateEntity(input: {id: "m-dupont", unnamed: true}) { activity { number } } }`, nil)
			require.Equal(t, map[string]any{"kind": "ENTITY_UPDATED", "detail": "unnamed: true"}, at(t, next(), "entityChanged", "change"))
		})
		t.Run("and who follows by the id of what was merged is told the same", func(t *testing.T) {
			next, stop := subscribed(t, server.URL, followed, map[string]any{"after": from, "with": []string{"m-rubio"}})
			defer stop()
			require.Equal(t, seen[0], at(t, next(), "relationAdded", "relation", "object", "name"))
			changed, stopToo := subscribed(t, server.URL, `subscription($after: ID) { entityChanged(id: "m-rubio", after: $after) { change { kind id detail } entity { id description } } }`, map[string]any{"after": last})
			defer stopToo()
			decoded(t, h, `mutation { updateEntity(input: {id: "marco-rubio", description: "a secretary of state"}) { activity { number } } }`, nil)
			for {
				event := at(t, changed(), "entityChanged")
				if at(t, event, "change", "kind") == "ENTITY_UPDATED" {
					require.Equal(t, map[string]any{"id": "marco-rubio", "description": "a secretary of state"}, at(t, event, "entity"))
					break
				}
			}
		})
	})
}

func TestSubscriptionsRunOverGraphQLTransportWS(t *testing.T) {
	closing := make(chan struct{})
	h := asCurator(graph.NewHandler(withArticle(t), graph.Options{Closing: closing}))
	decoded(t, h, note, nil)
	server := httptest.NewServer(h)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	socket, _, err := websocket.Dial(ctx, server.URL, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	require.NoError(t, err)
	defer func() { _ = socket.CloseNow() }()
	type message struct {
		Type    string          `json:"type"`
		ID      string          `json:"id,omitempty"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}
	receive := func() (m message) {
		for {
			require.NoError(t, wsjson.Read(ctx, socket, &m))
			if m.Type != "ping" {
				return m
			}
			require.NoError(t, wsjson.Write(ctx, socket, message{Type: "pong"}))
		}
	}
	require.NoError(t, wsjson.Write(ctx, socket, message{Type: "connection_init"}))
	require.Equal(t, "connection_ack", receive().Type)
	payload, err := json.Marshal(map[string]any{"query": followed, "variables": map[string]any{"after": "1.0"}})
	require.NoError(t, err)
	require.NoError(t, wsjson.Write(ctx, socket, message{Type: "subscribe", ID: "one", Payload: payload}))
	require.Equal(t, "next", receive().Type, "the article's relations come first")

	t.Run("and are ended when the server is", func(t *testing.T) {
		close(closing)
		for m := receive(); m.Type != "complete"; m = receive() {
			require.Equal(t, "next", m.Type, string(m.Payload))
		}
	})
}

func TestWhatAFilterOfASubscriptionNamesWithinIsWhatItIsNow(t *testing.T) {
	h := curated(t, bothstores.SQLite(t))
	decoded(t, h, note, nil)
	for id, into := range map[string]string{"m-rubio": "marco-rubio", "v-putin": "vladimir-putin"} {
		decoded(t, h, `mutation($id: ID!, $name: String!, $into: ID!) {
			addEntity(input: {id: $id, kind: PERSON, name: $name}) { activity { number } }
			mergeEntities(input: {from: $id, into: $into}) { activity { number } }
		}`, map[string]any{"id": id, "name": id, "into": into})
	}
	head := at(t, decoded(t, h, `{ history(first: 100) { number } }`, nil), "history").([]any)
	from := fmt.Sprintf("%d.0", int(at(t, head, len(head)-1, "number").(float64)))
	server := httptest.NewServer(h)
	defer server.Close()
	next, stop := subscribed(t, server.URL, `subscription($after: ID) { relationAdded(
		filter: {or: [{and: [{with: ["m-rubio"]}]}], not: {not: {not: {with: ["v-putin"]}}}}, after: $after
	) { relation { object { id } } } }`, map[string]any{"after": from})
	defer stop()
	for _, object := range []string{"vladimir-putin", "emmanuel-macron", "v-putin", "steve-witkoff"} {
		decoded(t, h, met, map[string]any{"object": object})
	}
	for _, object := range []string{"emmanuel-macron", "steve-witkoff"} {
		require.Equal(t, object, at(t, next(), "relationAdded", "relation", "object", "id"))
	}
}

func TestASubscriptionAfterWhatIsNoEventIsRefused(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := curated(t, store)
		newest := int(at(t, decoded(t, h, `mutation { addAlias(input: {entity: "marco-rubio", alias: "Senator Rubio", source: "test"}) { activity { number } } }`, nil), "addAlias", "activity", "number").(float64))
		server := httptest.NewServer(h)
		defer server.Close()
		for after, says := range map[string]string{
			"": "id of an event", "1": "id of an event", "1.x": "id of an event", "0.0": "id of an event", "-1.2": "id of an event",
			"01.0": "id of an event", "1.0 ": "id of an event", "rel:1": "id of an event", "99999999999999999999.1": "id of an event",
			"999999999.0":                     fmt.Sprintf("newest activity is %d;", newest),
			"9223372036854775807.0":           fmt.Sprintf("newest activity is %d;", newest),
			fmt.Sprintf("%d.0", newest+1):     fmt.Sprintf("newest activity is %d;", newest),
			fmt.Sprintf("%d.1", newest):       fmt.Sprintf(`\"%d.0\"`, newest),
			fmt.Sprintf("%d.999", newest):     fmt.Sprintf(`\"%d.0\"`, newest),
			fmt.Sprintf("%d.1000000", newest): fmt.Sprintf(`\"%d.0\"`, newest),
		} {
			for _, subscription := range []string{followed, `subscription($after: ID) { relationRetracted(after: $after) { id } }`, `subscription($after: ID) { entityChanged(id: "marco-rubio", after: $after) { id } }`} {
				body := fmt.Sprintf(`{"query": %q, "variables": {"after": %q}}`, subscription, after)
				request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader(body))
				require.NoError(t, err)
				request.Header.Set("Content-Type", "application/json")
				request.Header.Set("Accept", "text/event-stream")
				response, err := http.DefaultClient.Do(request)
				require.NoError(t, err)
				text, err := io.ReadAll(response.Body)
				require.NoError(t, err)
				_ = response.Body.Close()
				require.Contains(t, string(text), "BAD_USER_INPUT", after)
				require.Contains(t, string(text), `"argument":"after"`, after)
				require.Contains(t, string(text), says, after)
			}
		}
	})
}

func TestHistoryAfterWhatWasNeverRecordedIsRefused(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := curated(t, store)
		const query = `query($id: ID, $after: Int, $asOf: DateTime) { history(id: $id, after: $after, asOf: $asOf) { number } }`
		newest := int(at(t, decoded(t, h, `mutation { addAlias(input: {entity: "marco-rubio", alias: "Senator Rubio", source: "test"}) { activity { number } } }`, nil), "addAlias", "activity", "number").(float64))
		for _, more := range []map[string]any{{}, {"id": "marco-rubio"}, {"asOf": "2001-01-01T00:00:00Z"}} {
			with := func(after int) map[string]any {
				variables := map[string]any{"after": after}
				maps.Copy(variables, more)
				return variables
			}
			require.Empty(t, at(t, decoded(t, h, query, with(newest)), "history"), "nothing newer yet")
			for after, says := range map[int]string{newest + 1: fmt.Sprintf("newest activity is %d", newest), 999999999: fmt.Sprintf("newest activity is %d", newest), -1: "0 for all"} {
				code, argument, message := refused(t, h, query, with(after))
				require.Equal(t, "BAD_USER_INPUT", code)
				require.Equal(t, "after", argument)
				require.Contains(t, message, says)
			}
		}
	})
}
