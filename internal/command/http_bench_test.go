package command

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/auth"
	"conflictgraph/internal/observe"
	"conflictgraph/internal/store/sqlite"
)

// BenchmarkAnswers tells what compressing an answer costs and what a kept one
// saves, on the seeded graph and without the network.
func BenchmarkAnswers(b *testing.B) {
	store, err := sqlite.Open(b.Context(), sqlite.Memory)
	require.NoError(b, err)
	defer func() { _ = store.Close() }()
	require.NoError(b, seedFirst(b.Context(), store))
	guard, err := auth.New(b.Context(), auth.Config{OpenReading: true})
	require.NoError(b, err)
	var c serveCommand
	c.MaxOperations, c.Get, c.AllowedHost = 1, true, []string{"example.com"}
	handler, err := c.handler(store, guard, observe.NewMetrics(), &net.TCPAddr{IP: net.IPv6loopback}, nil)
	require.NoError(b, err)
	ask := func(query, encoding, kept string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/graphql?"+url.Values{"query": {query}}.Encode(), nil)
		r.Header.Set("Accept-Encoding", encoding)
		r.Header.Set("If-None-Match", kept)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	for name, query := range map[string]string{
		"one name":      `{ entity(id: "ukraine") { name } }`,
		"ten relations": `{ relations(first: 10) { nodes { id subject { name } object { name } evidence { exact } } } }`,
		"all relations": `{ relations(first: 100) { nodes { id subject { name } object { name } evidence { exact } } } }`,
	} {
		for _, encoding := range []string{"identity", "gzip", "zstd"} {
			b.Run(name+"/"+encoding, func(b *testing.B) {
				size := 0
				for b.Loop() {
					size = ask(query, encoding, "").Body.Len()
				}
				b.ReportMetric(float64(size), "bytes")
			})
		}
		b.Run(name+"/kept", func(b *testing.B) {
			kept := ask(query, "identity", "").Header().Get("ETag")
			for b.Loop() {
				if ask(query, "identity", kept).Code != http.StatusNotModified {
					b.Fatal("it is executed")
				}
			}
		})
	}
}
