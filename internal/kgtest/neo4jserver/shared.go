package neo4jserver

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gofrs/flock"

	"conflictgraph/internal/kgtest/needs"
)

// Config says how to reach a database.
type Config struct {
	URI, Username, Password string
	Database                string // empty for the server's default
}

// startedVariable names the address of a server that was started for tests, so
// that its database may be emptied whatever it holds.
const startedVariable = "NEO4J_TEST_SERVER"

// Environ returns the variables that have the tests of another process use s.
func (s *Server) Environ() []string {
	return []string{"NEO4J_URI=" + s.URI, "NEO4J_USERNAME=", "NEO4J_PASSWORD=", "NEO4J_DATABASE=", startedVariable + "=" + s.URI}
}

var shared = sync.OnceValues(func() (*Server, error) { return Start(context.Background(), Options{Brief: true}) })

// configured returns the Neo4j that tests use: that of NEO4J_URI where it is set, or else
// a server which is started once for the test's process and ends with it. It fails t
// where none can be started.
func configured(t testing.TB) Config {
	t.Helper()
	needs.MoreThanGo(t, "a Neo4j")
	if uri := os.Getenv("NEO4J_URI"); uri != "" {
		return Config{URI: uri, Username: os.Getenv("NEO4J_USERNAME"), Password: os.Getenv("NEO4J_PASSWORD"), Database: os.Getenv("NEO4J_DATABASE")}
	}
	server, err := shared()
	if err != nil {
		t.Fatalf("this test needs a Neo4j, and none could be started: %v", err)
	}
	return Config{URI: server.URI}
}

// Exclusive returns the database that tests use, empty, for t alone: other
// tests that ask for it, in other processes too, wait until t has ended, and it
// is emptied again then. A database that somebody else may miss, which is one
// that NEO4J_URI names and that holds more than an example, fails t.
func Exclusive(t testing.TB) Config {
	t.Helper()
	c := configured(t)
	lock(t, c)
	if err := vacate(t.Context(), c); err != nil {
		t.Fatalf("no empty Neo4j at %s for this test: %v", c.URI, err)
	}
	t.Cleanup(func() {
		if err := erase(context.Background(), c); err != nil {
			t.Errorf("the Neo4j at %s could not be emptied: %v", c.URI, err)
		}
	})
	return c
}

var holders struct {
	sync.Mutex
	byDatabase map[Config]string
}

// lock waits until no other test has c, and keeps it until t ends.
func lock(t testing.TB, c Config) {
	t.Helper()
	holders.Lock()
	holder, held := holders.byDatabase[c]
	holders.Unlock()
	if held && (holder == t.Name() || strings.HasPrefix(t.Name(), holder+"/")) {
		t.Fatalf("%s has the Neo4j database already and keeps it until it ends; hand what it has on", holder)
	}
	sum := sha256.Sum256([]byte(c.URI + " " + c.Database))
	l := flock.New(filepath.Join(os.TempDir(), fmt.Sprintf("conflictgraph-neo4j-%x.lock", sum[:8])))
	if err := l.Lock(); err != nil {
		t.Fatalf("cannot lock %s: %v", l.Path(), err)
	}
	setHolder(c, t.Name())
	t.Cleanup(func() {
		setHolder(c, "")
		_ = l.Unlock()
	})
}

func setHolder(c Config, name string) {
	holders.Lock()
	defer holders.Unlock()
	if holders.byDatabase == nil {
		holders.byDatabase = map[Config]string{}
	}
	if name == "" {
		delete(holders.byDatabase, c)
	} else {
		holders.byDatabase[c] = name
	}
}
