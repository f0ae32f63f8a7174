package command

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

// send sends a request with headers, given as names and values in turn, and
// returns the answer and its body as it came.
func send(t *testing.T, method, address, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	require.NoError(t, err)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
	response, err := client.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response, string(text)
}

func TestTheSchemaIsServed(t *testing.T) {
	atTheTop(t)
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	schema, err := os.ReadFile("schema.graphqls")
	require.NoError(t, err)
	response, body := send(t, http.MethodGet, s.url+"/schema.graphqls", "")
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Equal(t, string(schema), body)
	response, _ = send(t, http.MethodGet, s.url+"/schema.graphqls", "", "If-None-Match", response.Header.Get("ETag"))
	require.Equal(t, http.StatusNotModified, response.StatusCode)

	closed := start(t, "--addr", ":0", "--db", ":memory:", "--no-introspection")
	response, _ = send(t, http.MethodGet, closed.url+"/schema.graphqls", "")
	require.Equal(t, http.StatusNotFound, response.StatusCode)
	_, body = send(t, http.MethodPost, closed.url+"/graphql", `{"query": "{ __schema { types { name } } }"}`, "Content-Type", "application/json")
	require.Contains(t, body, `"errors"`)
	require.NotContains(t, body, "Actor")
}

func TestAnAnswerThatWasKeptCostsA304(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	address := s.url + "/graphql?" + url.Values{"query": {`{ relations { nodes { id } } }`}}.Encode()
	for _, encoding := range []string{"identity", "gzip"} {
		first, body := send(t, http.MethodGet, address, "", "Accept-Encoding", encoding)
		require.Equal(t, http.StatusOK, first.StatusCode)
		require.NotEmpty(t, body)
		for _, encoding := range []string{"identity", "gzip"} {
			again, body := send(t, http.MethodGet, address, "", "Accept-Encoding", encoding, "If-None-Match", first.Header.Get("ETag"))
			require.Equal(t, http.StatusNotModified, again.StatusCode)
			require.Empty(t, body)
		}
	}
}

func TestOnlyChosenOriginsMayUseTheServer(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:", "--cors-origin", "https://example.org", "--cors-origin", "http://localhost:3000")
	const query = `{"query": "{ entity(id: \"ukraine\") { name } }"}`
	for origin, allowed := range map[string]bool{
		"https://example.org": true, "http://localhost:3000": true,
		"http://example.org": false, "https://example.org.evil.test": false, "https://sub.example.org": false, "http://localhost": false, "null": false,
	} {
		t.Run(origin, func(t *testing.T) {
			preflight, _ := send(t, http.MethodOptions, s.url+"/graphql", "", "Origin", origin,
				"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type")
			answer, body := send(t, http.MethodPost, s.url+"/graphql", query, "Origin", origin, "Content-Type", "application/json")
			require.Contains(t, body, "Ukraine")
			want := ""
			if allowed {
				want = origin
				require.Equal(t, "POST", preflight.Header.Get("Access-Control-Allow-Methods"))
				require.Contains(t, strings.ToLower(answer.Header.Get("Access-Control-Expose-Headers")), "etag")
			}
			for _, response := range []*http.Response{preflight, answer} {
				require.Equal(t, want, response.Header.Get("Access-Control-Allow-Origin"))
				require.Contains(t, strings.Join(response.Header.Values("Vary"), ","), "Origin")
				require.Empty(t, response.Header.Get("Access-Control-Allow-Credentials"))
			}
		})
	}
	closed := start(t, "--addr", ":0", "--db", ":memory:")
	response, _ := send(t, http.MethodOptions, closed.url+"/graphql", "", "Origin", "https://example.org", "Access-Control-Request-Method", "POST")
	require.Empty(t, response.Header.Get("Access-Control-Allow-Origin"))
}

func TestWhatIsNoOriginIsRefused(t *testing.T) {
	clearEnvironment(t)
	for _, origin := range []string{"example.org", "https://example.org/", "https://example.org/path", "ftp://example.org", "https://", "https://*.org", "https://user@example.org"} {
		err := Run(t.Context(), []string{"--db", ":memory:", "--addr", ":0", "--cors-origin", origin}, io.Discard, io.Discard)
		require.ErrorContains(t, err, "https://example.org", origin)
	}
}

func TestLargeAnswersAreCompressed(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	const large, small = `{"query": "{ relations(first: 50) { nodes { id evidence { exact } } } }"}`, `{"query": "{ entity(id: \"ukraine\") { name } }"}`
	ask := func(query, encoding, accept string) (*http.Response, string) {
		return send(t, http.MethodPost, s.url+"/graphql", query, "Content-Type", "application/json", "Accept-Encoding", encoding, "Accept", accept)
	}
	_, want := ask(large, "identity", "application/json")
	for _, accept := range []string{"application/json", "application/graphql-response+json"} {
		for encoding, open := range map[string]func(io.Reader) (io.Reader, error){
			"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
			"zstd": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
		} {
			response, body := ask(large, encoding, accept)
			require.Equal(t, encoding, response.Header.Get("Content-Encoding"), accept)
			require.Contains(t, strings.Join(response.Header.Values("Vary"), ","), "Accept-Encoding")
			require.Less(t, len(body), len(want)/2)
			reader, err := open(strings.NewReader(body))
			require.NoError(t, err)
			got, err := io.ReadAll(reader)
			require.NoError(t, err)
			require.Equal(t, want, string(got))
		}
	}
	response, body := ask(small, "gzip", "application/json")
	require.Empty(t, response.Header.Get("Content-Encoding"))
	require.JSONEq(t, `{"data": {"entity": {"name": "Ukraine"}}}`, body)
	response, _ = send(t, http.MethodGet, s.url+"/schema.graphqls", "", "Accept-Encoding", "gzip")
	require.Equal(t, "gzip", response.Header.Get("Content-Encoding"))
}

func TestAQueryOf10MBIsRefused(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	response, body := send(t, http.MethodPost, s.url+"/graphql", `{"query": "{ entity(id: \"`+strings.Repeat("x", 10<<20)+`\") { name } }"}`, "Content-Type", "application/json")
	require.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode)
	require.Contains(t, body, "1048576 bytes")
}
