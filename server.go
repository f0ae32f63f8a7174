// Command conflictgraph serves a knowledge graph of conflict actors and their
// relations over GraphQL. README.md shows how to use it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"conflictgraph/internal/command"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command.Run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "conflictgraph:", err)
		stop()
		os.Exit(command.ExitStatus(err))
	}
}
