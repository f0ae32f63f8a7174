package graphqlhttp_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/99designs/gqlgen/graphql/handler/testserver"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/graphqlhttp"
)

// ending is a response that fails a test by which it is used once it has ended, as
// net/http's does by a panic.
type ending struct {
	*httptest.ResponseRecorder
	ended bool
	late  int
}

func (e *ending) Write(text []byte) (int, error) {
	if e.ended {
		e.late++
	}
	return e.ResponseRecorder.Write(text)
}

func (e *ending) Flush() {
	if e.ended {
		e.late++
	}
	e.ResponseRecorder.Flush()
}

func TestNothingIsWrittenOnceAStreamOfEventsHasEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const interval = time.Second
		s := testserver.New()
		s.AddTransport(graphqlhttp.Events{SSE: transport.SSE{KeepAlivePingInterval: interval}, WriteTimeout: interval})
		ctx, cancel := context.WithCancel(t.Context()) // net/http ends it only after the handler
		defer cancel()
		w := &ending{ResponseRecorder: httptest.NewRecorder()}
		s.ServeHTTP(w, post(`{"query":"query { name }"}`, "Accept", "text/event-stream").WithContext(ctx))
		w.ended = true
		require.Equal(t, http.StatusOK, w.Code)
		require.Contains(t, w.Body.String(), "event: complete")
		time.Sleep(3 * interval)
		synctest.Wait()
		require.Zero(t, w.late)
	})
}
