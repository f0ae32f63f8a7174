package limits

import (
	"context"
	"errors"
	"runtime"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"conflictgraph/internal/kg"
)

// Gate bounds how many queries and mutations are executed at once, and for how long
// each, and shares this among clients. What is heavy by CostOf has turns of its own:
// fewer than there are processors, so that it never makes light ones wait; it gives
// its turn to clients that had less time when it comes to kg.Pause. Subscriptions
// pass: they work only now and then. Use it as the last extension of gqlgen's handler
// before those that execute.
type Gate struct {
	light, heavy *turns
	queue        int
	patience     time.Duration
	limit        time.Duration
}

// heavyCost is the least cost of what is heavy: some ten milliseconds of work.
const heavyCost = 1000

// heavyPatience is how many times longer than a light operation a heavy one waits:
// those before it take longer, too.
const heavyPatience = 4

// begunForTurn is how many heavy operations may have begun, for each that has a turn.
const begunForTurn = 4

// NewGate returns a Gate for some operations at once, each for at most limit where
// that is not 0. As many as queue wait to begin, light or heavy ones, none longer
// than patience, or four times that where it is heavy; all others are refused by CodeUnavailable.
func NewGate(atOnce, queue int, patience, limit time.Duration) *Gate {
	heavy := max(1, min(atOnce, runtime.GOMAXPROCS(0)/2))
	return &Gate{
		light: newTurns(atOnce, atOnce, time.Now), heavy: newTurns(heavy, begunForTurn*heavy, time.Now),
		queue: queue, patience: patience, limit: limit,
	}
}

// Waiting returns how many operations wait to begin.
func (g *Gate) Waiting() int { return g.light.queued() + g.heavy.queued() }

// Working returns how many operations have begun and not finished.
func (g *Gate) Working() int { return g.light.working() + g.heavy.working() }

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
	turns, patience := g.light, g.patience
	if CostOf(graphql.GetOperationContext(ctx)) >= heavyCost {
		turns, patience = g.heavy, heavyPatience*g.patience
	}
	answered := false // transports ask until there is nothing more
	return func(ctx context.Context) *graphql.Response {
		if answered {
			return nil
		}
		answered = true
		mine := g.enter(ctx, turns, patience)
		if mine == nil {
			retryAfter(headersOf(ctx), time.Second)
			return refusing(&kg.Error{Code: kg.CodeUnavailable, Message: "more is asked than can be answered at once; ask again in a moment"})
		}
		defer turns.leave(mine)
		cancel := func() {}
		if g.limit > 0 {
			ctx, cancel = context.WithTimeout(ctx, g.limit)
		}
		defer cancel()
		response := execute(kg.WithPause(ctx, func(ctx context.Context) error {
			turns.yield(mine)
			return mine.wait(ctx, nil)
		}))
		if response == nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return refusing(&kg.Error{Code: kg.CodeTimeout, Message: "the answer took longer than it may here; ask for less at once"})
		}
		return response
	}
}

// enter returns a turn that is given, or nil where none is in time.
func (g *Gate) enter(ctx context.Context, turns *turns, longest time.Duration) *turn {
	mine := turns.ask(clientOf(ctx), g.queue)
	if mine == nil {
		return nil
	}
	patience := time.NewTimer(longest)
	defer patience.Stop()
	if err := mine.wait(ctx, patience.C); err != nil {
		turns.leave(mine)
		return nil
	}
	return mine
}

// refusing returns the answer to an operation that is not executed.
func refusing(err *kg.Error) *graphql.Response {
	return &graphql.Response{Errors: gqlerror.List{{
		Err: err, Message: err.Message, Extensions: map[string]any{"code": string(err.Code)},
	}}}
}
