package export

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"conflictgraph/internal/kg"
)

// stalled is how long a client may take to read what it was sent, before it is
// left.
const stalled = time.Minute

// Handler answers GET /export/{format} with a selection in the parameters that
// ParseSelection reads. What cannot be exported it answers with a line of text and
// 400, 404 where an id names nothing, or 401 where a token has expired before anything
// was sent. Where something fails in the middle of an export, it breaks the
// connection, so that no client takes a part for the whole.
func Handler(store Store) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := &answer{ResponseWriter: w, control: http.NewResponseController(w), head: r.Method == http.MethodHead}
		err := serve(store, answer, r)
		switch {
		case err == nil, errors.Is(err, errHeadOnly):
		case answer.begun:
			if r.Context().Err() == nil && !errors.Is(err, errHungUp) {
				slog.ErrorContext(r.Context(), "an export broke off", "path", r.URL.Path, "error", err)
			}
			panic(http.ErrAbortHandler)
		default:
			refuse(w, r, err)
		}
	})
}

var (
	errHungUp   = errors.New("the client does not read on")
	errHeadOnly = errors.New("only the headers were asked for")
)

func serve(store Store, w *answer, r *http.Request) error {
	format, err := FormatOf(r.PathValue("format"))
	if err != nil {
		return err
	}
	parameters, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return kg.BadInput("query", "%v; write it as name=value&name=value, percent-encoded", err)
	}
	selection, err := ParseSelection(parameters)
	if err != nil {
		return err
	}
	w.format = format
	return Write(r.Context(), store, w, format, selection, nil)
}

func refuse(w http.ResponseWriter, r *http.Request, err error) {
	if ended := context.Cause(r.Context()); kg.ErrorCode(ended) == kg.CodeUnauthenticated {
		err = ended
	}
	switch kg.ErrorCode(err) {
	case kg.CodeUnauthenticated:
		http.Error(w, err.Error(), http.StatusUnauthorized)
	case kg.CodeBadInput:
		http.Error(w, err.Error(), http.StatusBadRequest)
	case kg.CodeNotFound:
		http.Error(w, err.Error(), http.StatusNotFound)
	case kg.CodeUnavailable:
		slog.ErrorContext(r.Context(), "store unavailable", "error", err)
		http.Error(w, "the store cannot be reached", http.StatusServiceUnavailable)
	default:
		if r.Context().Err() == nil {
			slog.ErrorContext(r.Context(), "an export failed", "path", r.URL.Path, "error", err)
		}
		http.Error(w, "the export failed; the server's log says why", http.StatusInternalServerError)
	}
}

// answer is a response that begins with the first byte of an export.
type answer struct {
	http.ResponseWriter
	control *http.ResponseController
	format  Format
	head    bool // the client asked for the headers only
	begun   bool
}

func (a *answer) Write(p []byte) (int, error) {
	if !a.begun {
		a.begun = true
		a.Header().Set("Content-Type", a.format.ContentType)
		a.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="conflictgraph%s"`, a.format.Extension))
		a.Header().Set("X-Content-Type-Options", "nosniff")
		a.Header().Set("Cache-Control", "no-store")
	}
	if a.head {
		return 0, errHeadOnly
	}
	// A writer that knows no deadline, such as one that a test records in, is not
	// one that stalls.
	_ = a.control.SetWriteDeadline(time.Now().Add(stalled))
	n, err := a.ResponseWriter.Write(p)
	if err != nil {
		err = fmt.Errorf("%w: %w", errHungUp, err)
	}
	return n, err
}
