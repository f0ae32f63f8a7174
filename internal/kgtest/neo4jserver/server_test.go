package neo4jserver

import (
	"bufio"
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kgtest/needs"
)

func start(t *testing.T) *Server {
	t.Helper()
	needs.MoreThanGo(t, "a Neo4j")
	s, err := Start(t.Context(), Options{Heap: "512m"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// ask runs text on c and returns the number it answers.
func ask(t *testing.T, c Config, text string) (n int64) {
	t.Helper()
	err := withSession(t.Context(), c, func(s neo4j.SessionWithContext) (err error) {
		n, err = number(t.Context(), s, text)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", c.URI, err)
	}
	return n
}

func TestAServerThatWasKilledIsRestartedWithWhatItHeld(t *testing.T) {
	s := start(t)
	ask(t, Config{URI: s.URI}, "CREATE (n:Kept {id: 1}) RETURN 1")
	if err := s.Kill(); err != nil {
		t.Fatal(err)
	}
	if conn, err := net.Dial("tcp", strings.TrimPrefix(s.URI, "bolt://")); err == nil {
		_ = conn.Close()
		t.Error("a killed server still accepts connections")
	}
	if err := s.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, scheme := range []string{"bolt", "neo4j"} {
		uri := strings.Replace(s.URI, "bolt", scheme, 1)
		if n := ask(t, Config{URI: uri}, "MATCH (n:Kept) RETURN count(n)"); n != 1 {
			t.Errorf("%d nodes of one are there over %s after a restart", n, uri)
		}
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.opts.Dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after Stop, its folder: %v", err)
	}
}

// TestMain plays the process that TestAServerEndsWithTheProcessThatStartedIt
// kills.
func TestMain(m *testing.M) {
	if os.Getenv("NEO4JSERVER_TO_BE_KILLED") == "" {
		os.Exit(m.Run())
	}
	s, err := Start(context.Background(), Options{Heap: "512m"})
	if err != nil {
		os.Stdout.WriteString("failed " + err.Error() + "\n")
		os.Exit(1)
	}
	os.Stdout.WriteString(s.URI + " " + s.opts.Dir + "\n")
	select {}
}

func TestAServerEndsWithTheProcessThatStartedIt(t *testing.T) {
	needs.MoreThanGo(t, "a Neo4j")
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), "NEO4JSERVER_TO_BE_KILLED=1")
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	uri, dir, _ := strings.Cut(strings.TrimSpace(line), " ")
	if err != nil || !strings.HasPrefix(uri, "bolt://") {
		t.Fatalf("the process said %q: %v", line, err)
	}
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = process.Wait()
	for deadline := time.Now().Add(5 * time.Minute); ; time.Sleep(100 * time.Millisecond) {
		conn, dialed := net.Dial("tcp", strings.TrimPrefix(uri, "bolt://"))
		if dialed == nil {
			_ = conn.Close()
		}
		_, kept := os.Stat(dir)
		if dialed != nil && errors.Is(kept, os.ErrNotExist) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("long after its starter, connecting to the server says %v, and its folder %v", dialed, kept)
		}
	}
}
