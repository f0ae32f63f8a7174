// Package command is what the program does: it reads the configuration, opens the
// store, and serves the graph, or imports, exports, backs up or restores it.
package command

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/store"
	"conflictgraph/internal/store/neo4j"
)

// vars are what the flags of commands take from tables.
func vars() kong.Vars {
	formats, descriptions := importVars()
	return kong.Vars{"exportFormats": strings.Join(slices.Sorted(slices.Values(append(export.Names(), annotated))), ","), "importFormats": formats, "importDescriptions": descriptions}
}

// Run is the program: the commands and flags in args, the environment, and where
// it prints. It returns when the command is done or ctx ends.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var c cli
	helped := false
	parser, err := kong.New(&c,
		kong.Name("conflictgraph"),
		kong.Description("A GraphQL knowledge graph of conflict actors and their relations."),
		vars(),
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
	c.logFlags.start(stderr)
	return command.Run(&c.storeFlags)
}

// streams are where a command prints.
type streams struct{ out, err io.Writer }

type cli struct {
	storeFlags
	logFlags
	Serve    serveCommand    `cmd:"" default:"withargs" help:"Serve the graph (the default)."`
	Import   importCommand   `cmd:"" help:"Load a data set into the store."`
	Ingest   ingestCommand   `cmd:"" help:"Read articles, and queue what they claim for review."`
	Evaluate evaluateCommand `cmd:"" help:"Measure how well an extractor reads, on annotated articles."`
	Export   exportCommand   `cmd:"" help:"Write the graph, or a part of it, in a format that other tools open."`
	Backup   backupCommand   `cmd:"" help:"Write all that was ever recorded to one file, also while a server is at work."`
	Restore  restoreCommand  `cmd:"" help:"Fill an empty store, of either kind, with a backup."`

	Neo4jFiles neo4jFilesCommand `cmd:"" name:"neo4j-files" help:"Write the files that Neo4j's own importer makes a database of, from the store or a backup."`
}

// storeFlags choose the store that a command works on.
type storeFlags struct {
	DB            string `name:"db" env:"CONFLICTGRAPH_DB" default:"conflictgraph.db" placeholder:"PATH" help:"The embedded store's file, or :memory: for none (${default}). Not used with Neo4j."`
	Neo4jURI      string `name:"neo4j-uri" env:"NEO4J_URI" placeholder:"URI" help:"Use Neo4j at this address instead, such as neo4j://localhost:7687."`
	Neo4jUsername string `name:"neo4j-username" env:"NEO4J_USERNAME" placeholder:"NAME" help:"Neo4j's user."`
	Neo4jPassword string `name:"neo4j-password" env:"NEO4J_PASSWORD" placeholder:"WORD" help:"Neo4j's password; better set in the environment."`
	Neo4jDatabase string `name:"neo4j-database" env:"NEO4J_DATABASE" placeholder:"NAME" help:"Neo4j's database, where not its default."`
}

func (f *storeFlags) open(ctx context.Context) (kg.Database, error) {
	return store.Open(ctx, f.config())
}

func (f *storeFlags) config() store.Config {
	return store.Config{
		File:  f.DB,
		Neo4j: neo4j.Config{URI: f.Neo4jURI, Username: f.Neo4jUsername, Password: f.Neo4jPassword, Database: f.Neo4jDatabase},
	}
}
