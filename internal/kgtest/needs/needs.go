// Package needs says what a test needs beyond Go, and what becomes of a test
// where that is missing.
package needs

import (
	"os"
	"path/filepath"
	"testing"
)

// MoreThanGo skips t in short mode, which runs what needs nothing but Go and
// little time. What names what t needs: "a Neo4j", "a browser", "minutes".
func MoreThanGo(t testing.TB, what string) {
	t.Helper()
	if testing.Short() {
		t.Skipf("needs %s; run without -short", what)
	}
}

// Data returns the path of a file of the data sets in ../shared/data, beside the
// checkout. Their licences keep them out of the repository: where they are
// missing, t is skipped, or fails where CI is set.
func Data(t testing.TB, name string) string {
	t.Helper()
	return shared(t, "data", name)
}

// Fault returns the path of a file of ../shared/faults, as Data does of data sets.
func Fault(t testing.TB, name string) string {
	t.Helper()
	return shared(t, "faults", name)
}

func shared(t testing.TB, folder, name string) string {
	t.Helper()
	top, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(top, "go.mod")); err == nil {
			break
		}
		parent := filepath.Dir(top)
		if parent == top {
			t.Fatal("there is no go.mod above the test's folder")
		}
		top = parent
	}
	path := filepath.Join(top, "..", "shared", folder, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing beside the checkout (../shared/%s): %v", name, folder, err)
		}
		t.Skipf("%s is missing beside the checkout (../shared/%s)", name, folder)
	}
	return path
}
