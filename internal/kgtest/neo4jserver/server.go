// Package neo4jserver starts a real Neo4j for tests, from the artifacts that
// Neo4j publishes for Maven.
package neo4jserver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options choose how a Server runs. The zero value is right for most tests.
type Options struct {
	Dir  string // holds the database; an own temporary folder, which Stop deletes, where empty
	Heap string // the most memory for objects, such as "2g"; 1g where empty

	// Brief spares Java optimizing the server's code as far as it could, for which
	// a few tests are too short: they take a third less of a processor.
	Brief bool
}

// Server is a running Neo4j without authentication. It ends with the process
// that started it, however that ends. Its methods must not be called at once.
type Server struct {
	// URI is the address, such as "bolt://localhost:7687". It stays the same
	// over a Restart. The server routes, so it can also be reached by the
	// neo4j scheme.
	URI string

	opts    Options
	ownDir  bool
	jars    string
	port    int
	process *exec.Cmd
	ended   chan struct{} // closed when process has ended
	stderr  *tail
}

// startTimeout is how long a Neo4j may take until it answers.
const startTimeout = 2 * time.Minute

// Start installs Neo4j where it is not yet, starts one and returns when it
// answers.
func Start(ctx context.Context, opts Options) (*Server, error) {
	if opts.Heap == "" {
		opts.Heap = "1g"
	}
	jars, err := install(ctx)
	if err != nil {
		return nil, err
	}
	s := &Server{opts: opts, jars: jars}
	if opts.Dir == "" {
		s.ownDir = true
		if s.opts.Dir, err = os.MkdirTemp("", "conflictgraph-neo4j-"); err != nil {
			return nil, err
		}
	}
	if s.port, err = freePort(); err == nil {
		s.URI = "bolt://localhost:" + strconv.Itoa(s.port)
		err = s.run(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// Stop ends the server. It may be called on one that was killed.
func (s *Server) Stop() error {
	err := s.Kill()
	if s.ownDir {
		err = errors.Join(err, os.RemoveAll(s.opts.Dir))
	}
	return err
}

// Pid returns the process id, or 0 where the server was killed.
func (s *Server) Pid() int {
	if s.process == nil {
		return 0
	}
	return s.process.Process.Pid
}

// Kill ends the server as a power cut would. What it committed is there again
// after a Restart.
func (s *Server) Kill() error {
	if s.process == nil {
		return nil
	}
	if err := s.process.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-s.ended
	s.process = nil
	return nil
}

// Restart starts the server again after Kill, at the same address and with the
// same database, and returns when it answers.
func (s *Server) Restart(ctx context.Context) error {
	if s.process != nil {
		return errors.New("the server is still running; Kill it first")
	}
	return s.run(ctx)
}

var errNoJava = errors.New("java is not installed; install a JDK 17 or newer, or set NEO4J_URI to a Neo4j that runs")

func (s *Server) run(ctx context.Context) error {
	java, err := exec.LookPath("java")
	if err != nil {
		return errNoJava
	}
	source := filepath.Join(s.opts.Dir, "Neo.java")
	if err := os.WriteFile(source, program, 0o644); err != nil {
		return err
	}
	args := []string{"-Xmx" + s.opts.Heap, "-XX:+UseParallelGC", "-cp", filepath.Join(s.jars, "*")}
	if s.opts.Brief {
		args = append(args, "-XX:TieredStopAtLevel=1")
	}
	for _, opened := range []string{"java.nio", "java.io", "sun.nio.ch", "java.util.concurrent"} {
		args = append(args, "--add-opens", "java.base/"+opened+"=ALL-UNNAMED")
	}
	lifetime := "kept"
	if s.ownDir {
		lifetime = "temporary"
	}
	// The process has to outlive ctx, which bounds only the start.
	cmd := exec.Command(java, append(args, source, s.opts.Dir, strconv.Itoa(s.port), lifetime)...)
	s.stderr = &tail{}
	cmd.Stderr = s.stderr
	// It closes when this process ends, and the server with it.
	if _, err := cmd.StdinPipe(); err != nil {
		return err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("cannot start Neo4j: %w", err)
	}
	ready, ended := make(chan struct{}), make(chan struct{})
	go func() {
		// Reading goes on to the end: a full pipe would stop the server.
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			if lines.Text() == "ready" {
				close(ready)
			}
		}
		_ = cmd.Wait()
		close(ended)
	}()
	s.process, s.ended = cmd, ended

	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	select {
	case <-ready:
		return nil
	case <-ended:
		return fmt.Errorf("Neo4j did not start: %s\n%s", cmd.ProcessState, s.stderr)
	case <-ctx.Done():
		return fmt.Errorf("Neo4j did not start: %w\n%s", ctx.Err(), s.stderr)
	}
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// tail keeps the end of what is written to it.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	const most = 8 << 10
	t.kept = append(t.kept, p...)
	if extra := len(t.kept) - most; extra > 0 {
		t.kept = append([]byte(nil), t.kept[extra:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.kept))
}
