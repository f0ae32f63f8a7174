package graphqlhttp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Events answers by server-sent events: gqlgen's transport, for bodies that can be
// read. Others are refused as Transport does. A response begins when its operation
// has: whoever sees it misses nothing from then on. A client that does not take an
// event in time is dropped.
type Events struct {
	transport.SSE
	MaxBody      int64         // as of Transport
	WriteTimeout time.Duration // how long a client may take to receive an event
}

// Do answers a request.
func (e Events) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	params, refusal := Transport{MaxBody: e.MaxBody}.read(w, r)
	if refusal != nil {
		a := &answer{w: w, exec: exec, ctx: graphql.WithOperationContext(r.Context(), &graphql.OperationContext{}), mediaType: jsonType}
		a.setHeaders()
		a.refuse(refusal)
		return
	}
	body, err := json.Marshal(map[string]any{
		"query": params.Query, "operationName": params.OperationName, "variables": params.Variables, "extensions": params.Extensions,
	})
	if err != nil {
		panic(err) // unreachable: they were read from JSON
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	stream := &punctual{ResponseWriter: w, control: http.NewResponseController(w), within: e.WriteTimeout}
	defer stream.end()
	e.SSE.Do(stream, r, beginning{exec, stream})
}

// beginning has a stream begin once its operation has begun or is refused.
type beginning struct {
	graphql.GraphExecutor
	stream *punctual
}

func (b beginning) DispatchOperation(ctx context.Context, o *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	defer b.stream.begin()
	return b.GraphExecutor.DispatchOperation(ctx, o)
}

func (b beginning) DispatchError(ctx context.Context, errs gqlerror.List) *graphql.Response {
	defer b.stream.begin()
	return b.GraphExecutor.DispatchError(ctx, errs)
}

// punctual is a response whose parts each have to leave within a time, of which none
// leaves before it begins, and which takes none once it has ended: gqlgen's pings can come later than its handler returns, and
// net/http's response cannot be written to then.
type punctual struct {
	http.ResponseWriter
	control *http.ResponseController
	within  time.Duration

	mu    sync.Mutex
	begun bool
	ended bool
}

var errEnded = errors.New("the stream of events has ended")

func (p *punctual) begin() {
	p.mu.Lock()
	p.begun = true
	p.mu.Unlock()
	p.Flush()
}

func (p *punctual) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
}

func (p *punctual) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return 0, errEnded
	}
	_ = p.control.SetWriteDeadline(time.Now().Add(p.within)) // not supported without a connection
	return p.ResponseWriter.Write(text)
}

// Flush sends what was written, once the response has begun.
func (p *punctual) Flush() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.begun && !p.ended {
		_ = p.control.Flush()
	}
}
