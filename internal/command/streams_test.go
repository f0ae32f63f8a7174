package command

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// events subscribes by server-sent events and returns what waits for the next.
func (s started) events(t *testing.T, subscription string) (next func() string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/graphql", strings.NewReader(`{"query": "`+subscription+`"}`))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	t.Cleanup(func() { _ = response.Body.Close() })
	lines := bufio.NewScanner(response.Body)
	return func() string {
		for lines.Scan() {
			if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
				return data
			}
		}
		return ""
	}
}

const ukraineChanges = `subscription { entityChanged(id: \"ukraine\") { id } }`

func TestAStreamOutlivesTheTimeOfARequest(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	s := start(t, "--addr", ":0", "--db", ":memory:", "--request-timeout", "2s")
	next := s.events(t, ukraineChanges)
	time.Sleep(3 * time.Second) // more than bodies may take to arrive, and answers to leave
	_, body := s.ask(t, curatorToken, `mutation { addAlias(input: {entity: "ukraine", alias: "Ukrajina", source: "test"}) { entity { name } } }`)
	require.NotContains(t, body, "errors")
	require.Contains(t, next(), `"entityChanged"`)
}

func TestAClientHasSoManySubscriptionsAtOnce(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:", "--max-subscriptions", "1")
	s.events(t, ukraineChanges)
	require.Eventually(t, func() bool {
		_, text := get(t, s.url+"/metrics")
		return strings.Contains(text, "conflictgraph_subscriptions 1\n")
	}, time.Minute, 10*time.Millisecond)
	require.Contains(t, s.events(t, ukraineChanges)(), "RATE_LIMITED")
}

func TestMutationsNeedACurator(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_READER", readerToken)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	const mutation = `mutation { addAlias(input: {entity: "ukraine", alias: "Ukrajina", source: "test"}) { entity { name } } }`
	for token, want := range map[string]string{"": "UNAUTHENTICATED", readerToken: "FORBIDDEN"} {
		_, body := s.ask(t, token, mutation)
		require.Contains(t, body, want)
		require.NotContains(t, s.query(t, `{ entity(id: "ukraine") { aliases } }`), "Ukrajina")
	}
	_, body := s.ask(t, curatorToken, mutation)
	require.Contains(t, body, `{"name":"Ukraine"}`)
	require.Contains(t, s.query(t, `{ entity(id: "ukraine") { aliases } }`), "Ukrajina")
}
