package command

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/auth"
	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/observe"
	"conflictgraph/internal/store/sqlite"
)

// exportOf runs an export of a new store's seeded graph, and returns what it
// prints and how it ended.
func exportOf(ctx context.Context, db string, args ...string) (string, error) {
	var out bytes.Buffer
	err := Run(ctx, append([]string{"export", "--db", db}, args...), &out, io.Discard)
	return out.String(), err
}

func seeded(t *testing.T) (db, url string) {
	t.Helper()
	clearEnvironment(t)
	db = filepath.Join(t.TempDir(), "graph.db")
	return db, start(t, "--addr", ":0", "--db", db).url
}

func TestTheCommandAndTheServerExportTheSame(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	db, url := seeded(t)
	for _, f := range export.Formats() {
		printed, err := exportOf(t.Context(), db, "--format", f.Name, "--types", "met-with", "--types", "advised", "--from", "2025-01-01", "--as-of", "2090-01-01T00:00:00Z")
		require.NoError(t, err)
		code, body := get(t, url+"/export/"+f.Name+"?types=met-with&types=advised&from=2025-01-01&asOf=2090-01-01T00:00:00Z")
		require.Equal(t, 200, code)
		require.Equal(t, printed, body, f.Name)
	}
	code, body := get(t, url+"/export/pdf")
	require.Equal(t, 400, code)
	require.Contains(t, body, "graphml")
	_, err := exportOf(t.Context(), db, "--format", "pdf")
	require.ErrorContains(t, err, "graphml")
	_, err = exportOf(t.Context(), db, "--format", "csv", "--status", "MAYBE")
	require.ErrorContains(t, err, "status")
	_, err = exportOf(t.Context(), db, "--format", "csv", "--types", "nothing-like-it")
	require.ErrorContains(t, err, "nothing-like-it")
}

func TestAFileIsThereOnceItIsWhole(t *testing.T) {
	db, _ := seeded(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "graph.graphml")
	printed, err := exportOf(t.Context(), db, "--format", "graphml", "-o", file)
	require.NoError(t, err)
	require.Empty(t, printed)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, xml.Unmarshal(text, new(struct{})))
	require.Contains(t, string(text), "Volodymyr Zelenskyy")

	_, err = exportOf(t.Context(), db, "--format", "csv", "-o", file)
	require.ErrorContains(t, err, "--force")
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = exportOf(interrupted, db, "--format", "csv", "-o", file, "--force")
	require.ErrorContains(t, err, "interrupted")
	_, err = exportOf(t.Context(), db, "--format", "csv", "-o", file, "--force", "--types", "nothing-like-it")
	require.Error(t, err)
	after, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, text, after, "a failed export changed the file")

	_, err = exportOf(t.Context(), db, "--format", "csv", "-o", file, "--force")
	require.NoError(t, err)
	after, err = os.ReadFile(file)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(after), "PK"))
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, left, 1, "parts of files are left")
	_, err = exportOf(t.Context(), db, "--format", "csv", "-o", dir)
	require.ErrorContains(t, err, "is no file")
}

func TestAnExportIsImportedByTheCommand(t *testing.T) {
	db, _ := seeded(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "graph.jsonld")
	_, err := exportOf(t.Context(), db, "--format", "jsonld", "-o", file)
	require.NoError(t, err)
	other := filepath.Join(dir, "other.db")
	for _, want := range []string{`, 0 there already, 0 rows rejected`, `: 0 relations written`} {
		said, err := imported("--format", "jsonld", "--db", other, file)
		require.NoError(t, err)
		require.Contains(t, said, want)
	}
	graph, err := sqlite.Open(t.Context(), other)
	require.NoError(t, err)
	defer graph.Close()
	original, err := sqlite.Open(t.Context(), db)
	require.NoError(t, err)
	defer original.Close()
	// When something was recorded is not said by a graph, but by the store it is in.
	kgtest.SameStatements(t, graph, original)
}

// breaking is a store whose relations come again and again, until it fails.
type breaking struct {
	kg.Store
	pages atomic.Int32
}

func (s *breaking) Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	if s.pages.Add(1) > 50 {
		return nil, nil, errors.New("the disk is gone")
	}
	reqs.Pages[0].Slice.After = "" // the first page again and again
	pages, found, err := s.Store.Pages(ctx, reqs)
	if err == nil {
		pages[0].HasNext = true
	}
	return pages, found, err
}

func TestAnExportThatBreaksOffIsNoWholeAnswerThroughAllOfTheServer(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	store, err := sqlite.Open(t.Context(), sqlite.Memory)
	require.NoError(t, err)
	defer store.Close()
	require.NoError(t, seedFirst(t.Context(), store))
	guard, err := auth.New(t.Context(), auth.Config{OpenReading: true})
	require.NoError(t, err)
	for _, encoding := range []string{"identity", "gzip", "zstd"} {
		for _, f := range export.Formats() {
			handler, err := new(serveCommand).handler(&breaking{Store: store}, guard, observe.NewMetrics(), &net.TCPAddr{IP: net.IPv6loopback}, nil)
			require.NoError(t, err)
			server := httptest.NewServer(handler)
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/export/"+f.Name, nil)
			require.NoError(t, err)
			request.Header.Set("Accept-Encoding", encoding)
			response, err := http.DefaultClient.Do(request)
			if err == nil { // the headers have left already
				_, err = io.ReadAll(response.Body)
				require.NoError(t, response.Body.Close())
			}
			require.Error(t, err, "%s as %s ended as a whole answer does", f.Name, encoding)
			server.Close()
		}
	}
}
