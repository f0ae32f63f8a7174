package command

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/kgtest/querygen"
	"conflictgraph/internal/observe"
	"conflictgraph/seed"
)

// clocked is a store whose clock moves on by a second with each write.
type clocked struct {
	kg.Store
	mu  sync.Mutex
	now time.Time
}

func (c *clocked) Write(ctx context.Context, b kg.Batch) (kg.Written, error) {
	c.mu.Lock()
	c.now = c.now.Add(time.Second)
	if b.RecordedAt.IsZero() {
		b.RecordedAt = c.now
	}
	c.mu.Unlock()
	return c.Store.Write(ctx, b)
}

// both are two servers that are to answer alike.
type both struct {
	handlers map[string]http.Handler
	logged   *log
	schema   *ast.Schema
	words    querygen.Words
}

// onBoth starts a server on each store, with the same graph: the article, one with
// a relation of every shape, and one of hostile strings; some of it retracted and
// merged.
func onBoth(t testing.TB) *both {
	t.Helper()
	b := &both{handlers: map[string]http.Handler{}, logged: &log{}}
	before := slog.Default()
	t.Cleanup(func() { slog.SetDefault(before) })
	slog.SetDefault(slog.New(slog.NewTextHandler(b.logged, &slog.HandlerOptions{Level: slog.LevelError})))
	for name, store := range map[string]kg.Store{"SQLite": bothstores.SQLite(t), "Neo4j": bothstores.Neo4j(t, nil)} {
		store = &clocked{Store: store, now: kgtest.Recorded.Add(time.Hour)}
		for _, batch := range startingGraph(t) {
			_, err := store.Write(context.Background(), batch)
			require.NoError(t, err)
		}
		b.handlers[name] = served(t, store)
	}
	var err error
	b.schema, err = gqlparser.LoadSchema(&ast.Source{Input: schemaText})
	require.NoError(t, err)
	b.words = words(t, b)
	return b
}

func startingGraph(t testing.TB) []kg.Batch {
	article, err := seed.Article()
	require.NoError(t, err)
	article.RecordedAt = kgtest.Recorded.Add(-time.Hour)
	return []kg.Batch{
		article, kgtest.Graph(), kgtest.HostileGraph(),
		{Retractions: []kg.Retraction{{Relation: kgtest.ID(kgtest.Proposed), Reason: "wrong"}}},
		{Withdrawals: []kg.Withdrawal{{Document: kgtest.Communique, Reason: "withdrawn"}}},
		{
			Entities: []kg.Entity{{ID: "e1", Kind: kg.KindPlace, Name: kgtest.Hostile[1]}, {ID: "e2", Kind: kg.KindPlace, Name: kgtest.Hostile[2]}},
			Merges:   []kg.Merge{{From: "e1", Into: "e2", Reason: "one"}},
		},
	}
}

// served returns all that a server with default limits serves from a store, to
// curators without a token, too.
func served(t testing.TB, store kg.Store) http.Handler {
	t.Helper()
	var c cli
	parser, err := kong.New(&c, vars())
	require.NoError(t, err)
	_, err = parser.Parse([]string{"serve", "--token-curator", curatorToken, "--request-timeout", "5m", "--allowed-host", "example.com"})
	require.NoError(t, err)
	here := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}
	guard, err := c.Serve.authenticator(t.Context(), here, true)
	require.NoError(t, err)
	handler, err := c.Serve.handler(store, guard, observe.NewMetrics(), here, t.Context().Done())
	require.NoError(t, err)
	return handler
}

// internals are what only the inside of a server or a driver says.
var internals = regexp.MustCompile(`SQLITE|sqlite|SQL logic|no such (table|column)|Neo4j|Neo\.(Client|Transient|Database)|bolt:|goroutine|runtime error|nil pointer|\.go:\d|"code":"(INTERNAL|UNAVAILABLE|TIMEOUT)"`)

// failure is what a test or a check of rapid can be told.
type failure interface {
	Helper()
	Fatalf(format string, args ...any)
}

// ask sends a body to both servers and returns what they answered.
func (b *both) ask(t failure, body []byte) string {
	t.Helper()
	answers := map[string]string{}
	for name, h := range b.handlers {
		r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
		r.RemoteAddr = "127.0.0.1:1"
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+curatorToken)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		answers[name] = w.Body.String()
		if w.Code >= http.StatusInternalServerError || internals.MatchString(answers[name]) {
			t.Fatalf("%s: %d %s\nto %q\n%s", name, w.Code, answers[name], body, b.logged.String())
		}
	}
	if text := b.logged.String(); text != "" {
		t.Fatalf("logged: %s\nto %q", text, body)
	}
	if answers["SQLite"] != answers["Neo4j"] {
		at := 0
		for at < len(answers["SQLite"]) && at < len(answers["Neo4j"]) && answers["SQLite"][at] == answers["Neo4j"][at] {
			at++
		}
		t.Fatalf("the stores do not answer alike from byte %d:\nSQLite: %s\nNeo4j:  %s\nto %s", at, answers["SQLite"], answers["Neo4j"], body)
	}
	return answers["SQLite"]
}

var (
	cursors = regexp.MustCompile(`"cursor":"([^"]+)"`)
	ids     = regexp.MustCompile(`"id":"(rel:[^"]+)"`)
)

// words are what generated requests speak of: ids and cursors that there are, and
// some that there are not.
func words(t testing.TB, b *both) querygen.Words {
	t.Helper()
	found := func(pattern *regexp.Regexp, query string) (texts []string) {
		answer := b.ask(t, querygen.Request{Query: query}.Body())
		for _, match := range pattern.FindAllStringSubmatch(answer, -1) {
			texts = append(texts, match[1])
		}
		require.NotEmpty(t, texts, answer)
		return texts
	}
	relations := found(ids, `{ relations(first: 100) { nodes { id } } }`)
	places := found(cursors, `{ relations(first: 8) { edges { cursor } } old: relations(first: 4, orderBy: OLDEST_FIRST) { edges { cursor } }
		entities(first: 8) { edges { cursor } } actors(first: 4) { edges { cursor } } documents(first: 8) { edges { cursor } }
		actor(id: "anna-keller") { relations(first: 4) { edges { cursor } } metWith(first: 4) { edges { cursor } } related(first: 4) { edges { cursor } } } }`)
	places = append(places, "", "bm90IGEgY3Vyc29y", "!!", places[0][:len(places[0])/2], places[0]+"AA")
	var entities, documents, types []string
	for _, batch := range startingGraph(t) {
		for _, e := range batch.Entities {
			entities = append(entities, e.ID)
		}
		for _, d := range batch.Documents {
			documents = append(documents, d.ID)
		}
		for _, kind := range batch.Types {
			types = append(types, kind.ID)
		}
	}
	things := append(append(append(relations[:10:10], entities...), documents...), "nobody", "doc:none", "rel:00000000000000000000000000")
	times := []string{"2025", "2025-11", "2025-12-01", "2025-12-01?", "2025-11-30/2025-12-02", "2025-12-01/..", "../2025", "/2025", "2025~", "202X", "20XX", "2025-13", "2025-21", "-0044-03-15", "Y170000002", "2025-12-01T10:00:00Z", "[2025,2026]", "2025-02-30"}
	return querygen.Words{
		ByName: map[string][]string{
			"types": types, "type": types, "with": entities, "documents": documents, "document": documents, "datasets": {"rows", "rows", "row", ""}, "avoid": entities, "center": entities,
			"from": entities, "to": entities, "into": entities, "of": entities, "subject": entities, "object": entities, "by": entities, "entity": entities, "places": {"e0", "e1", "e2", "harbor-city", "old-port", "paris", "anna-keller"},
			"after": places, "before": places, "edtf": times, "idempotencyKey": {"one", "two", ""},
			"text":  {"Keller", "Zelensky", "Зеленский", "plan", "the", "met again", "президент", "Both sides", "e\u0301", "a b c d e f g h i", "🕊", "*", `"`},
			"exact": {"met again", "Both sides", "Борис Новак", "🕊", "the", "Ahead of Zelenskyy’s visit", "plan", "\n"}, "prefix": {"", " "}, "suffix": {".", " "},
			"annotations": {"document: {}", "{", "a: &a [*a]", ""}, "textName": {"article.txt", "annotations.yaml", "../x", "/etc/passwd", ""},
		},
		ByScalar: map[string][]string{
			"ID":       things,
			"String":   append(kgtest.Hostile, "plain", ""),
			"Date":     {"2025-12-01", "2025-11-30", "2025-12-31", "0001-01-01", "9999-12-31", "2018-13-40", "2025-11", "-0044-03-15", "10000-01-01"},
			"DateTime": {kgtest.Recorded.Format(time.RFC3339Nano), "2025-12-02T09:30:00Z", "2025-12-02T11:00:03Z", "2099-01-01T00:00:00+05:30", "2025-12-01", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "2025-12-02T10:00:00", "0000-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"},
		},
		Hostile: append(kgtest.Hostile, "\x00", "a\x00b", "\ufffd", strings.Repeat("z", 300), "-", ":", "doc:", "rel:", "..", "https://x\n"),
	}
}
