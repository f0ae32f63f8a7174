// Command bench measures the stores. README.md shows how to run it, and what it
// has measured.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

type cli struct {
	Explore   exploreCommand   `cmd:"" help:"Measure the questions that a graph is for: search, paths, neighbourhood, timeline, pages."`
	Load      loadCommand      `cmd:"" help:"Measure how fast rows are imported."`
	Offline   offlineCommand   `cmd:"" help:"Compare loading into Neo4j by its own importer with loading online."`
	Compare   compareCommand   `cmd:"" help:"Compare the server with @neo4j/graphql on Apollo Server, and with the driver alone."`
	Growth    growthCommand    `cmd:"" help:"Ask the same questions of graphs of 10 thousand to 10 million relations."`
	Soak      soakCommand      `cmd:"" help:"Put the server under a mix of everything, and see whether it stays as it was."`
	Queue     queueCommand     `cmd:"" help:"Compare pages of a review queue of a million suggestions with those of a short one."`
	Links     linksCommand     `cmd:"" help:"Measure paths and neighbourhoods with the graph in memory and without."`
	Fair      fairCommand      `cmd:"" help:"Measure look-ups by id alone and beside the heaviest questions of another client."`
	Grounding groundingCommand `cmd:"" help:"Say what comes of a hundred recorded answers of a language model, some of whose quotes are in no text."`
}

// streams are where a command prints: its tables, and how far it has come.
type streams struct{ out, progress io.Writer }

// run runs the command that args name.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var c cli
	helped := false
	parser, err := kong.New(&c,
		kong.Name("bench"),
		kong.Description("Measures the stores on a synthetic graph."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(streams{stdout, stderr}),
	)
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if helped {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w; see bench --help", err)
	}
	return command.Run()
}
