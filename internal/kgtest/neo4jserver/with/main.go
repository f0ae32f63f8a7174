// Command with runs another command while a Neo4j for tests runs, which it finds
// in NEO4J_URI: with CMD ARGS... Where NEO4J_URI is set already, it starts none.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"conflictgraph/internal/kgtest/neo4jserver"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "with:", err)
	}
	os.Exit(code)
}

// run returns the exit code of the command in args, or 1 where it could not be
// run.
func run(args []string) (code int, err error) {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return 1, errors.New("no command to run; usage: with CMD [ARG]")
	}
	// An interrupt is for the command to obey; then this one stops the server.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = os.Environ()
	if os.Getenv("NEO4J_URI") == "" {
		server, err := neo4jserver.Start(ctx, neo4jserver.Options{})
		if err != nil {
			return 1, fmt.Errorf("no Neo4j for %s: %w", args[0], err)
		}
		defer func() { err = errors.Join(err, server.Stop()) }()
		cmd.Env = append(cmd.Env, server.Environ()...)
	}
	if err := cmd.Start(); err != nil {
		return 1, err
	}
	go func() {
		<-ctx.Done()
		_ = cmd.Process.Signal(syscall.SIGTERM)
	}()
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		return exit.ExitCode(), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
