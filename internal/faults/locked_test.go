package faults

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"conflictgraph/internal/kgtest/needs"
)

// lockVariable names the file that this program, in another process, is to lock
// until its standard input ends.
const lockVariable = "CONFLICTGRAPH_FAULTS_LOCK"

func holdLock(path string) int {
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path)+"?_pragma=busy_timeout(10000)")
	if err == nil {
		_, err = db.Exec(`BEGIN IMMEDIATE`)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("locked")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return 0
}

// locked has another process lock a file for writing, and returns what ends that.
func locked(t *testing.T, path string) (release func()) {
	t.Helper()
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), lockVariable+"="+path)
	other.Stderr = os.Stderr
	in, err := other.StdinPipe()
	require.NoError(t, err)
	out, err := other.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, other.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "locked\n", line)
	return func() { _ = in.Close(); _ = other.Wait() }
}

func TestAServerWhoseFileIsLockedWaitsThenSaysSoAndGoesOnWhenItIsReleased(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	path := filepath.Join(t.TempDir(), "graph.db")
	s := serve(t, onSQLite(path)...)
	g := &group{id: "waited"}

	t.Run("a write waits for a short lock", func(t *testing.T) {
		release := locked(t, path)
		written := make(chan error, 1)
		go func() {
			_, err := s.ask(context.Background(), g.step(0).text, map[string]any{"input": g.step(0).input})
			written <- err
		}()
		select {
		case err := <-written:
			t.Fatalf("it did not wait: %v", err)
		case <-time.After(time.Second):
		}
		release()
		require.NoError(t, <-written)
	})
	t.Run("a long lock is an error that names the file, and reads are answered", func(t *testing.T) {
		release := locked(t, path)
		defer release()
		read := func() {
			_, err := s.ask(t.Context(), unchanged, nil)
			require.NoError(t, err)
		}
		read()
		_, err := s.ask(t.Context(), g.step(2).text, map[string]any{"input": g.step(2).input})
		require.Equal(t, refusal{"UNAVAILABLE", "the database file graph.db is locked by another process; try again, or end that process if it does not let go"}, err)
		read()
		require.True(t, s.ready())
	})
	t.Run("what was refused is done once it is released", func(t *testing.T) {
		l := underLoad(t, s, "released")
		require.NoError(t, l.do(g, 2))
		l.during(100 * time.Millisecond)
		l.end()
	})
}
