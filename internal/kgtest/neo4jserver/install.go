package neo4jserver

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/gofrs/flock"
)

// version is the one that pom.xml names.
const version = "5.26.30"

var (
	//go:embed pom.xml
	pom []byte
	//go:embed Neo.java
	program []byte
)

// install returns a folder with Neo4j's jars in it. The first call on a machine
// has Maven fetch them; calls at the same time, in other processes too, wait.
func install(ctx context.Context) (string, error) {
	caches, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no folder to keep Neo4j in: %w", err)
	}
	home := filepath.Join(caches, "conflictgraph")
	if err := os.MkdirAll(home, 0o755); err != nil {
		return "", fmt.Errorf("no folder to keep Neo4j in: %w", err)
	}
	jars := filepath.Join(home, "neo4j-"+version)
	lock := flock.New(jars + ".lock")
	if err := lock.Lock(); err != nil {
		return "", fmt.Errorf("cannot lock %s: %w", lock.Path(), err)
	}
	defer func() { _ = lock.Unlock() }()
	if _, err := os.Stat(jars); err == nil || !errors.Is(err, os.ErrNotExist) {
		return jars, err
	}
	return jars, fetch(ctx, home, jars)
}

// fetch fills jars, which is not there before all of it is.
func fetch(ctx context.Context, home, jars string) error {
	maven, err := exec.LookPath("mvn")
	if err != nil {
		return errors.New("mvn is not installed; Maven has to fetch Neo4j once, so install it, or set NEO4J_URI to a Neo4j that runs")
	}
	work, err := os.MkdirTemp(home, "fetching-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	if err := os.WriteFile(filepath.Join(work, "pom.xml"), pom, 0o644); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, maven, "-B", "-q", "-f", filepath.Join(work, "pom.xml"),
		"dependency:copy-dependencies", "-DoutputDirectory="+filepath.Join(work, "jars"))
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("mvn could not fetch Neo4j %s: %w\n%s", version, err, output.Bytes())
	}
	return os.Rename(filepath.Join(work, "jars"), jars)
}
