package command

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMetricsAreForThisMachineAndForReaders(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_READER", readerToken)
	here := start(t, "--addr", ":0", "--db", ":memory:")
	here.query(t, `query Speakers { actor(id: "vladimir-putin") { spokespersons { nodes { name } } } }`)
	here.code(t, `{ nothing }`)
	_, text := get(t, here.url+"/metrics")
	for _, line := range []string{
		`conflictgraph_operation_seconds_count{operation="Speakers",type="query"} 1`,
		`conflictgraph_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1`,
		`conflictgraph_store_call_seconds_count{method="Pages"} 1`,
		`conflictgraph_operations_waiting 0`,
	} {
		require.Contains(t, text, line)
	}
	open := start(t, "--addr", "0.0.0.0:0", "--db", ":memory:", "--open-reading")
	for token, want := range map[string]int{"": 401, "Bearer " + readerToken: 200} {
		response, _ := send(t, http.MethodGet, open.url+"/metrics", "", "Authorization", token)
		require.Equal(t, want, response.StatusCode)
	}
}

func TestProfilesAreServedOnlyWhereAskedForAndToThisMachine(t *testing.T) {
	clearEnvironment(t)
	var logged log
	s := startLogging(t, &logged, "--addr", ":0", "--db", ":memory:", "--pprof-addr", ":0")
	status, _ := get(t, s.url+"/debug/pprof/")
	require.Equal(t, http.StatusNotFound, status)
	url := regexp.MustCompile(`http://[^ ]+/debug/pprof/`).FindString(logged.String())
	status, text := get(t, url+"goroutine?debug=1")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, text, "goroutine profile")
	status, _ = get(t, url+"cmdline")
	require.Equal(t, http.StatusNotFound, status)
	require.NoError(t, s.stop())
	require.ErrorContains(t, Run(t.Context(), []string{"--addr", ":0", "--db", ":memory:", "--pprof-addr", "0.0.0.0:0"}, io.Discard, io.Discard), "localhost:6060")
}

func TestTracesAreSentWhereThereIsACollector(t *testing.T) {
	clearEnvironment(t)
	var mu sync.Mutex
	var sent bytes.Buffer
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body := io.Reader(r.Body)
		if r.Header.Get("Content-Encoding") == "gzip" {
			body, _ = gzip.NewReader(r.Body)
		}
		mu.Lock()
		defer mu.Unlock()
		sent.WriteString(r.URL.Path)
		_, _ = sent.ReadFrom(body)
	}))
	defer collector.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	t.Setenv("CONFLICTGRAPH_TOKEN_READER", readerToken)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	status, _ := s.ask(t, readerToken, `query Speakers { actor(id: "vladimir-putin") { spokespersons { nodes { name } } } }`)
	require.Equal(t, http.StatusOK, status)
	require.NoError(t, s.stop())
	mu.Lock()
	defer mu.Unlock()
	for _, part := range []string{"/v1/traces", "conflictgraph", "POST /graphql", "Speakers", "store Pages"} {
		require.Contains(t, sent.String(), part)
	}
	require.NotContains(t, sent.String(), readerToken)
}

func TestTheLogIsTextOrJSON(t *testing.T) {
	clearEnvironment(t)
	for format, begins := range map[string]string{"text": "time=", "json": `{"time":`} {
		var logged log
		s := startLogging(t, &logged, "--addr", ":0", "--db", ":memory:", "--log-format", format)
		s.query(t, whoSpeaksForPutin)
		s.code(t, `{ nothing }`)
		require.NoError(t, s.stop())
		require.Equal(t, 1, strings.Count(logged.String(), "\n"), logged.String())
		require.True(t, strings.HasPrefix(logged.String(), begins))
	}
	for _, flag := range []string{"--log-format=xml", "--log-level=loud"} {
		require.ErrorContains(t, Run(t.Context(), []string{"--addr", ":0", "--db", ":memory:", flag}, io.Discard, io.Discard), strings.Split(flag, "=")[0])
	}
}
