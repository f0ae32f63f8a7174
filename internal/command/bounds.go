package command

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"

	"conflictgraph/graph"
	"conflictgraph/internal/limits"
)

// limitFlags choose how much may be asked; 0 is no limit.
type limitFlags struct {
	MaxBody       int64 `default:"1048576" placeholder:"BYTES" help:"The largest body of a request, in bytes (${default})."`
	MaxQuery      int   `default:"32768" placeholder:"BYTES" help:"The longest text of a query, in bytes (${default})."`
	MaxTokens     int   `default:"2000" placeholder:"N" help:"The most names, values and signs of a query (${default})."`
	MaxDepth      int   `default:"20" placeholder:"N" help:"The most fields within each other (${default})."`
	MaxAliases    int   `default:"50" placeholder:"N" help:"The most aliases of a query (${default})."`
	MaxRootFields int   `default:"50" placeholder:"N" help:"The most root fields of an operation (${default})."`
	MaxDirectives int   `default:"5" placeholder:"N" help:"The most directives at one place of a query (${default})."`
	MaxCost       int64 `default:"100000" placeholder:"N" help:"The most that an operation may cost: the values that its answer can hold, and what it reads to find them (${default})."`

	RequestTimeout time.Duration `default:"30s" placeholder:"TIME" help:"How long an operation may take, and the body of a request to arrive (${default})."`
	MaxOperations  int           `default:"64" placeholder:"N" help:"The most operations executed at once (${default})."`
	MaxWaiting     int           `default:"512" placeholder:"N" help:"The most that wait for their turn, for 5s at most, 20s where much is asked (${default})."`

	RateLimit        *float64 `placeholder:"COST" help:"What each client may ask for per second, in cost; 10000 if others than this machine can reach the server, else no limit."`
	MaxSubscriptions *int     `placeholder:"N" help:"The most subscriptions that each client may have at once; 100 if others than this machine can reach the server, else no limit."`
	MaxBacklog       int      `default:"1000" placeholder:"N" help:"The most activities that a subscription may be behind before it ends (${default})."`

	TrustedDocuments string `placeholder:"PATH" help:"Answer only the queries in this folder of .graphql files, or in this JSON file of texts by their SHA-256 digest."`
	Get              bool   `default:"true" negatable:"" help:"Answer queries sent by GET."`
}

const (
	patience         = 5 * time.Second
	defaultRate      = 10_000
	defaultFollowed  = 100
	burstSeconds     = 10
	queriesSeen      = 1000
	longestQuerySeen = 4 << 10
)

// Validate refuses numbers that make no sense.
func (f *limitFlags) Validate() error {
	if f.MaxOperations < 1 || f.MaxWaiting < 0 {
		return fmt.Errorf("--max-operations %d, --max-waiting %d: at least one operation has to be executed, and none or more can wait", f.MaxOperations, f.MaxWaiting)
	}
	if f.MaxSubscriptions != nil && *f.MaxSubscriptions < 0 {
		return fmt.Errorf("--max-subscriptions %d cannot be negative; 0 is no limit", *f.MaxSubscriptions)
	}
	if f.MaxBacklog < 1 {
		return fmt.Errorf("--max-backlog %d: a subscription has to be allowed one activity or more behind", f.MaxBacklog)
	}
	if f.RequestTimeout < 0 || f.MaxCost < 0 || (f.RateLimit != nil && *f.RateLimit < 0) {
		return fmt.Errorf("--request-timeout, --max-cost and --rate-limit cannot be negative; 0 is no limit")
	}
	return nil
}

// bounds are the limits of one server.
type bounds struct {
	*limitFlags
	gate *limits.Gate
	subs *limits.Subscriptions
	rate *limits.Rate // nil without a limit
}

// bounds returns the limits of a server, which is private where only this machine
// reaches it. refused is called for each request that a client's rate refuses.
func (f *limitFlags) bounds(private bool, refused func()) bounds {
	b := bounds{limitFlags: f, gate: limits.NewGate(f.MaxOperations, f.MaxWaiting, patience, f.RequestTimeout)}
	perSecond, followed := 0.0, 0
	if !private {
		perSecond, followed = defaultRate, defaultFollowed
	}
	if f.RateLimit != nil {
		perSecond = *f.RateLimit
	}
	if f.MaxSubscriptions != nil {
		followed = *f.MaxSubscriptions
	}
	b.subs = limits.NewSubscriptions(followed)
	if perSecond > 0 {
		burst := max(int(f.MaxCost), int(burstSeconds*perSecond), 1)
		b.rate = limits.NewRate(perSecond, burst, refused)
	}
	return b
}

// restrict sets the limits of a GraphQL handler.
func (b bounds) restrict(options *graph.Options) error {
	options.MaxBody, options.Backlog = b.MaxBody, b.MaxBacklog
	if b.TrustedDocuments != "" {
		known, err := limits.ReadKnown(b.TrustedDocuments)
		if err != nil {
			return fmt.Errorf("--trusted-documents: %w", err)
		}
		options.Persisted = known
	}
	options.Extensions = append([]graphql.HandlerExtension{
		limits.Form{
			Bytes: b.MaxQuery, Tokens: b.MaxTokens, Depth: b.MaxDepth, Aliases: b.MaxAliases,
			RootFields: b.MaxRootFields, Directives: b.MaxDirectives,
			Seen: limits.Short(longestQuerySeen, lru.New[struct{}](queriesSeen)),
		},
		graph.Cost(b.MaxCost),
	}, options.Extensions...)
	if b.rate != nil {
		options.Extensions = append(options.Extensions, b.rate)
	}
	options.Extensions = append(options.Extensions, b.subs, b.gate)
	return nil
}

// around returns what bounds the requests to a GraphQL handler.
func (b bounds) around(next http.Handler) http.Handler {
	next = limits.Receive(b.RequestTimeout, b.MaxBody, next)
	if b.rate != nil {
		next = b.rate.Bound(1, next)
	}
	if !b.Get {
		next = limits.WithoutGET(next)
	}
	return next
}

// download returns what bounds the requests for large answers: each costs as much
// as the most that an operation may.
func (b bounds) download(next http.Handler) http.Handler {
	next = limits.Unhurried(next)
	if b.rate != nil {
		next = b.rate.Bound(max(b.MaxCost, 1), next)
	}
	return next
}

// reconciling returns what bounds the requests to the Reconciliation API, which charges
// for the rest of what it costs.
func (b bounds) reconciling(next http.Handler) http.Handler {
	next = limits.Receive(b.RequestTimeout, b.MaxBody, next)
	if b.rate != nil {
		next = b.rate.Bound(1, next)
	}
	return next
}

// charge returns what takes costs from what a client may ask for, nil without a limit.
func (b bounds) charge() func(context.Context, int64, http.Header) error {
	if b.rate == nil {
		return nil
	}
	return b.rate.Charge
}
