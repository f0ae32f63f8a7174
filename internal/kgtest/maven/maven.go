// Package maven fetches what tests need that is written in Java.
package maven

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/gofrs/flock"
)

// Jars returns a folder with the jars that a pom.xml depends on, under a name that
// says what they are and of which version. The first call on a machine has Maven
// fetch them; calls at the same time, in other processes too, wait.
func Jars(ctx context.Context, name string, pom []byte) (string, error) {
	caches, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no folder to keep %s in: %w", name, err)
	}
	home := filepath.Join(caches, "conflictgraph")
	if err := os.MkdirAll(home, 0o755); err != nil {
		return "", fmt.Errorf("no folder to keep %s in: %w", name, err)
	}
	jars := filepath.Join(home, name)
	lock := flock.New(jars + ".lock")
	if err := lock.Lock(); err != nil {
		return "", fmt.Errorf("cannot lock %s: %w", lock.Path(), err)
	}
	defer func() { _ = lock.Unlock() }()
	if _, err := os.Stat(jars); err == nil || !errors.Is(err, os.ErrNotExist) {
		return jars, err
	}
	return jars, fetch(ctx, name, pom, home, jars)
}

// fetch fills jars, which is not there before all of it is.
func fetch(ctx context.Context, name string, pom []byte, home, jars string) error {
	maven, err := exec.LookPath("mvn")
	if err != nil {
		return fmt.Errorf("mvn is not installed; Maven has to fetch %s once, so install it", name)
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
		return fmt.Errorf("mvn could not fetch %s: %w\n%s", name, err, output.Bytes())
	}
	return os.Rename(filepath.Join(work, "jars"), jars)
}
