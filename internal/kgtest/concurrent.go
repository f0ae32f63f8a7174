package kgtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// testConcurrentWriters has writers record the same things, in different orders,
// each with evidence and an alias of its own, while others read.
func testConcurrentWriters(t *testing.T, s kg.Store) {
	const writers, rounds = 4, 3
	share := func(writer, round int) kg.Batch {
		b := Graph()
		b.Entities[0].Aliases = append(b.Entities[0].Aliases, fmt.Sprintf("alias %d", writer))
		for i := range b.Relations {
			r := &b.Relations[i]
			r.Evidence = append(r.Evidence, kg.Evidence{Source: &kg.Source{Dataset: "shared", Record: fmt.Sprintf("%d of %d", i, writer)}})
		}
		if writer%2 == 0 {
			slices.Reverse(b.Entities)
			slices.Reverse(b.Relations)
			slices.Reverse(b.Types)
		}
		b.Entities = append(b.Entities, kg.Entity{ID: fmt.Sprintf("own-%d-%d", writer, round), Kind: kg.KindReport, Name: "own"})
		return b
	}

	reading, stop := context.WithCancel(t.Context())
	var readers, work sync.WaitGroup
	readers.Go(func() { readWhole(reading, t, s) })
	written := make([]kg.Written, writers)
	for writer := range writers {
		work.Go(func() {
			for round := range rounds {
				w, err := s.Write(t.Context(), share(writer, round))
				if err != nil {
					t.Errorf("writer %d: %v", writer, err)
					return
				}
				written[writer] = written[writer].Sum(w)
			}
		})
	}
	work.Wait()
	stop()
	readers.Wait()
	if t.Failed() {
		return
	}

	o := told(t)
	var total, want kg.Written
	for writer := range writers {
		total = total.Sum(written[writer])
		for round := range rounds {
			w, err := o.Write(t.Context(), share(writer, round))
			must(t, err)
			want = want.Sum(w)
		}
	}
	t.Run("each thing is there once", func(t *testing.T) {
		got, wanted := page(t, s, kg.PageRequest{Slice: kg.Slice{Limit: 100}, Count: true}), page(t, o, kg.PageRequest{Slice: kg.Slice{Limit: 100}, Count: true})
		same(t, "relations", got, wanted)
		checkEntities(t, s, o, kg.EntityList{Kinds: []kg.EntityKind{kg.KindReport}, Slice: kg.Slice{Limit: 100}, Count: true})
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"anna-keller"}, Relations: idsOf(got.Relations), Need: everyNeed})
		must(t, err)
		wantFound, err := o.Get(t.Context(), kg.Keys{Entities: []string{"anna-keller"}, Relations: idsOf(got.Relations), Need: everyNeed})
		must(t, err)
		for id, r := range wantFound.Relations {
			same(t, "evidence of a relation, in any order", evidenceSet(found.Relations[id].Evidence), evidenceSet(r.Evidence))
			same(t, "how much evidence", len(found.Relations[id].Evidence), len(r.Evidence))
		}
		same(t, "how many aliases", len(found.Entities["anna-keller"].Aliases), len(wantFound.Entities["anna-keller"].Aliases))
	})
	t.Run("what was written adds up", func(t *testing.T) {
		same(t, "written by all", total, want)
	})
}

// readWhole reads until ctx ends, and fails t where it sees a part of a batch.
func readWhole(ctx context.Context, t *testing.T, s kg.Store) {
	for ctx.Err() == nil {
		pages, found, err := s.Pages(ctx, kg.PageRequests{Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 100}, Count: true}}, Need: everyNeed})
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			t.Errorf("reading while others write: %v", err)
			return
		}
		n := len(pages[0].Relations)
		if n != 0 && n != len(Graph().Relations) || pages[0].Total != n {
			t.Errorf("%d of %d relations were seen while others wrote", n, pages[0].Total)
			return
		}
		for _, r := range pages[0].Relations {
			if found.Entities[r.Subject] == nil || found.Entities[r.Object] == nil {
				t.Errorf("relation %s was seen without its ends", r.ID)
				return
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func evidenceSet(evidence []kg.Evidence) map[string]bool {
	set := map[string]bool{}
	for _, e := range evidence {
		set[fmt.Sprint(lines(e))] = true
	}
	return set
}
