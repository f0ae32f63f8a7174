// Package graphqlhttp speaks GraphQL over HTTP as its specification says
// (https://graphql.github.io/graphql-over-http/draft/), with GET for queries that
// caches can keep.
package graphqlhttp

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Transport answers one operation per request: queries by GET and HEAD, queries
// and mutations by POST of application/json, which a page of another origin
// cannot send unasked. It takes every request, so add it after all others.
type Transport struct {
	// MaxBody is the largest body of a request, in bytes. There is no limit where
	// it is 0.
	MaxBody int64

	// Version names the state of what is asked; a query has the same answer while
	// it stays the same. Where it is nil, answers have no ETag.
	Version func(context.Context) (string, error)

	// Answerer names everything else that an answer depends on: the program and
	// how it is set up.
	Answerer string
}

var _ graphql.Transport = Transport{}

// Supports reports true: what cannot be answered is refused with a reason.
func (Transport) Supports(*http.Request) bool { return true }

const allowed = "GET, HEAD, OPTIONS, POST"

// Do answers a request.
func (t Transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", allowed)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	a := &answer{w: w, exec: exec, ctx: graphql.WithOperationContext(r.Context(), &graphql.OperationContext{})}
	if refusal := a.negotiate(r); refusal != nil {
		a.refuse(refusal)
		return
	}
	params, refusal := t.read(w, r)
	if refusal != nil {
		a.refuse(refusal)
		return
	}
	t.execute(a, r, params)
}

// mostProblems is how many errors of one query are told: an answer is not to grow
// with what is wrong.
const mostProblems = 20

func (t Transport) execute(a *answer, r *http.Request, params *graphql.RawParams) {
	variables := params.Variables
	operation, problems := a.exec.CreateOperationContext(a.ctx, params)
	a.ctx = graphql.WithOperationContext(a.ctx, operation)
	if len(problems) > 0 {
		a.send(a.exec.DispatchError(a.ctx, problems[:min(len(problems), mostProblems)]))
		return
	}
	if refusal := unfit(r, operation.Operation.Operation); refusal != nil {
		a.refuse(refusal)
		return
	}
	if r.Method != http.MethodPost {
		a.tag = t.entityTag(a, operation, variables)
	}
	if a.tag != "" && matches(r.Header.Values("If-None-Match"), a.tag) {
		a.notModified()
		return
	}
	responses, ctx := a.exec.DispatchOperation(a.ctx, operation)
	response := responses(ctx)
	if response == nil { // ctx ended
		response = a.exec.DispatchError(a.ctx, gqlerror.List{gqlerror.Wrap(ended(ctx))})
	}
	a.send(response)
}

// unfit returns why a request cannot carry an operation.
func unfit(r *http.Request, kind ast.Operation) *refusal {
	switch {
	case kind == ast.Subscription:
		return refused(http.StatusBadRequest, "a subscription needs a connection that stays open; send it over a WebSocket or ask for text/event-stream")
	case kind == ast.Mutation && r.Method != http.MethodPost:
		return &refusal{status: http.StatusMethodNotAllowed, allow: "POST", message: "GET only reads; send a mutation by POST"}
	}
	return nil
}

func (t Transport) entityTag(a *answer, operation *graphql.OperationContext, variables map[string]any) string {
	if t.Version == nil {
		return ""
	}
	// Read before anything else is, so that the answer is of this version or newer.
	version, err := t.Version(a.ctx)
	if err != nil {
		slog.WarnContext(a.ctx, "an answer has no ETag", "error", err)
		return ""
	}
	if version == "" {
		return ""
	}
	// What viewer answers is another for another token.
	return tagOf(t.Answerer, version, a.mediaType, operation.Headers.Get("Authorization"), operation.RawQuery, operation.OperationName, canonical(variables))
}

func ended(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return errors.New("the operation has no response")
}
