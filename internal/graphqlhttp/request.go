package graphqlhttp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// A refusal says why a request is not executed.
type refusal struct {
	status  int
	allow   string // the methods that would be right, where the method is wrong
	message string
}

func refused(status int, format string, args ...any) *refusal {
	return &refusal{status: status, message: fmt.Sprintf(format, args...)}
}

// read returns what a request asks for.
func (t Transport) read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *refusal) {
	start := graphql.Now()
	var params *graphql.RawParams
	var refusal *refusal
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		if refusal = embedded(r.Header); refusal == nil {
			params, refusal = readURL(r.URL)
		}
	case http.MethodPost:
		params, refusal = t.readBody(w, r)
	default:
		return nil, methodNotAllowed(r.Method)
	}
	if refusal != nil {
		return nil, refusal
	}
	if params.Query == "" && params.Extensions["persistedQuery"] == nil {
		return nil, refused(http.StatusBadRequest, "there is no query: send {\"query\": \"…\"} by POST, or ?query=… by GET")
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return params, nil
}

func methodNotAllowed(method string) *refusal {
	return &refusal{status: http.StatusMethodNotAllowed, allow: allowed, message: method + " is not understood here; use POST or GET"}
}

// embedded refuses what a page of another origin has a browser send by an image
// or a script: it could make the visitors of that page ask for much. What fetch
// sends, a page is shown only where CORS lets it.
func embedded(h http.Header) *refusal {
	if site := h.Get("Sec-Fetch-Site"); h.Get("Sec-Fetch-Mode") == "no-cors" && (site == "cross-site" || site == "same-site") {
		return refused(http.StatusForbidden, "a browser sent this for what a page of another origin embeds; use fetch")
	}
	return nil
}

func readURL(u *url.URL) (*graphql.RawParams, *refusal) {
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, refused(http.StatusBadRequest, "the parameters in the URL cannot be read: %v", err)
	}
	params := &graphql.RawParams{Query: values.Get("query"), OperationName: values.Get("operationName")}
	for _, object := range []struct {
		name string
		into any
	}{{"variables", &params.Variables}, {"extensions", &params.Extensions}} {
		if text := values.Get(object.name); text != "" {
			if err := decode([]byte(text), object.into); err != nil {
				return nil, refused(http.StatusBadRequest, "%s: %v; send a JSON object", object.name, err)
			}
		}
	}
	if !utf8.ValidString(params.Query) || !utf8.ValidString(params.OperationName) {
		return nil, refused(http.StatusBadRequest, "the parameters in the URL are not UTF-8")
	}
	return params, nil
}

// drained is how many bytes beyond the limit are read and thrown away: a client
// that is cut off while it sends does not read the reason.
const drained = 16 << 20

func (t Transport) readBody(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *refusal) {
	if refusal := checkContentType(r.Header.Get("Content-Type")); refusal != nil {
		return nil, refusal
	}
	from := r.Body
	if t.MaxBody > 0 {
		from = http.MaxBytesReader(w, r.Body, t.MaxBody)
	}
	body, err := io.ReadAll(from)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		_, _ = io.CopyN(io.Discard, r.Body, drained)
		return nil, refused(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes; ask for less at once", tooLarge.Limit)
	}
	if err != nil {
		return nil, refused(http.StatusBadRequest, "the body did not arrive whole")
	}
	if start := bytes.TrimLeft(body, " \t\r\n"); len(start) > 0 && start[0] == '[' {
		return nil, refused(http.StatusBadRequest, "the body is a list; send one operation per request")
	}
	params := &graphql.RawParams{}
	if err := decode(body, params); err != nil {
		return nil, refused(http.StatusBadRequest, "the body cannot be read: %v; send {\"query\": \"…\", \"variables\": {…}}", err)
	}
	return params, nil
}

func checkContentType(header string) *refusal {
	mediaType, parameters, err := mime.ParseMediaType(header)
	if err != nil || mediaType != jsonType {
		return refused(http.StatusUnsupportedMediaType, "Content-Type is %q; send the operation as application/json", header)
	}
	if charset := parameters["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
		return refused(http.StatusUnsupportedMediaType, "charset is %q; send the operation in UTF-8", charset)
	}
	return nil
}

// decode reads one JSON value and nothing after it, numbers as json.Number.
func decode(text []byte, into any) error {
	if !utf8.Valid(text) {
		return errors.New("it is not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err := decoder.Decode(into)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong) && wrong.Field != "":
		return fmt.Errorf("%s cannot be a JSON %s", wrong.Field, wrong.Value)
	case errors.As(err, &wrong):
		return fmt.Errorf("a JSON %s is not what belongs here", wrong.Value)
	case errors.Is(err, io.EOF):
		return errors.New("it is empty")
	case err != nil:
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON")
	}
	return nil
}
