package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"conflictgraph/internal/store/neo4j"
)

// moduleDir returns the folder of this project's sources.
func moduleDir(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "conflictgraph").Output()
	if err != nil {
		return "", fmt.Errorf("the project's folder is not known: %w; run this inside it", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// buildServer builds this project's server into a folder and returns its path.
func buildServer(ctx context.Context, dir string) (string, error) {
	program := filepath.Join(dir, "conflictgraph")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "conflictgraph").CombinedOutput(); err != nil {
		return "", fmt.Errorf("the server cannot be built: %w\n%s", err, out)
	}
	return program, nil
}

// startOurs starts this project's server, on Neo4j or, where c is nil, on a
// database file.
func startOurs(ctx context.Context, program string, c *neo4j.Config, file string) (*started, error) {
	cmd := exec.Command(program, "serve", "--addr", "localhost:0", "--no-seed")
	if c == nil {
		cmd.Args = append(cmd.Args, "--db", file)
		c = &neo4j.Config{}
	}
	cmd.Env = withNeo4j(c)
	return start(ctx, cmd)
}

// peerDir returns the folder of the peer.
func peerDir(ctx context.Context) (string, error) {
	module, err := moduleDir(ctx)
	return filepath.Join(module, "bench", "peer"), err
}

// peerVersion says what the peer is made of.
func peerVersion(ctx context.Context) (string, error) {
	dir, err := peerDir(ctx)
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil {
		return "", err
	}
	var manifest struct{ Dependencies map[string]string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		return "", err
	}
	node, err := exec.CommandContext(ctx, "node", "--version").Output()
	d := manifest.Dependencies
	return fmt.Sprintf("@neo4j/graphql %s on @apollo/server %s, neo4j-driver %s, Node.js %s",
		d["@neo4j/graphql"], d["@apollo/server"], d["neo4j-driver"], strings.TrimSpace(string(node))), err
}

// startPeer starts the server in bench/peer, which npm installs first where
// needed.
func startPeer(ctx context.Context, c *neo4j.Config) (*started, error) {
	dir, err := peerDir(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json")); errors.Is(err, os.ErrNotExist) {
		if out, err := exec.CommandContext(ctx, "npm", "ci", "--prefix", dir).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("the peer cannot be installed: %w; it takes Node.js and npm\n%s", err, out)
		}
	}
	cmd := exec.Command("node", filepath.Join(dir, "server.mjs"))
	cmd.Env = append(withNeo4j(c), "NODE_ENV=production")
	return start(ctx, cmd)
}

// withNeo4j returns the environment of a program that is to use a Neo4j, or none
// where c names none.
func withNeo4j(c *neo4j.Config) []string {
	return append(os.Environ(), "NEO4J_URI="+c.URI, "NEO4J_USERNAME="+c.Username, "NEO4J_PASSWORD="+c.Password, "NEO4J_DATABASE="+c.Database)
}
