package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/live"
)

const (
	sharedFile   = "CONFLICTGRAPH_TEST_SHARED_FILE" // has the file that another process of the test writes to
	sharedWrites = 40                               // of each process
)

// sharedBatch is what a process writes: a type of its own, an entity, and what these
// state of an entity that both know.
func sharedBatch(process string, n int) kg.Batch {
	id, typ := fmt.Sprintf("%s-%d", process, n), fmt.Sprintf("%s:type-%d", process, n)
	return kg.Batch{
		Types:    []kg.RelationType{{ID: typ, Label: typ, InverseLabel: typ, Symmetric: true}},
		Entities: []kg.Entity{{ID: id, Kind: kg.KindPerson, Name: id}},
		Relations: []kg.Relation{{
			Type: typ, Subject: id, Object: "hub", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: process, Record: id}}},
		}},
	}
}

func writeShared(t *testing.T, s kg.Store, process string) error {
	for n := range sharedWrites {
		if _, err := s.Write(t.Context(), sharedBatch(process, n)); err != nil {
			return err
		}
	}
	_, err := s.Write(t.Context(), kg.Batch{Merges: []kg.Merge{{From: process + "-0", Into: process + "-1"}}})
	return err
}

func TestTwoProcessesShareAFile(t *testing.T) {
	if file := os.Getenv(sharedFile); file != "" {
		require.NoError(t, writeShared(t, open(t, file), "child"))
		return
	}
	file := filepath.Join(t.TempDir(), "graph.db")
	s := open(t, file)
	_, err := s.Write(t.Context(), kg.Batch{Entities: []kg.Entity{{ID: "hub", Kind: kg.KindPerson, Name: "Hub"}}})
	require.NoError(t, err)

	const all = 1 + 2*(sharedWrites+1) // activities
	var told []int64
	enough := errors.New("enough")
	var group errgroup.Group
	group.Go(func() error {
		err := live.NewFeed(s, 2*all).Follow(t.Context(), 0, func(a kg.Activity) error {
			if told = append(told, a.Number); a.Number == all {
				return enough
			}
			return nil
		})
		if errors.Is(err, enough) {
			return nil
		}
		return err
	})
	group.Go(func() error {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTwoProcessesShareAFile$")
		child.Env = append(os.Environ(), sharedFile+"="+file)
		output, err := child.CombinedOutput()
		if err != nil {
			err = fmt.Errorf("%w: %s", err, output)
		}
		return err
	})
	group.Go(func() error { return writeShared(t, s, "parent") })
	require.NoError(t, group.Wait())

	var inOrder []int64
	for n := range all {
		inOrder = append(inOrder, int64(n)+1)
	}
	require.Equal(t, inOrder, told, "what a subscription is told of both")
	// What is remembered of types and merges is that of the other process, too.
	found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"child-0"}})
	require.NoError(t, err)
	require.Equal(t, "child-1", found.Entities["child-0"].ID)
	again := sharedBatch("child", 2)
	again.Types, again.Entities = nil, nil
	again.Relations[0].Subject = "parent-2"
	written, err := s.Write(t.Context(), again)
	require.NoError(t, err)
	require.Equal(t, 1, written.Relations)
	everyone := kg.PageRequests{Need: kg.Need{Ends: true, Claims: true}, Pages: []kg.PageRequest{{Owner: "hub", Slice: kg.Slice{Limit: 4 * sharedWrites}, Count: true}}}
	opened := open(t, file)
	pages, known, err := s.Pages(t.Context(), everyone)
	require.NoError(t, err)
	anew, knownAnew, err := opened.Pages(t.Context(), everyone)
	require.NoError(t, err)
	require.Equal(t, 2*sharedWrites+1, pages[0].Total)
	require.Equal(t, anew, pages)
	require.Equal(t, knownAnew, known)
	require.Equal(t, kgtest.Version(t, opened), kgtest.Version(t, s))
}
