package limits

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/time/rate"

	"conflictgraph/internal/auth"
	"conflictgraph/internal/graphqlhttp"
	"conflictgraph/internal/kg"
)

// Rate bounds what each client may ask for, in cost per second: 1 for a request,
// and what its operation costs. What a client has not used it may use later, up to
// a burst.
//
// Who has used up everything is refused until there is something again: an
// operation that costs more than is left is answered, and paid for afterwards.
type Rate struct {
	perSecond rate.Limit
	burst     int
	clients   *lru.Cache[string, *client]
	refused   func() // is told of each refusal
}

// mostClients bounds what is remembered. Who was seen longest ago is forgotten,
// and starts anew.
const mostClients = 10_000

// refusedCost is what a token costs that is refused. It takes the time of a look at a
// signature, and whoever guesses is to be slow.
const refusedCost = 1000

// client is what is left for one client.
type client struct {
	mu   sync.Mutex
	left *rate.Limiter
}

// NewRate returns a Rate. refused, which may be nil, is called for each refusal.
func NewRate(perSecond float64, burst int, refused func()) *Rate {
	clients, err := lru.New[string, *client](mostClients)
	if err != nil {
		panic(err) // unreachable: the size is positive
	}
	return &Rate{perSecond: rate.Limit(perSecond), burst: burst, clients: clients, refused: refused}
}

type boundKey struct{}

// Bound answers 429 to clients that have used up everything; a request costs what
// is given, beside what operations cost. It stands inside of Clients.
func (l *Rate) Bound(cost int64, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := l.pay(l.client(clientOf(r.Context())), cost, w.Header()); err != nil {
			graphqlhttp.Refuse(w, http.StatusTooManyRequests, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), boundKey{}, true)))
	})
}

// Charge takes what something costs that is no operation from what is left for the
// client of ctx. It returns an error with CodeRateLimited, and says in the answer when to
// come back, if there is nothing left.
func (l *Rate) Charge(ctx context.Context, cost int64, answer http.Header) error {
	if err := l.pay(l.client(clientOf(ctx)), cost, answer); err != nil {
		return err
	}
	return nil
}

// pay takes what something costs from what is left. It returns an error, and says
// in the answer when to come back, if there is nothing left.
func (l *Rate) pay(c *client, cost int64, answer http.Header) *kg.Error {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if left := c.left.TokensAt(now); left < 1 {
		if l.refused != nil {
			l.refused()
		}
		retryAfter(answer, time.Duration((1-left)/float64(l.perSecond)*float64(time.Second)))
		return &kg.Error{Code: kg.CodeRateLimited, Message: "you have asked for much in a short time; ask again after the seconds in Retry-After, or for less at once"}
	}
	c.left.ReserveN(now, int(min(cost, int64(l.burst))))
	return nil
}

func (l *Rate) client(key string) *client {
	if c, known := l.clients.Get(key); known {
		return c
	}
	c := &client{left: rate.NewLimiter(l.perSecond, l.burst)}
	if before, known, _ := l.clients.PeekOrAdd(key, c); known {
		return before
	}
	return c
}

var _ auth.Throttle = (*Rate)(nil)

// Allow returns an error of CodeRateLimited, and says in the answer when to come back,
// where too many tokens from an address were refused: what Refused takes is beside what
// is left for asking.
func (l *Rate) Allow(ctx context.Context) error {
	if err := l.pay(l.refusals(ctx), 0, headersOf(ctx)); err != nil {
		err.Message = "too many tokens from your address were refused; send one that is valid after the seconds in Retry-After"
		return err
	}
	return nil
}

// Refused takes what a token costs that was refused.
func (l *Rate) Refused(ctx context.Context) {
	_ = l.pay(l.refusals(ctx), refusedCost, nil)
}

func (l *Rate) refusals(ctx context.Context) *client {
	address, _ := ctx.Value(addressKey{}).(string)
	return l.client("tokens from " + address)
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationInterceptor
} = (*Rate)(nil)

// ExtensionName returns "Rate".
func (*Rate) ExtensionName() string { return "Rate" }

// Validate returns nil.
func (*Rate) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptOperation takes what an operation costs, by CostOf, from what is left
// for the client, and answers with CodeRateLimited if there is nothing left. What an
// operation had to pay for reading much, and took too little time to have read, as on
// a small graph, is given back.
func (l *Rate) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if ctx.Value(boundKey{}) == nil {
		return next(ctx)
	}
	c := l.client(clientOf(ctx))
	operation := graphql.GetOperationContext(ctx)
	if err := l.pay(c, CostOf(operation), headersOf(ctx)); err != nil {
		return graphql.OneShot(refusing(err))
	}
	responses := next(ctx)
	reads, _ := operation.Stats.GetExtension(readsKey).(int64)
	if reads == 0 || operation.Operation.Operation == ast.Subscription {
		return responses
	}
	return func(ctx context.Context) *graphql.Response {
		began := time.Now()
		response := responses(ctx)
		l.refund(c, unread(reads, time.Since(began)))
		reads = 0 // it is answered
		return response
	}
}

// unit is how long what costs 1 takes at the most.
const unit = 10 * time.Microsecond

// unread returns how much of what an operation might read it cannot have read in the
// time that it took.
func unread(reads int64, taken time.Duration) int64 { return max(0, reads-int64(taken/unit)) }

// refund gives back what was paid and not used.
func (l *Rate) refund(c *client, cost int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left.ReserveN(time.Now(), -int(min(cost, int64(l.burst))))
}
