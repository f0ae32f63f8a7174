// Package reconcile answers the Reconciliation Service API of the W3C Entity
// Reconciliation Community Group, version 0.2
// (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/), by
// which OpenRefine and other clients match the names of a table with entities.
package reconcile

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"

	"conflictgraph/internal/kg"
)

// Store is the part of a kg.Store that the API reads.
type Store interface {
	kg.Searcher
	Types(ctx context.Context) ([]kg.RelationType, error)
}

// Options say how the API is served.
type Options struct {
	// Readers lets those through that may read, to all but the manifest.
	Readers func(http.Handler) http.Handler
	// Closed tells that reading needs a bearer token, which the manifest then says.
	Closed bool
	// Everywhere tells that the pages of every origin may read, and so may scripts,
	// by JSONP, and frames.
	Everywhere bool
	// Charge takes what a request costs from what a client may ask for, and returns an
	// error with kg.CodeRateLimited where nothing is left. It may be nil.
	Charge func(ctx context.Context, cost int64, answer http.Header) error
	// MaxCost is the most that a request may cost, MaxBody how many bytes its body may
	// have, and Timeout how long it may take; none is limited by 0.
	MaxCost int64
	MaxBody int64
	Timeout time.Duration
}

// Path is where the API is served, with all that is beneath.
const Path = "/reconcile"

// What requests cost, in the units of the API's other costs.
const (
	searchCost   = 4000
	relationCost = 20 // for each entity whose relations of a type are read
	entityCost   = 1
)

// service is the API of a store.
type service struct {
	store Store
	Options
}

// Handler serves the API at Path and beneath it. Errors are answered as JSON with a
// status, a code and a message.
func Handler(store Store, options Options) http.Handler {
	s := &service{store, options}
	mux := http.NewServeMux()
	mux.Handle(Path, http.HandlerFunc(s.endpoint))
	for path, answer := range map[string]func(*http.Request) (any, error){
		"/suggest/entity": s.suggestEntities, "/suggest/type": s.suggestTypes, "/suggest/property": s.suggestProperties,
		"/properties": s.proposeProperties,
	} {
		mux.Handle("GET "+Path+path, s.Readers(s.answering(answer)))
	}
	mux.Handle("GET "+Path+"/preview", s.Readers(http.HandlerFunc(s.preview)))
	return mux
}

// endpoint answers with the manifest, or to a batch of queries or a query for data
// extension in a parameter or a form.
func (s *service) endpoint(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		s.refuse(w, r, http.StatusMethodNotAllowed, kg.BadInput("", "%s is not answered; send GET, or POST of application/x-www-form-urlencoded", r.Method))
		return
	}
	if s.MaxBody > 0 {
		r.Body = http.MaxBytesReader(w, r.Body, s.MaxBody)
	}
	if err := r.ParseForm(); err != nil {
		s.fail(w, r, kg.BadInput("body", "%v; send application/x-www-form-urlencoded of at most %d bytes", err, s.MaxBody))
		return
	}
	answer := func(r *http.Request) (any, error) { return s.manifest(r), nil }
	switch {
	case r.Form.Has("queries") && r.Form.Has("extend"):
		answer = func(*http.Request) (any, error) {
			return nil, kg.BadInput("extend", "it is given beside queries; send one of them")
		}
	case r.Form.Has("queries"):
		answer = s.reconcile
	case r.Form.Has("extend"):
		answer = s.extend
	case r.Method == http.MethodPost:
		answer = func(*http.Request) (any, error) {
			return nil, kg.BadInput("queries", "it is missing; send a batch of queries as JSON in the form field queries, or a data extension in extend")
		}
	default:
		s.answering(answer).ServeHTTP(w, r)
		return
	}
	s.Readers(s.answering(answer)).ServeHTTP(w, r)
}

// answering sends what answer returns, within the time that a request may take.
func (s *service) answering(answer func(*http.Request) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), headersKey{}, w.Header())
		if s.Timeout > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, s.Timeout)
			defer cancel()
		}
		result, err := answer(r.WithContext(ctx))
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.send(w, r, http.StatusOK, result)
	})
}

type headersKey struct{}

// charge takes what a request costs, or returns why it is not answered.
func (s *service) charge(ctx context.Context, field string, cost int64) error {
	if s.MaxCost > 0 && cost > s.MaxCost {
		return &kg.Error{Code: codeTooLarge, Field: field, Message: tooCostly(cost, s.MaxCost)}
	}
	if s.Charge == nil {
		return nil
	}
	headers, _ := ctx.Value(headersKey{}).(http.Header)
	return s.Charge(ctx, cost, headers)
}

// codeTooLarge is of what is to be asked for in smaller parts.
const codeTooLarge kg.Code = "TOO_LARGE"

var statuses = map[kg.Code]int{
	kg.CodeBadInput: http.StatusBadRequest, kg.CodeNotFound: http.StatusNotFound, codeTooLarge: http.StatusRequestEntityTooLarge,
	kg.CodeRateLimited: http.StatusTooManyRequests, kg.CodeUnauthenticated: http.StatusUnauthorized, kg.CodeForbidden: http.StatusForbidden,
	kg.CodeUnavailable: http.StatusServiceUnavailable, kg.CodeTimeout: http.StatusServiceUnavailable,
}

// fail answers with an error, of whose inside it says nothing.
func (s *service) fail(w http.ResponseWriter, r *http.Request, err error) {
	if context.Cause(r.Context()) == nil && r.Context().Err() == nil && isDeadline(err) {
		err = &kg.Error{Code: kg.CodeTimeout, Message: "the answer took longer than it may here; ask for less at once"}
	}
	status, known := statuses[kg.ErrorCode(err)]
	if !known {
		status = http.StatusInternalServerError
	}
	if status >= http.StatusInternalServerError && r.Context().Err() == nil {
		slog.ErrorContext(r.Context(), "a reconciliation failed", "path", r.URL.Path, "error", err)
	}
	s.refuse(w, r, status, err)
}

func (s *service) refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	message := http.StatusText(status)
	if status < http.StatusInternalServerError {
		message = err.Error()
	}
	s.send(w, r, status, map[string]any{"status": "error", "code": kg.ErrorCode(err), "message": message})
}

// callback is the name of a function, as JSONP calls it.
var callback = regexp.MustCompile(`^[A-Za-z_$][0-9A-Za-z_$]*(\.[A-Za-z_$][0-9A-Za-z_$]*)*$`)

const longestCallback = 200

// send writes JSON, as an argument of a function where the parameter callback names
// one and scripts may have it.
func (s *service) send(w http.ResponseWriter, r *http.Request, status int, value any) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	name := r.URL.Query().Get("callback")
	if name != "" && !s.Everywhere {
		status, value, name = http.StatusForbidden, map[string]any{
			"status": "error", "code": kg.CodeForbidden, "message": "callback: scripts of other pages are not answered; start the server with --cors-origin '*', or send the request by fetch",
		}, ""
	} else if name != "" && (len(name) > longestCallback || !callback.MatchString(name)) {
		status, value, name = http.StatusBadRequest, map[string]any{
			"status": "error", "code": kg.CodeBadInput, "message": "callback: it is no name of a function, such as jsonp123",
		}, ""
	}
	text, err := json.Marshal(value)
	if err != nil { // not reached: all that is sent has JSON
		slog.ErrorContext(r.Context(), "a reconciliation failed", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	if name == "" {
		h.Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write(append(text, '\n'))
		return
	}
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	w.WriteHeader(status)
	// The comment keeps the answer from beginning with what somebody chose.
	_, _ = w.Write([]byte("/**/" + name + "(" + string(text) + ");\n"))
}

// base returns where the server is reached, as the one who asks reached it.
func base(r *http.Request) string {
	scheme := "http"
	forwarded, _, _ := strings.Cut(r.Header.Get("X-Forwarded-Proto"), ",")
	if r.TLS != nil || strings.EqualFold(strings.TrimSpace(forwarded), "https") {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
