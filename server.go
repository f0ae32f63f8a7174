// Command conflictgraph serves a knowledge graph of conflict actors and their
// relations over GraphQL. README.md shows how to use it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/neo4j"
	"conflictgraph/internal/sqlite"
	"conflictgraph/internal/web"
	"conflictgraph/seed"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "conflictgraph:", err)
		stop()
		os.Exit(1)
	}
}

// run is the program: the commands and flags in args, the environment, and where
// it prints. It returns when the command is done or ctx ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	slog.SetDefault(slog.New(slog.NewTextHandler(stderr, nil)))
	var c cli
	helped := false
	parser, err := kong.New(&c,
		kong.Name("conflictgraph"),
		kong.Description("A GraphQL knowledge graph of conflict actors and their relations."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(streams{out: stdout, err: stderr}),
	)
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if helped {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w; see conflictgraph --help", err)
	}
	return command.Run(&c.storeFlags)
}

// streams are where a command prints.
type streams struct{ out, err io.Writer }

type cli struct {
	storeFlags
	Serve  serveCommand  `cmd:"" default:"withargs" help:"Serve the graph (the default)."`
	Import importCommand `cmd:"" help:"Load a data set into the store."`
}

// storeFlags choose the store that a command works on.
type storeFlags struct {
	DB            string `name:"db" env:"CONFLICTGRAPH_DB" default:"conflictgraph.db" placeholder:"PATH" help:"The embedded store's file, or :memory: for none (${default}). Not used with Neo4j."`
	Neo4jURI      string `name:"neo4j-uri" env:"NEO4J_URI" placeholder:"URI" help:"Use Neo4j at this address instead, such as neo4j://localhost:7687."`
	Neo4jUsername string `name:"neo4j-username" env:"NEO4J_USERNAME" placeholder:"NAME" help:"Neo4j's user."`
	Neo4jPassword string `name:"neo4j-password" env:"NEO4J_PASSWORD" placeholder:"WORD" help:"Neo4j's password; better set in the environment."`
	Neo4jDatabase string `name:"neo4j-database" env:"NEO4J_DATABASE" placeholder:"NAME" help:"Neo4j's database, where not its default."`
}

func (f *storeFlags) open(ctx context.Context) (kg.Store, error) {
	if f.Neo4jURI == "" {
		return sqlite.Open(ctx, f.DB)
	}
	return neo4j.Open(ctx, neo4j.Config{
		URI: f.Neo4jURI, Username: f.Neo4jUsername, Password: f.Neo4jPassword, Database: f.Neo4jDatabase,
	})
}

type serveCommand struct {
	Addr          string `default:"localhost:8080" placeholder:"HOST:PORT" help:"Where to listen (${default}). Without a host it is localhost; port 0 takes a free one."`
	Seed          bool   `default:"true" negatable:"" help:"Load the example article into a store that holds no document yet."`
	Introspection bool   `default:"true" negatable:"" help:"Let clients ask for the schema; without it, errors suggest no names either."`
	MaxBody       int64  `default:"1048576" placeholder:"BYTES" help:"The largest body of a request, in bytes (${default})."`
	originFlags
}

// How long requests in flight may take to finish when the server stops, and how
// long a client may take to send its headers.
const (
	shutdownTimeout   = 10 * time.Second
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 2 * time.Minute
)

// Run serves until ctx ends, lets requests in flight finish and closes the
// store.
func (c *serveCommand) Run(ctx context.Context, flags *storeFlags, to streams) (err error) {
	store, err := flags.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if c.Seed {
		if err := seedFirst(ctx, store); err != nil {
			return err
		}
	}
	addr := c.Addr
	if strings.HasPrefix(addr, ":") {
		addr = "localhost" + addr
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("cannot listen at %s: %w; choose another address with --addr", addr, err)
	}
	handler, err := compressed(c.routes(store))
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: c.originFlags.open(handler), ReadHeaderTimeout: readHeaderTimeout, IdleTimeout: idleTimeout}
	fmt.Fprintf(to.out, "Open http://%s/ to ask the graph; clients send GraphQL to http://%s/graphql\n", listener.Addr(), listener.Addr())

	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	return server.Shutdown(finish)
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
	_, err = store.Write(ctx, article)
	return err
}

func (c *serveCommand) routes(store kg.Store) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", graph.NewHandler(store, graph.Options{Introspection: c.Introspection, MaxBody: c.MaxBody}))
	if c.Introspection {
		mux.HandleFunc("GET /schema.graphqls", serveSchema)
	}
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
	return mux
}
