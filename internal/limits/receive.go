package limits

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"conflictgraph/internal/graphqlhttp"
	"conflictgraph/internal/kg"
)

type headersKey struct{}

// Receive has the bodies of requests arrive within a time, those of streams be of
// at most a size, and gives streams as long as they want to be answered. No time
// or size is limited by 0. The extensions of this package need it to say
// by Retry-After when to come back.
func Receive(within time.Duration, size int64, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connection := http.NewResponseController(w)
		if IsStream(r) {
			_ = connection.SetWriteDeadline(time.Time{}) // not supported without a connection
			if size > 0 {
				r.Body = http.MaxBytesReader(w, r.Body, size)
			}
		}
		if within > 0 && r.Header.Get("Upgrade") == "" {
			r.Body = &arriving{ReadCloser: r.Body, connection: connection, within: within}
		}
		next.ServeHTTP(w, r.WithContext(withHeaders(r.Context(), w)))
	})
}

// arriving is a body that has to arrive within a time, counted from when it is
// first read.
type arriving struct {
	io.ReadCloser
	connection *http.ResponseController
	within     time.Duration
	begun      bool
}

func (a *arriving) Read(p []byte) (int, error) {
	if !a.begun {
		a.begun = true
		_ = a.connection.SetReadDeadline(time.Now().Add(a.within))
	}
	n, err := a.ReadCloser.Read(p)
	if err == io.EOF {
		// The server reads on to see whether the client leaves, which has no end.
		_ = a.connection.SetReadDeadline(time.Time{})
	}
	return n, err
}

// IsStream reports whether a request asks for events: over a WebSocket, or as
// server-sent ones.
func IsStream(r *http.Request) bool {
	if r.Header.Get("Upgrade") != "" {
		return true
	}
	for _, accepted := range r.Header.Values("Accept") {
		if strings.Contains(accepted, "text/event-stream") {
			return true
		}
	}
	return false
}

// Unhurried gives a client as long as it wants to take an answer, such as a
// download.
func Unhurried(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) // not supported without a connection
		next.ServeHTTP(w, r)
	})
}

// WithoutGET answers 405 to GET and HEAD, but for WebSockets.
func WithoutGET(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.Header.Get("Upgrade") == "" {
			w.Header().Set("Allow", "OPTIONS, POST")
			graphqlhttp.Refuse(w, http.StatusMethodNotAllowed, kg.BadInput("", "send queries by POST of application/json"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func withHeaders(ctx context.Context, w http.ResponseWriter) context.Context {
	return context.WithValue(ctx, headersKey{}, w.Header())
}

// headersOf returns the headers of the answer to what is done in ctx; it is nil
// where there are none.
func headersOf(ctx context.Context) http.Header {
	headers, _ := ctx.Value(headersKey{}).(http.Header)
	return headers
}

func retryAfter(h http.Header, delay time.Duration) {
	if h != nil {
		h.Set("Retry-After", strconv.Itoa(max(1, int((delay+time.Second-1)/time.Second))))
	}
}
