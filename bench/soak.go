package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"conflictgraph/bench/soak"
	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/store/neo4j"
)

type soakCommand struct {
	Store     string        `default:"both" enum:"sqlite,neo4j,both" placeholder:"STORE" help:"sqlite, neo4j or both, one after the other (${default})."`
	For       time.Duration `default:"10m" placeholder:"TIME" help:"How long each server is under load (${default})."`
	WarmUp    time.Duration `default:"1m" placeholder:"TIME" help:"How long it is before that, which is not judged (${default})."`
	Rate      float64       `default:"200" placeholder:"N" help:"How many requests there are in a second (${default})."`
	Relations int           `default:"20000" placeholder:"N" help:"How many relations the graph begins with (${default})."`
	Followers int           `default:"8" placeholder:"N" help:"How many subscriptions there are at once (${default})."`
	Heap      string        `default:"2g" placeholder:"SIZE" help:"The most memory for objects of the Neo4j that is started where NEO4J_URI is not set (${default})."`
	Out       string        `type:"path" placeholder:"FOLDER" help:"Write soak.md here, instead of into this folder of the sources."`
}

const soakToken = "the-curator-of-the-soak-may-write"

// Run puts the server under load on each store and writes what came of it. It
// returns an error where something is not as it should be.
func (c *soakCommand) Run(ctx context.Context, to streams) (err error) {
	if c.Relations < fewestRelations {
		return fmt.Errorf("--relations %d are too few to have hubs; give at least %d", c.Relations, fewestRelations)
	}
	if c.Rate <= 0 || c.For <= 0 || c.WarmUp <= 0 || c.Followers < 0 {
		return fmt.Errorf("--rate %g, --for %s, --warm-up %s, --followers %d: give a rate and times above 0, and no negative number", c.Rate, c.For, c.WarmUp, c.Followers)
	}
	if c.Out == "" {
		module, err := moduleDir(ctx)
		if err != nil {
			return err
		}
		c.Out = filepath.Join(module, "bench")
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s; %s, %s/%s, %d cores; %g requests a second for %s, after %s to warm up; %d relations to begin with; %d subscriptions\n",
		time.Now().Format(time.DateOnly), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), c.Rate, c.For, c.WarmUp, c.Relations, c.Followers)
	well := true
	for _, store := range []string{"sqlite", "neo4j"} {
		if c.Store != "both" && c.Store != store {
			continue
		}
		version, result, err := c.soak(ctx, store, to)
		if err != nil {
			return fmt.Errorf("%s: %w", store, err)
		}
		fmt.Fprintf(&text, "\n## On %s\n%s", version, result.Markdown())
		well = well && result.Met()
	}
	if _, err := fmt.Fprint(to.out, text.String()); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Out, "soak.md"), []byte("# The soak\n\n"+text.String()), 0o644); err != nil {
		return err
	}
	if !well {
		return errors.New("the server did not stay as it was; the verdicts that were missed say how")
	}
	return nil
}

// soak puts a server on one store under load.
func (c *soakCommand) soak(ctx context.Context, store string, to streams) (version string, result *soak.Result, err error) {
	var closing closers
	defer func() { err = errors.Join(err, closing.close()) }()
	dir, err := os.MkdirTemp("", "conflictgraph-bench-")
	if err != nil {
		return "", nil, err
	}
	closing.add(func() error { return os.RemoveAll(dir) })
	g := synthetic.New(c.Relations)
	file := filepath.Join(dir, "graph.db")
	database := &neo4j.Config{}
	var t *target
	if store == "sqlite" {
		t, err = openSQLiteAt(ctx, file)
	} else {
		var running *runningNeo4j
		if running, err = runNeo4j(ctx, c.Heap); err != nil {
			return "", nil, err
		}
		closing.add(running.stop)
		database = &running.Config
		t, err = openNeo4jAt(ctx, *database, g.Dataset)
	}
	if err != nil {
		return "", nil, err
	}
	if err := errors.Join(t.loadOnce(ctx, g, to.progress), t.close()); err != nil {
		return "", nil, err
	}
	program, err := buildServer(ctx, dir)
	if err != nil {
		return "", nil, err
	}
	command := func(args ...string) *exec.Cmd {
		cmd := exec.Command(program, append(args, "--db", file)...)
		cmd.Env = append(withNeo4j(database), "CONFLICTGRAPH_TOKEN_CURATOR="+soakToken)
		return cmd
	}
	server, err := start(ctx, command("serve", "--addr", "localhost:0", "--no-seed"))
	if err != nil {
		return "", nil, err
	}
	closing.add(server.stop)
	fmt.Fprintf(to.progress, "%s: the server is at %s\n", t.name, server.url)
	result, err = soak.Run(ctx, soak.Server{URL: server.url, Token: soakToken, PID: server.pid, Import: importing(dir, command)}, soak.Options{
		Graph: g, Rate: c.Rate, For: c.For, WarmUp: c.WarmUp, Followers: c.Followers, Progress: to.progress,
	})
	return t.version, result, err
}

const (
	importedRows   = 50
	importedActors = 100
)

// importing returns what writes rows that were not there before to files and has
// the import command load them.
func importing(dir string, command func(args ...string) *exec.Cmd) func(context.Context, int) error {
	imported := 0
	return func(context.Context, int) error {
		files := map[string]*strings.Builder{"entities": {}, "relations": {}, "rows": {}}
		for i := range importedActors {
			fmt.Fprintf(files["entities"], "Actor %d\t%d\n", i, i)
		}
		files["relations"].WriteString("Consult\t0\nDemand\t1\n")
		for range importedRows {
			fmt.Fprintf(files["rows"], "%d\t%d\t%d\t%d\n", imported%importedActors, imported%2, (imported*7+1)%importedActors, imported)
			imported++
		}
		path := func(name string) string { return filepath.Join(dir, name+".tsv") }
		for name, text := range files {
			if err := os.WriteFile(path(name), []byte(text.String()), 0o644); err != nil {
				return err
			}
		}
		out, err := command("import", "--format", "tkg", "--name", "soak", "--start", "2018-01-01", "--unit", "hour", "--rejects", path("rejects"),
			"--entities", path("entities"), "--relations", path("relations"), path("rows")).CombinedOutput()
		if err != nil || !strings.Contains(string(out), fmt.Sprintf("%d relations written", importedRows)) {
			return fmt.Errorf("%w: %s", errors.Join(err, errors.New("the import did not write what it was given")), out)
		}
		return nil
	}
}
