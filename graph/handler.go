// Package graph answers GraphQL: it reads a query's selection ahead into a plan,
// has the store execute it level by level, and hands out what it brought.
package graph

//go:generate go run ./schema

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"conflictgraph/graph/gen"
	"conflictgraph/internal/auth"
	"conflictgraph/internal/graphqlhttp"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/limits"
	"conflictgraph/internal/live"
)

// How many queries are remembered, parsed and for their digests, and how long the
// text of one may be for that, in bytes.
const (
	keptQueries = 1000
	keptLength  = 4 << 10
)

// Options say what a handler allows. The zero value allows the least.
type Options struct {
	// Introspection lets clients ask for the schema.
	Introspection bool

	// Suggestions has errors suggest names of the schema, where clients may ask
	// for it anyhow.
	Suggestions bool

	// MaxBody is the largest body of a request, in bytes; 0 sets no limit.
	MaxBody int64

	// Persisted finds queries by their digest; automatic persisted queries do
	// where it is nil.
	Persisted graphql.HandlerExtension

	// Backlog is how many activities a subscription may be behind before it ends;
	// 0 means 1000.
	Backlog int

	// Closing, once it is closed, ends all subscriptions; nil never does.
	Closing <-chan struct{}

	// Streaming returns the context of what is asked over a WebSocket whose first
	// message has this authorization, such as "Bearer …", or an error to close it.
	// Everybody may where it is nil.
	Streaming func(ctx context.Context, authorization string) (context.Context, error)

	// Tokens says that there are tokens with which one may do more.
	Tokens bool

	// AllowedOrigin reports whether the pages of a request's origin may open a
	// WebSocket, beside the server's own; only these may where it is nil.
	AllowedOrigin func(*http.Request) bool

	// Ingest records a document and queues what the extractor of a name finds in it, for
	// an agent; no article can be read where it is nil.
	Ingest func(ctx context.Context, extractor, agent string, document kg.Document) (*kg.Ingestion, error)

	// Extractors are the names that Ingest takes.
	Extractors []string

	// Articles finds the articles of a source; none can be looked for where it is nil.
	Articles Articles

	// Fetches says that Articles takes addresses.
	Fetches bool

	// Extensions see each operation before it is planned, in this order: limits,
	// metrics and the like.
	Extensions []graphql.HandlerExtension
}

// NewHandler returns what serves /graphql from a store.
func NewHandler(store kg.Store, options Options) http.Handler {
	schema := gen.NewExecutableSchema(resolvers{})
	h := handler.New(schema)
	addStreams(h, options)
	h.AddTransport(overHTTP(store, options))
	h.SetQueryCache(limits.Short(keptLength, lru.New[*ast.QueryDocument](keptQueries)))
	if options.Persisted == nil {
		options.Persisted = extension.AutomaticPersistedQuery{Cache: limits.ShortValues(keptLength, lru.New[string](keptQueries))}
	}
	h.Use(options.Persisted)
	if options.Introspection {
		h.Use(extension.Introspection{})
	}
	suggestions := options.Introspection && options.Suggestions
	h.SetDisableSuggestion(!suggestions)
	h.SetValidationRulesFn(func() *rules.Rules { return validation(suggestions) })
	h.Use(auth.Permissions{})
	for _, e := range options.Extensions {
		h.Use(e)
	}
	h.Use(planner{store: store, schema: gen.Schema(), types: newVocabulary(store), known: newKnownIDs(store), feed: live.NewFeed(store, cmp.Or(options.Backlog, 1000)), closing: options.Closing, ingest: options.Ingest, tokens: options.Tokens,
		extractors: options.Extractors, articles: options.Articles, fetches: options.Fetches})
	h.SetErrorPresenter(presentError)
	h.SetRecoverFunc(recovered)
	return h
}

// overHTTP returns the transport of queries and mutations.
func overHTTP(store kg.Store, options Options) graphqlhttp.Transport {
	return graphqlhttp.Transport{
		MaxBody:  options.MaxBody,
		Answerer: fmt.Sprint(graphqlhttp.Program(), options.Introspection, options.Suggestions),
		Version:  store.Version,
	}
}

// planner gives each operation a run of its own.
type planner struct {
	store  kg.Store
	schema *ast.Schema
	types  *vocabulary
	known  *knownIDs
	feed   *live.Feed

	tokens     bool
	fetches    bool
	articles   Articles
	extractors []string
	closing    <-chan struct{}
	ingest     func(ctx context.Context, extractor, agent string, document kg.Document) (*kg.Ingestion, error)
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationInterceptor
	graphql.ResponseInterceptor
} = planner{}

func (planner) ExtensionName() string                   { return "Plan" }
func (planner) Validate(graphql.ExecutableSchema) error { return nil }

func (p planner) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	r := &run{planner: p, err: errNoPlan, failed: make(chan *gqlerror.Error, 1)}
	responses := next(context.WithValue(ctx, runKey{}, r))
	return func(ctx context.Context) *graphql.Response {
		if response := responses(ctx); response != nil {
			return response
		}
		return r.last()
	}
}

// InterceptResponse puts the errors of an answer in order. Fields are resolved at
// once, and what fails first is not the same each time.
func (planner) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response != nil {
		slices.SortStableFunc(response.Errors, byPath)
	}
	return response
}

type runKey struct{}

// runOf returns the run of the operation that is executed in ctx.
func runOf(ctx context.Context) (*run, error) {
	if r, ok := ctx.Value(runKey{}).(*run); ok {
		return r, nil
	}
	return nil, errNoPlan
}

// run executes the plan of one operation when its first root field asks for it.
type run struct {
	planner
	once sync.Once
	plan *plan
	err  error

	failed chan *gqlerror.Error // what ended a subscription
}

func (r *run) start(ctx context.Context) (*plan, error) {
	p := r.newPlan(ctx)
	return p, p.execute(ctx)
}

func (r *run) newPlan(ctx context.Context) *plan {
	q := &query{ctx: ctx, operation: graphql.GetOperationContext(ctx), schema: r.schema, types: r.types, known: r.known}
	return &plan{store: r.store, query: q, views: map[string]*view{}, roots: map[string]any{}}
}

// resolvers hand out what the plan has read; their arguments were read with it.
type resolvers struct{}

func (resolvers) Query() gen.QueryResolver { return queryResolver{} }

type queryResolver struct{}

var _ gen.QueryResolver = queryResolver{}

func (resolvers) Mutation() gen.MutationResolver { return mutationResolver{} }

type mutationResolver struct{}

var _ gen.MutationResolver = mutationResolver{}

func (resolvers) Subscription() gen.SubscriptionResolver { return subscriptionResolver{} }

type subscriptionResolver struct{}

var _ gen.SubscriptionResolver = subscriptionResolver{}

type (
	asOf           = *time.Time
	filter         = *kg.RelationFilter
	relationsOrder = *kg.RelationOrder
)
