package export_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
)

// serving returns the address of a server that exports a store.
func serving(t *testing.T, store export.Store) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("GET /export/{format}", export.Handler(store))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL + "/export/"
}

// got returns the status and the text of an answer, and why the text ended early.
func got(t *testing.T, url string) (*http.Response, string, error) {
	t.Helper()
	response, err := http.Get(url)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response, string(body), err
}

func TestWhatCannotBeExportedIsRefusedByName(t *testing.T) {
	url := serving(t, filled(t))
	for query, want := range map[string][]string{
		"pdf":                               {"format", `"pdf"`, "graphml", "gexf", "csv"},
		"csv?types=met-with&types=":         {"types", "empty"},
		"csv?with=No%20One":                 {"with", "No One"},
		"csv?entity=doc:x":                  {"entity", "doc:x"},
		"csv?entity=a&entity=b":             {"entity", "2 times"},
		"csv?direction=UP":                  {"direction", "UP", "OUT"},
		"csv?status=MAYBE":                  {"status", "MAYBE", "PLANNED"},
		"csv?certainty=stated":              {"certainty", "stated", "STATED"},
		"csv?from=2025-02-30":               {"from", "2025-02-30", "YYYY-MM-DD"},
		"csv?to=tomorrow":                   {"to", "tomorrow"},
		"csv?from=2025-12-02&to=2025-12-1":  {"to", "2025-12-1"},
		"csv?from=2025-12-02&to=2025-12-01": {"from", "2025-12-02 is after to"},
		"csv?documents=x":                   {"documents", `"x"`},
		"csv?places=Paris":                  {"places", `"Paris"`},
		"csv?attributedTo=Nobody":           {"attributedTo", `"Nobody"`},
		"csv?publishers=%20":                {"publishers", "shows nothing"},
		"csv?recordedSince=2025":            {"recordedSince", "2025", "RFC 3339"},
		"csv?quoted=yes":                    {"quoted", "yes", "neither true nor false"},
		"csv?asOf=yesterday":                {"asOf", "yesterday", "RFC 3339"},
		"csv?typ=met-with":                  {"typ", "types"},
		"csv?types=%zz":                     {"query"},
	} {
		response, body, err := got(t, url+query)
		require.NoError(t, err)
		require.Equal(t, http.StatusBadRequest, response.StatusCode, "%s: %s", query, body)
		requireRefused(t, response, body, want...)
	}
}

func TestAnIDThatNamesNothingIsNotFoundByItsParameter(t *testing.T) {
	url := serving(t, filled(t))
	for query, want := range map[string][]string{
		"csv?types=met-wiht":                       {`types: there is no relation type "met-wiht"`, `"met-with"`},
		"graphml?entity=ana-keller":                {`entity: there is no entity "ana-keller"`, `"anna-keller"`},
		"csv?with=anna-keller&with=northlnd":       {`with: there is no entity "northlnd"`, `"northland"`},
		"jsonld?documents=doc:interveiw":           {`documents: there is no document "doc:interveiw"`, `"doc:interview"`},
		"csv?entity=zzz&asOf=2020-01-01T00:00:00Z": {`entity: there is no entity "zzz"`, "search"},
	} {
		response, body, err := got(t, url+query)
		require.NoError(t, err)
		require.Equal(t, http.StatusNotFound, response.StatusCode, "%s: %s", query, body)
		requireRefused(t, response, body, want...)
	}
	response, _, err := got(t, url+"csv?entity=anna-keller&asOf=2020-01-01T00:00:00Z")
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode, "it is there now")
}

func requireRefused(t *testing.T, response *http.Response, body string, want ...string) {
	t.Helper()
	require.Equal(t, "text/plain; charset=utf-8", response.Header.Get("Content-Type"))
	require.Empty(t, response.Header.Get("Content-Disposition"))
	for _, part := range want {
		require.Contains(t, body, part)
	}
}

func TestAnExportIsADownloadOfItsType(t *testing.T) {
	url := serving(t, filled(t))
	for _, f := range export.Formats() {
		response, body, err := got(t, url+f.Name+"?types=met-with")
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, response.StatusCode, f.Name)
		require.Equal(t, f.ContentType, response.Header.Get("Content-Type"))
		require.Equal(t, `attachment; filename="conflictgraph`+f.Extension+`"`, response.Header.Get("Content-Disposition"))
		require.Equal(t, "nosniff", response.Header.Get("X-Content-Type-Options"))
		require.NotEmpty(t, body)

		head, err := http.Head(url + f.Name)
		require.NoError(t, err)
		require.NoError(t, head.Body.Close())
		require.Equal(t, http.StatusOK, head.StatusCode)
		require.Equal(t, f.ContentType, head.Header.Get("Content-Type"))
	}
}

func TestAStoreThatCannotBeReachedIsSaidBeforeAnythingIsSent(t *testing.T) {
	url := serving(t, &endless{fail: kg.Unavailable(errors.New("refused"))})
	response, body, err := got(t, url+"gexf?types=met-with")
	require.NoError(t, err)
	require.Equal(t, http.StatusServiceUnavailable, response.StatusCode)
	require.NotContains(t, body, "refused")
	response, body, err = got(t, serving(t, &endless{fail: errors.New("secret")})+"gexf?types=met-with")
	require.NoError(t, err)
	require.Equal(t, http.StatusInternalServerError, response.StatusCode)
	require.NotContains(t, body, "secret")
}

func TestAnExportThatBreaksOffIsNotTakenForAWholeOne(t *testing.T) {
	inTheMiddle := 0
	for _, f := range export.Formats() {
		url := serving(t, &endless{pages: 30, fail: errors.New("the disk is gone")})
		response, err := http.Get(url + f.Name)
		if err != nil {
			continue // it broke off before the headers had left
		}
		_, err = io.ReadAll(response.Body)
		require.NoError(t, response.Body.Close())
		if response.StatusCode == http.StatusOK {
			require.Error(t, err, "%s ended as a whole export does", f.Name)
			inTheMiddle++
		} else { // nothing was written by then
			require.Equal(t, http.StatusInternalServerError, response.StatusCode)
		}
	}
	require.GreaterOrEqual(t, inTheMiddle, 5)
}

func TestAClientThatHangsUpFreesWhatItsExportHeld(t *testing.T) {
	store := &endless{pages: 1 << 40}
	url := serving(t, store)
	before := runtime.NumGoroutine()
	for range 5 {
		ctx, hangUp := context.WithCancel(t.Context())
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"graphml", nil)
		require.NoError(t, err)
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		_, err = io.CopyN(io.Discard, response.Body, 1<<20)
		require.NoError(t, err)
		hangUp()
		require.NoError(t, response.Body.Close())
	}
	http.DefaultClient.CloseIdleConnections()
	require.Eventually(t, func() bool {
		asked := store.asked.Load()
		time.Sleep(20 * time.Millisecond)
		return store.running.Load() == 0 && store.asked.Load() == asked && runtime.NumGoroutine() <= before+2
	}, time.Minute, 50*time.Millisecond, "calls that run: %d, goroutines: %d, and %d before", store.running.Load(), runtime.NumGoroutine(), before)
}

func TestAnExportReadsPagesOfOneSize(t *testing.T) {
	store := &endless{pages: 40}
	require.NotEmpty(t, exported(t, store, "graphml", everything))
	require.Equal(t, int64(40), store.asked.Load())
	require.LessOrEqual(t, store.widest.Load(), int64(1000))
}

func TestATokenThatExpiresBeforeAnythingIsSentIsSaid(t *testing.T) {
	expired := &kg.Error{Code: kg.CodeUnauthenticated, Message: "the token has expired"}
	handler := export.Handler(filled(t))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithDeadlineCause(r.Context(), time.Now().Add(-time.Second), expired)
		defer cancel()
		r.SetPathValue("format", "gexf")
		handler.ServeHTTP(w, r.WithContext(ctx))
	}))
	t.Cleanup(server.Close)
	response, body, err := got(t, server.URL)
	require.NoError(t, err)
	require.Equal(t, http.StatusUnauthorized, response.StatusCode)
	require.Equal(t, "the token has expired\n", body)
}
