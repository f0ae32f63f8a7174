package observe

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/felixge/httpsnoop"
)

// IDHeader names a request: a client may send it, and every answer has it.
const IDHeader = "X-Request-Id"

type recordKey struct{}

// record is what is found out about a request while it is served.
type record struct {
	id string

	mu        sync.Mutex // a WebSocket carries many operations at once
	subject   string     // who asked, where a token says so
	operation string
	cost      int64
	codes     []string // of what went wrong
}

func recordOf(ctx context.Context) *record {
	r, _ := ctx.Value(recordKey{}).(*record)
	return r
}

// RequestID returns the id of the request that is served in ctx; empty outside of
// Requests.
func RequestID(ctx context.Context) string {
	if r := recordOf(ctx); r != nil {
		return r.id
	}
	return ""
}

var acceptableID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

func idOf(r *http.Request) string {
	if id := r.Header.Get(IDHeader); acceptableID.MatchString(id) {
		return id
	}
	return rand.Text()
}

// Requests gives each request an id, counts it, and logs it once: what the server
// failed at as an error, what it refused as information, all else for debugging.
// A panic is answered by 500. It stands around everything else.
func (m *Metrics) Requests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := &record{id: idOf(r)}
		ctx := context.WithValue(r.Context(), recordKey{}, rec)
		w.Header().Set(IDHeader, rec.id)
		m.inFlight.Inc()
		defer m.inFlight.Dec()
		seen := httpsnoop.CaptureMetrics(recovering(next), w, r.WithContext(ctx))
		route := routeOf(r.URL.Path)
		m.requests.WithLabelValues(route, methodOf(r.Method), strconv.Itoa(seen.Code)).Inc()
		m.requestSeconds.WithLabelValues(route).Observe(seen.Duration.Seconds())
		logRequest(ctx, r, rec, seen)
	})
}

func logRequest(ctx context.Context, r *http.Request, rec *record, seen httpsnoop.Metrics) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	level := slog.LevelDebug
	switch {
	case seen.Code >= http.StatusInternalServerError:
		level = slog.LevelError
	case seen.Code >= http.StatusBadRequest, len(rec.codes) > 0:
		level = slog.LevelInfo
	}
	if !slog.Default().Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("method", methodOf(r.Method)), slog.String("path", shortened(r.URL.Path)), slog.Int("status", seen.Code),
		slog.Int64("bytes", seen.Written), slog.Duration("took", seen.Duration.Round(time.Microsecond)), slog.String("from", r.RemoteAddr),
	}
	if rec.subject != "" {
		attrs = append(attrs, slog.String("subject", shortened(rec.subject)))
	}
	if rec.operation != "" {
		attrs = append(attrs, slog.String("operation", shortened(rec.operation)), slog.Int64("cost", rec.cost))
	}
	if len(rec.codes) > 0 {
		attrs = append(attrs, slog.String("errors", strings.Join(rec.codes, " ")))
	}
	slog.LogAttrs(ctx, level, "request", attrs...)
}

// recovering answers 500 where next panics, unless something was answered.
func recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch reason := recover(); reason {
			case nil:
			case http.ErrAbortHandler:
				panic(reason)
			default:
				slog.ErrorContext(r.Context(), "panic", "reason", fmt.Sprint(reason), "stack", string(debug.Stack()))
				http.Error(w, "something went wrong here; it has been logged", http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// longestLogged bounds what a caller can put into a line of the log, in bytes.
const longestLogged = 200

func shortened(s string) string {
	if len(s) > longestLogged {
		return strings.ToValidUTF8(s[:longestLogged], "") + "…"
	}
	return s
}

// routes are the paths that are counted by themselves.
var routes = map[string]bool{"/graphql": true, "/healthz": true, "/readyz": true, "/metrics": true, "/schema.graphqls": true}

func routeOf(path string) string {
	switch {
	case routes[path]:
		return path
	case strings.HasPrefix(path, "/export/"):
		return "/export"
	}
	return "pages"
}

var methods = map[string]bool{"GET": true, "HEAD": true, "POST": true, "OPTIONS": true, "PUT": true, "PATCH": true, "DELETE": true}

func methodOf(method string) string {
	if methods[method] {
		return method
	}
	return "other"
}
