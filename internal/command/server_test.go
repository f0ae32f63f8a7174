package command

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// clearEnvironment keeps what a test sets by its flags from being set otherwise.
func clearEnvironment(t *testing.T) {
	t.Helper()
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "NEO4J_") || strings.HasPrefix(name, "CONFLICTGRAPH_") || strings.HasPrefix(name, "OTEL_") {
			t.Setenv(name, "")
			require.NoError(t, os.Unsetenv(name))
		}
	}
}

// atTheTop lets a test name files from the top of the project.
func atTheTop(t *testing.T) {
	t.Helper()
	t.Chdir("../..")
}

// started is a server that was started as its users do.
type started struct {
	url  string
	stop func() error // ends it as Ctrl-C does and returns what it returned
}

var address = regexp.MustCompile(`https?://[^/]+`)

// start runs the program until the test ends and returns once it listens.
func start(t testing.TB, args ...string) started {
	t.Helper()
	return startLogging(t, io.Discard, args...)
}

// startLogging does what start does and writes the program's log to a place.
func startLogging(t testing.TB, log io.Writer, args ...string) started {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := Run(ctx, args, writer, log)
		_ = writer.CloseWithError(io.EOF)
		ended <- err
	}()
	line, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		cancel()
		t.Fatalf("the server did not start: %v", <-ended)
	}
	var result error
	stopped := false
	stop := func() error {
		if !stopped {
			stopped = true
			cancel()
			result = <-ended
		}
		return result
	}
	t.Cleanup(func() { _ = stop() })
	return started{url: address.FindString(line), stop: stop}
}

// query posts a GraphQL query and returns the data; errors fail the test.
func (s started) query(t *testing.T, query string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	require.NoError(t, err)
	response, err := http.Post(s.url+"/graphql", "application/json", bytes.NewReader(body))
	require.NoError(t, err)
	defer response.Body.Close()
	var answer struct {
		Data   json.RawMessage
		Errors []json.RawMessage
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	require.Empty(t, answer.Errors, query)
	return string(answer.Data)
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	response, err := http.Get(url)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(body)
}

const whoSpeaksForPutin = `{ actor(id: "vladimir-putin") { spokespersons { nodes { name } } } }`

func TestTheSeededGraphIsServedByOneCommand(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", filepath.Join(t.TempDir(), "graph.db"))
	require.Contains(t, s.query(t, whoSpeaksForPutin), "Dmitry Peskov")
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready", "/": "<html"} {
		code, body := get(t, s.url+path)
		require.Equal(t, http.StatusOK, code, path)
		require.Contains(t, strings.ToLower(body), want, path)
	}
	require.NoError(t, s.stop())
}

func TestAGraphIsSeededOnTheFirstStartOnly(t *testing.T) {
	clearEnvironment(t)
	db := filepath.Join(t.TempDir(), "graph.db")
	const counts = `{ relations { totalCount } documents { totalCount nodes { recordedAt } } }`
	first := start(t, "serve", "--addr", "localhost:0", "--db", db)
	before := first.query(t, counts)
	require.NoError(t, first.stop())
	second := start(t, "serve", "--addr", "localhost:0", "--db", db)
	require.Equal(t, before, second.query(t, counts))

	empty := start(t, "serve", "--addr", ":0", "--db", ":memory:", "--no-seed")
	require.JSONEq(t, `{"relations": {"totalCount": 0}, "documents": {"totalCount": 0, "nodes": []}}`, empty.query(t, counts))
}

func TestAddressesWithoutAHostAreThisMachineOnly(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	host, _, err := net.SplitHostPort(strings.TrimPrefix(s.url, "http://"))
	require.NoError(t, err)
	require.True(t, net.ParseIP(host).IsLoopback(), host)
}

func TestWhatIsInFlightFinishesWhenTheServerStops(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	// A request whose body is not complete yet is in flight.
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	body := `{"query": "{ entity(id: \"ukraine\") { name } }"}`
	_, err = io.WriteString(conn, "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 49\r\n\r\n")
	require.NoError(t, err)
	require.Len(t, body, 49)
	const goOn = "HTTP/1.1 100 Continue\r\n\r\n" // the server says it once it reads the body
	told := make([]byte, len(goOn))
	_, err = io.ReadFull(conn, told)
	require.NoError(t, err)
	require.Equal(t, goOn, string(told))
	_, err = io.WriteString(conn, body[:20])
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- s.stop() }()
	require.Eventually(t, func() bool {
		c, err := net.DialTimeout("tcp", conn.RemoteAddr().String(), time.Second)
		if err == nil {
			_ = c.Close()
		}
		return err != nil
	}, time.Minute, 10*time.Millisecond, "the server still takes new connections")
	_, err = io.WriteString(conn, body[20:])
	require.NoError(t, err)
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.Contains(t, string(answer), `{"name":"Ukraine"}`)
	require.NoError(t, <-ended)
}

func TestStartingWithSomethingWrongSaysWhatToDo(t *testing.T) {
	clearEnvironment(t)
	busy, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	defer busy.Close()
	foreign := filepath.Join(t.TempDir(), "notes.txt")
	require.NoError(t, os.WriteFile(foreign, []byte("not a database"), 0o600))
	for name, c := range map[string]struct {
		args []string
		says []string
	}{
		"a port that is taken":        {[]string{"--addr", busy.Addr().String(), "--db", ":memory:"}, []string{busy.Addr().String(), "--addr"}},
		"a file that is no database":  {[]string{"--db", foreign}, []string{foreign}},
		"a flag that does not exist":  {[]string{"--colour"}, []string{"--colour", "--help"}},
		"a format that is not read":   {[]string{"import", "--format", "xml", t.TempDir()}, []string{"--format", "annotations"}},
		"a folder that is not there":  {[]string{"import", "--format", "annotations", "no-such-folder"}, []string{"no-such-folder"}},
		"a folder without annotation": {[]string{"import", "--format", "annotations", "--db", ":memory:", t.TempDir()}, []string{"annotation"}},
		"no Neo4j at the address":     {[]string{"--neo4j-uri", "bolt://127.0.0.1:1"}, []string{"127.0.0.1:1"}},
	} {
		t.Run(name, func(t *testing.T) {
			err := Run(context.Background(), c.args, io.Discard, io.Discard)
			require.Error(t, err)
			for _, s := range c.says {
				require.Contains(t, err.Error(), s)
			}
		})
	}
	content, err := os.ReadFile(foreign)
	require.NoError(t, err)
	require.Equal(t, "not a database", string(content))
}
