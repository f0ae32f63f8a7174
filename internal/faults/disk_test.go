package faults

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest/needs"
)

// diskSize is that of the disk that is filled.
const diskSize = "size=12m"

// smallDisk mounts a file system of a few megabytes and starts a server on it. It
// returns the folder by which this process sees it. Where this process may not
// mount anything, the server is given a user and a file system of its own.
func smallDisk(t *testing.T) (s *server, folder string) {
	t.Helper()
	folder = t.TempDir()
	path, err := program.build()
	require.NoError(t, err)
	flags := onSQLite(filepath.Join(folder, "graph.db"))
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", diskSize, "tmpfs", folder).CombinedOutput(); err == nil {
		t.Cleanup(func() { // after the server has ended
			out, err := exec.Command("umount", folder).CombinedOutput()
			require.NoError(t, err, string(out))
		})
		return serve(t, flags...), folder
	} else if _, found := exec.LookPath("unshare"); found != nil {
		t.Fatalf("no file system can be mounted: %v: %s; run this as root, or install unshare", err, out)
	}
	s = serveBy(t, []string{"unshare", "--user", "--map-root-user", "--mount", "sh", "-c", `mount -t tmpfs -o ` + diskSize + ` tmpfs "$0" && exec "$@"`, folder, path}, flags...)
	return s, filepath.Join("/proc", fmt.Sprint(s.process.Process.Pid), "root", folder)
}

func TestAServerWhoseDiskIsFullAnswersAndWritesAgainWhenThereIsRoom(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	s, folder := smallDisk(t)
	filler := filepath.Join(folder, "filler")
	for round := range 2 {
		l := underLoad(t, s, fmt.Sprintf("full%d", round))
		l.during(500 * time.Millisecond)
		fill(t, filler)
		require.Eventually(t, func() bool { return l.failed.Load() > 0 }, time.Minute, 10*time.Millisecond, "the disk was never full")

		g := &group{id: fmt.Sprintf("none%d", round)}
		_, err := s.ask(t.Context(), g.step(0).text, map[string]any{"input": g.step(0).input})
		require.Equal(t, refusal{"UNAVAILABLE", "the database file graph.db cannot grow, its disk is full; nothing of this was written; see that the disk has room and send it again"}, err)
		data, err := s.ask(t.Context(), unchanged, nil)
		require.NoError(t, err, "reads are answered on a full disk")
		require.Equal(t, l.known, string(data))

		require.NoError(t, os.Remove(filler))
		l.answersWithin(again)
		require.NoError(t, l.do(g, 0))
		l.end()
	}
}

// fill writes a file until its disk is full.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	for block := bytes.Repeat([]byte{1}, 4096); err == nil; {
		_, err = f.Write(block)
	}
	require.ErrorContains(t, err, "no space left")
}
