package limits

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"conflictgraph/internal/kg"
)

// Gate bounds how many queries and mutations are executed at once, and for how
// long each. Subscriptions pass: they work only now and then. Use it as the last
// extension of gqlgen's handler before those that execute.
type Gate struct {
	slots    chan struct{}
	queue    int64
	patience time.Duration
	limit    time.Duration
	waiting  atomic.Int64
}

// NewGate returns a Gate for some operations at once, each for at most limit where
// that is not 0. As many as queue wait for their turn, none longer than patience;
// all others are refused by CodeUnavailable.
func NewGate(atOnce, queue int, patience, limit time.Duration) *Gate {
	return &Gate{slots: make(chan struct{}, atOnce), queue: int64(queue), patience: patience, limit: limit}
}

// Waiting returns how many operations wait for their turn.
func (g *Gate) Waiting() int { return int(g.waiting.Load()) }

// Working returns how many operations are executed.
func (g *Gate) Working() int { return len(g.slots) }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationInterceptor
} = (*Gate)(nil)

// ExtensionName returns "Gate".
func (*Gate) ExtensionName() string { return "Gate" }

// Validate returns nil.
func (*Gate) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptOperation executes an operation when it is its turn, and answers with
// CodeTimeout where that takes too long.
func (g *Gate) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	execute := next(ctx)
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Subscription {
		return execute
	}
	return func(ctx context.Context) *graphql.Response {
		if !g.enter(ctx) {
			retryAfter(headersOf(ctx), time.Second)
			return refusing(&kg.Error{Code: kg.CodeUnavailable, Message: "more is asked than can be answered at once; ask again in a moment"})
		}
		defer func() { <-g.slots }()
		cancel := func() {}
		if g.limit > 0 {
			ctx, cancel = context.WithTimeout(ctx, g.limit)
		}
		defer cancel()
		response := execute(ctx)
		if response == nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return refusing(&kg.Error{Code: kg.CodeTimeout, Message: "the answer took longer than it may here; ask for less at once"})
		}
		return response
	}
}

func (g *Gate) enter(ctx context.Context) bool {
	select {
	case g.slots <- struct{}{}:
		return true
	default:
	}
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > g.queue {
		return false
	}
	patience := time.NewTimer(g.patience)
	defer patience.Stop()
	select {
	case g.slots <- struct{}{}:
		return true
	case <-patience.C:
	case <-ctx.Done():
	}
	return false
}

// refusing returns the answer to an operation that is not executed.
func refusing(err *kg.Error) *graphql.Response {
	return &graphql.Response{Errors: gqlerror.List{{
		Err: err, Message: err.Message, Extensions: map[string]any{"code": string(err.Code)},
	}}}
}
