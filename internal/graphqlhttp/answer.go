package graphqlhttp

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/elnormous/contenttype"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The media types of answers. By the second, a status other than 200 tells that
// nothing was executed; by the first it is 200 for a request that could be read,
// since whatever stands in between might have sent the others, unless the client
// is to come back later.
const (
	jsonType     = "application/json"
	responseType = "application/graphql-response+json"
)

var mediaTypes = []contenttype.MediaType{contenttype.NewMediaType(jsonType), contenttype.NewMediaType(responseType)}

// An answer is what becomes of one request.
type answer struct {
	w         http.ResponseWriter
	exec      graphql.GraphExecutor
	ctx       context.Context
	mediaType string
	tag       string // the ETag that it has unless something is wrong; none where empty
}

// negotiate chooses the media type and sets the headers that every answer has.
func (a *answer) negotiate(r *http.Request) *refusal {
	a.mediaType = jsonType
	accepted := r.Header.Get("Accept")
	if accepted != "" {
		chosen, _, err := contenttype.GetAcceptableMediaType(r, mediaTypes)
		if err != nil {
			a.setHeaders()
			return refused(http.StatusNotAcceptable, "Accept is %q; answers are %s or %s", accepted, responseType, jsonType)
		}
		a.mediaType = chosen.MIME()
	}
	a.setHeaders()
	return nil
}

func (a *answer) setHeaders() {
	h := a.w.Header()
	h.Set("Content-Type", a.mediaType+"; charset=utf-8")
	h.Add("Vary", "Accept")
	h.Set("Cache-Control", "no-store")
}

func (a *answer) refuse(r *refusal) {
	response := a.exec.DispatchError(a.ctx, gqlerror.List{{Message: r.message}})
	if r.allow != "" {
		a.w.Header().Set("Allow", r.allow)
	}
	a.write(r.status, response)
}

func (a *answer) send(response *graphql.Response) {
	if a.tag != "" && len(response.Errors) == 0 {
		a.revalidated()
	}
	a.write(a.status(response), response)
}

func (a *answer) notModified() {
	a.revalidated()
	a.w.Header().Del("Content-Type")
	a.w.WriteHeader(http.StatusNotModified)
}

// revalidated lets caches keep the answer and ask each time whether it holds.
func (a *answer) revalidated() {
	a.w.Header().Set("ETag", a.tag)
	a.w.Header().Set("Cache-Control", "no-cache")
}

// statuses tells what is wrong with a request that was not executed, by the code
// of its first error.
var statuses = map[any]int{
	"UNAUTHENTICATED": http.StatusUnauthorized,
	"FORBIDDEN":       http.StatusForbidden,
	"RATE_LIMITED":    http.StatusTooManyRequests,
	"TIMEOUT":         http.StatusServiceUnavailable,
	"UNAVAILABLE":     http.StatusServiceUnavailable,
	"INTERNAL":        http.StatusInternalServerError,
}

func (a *answer) status(response *graphql.Response) int {
	if response.Data != nil || len(response.Errors) == 0 {
		return http.StatusOK
	}
	mayComeBack := a.w.Header().Get("Retry-After") != ""
	if a.mediaType == jsonType && !mayComeBack {
		return http.StatusOK
	}
	if status, ok := statuses[response.Errors[0].Extensions["code"]]; ok {
		return status
	}
	return http.StatusBadRequest
}

// write leaves out the data of what was not executed.
func (a *answer) write(status int, response *graphql.Response) {
	var body bytes.Buffer
	entry := func(name string, value []byte) {
		if body.Len() == 0 {
			body.WriteByte('{')
		} else {
			body.WriteByte(',')
		}
		body.WriteString(`"` + name + `":`)
		body.Write(value)
	}
	if len(response.Errors) > 0 {
		entry("errors", marshal(response.Errors))
	}
	if response.Data != nil {
		body.Grow(len(response.Data) + 64)
		entry("data", response.Data)
	}
	if len(response.Extensions) > 0 {
		entry("extensions", marshal(response.Extensions))
	}
	body.WriteByte('}')
	a.w.WriteHeader(status)
	_, _ = a.w.Write(body.Bytes())
}

// marshal panics on what has no JSON, which gqlgen's handler answers as an
// internal error.
func marshal(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}
