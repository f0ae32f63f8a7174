package limits

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/internal/kg"
)

// Subscriptions bounds how many subscriptions one client has at once. Use it as an
// extension of gqlgen's handler, whose requests pass Clients.
type Subscriptions struct {
	limit int
	mu    sync.Mutex
	open  map[string]int
}

// NewSubscriptions returns Subscriptions of so many for each client; 0 is no
// limit.
func NewSubscriptions(limit int) *Subscriptions {
	return &Subscriptions{limit: limit, open: map[string]int{}}
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationInterceptor
} = (*Subscriptions)(nil)

// ExtensionName returns "Subscriptions".
func (*Subscriptions) ExtensionName() string { return "Subscriptions" }

// Validate returns nil.
func (*Subscriptions) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptOperation answers with CodeRateLimited to one subscription too many. A
// subscription ends with its context.
func (s *Subscriptions) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if graphql.GetOperationContext(ctx).Operation.Operation != ast.Subscription {
		return next(ctx)
	}
	client := clientOf(ctx)
	if !s.begin(client) {
		return graphql.OneShot(refusing(&kg.Error{Code: kg.CodeRateLimited, Message: "you have as many subscriptions as one client may have at once; end one first"}))
	}
	context.AfterFunc(ctx, func() { s.end(client) })
	return next(ctx)
}

func (s *Subscriptions) begin(client string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.limit > 0 && s.open[client] >= s.limit {
		return false
	}
	s.open[client]++
	return true
}

func (s *Subscriptions) end(client string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[client]--; s.open[client] == 0 {
		delete(s.open, client)
	}
}

// Open returns how many subscriptions there are.
func (s *Subscriptions) Open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	total := 0
	for _, n := range s.open {
		total += n
	}
	return total
}
