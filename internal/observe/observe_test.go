package observe_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/testserver"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/adjacency"
	"conflictgraph/internal/graphqlhttp"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/observe"
)

// kept has everything logged as JSON to what it returns.
func kept(t *testing.T) *bytes.Buffer {
	t.Helper()
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(observe.NewLogger(&log, "json", slog.LevelDebug))
	t.Cleanup(func() { slog.SetDefault(before) })
	return &log
}

func lines(t *testing.T, log *bytes.Buffer) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(log.String()) {
		var one map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &one), line)
		all = append(all, one)
	}
	return all
}

// serve returns a handler of { name find(id: Int!) } and mutation { name } that
// is observed, at /graphql, and what is counted.
func serve() (http.Handler, *observe.Metrics) {
	m := observe.NewMetrics()
	s := testserver.New()
	s.AddTransport(graphqlhttp.Transport{})
	s.Use(m.Operations())
	mux := http.NewServeMux()
	mux.Handle("/graphql", s)
	mux.HandleFunc("/panics", func(http.ResponseWriter, *http.Request) { panic("a secret of the server") })
	mux.HandleFunc("/logs", func(_ http.ResponseWriter, r *http.Request) { slog.With("a", 1).InfoContext(r.Context(), "hello") })
	return m.Requests(mux), m
}

func ask(h http.Handler, path, query string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fmt.Sprintf(`{"query": %q}`, query)))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func exposed(t *testing.T, m *observe.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	require.Equal(t, http.StatusOK, w.Code)
	return w.Body.String()
}

func TestEachRequestIsLoggedOnceWithItsID(t *testing.T) {
	h, _ := serve()
	for name, c := range map[string]struct {
		path, query, level, operation string
		status                        float64
		errors                        any
	}{
		"what is answered":      {"/graphql", "query Who { name }", "DEBUG", "query Who", 200, nil},
		"what cannot be parsed": {"/graphql", "{", "INFO", "", 200, "GRAPHQL_PARSE_FAILED"},
		"what cannot be valid":  {"/graphql", "{ nothing }", "INFO", "", 200, "GRAPHQL_VALIDATION_FAILED"},
		"what is not there":     {"/nowhere", "", "INFO", "", 404, nil},
	} {
		t.Run(name, func(t *testing.T) {
			log := kept(t)
			w := ask(h, c.path, c.query, "X-Request-Id", "mine-1")
			require.Equal(t, "mine-1", w.Header().Get("X-Request-Id"))
			all := lines(t, log)
			require.Len(t, all, 1)
			require.Equal(t, c.level, all[0]["level"])
			require.Equal(t, c.status, all[0]["status"])
			require.Equal(t, "mine-1", all[0]["request"])
			require.Equal(t, c.path, all[0]["path"])
			require.Equal(t, c.errors, all[0]["errors"])
			if c.operation != "" {
				require.Equal(t, c.operation, all[0]["operation"])
			}
		})
	}
}

func TestWhatIsLoggedWithinARequestHasItsID(t *testing.T) {
	h, _ := serve()
	log := kept(t)
	id := ask(h, "/logs", "").Header().Get("X-Request-Id")
	require.Len(t, id, 26)
	all := lines(t, log)
	require.Equal(t, "hello", all[0]["msg"])
	require.Equal(t, id, all[0]["request"])
	require.NotEqual(t, id, ask(h, "/logs", "").Header().Get("X-Request-Id"))
	for _, invented := range []string{"", "a b", strings.Repeat("a", 65), "a\"b", "é", "a/b"} {
		require.NotEqual(t, invented, ask(h, "/logs", "", "X-Request-Id", invented).Header().Get("X-Request-Id"))
	}
}

func TestAPanicIsAnsweredAndLogged(t *testing.T) {
	h, m := serve()
	log := kept(t)
	w := ask(h, "/panics", "")
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.NotContains(t, w.Body.String(), "secret")
	all := lines(t, log)
	require.Len(t, all, 2)
	require.Equal(t, "panic", all[0]["msg"])
	require.Contains(t, all[0]["stack"], "observe_test.go")
	require.Equal(t, "ERROR", all[1]["level"])
	require.Contains(t, exposed(t, m), `conflictgraph_http_requests_total{method="POST",path="pages",status="500"} 1`)
}

func TestOperationsAndTheirErrorsAreCounted(t *testing.T) {
	kept(t)
	h, m := serve()
	number := func(n int) func() int { return func() int { return n } }
	m.Watch(number(1), number(2), number(3))
	m.RateLimited()
	for range 3 {
		ask(h, "/graphql", "query Who { name }")
	}
	ask(h, "/graphql", "{ name }")
	ask(h, "/graphql", "mutation { name }")
	ask(h, "/graphql", "{ nothing }")
	text := exposed(t, m)
	for _, line := range []string{
		`conflictgraph_operation_seconds_count{operation="Who",type="query"} 3`,
		`conflictgraph_operation_seconds_count{operation="anonymous",type="query"} 1`,
		`conflictgraph_operation_seconds_count{operation="anonymous",type="mutation"} 1`,
		`conflictgraph_operation_cost_count{type="query"} 4`,
		`conflictgraph_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1`,
		`conflictgraph_http_requests_total{method="POST",path="/graphql",status="200"} 6`,
		`conflictgraph_http_requests_in_flight 0`,
		`conflictgraph_rate_limited_total 1`,
		`conflictgraph_operations_executed 1`,
		`conflictgraph_operations_waiting 2`,
		`conflictgraph_subscriptions 3`,
		`go_goroutines `,
	} {
		require.Contains(t, text, line)
	}
}

func TestMetricsTellWhatOfTheGraphIsInMemory(t *testing.T) {
	m := observe.NewMetrics()
	m.WatchAdjacency(func() adjacency.State {
		return adjacency.State{Ready: true, Relations: 5, Bytes: 270, FromMemory: 3, FromStore: 2}
	})
	recorder := httptest.NewRecorder()
	m.Handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, line := range []string{
		"conflictgraph_graph_in_memory 1\n", "conflictgraph_graph_too_large 0\n", "conflictgraph_graph_relations 5\n", "conflictgraph_graph_bytes 270\n",
		`conflictgraph_graph_answers_total{from="memory"} 3`, `conflictgraph_graph_answers_total{from="store"} 2`,
	} {
		require.Contains(t, recorder.Body.String(), line)
	}
}

func TestWhatIsSentMakesNoMoreThanSoManyLabels(t *testing.T) {
	kept(t)
	h, m := serve()
	before := strings.Count(exposed(t, m), "conflictgraph_http_requests_total{")
	for i := range 500 {
		ask(h, "/graphql", fmt.Sprintf("query Q%d { name }", i))
		ask(h, fmt.Sprintf("/path%d", i), "")
		r := httptest.NewRequest("GET", "/", nil)
		r.Method = fmt.Sprintf("METHOD%d", i)
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	text := exposed(t, m)
	require.Equal(t, 101, strings.Count(text, "conflictgraph_operation_seconds_count"))
	require.Contains(t, text, `conflictgraph_operation_seconds_count{operation="other",type="query"} 400`)
	require.LessOrEqual(t, strings.Count(text, "conflictgraph_http_requests_total{"), before+4)
}

// failing is a store of which nothing can be read.
type failing struct{ kg.Store }

func (failing) Types(context.Context) ([]kg.RelationType, error) {
	return nil, kg.Unavailable(errors.New("gone"))
}

func TestCallsOfTheStoreAreTimedAndCounted(t *testing.T) {
	m := observe.NewMetrics()
	plain := bothstores.SQLite(t)
	s := m.Store(plain)
	_, err := s.Get(t.Context(), kg.Keys{Entities: []string{"ukraine"}})
	require.NoError(t, err)
	_, _, err = s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 1}}}})
	require.NoError(t, err)
	require.NoError(t, s.Ping(t.Context()))
	_, err = s.Version(t.Context())
	require.NoError(t, err)

	broken := m.Store(failing{plain})
	_, err = broken.Types(t.Context())
	require.Equal(t, kg.CodeUnavailable, kg.ErrorCode(err))
	text := exposed(t, m)
	for _, method := range []string{"Get", "Pages", "Ping", "Version", "Types"} {
		require.Contains(t, text, fmt.Sprintf(`conflictgraph_store_call_seconds_count{method=%q} 1`, method))
	}
	require.Contains(t, text, `conflictgraph_store_errors_total{code="UNAVAILABLE",method="Types"} 1`)
	require.Len(t, regexp.MustCompile(`conflictgraph_store_errors_total\{.*\} [^0]`).FindAllString(text, -1), 1)
}

var _ graphql.HandlerExtension = observe.NewMetrics().Operations()

func TestFailuresAreCountedFromZeroOn(t *testing.T) {
	m := observe.NewMetrics()
	text := exposed(t, m)
	for _, line := range []string{
		`conflictgraph_errors_total{code="INTERNAL"} 0`,
		`conflictgraph_errors_total{code="TIMEOUT"} 0`,
		`conflictgraph_errors_total{code="other"} 0`,
		`conflictgraph_store_errors_total{code="UNAVAILABLE",method="Get"} 0`,
		`conflictgraph_store_errors_total{code="UNAVAILABLE",method="Write"} 0`,
		`conflictgraph_store_errors_total{code="UNAVAILABLE",method="Version"} 0`,
		`conflictgraph_http_requests_total{method="POST",path="/graphql",status="500"} 0`,
		`conflictgraph_http_requests_total{method="GET",path="/export",status="401"} 0`,
		`conflictgraph_rate_limited_total 0`,
	} {
		require.Contains(t, text, line)
	}
	require.NotContains(t, text, `method="Close"`)
}

func TestWhetherTheStoreAnswersIsAskedWithEachReading(t *testing.T) {
	m := observe.NewMetrics()
	var answer error
	m.WatchStore(func(ctx context.Context) error {
		_, bounded := ctx.Deadline()
		require.True(t, bounded, "a store that stands still does not hold up the reading")
		return answer
	})
	require.Contains(t, exposed(t, m), "conflictgraph_store_up 1\n")
	answer = errors.New("gone")
	require.Contains(t, exposed(t, m), "conflictgraph_store_up 0\n")
	m.WatchCertificate(time.Unix(1_900_000_000, 0))
	require.Contains(t, exposed(t, m), "conflictgraph_tls_certificate_expiry_timestamp_seconds 1.9e+09\n")
}
