package faults

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// program is where the server is built, once for all tests.
var program struct {
	dir   string
	build func() (string, error)
}

func TestMain(m *testing.M) {
	if path := os.Getenv(lockVariable); path != "" {
		os.Exit(holdLock(path))
	}
	dir, err := os.MkdirTemp("", "conflictgraph-faults-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	program.dir = dir
	program.build = sync.OnceValues(func() (string, error) {
		path := filepath.Join(dir, "conflictgraph")
		out, err := exec.Command("go", "build", "-o", path, "conflictgraph").CombinedOutput()
		if err != nil {
			err = fmt.Errorf("the server cannot be built: %w\n%s", err, out)
		}
		return path, err
	})
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

const token = "a-curator-of-the-tests-of-faults"

// server is the program in a process of its own. It can be killed and started
// again, at the same address.
type server struct {
	t       testing.TB
	command []string
	environ []string
	url     string
	process *exec.Cmd
	log     logged
}

// logged is what a server has logged. It may be used by many at once.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// onSQLite returns the flags of a server on a file.
func onSQLite(path string) []string { return []string{"--db", path} }

// onNeo4j returns the flags of a server on a Neo4j.
func onNeo4j(uri string) []string { return []string{"--neo4j-uri", uri} }

// serve starts a server that ends with the test, and that has to have met nothing
// it did not expect.
func serve(t testing.TB, flags ...string) *server {
	t.Helper()
	path, err := program.build()
	require.NoError(t, err)
	return serveBy(t, []string{path}, flags...)
}

// serveBy starts a server by a command that its arguments are added to.
func serveBy(t testing.TB, command []string, flags ...string) *server {
	t.Helper()
	address := freeAddress(t)
	s := &server{t: t, command: append(append(command, "serve", "--addr", address), flags...), url: "http://" + address}
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "NEO4J_") && !strings.HasPrefix(entry, "CONFLICTGRAPH_") && !strings.HasPrefix(entry, "OTEL_") {
			s.environ = append(s.environ, entry)
		}
	}
	s.environ = append(s.environ, "CONFLICTGRAPH_TOKEN_CURATOR="+token)
	require.NoError(t, s.start())
	t.Cleanup(func() {
		s.kill()
		for _, unexpected := range []string{"panic", "internal error"} {
			if strings.Contains(s.log.String(), unexpected) {
				t.Errorf("the server met what it did not expect:\n%s", s.log.String())
			}
		}
	})
	return s
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// start returns once the server listens, or has ended.
func (s *server) start() error {
	s.process = exec.Command(s.command[0], s.command[1:]...)
	s.process.Env = s.environ
	s.process.Stderr = &s.log
	out, err := s.process.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.process.Start(); err != nil {
		return err
	}
	lines := bufio.NewReader(out)
	if _, err := lines.ReadString('\n'); err != nil {
		err = s.process.Wait()
		s.process = nil
		return fmt.Errorf("the server did not start: %w: %s", err, s.log.String())
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	return nil
}

// kill ends the server as kill -9 does.
func (s *server) kill() {
	if s.process != nil {
		_ = s.process.Process.Kill()
		_ = s.process.Wait()
		s.process = nil
	}
}

// ready reports whether the server says that its store answers.
func (s *server) ready() bool {
	ctx, cancel := context.WithTimeout(s.t.Context(), 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/readyz", nil)
	require.NoError(s.t, err)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}
