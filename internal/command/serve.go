package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/graph"
	"conflictgraph/internal/adjacency"
	"conflictgraph/internal/auth"
	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/limits"
	"conflictgraph/internal/observe"
	"conflictgraph/internal/reconcile"
	"conflictgraph/internal/web"
	"conflictgraph/seed"
)

type serveCommand struct {
	Addr          string `default:"localhost:8080" placeholder:"HOST:PORT" help:"Where to listen (${default}). Without a host it is localhost; port 0 takes a free one."`
	Seed          bool   `default:"true" negatable:"" help:"Load the example article into a store that holds no document yet."`
	Introspection bool   `default:"true" negatable:"" help:"Let clients ask for the schema."`
	Suggestions   bool   `help:"Have errors suggest names of the schema that may have been meant, unless it is hidden."`
	Fetch         bool   `help:"Let contributors have pages fetched by their address; never from private networks."`
	GraphMemory   size   `default:"256MiB" placeholder:"SIZE" help:"The most memory for who is linked with whom, by which paths and neighbourhoods are found (${default}); 0 to ask the database instead."`
	LLMMaxTokens  int    `name:"llm-max-tokens" placeholder:"N" help:"How many tokens a language model may take for all articles until the server ends, in and out; no limit if not given."`
	extractorFlags
	accessFlags
	limitFlags
	reachFlags
	originFlags
	tlsFlags
	seenFlags
}

// Validate refuses flags that make no sense.
func (c *serveCommand) Validate() error {
	return errors.Join(c.limitFlags.Validate(), c.reachFlags.Validate(), c.originFlags.Validate(), c.tlsFlags.Validate())
}

// How long requests in flight may take to finish when the server stops, how long
// a client may take to send its headers, and how large these may be.
const (
	maxHeaderBytes    = 64 << 10
	shutdownTimeout   = 10 * time.Second
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 2 * time.Minute
)

// gcPercent is how much memory may be left behind before it is collected, in
// percent of what is in use, unless GOGC says otherwise. What is in use is little:
// a few tens of megabytes.
const gcPercent = 400

// Run serves until ctx ends, lets requests in flight finish and closes the
// store.
func (c *serveCommand) Run(ctx context.Context, flags *storeFlags, to streams) (err error) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	listener, err := listen(c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	certificate, err := c.certificate()
	if err != nil {
		return err
	}
	guard, err := c.authenticator(ctx, listener.Addr(), c.private(listener.Addr()))
	if err != nil {
		return err
	}
	store, err := flags.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	// What an interrupted import left is completed now, not by a request, which has
	// less time than that may take.
	if err := store.Ping(ctx); err != nil {
		return err
	}
	if err := store.Verify(ctx); err != nil {
		return err
	}
	if c.Seed {
		if err := seedFirst(ctx, store); err != nil {
			return err
		}
	}
	if err := recordVocabulary(ctx, store); err != nil {
		return err
	}
	store.Warm()
	if err := c.profile(ctx); err != nil {
		return err
	}
	stopTraces, err := observe.Traces(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stopTraces()) }()
	metrics := observe.NewMetrics()
	metrics.WatchStore(store.Ping)
	if certificate != nil {
		metrics.WatchCertificate(certificate.Leaf.NotAfter)
	}
	asked, stopFollowing := c.asked(store, metrics)
	defer stopFollowing()
	handler, err := c.handler(asked, guard, metrics, listener.Addr(), ctx.Done())
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		WriteTimeout:      2 * c.RequestTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	var connections observe.Connections
	connections.Watch(server)
	fmt.Fprintf(to.out, "Open %[1]s://%[2]s/ to ask the graph; clients send GraphQL to %[1]s://%[2]s/graphql\n", c.scheme(), listener.Addr())

	served := make(chan error, 1)
	go func() { served <- server.Serve(encrypted(listener, certificate)) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	return server.Shutdown(finish)
}

// asked returns the store that answers what is asked, and what ends its following of the
// database.
func (c *serveCommand) asked(store kg.Store, metrics *observe.Metrics) (kg.Store, func()) {
	if c.GraphMemory == 0 {
		return store, func() {}
	}
	held := adjacency.New(store, int64(c.GraphMemory))
	metrics.WatchAdjacency(held.State)
	return held, held.Stop
}

// listen opens an address, whose host is localhost where it names none.
func listen(addr string) (net.Listener, error) {
	if strings.HasPrefix(addr, ":") {
		addr = "localhost" + addr
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen at %s: %w; choose another address with --addr", addr, err)
	}
	return listener, nil
}

// seedFirst loads the article into a store that holds no document yet.
func seedFirst(ctx context.Context, store kg.Store) error {
	documents, err := store.ListDocuments(ctx, kg.DocumentList{Slice: kg.Slice{Limit: 1}})
	if err != nil || len(documents.Documents) > 0 {
		return err
	}
	article, err := seed.Article()
	if err != nil {
		return err
	}
	article.Provenance = kg.Provenance{Operation: "seed", Source: "article.txt"}
	_, err = store.Write(ctx, article)
	return err
}

// recordVocabulary adds the core types that a store of an earlier version lacks. A store
// that an import is loading gets them when it is served next, and one with nothing in it
// stays empty.
func recordVocabulary(ctx context.Context, store kg.Database) error {
	if pending, err := store.LoadPending(ctx); err != nil || pending {
		return err
	}
	if types, err := store.Types(ctx); err != nil || len(types) == 0 {
		return err
	}
	return kg.RecordVocabulary(ctx, store)
}

// handler returns everything that is served at an address, until closing is
// closed.
func (c *serveCommand) handler(store kg.Store, guard *auth.Authenticator, metrics *observe.Metrics, at net.Addr, closing <-chan struct{}) (http.Handler, error) {
	bound := c.bounds(c.private(at), metrics.RateLimited)
	metrics.Watch(bound.gate.Working, bound.gate.Waiting, bound.subs.Open)
	if bound.rate != nil {
		guard.Throttle(bound.rate)
	}
	routes, err := c.routes(metrics.Store(store), guard, graph.Options{
		Introspection: c.Introspection, Suggestions: c.Suggestions, Closing: closing, Streaming: guard.Streaming, AllowedOrigin: c.allowedOrigin(),
		Tokens: guard.Accepts(), Extractors: c.names(), Articles: articlesOf, Fetches: c.Fetch,
		Ingest: c.ingesting(closing, metrics.Store(store), c.LLMMaxTokens),
	}, bound, metrics)
	if err != nil {
		return nil, err
	}
	if c.private(at) {
		routes.Handle("GET /metrics", metrics.Handler())
	} else {
		routes.Handle("GET /metrics", guard.Only(auth.Reader, metrics.Handler()))
	}
	handler, err := compressed(limits.Clients(c.proxies(), guard.Identify(routes)))
	if err != nil {
		return nil, err
	}
	handler = c.own(c.Addr, at, c.originFlags.open(handler))
	return observe.Traced(metrics.Requests(hardened(handler))), nil
}

func (c *serveCommand) routes(store kg.Store, guard *auth.Authenticator, options graph.Options, bound bounds, metrics *observe.Metrics) (*http.ServeMux, error) {
	if err := bound.restrict(&options); err != nil {
		return nil, err
	}
	options.Extensions = append([]graphql.HandlerExtension{metrics.Operations()}, options.Extensions...)
	mux := http.NewServeMux()
	mux.Handle("/graphql", bound.around(guard.ReadersOrStreams(graph.NewHandler(store, options))))
	if c.Introspection {
		mux.Handle("GET /schema.graphqls", guard.Readers(http.HandlerFunc(serveSchema)))
	}
	mux.Handle("GET /export/{format}", guard.Readers(bound.download(auth.WhileValid(export.Handler(bound.gate.Store(store))))))
	reconciliation := bound.reconciling(reconcile.Handler(bound.gate.Store(store), reconcile.Options{
		Readers: guard.Readers, Closed: guard.MayRead(context.Background()) != nil, Everywhere: slices.Contains(c.CORSOrigin, "*"),
		Charge: bound.charge(), MaxCost: bound.MaxCost, MaxBody: bound.MaxBody, Timeout: bound.RequestTimeout,
	}))
	mux.Handle(reconcile.Path, reconciliation)
	mux.Handle(reconcile.Path+"/", reconciliation)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := store.Ping(r.Context()); err != nil {
			slog.ErrorContext(r.Context(), "store unavailable", "error", err)
			http.Error(w, "the store cannot be reached", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	mux.Handle("/", web.Handler("/graphql"))
	return mux, nil
}
