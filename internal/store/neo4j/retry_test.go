package neo4j

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
)

// retried is a driver of which each try of a write goes through a function.
type retried struct {
	driver
	each func(ctx context.Context, try func() error) error
}

func (d retried) Write(ctx context.Context, fn func(plan.Transaction) error) error {
	return d.writing(ctx, func(t *transaction) error {
		return d.each(ctx, func() error {
			if err := t.begin(ctx, ""); err != nil {
				return err
			}
			return fn(t)
		})
	})
}

// A write that the database gives up, as it does with one of two that wait for each
// other, is tried again, and others may have written in between.
func TestAWriteThatIsTriedAgainIsRecordedAfterWhatWasWrittenMeanwhile(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s, other := anotherStore(t, c), anotherStore(t, c)
	note := func(id string) kg.Batch {
		return kg.Batch{Entities: []kg.Entity{{ID: id, Kind: kg.KindReport, Name: id}}}
	}
	if _, err := other.Write(t.Context(), note("before")); err != nil {
		t.Fatal(err)
	}
	batch := kgtest.Graph()
	batch.RecordedAt = time.Time{}
	tries := 0
	written, err := plan.NewStore(retried{driver{s.database}, func(ctx context.Context, try func() error) error {
		if tries++; tries == 2 {
			if _, err := other.Write(ctx, note("meanwhile")); err != nil {
				return err
			}
		}
		if err := try(); err != nil || tries > 1 {
			return err
		}
		return &neo4j.Neo4jError{Code: "Neo.TransientError.Transaction.DeadlockDetected", Msg: "two transactions wait for each other"}
	}}).Write(t.Context(), batch)
	if err != nil || tries != 2 {
		t.Fatalf("after %d tries: %v", tries, err)
	}
	if want := len(batch.Relations); written.Relations != want || written.Existing != 0 {
		t.Errorf("written %+v; %d relations are new", written, want)
	}
	if !batch.RecordedAt.IsZero() || batch.Relations[kgtest.War].ID != kgtest.ID(kgtest.War) || !batch.Relations[0].Evidence[0].RecordedAt.IsZero() {
		t.Error("the batch has its ids, and nothing of when a try was recorded")
	}
	found, err := s.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{Limit: 10}, Relations: []string{kgtest.ID(kgtest.War)}})
	if err != nil || len(found.Journal) != 3 {
		t.Fatalf("%d activities, %v", len(found.Journal), err)
	}
	for i, a := range found.Journal[1:] {
		if !a.RecordedAt.After(found.Journal[i].RecordedAt) {
			t.Errorf("activity %d was recorded at %v, and the one before it at %v", a.Number, a.RecordedAt, found.Journal[i].RecordedAt)
		}
	}
	if r := found.Relations[kgtest.ID(kgtest.War)]; !r.RecordedAt.Equal(found.Journal[2].RecordedAt) {
		t.Errorf("a relation was recorded at %v, and its activity at %v", r.RecordedAt, found.Journal[2].RecordedAt)
	}
}

// Writers wait for their turn, and never for each other, so that none is tried again.
func TestWritersThatTakeTurnsAreTriedOnce(t *testing.T) {
	s := anotherStore(t, neo4jserver.Exclusive(t))
	if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	var tries atomic.Int64
	counting := plan.NewStore(retried{driver{s.database}, func(_ context.Context, try func() error) error {
		tries.Add(1)
		return try()
	}})
	const writers, each = 4, 8
	var writing sync.WaitGroup
	for i := range writers {
		writing.Go(func() {
			for j := range each {
				r := kgtest.Graph().Relations[kgtest.War]
				r.ID, r.Places, r.Attributions = "", nil, nil
				r.Evidence = []kg.Evidence{{Source: &kg.Source{Dataset: fmt.Sprint("rows-", i, "-", j), Record: "1"}}}
				if _, err := counting.Write(t.Context(), kg.Batch{Relations: []kg.Relation{r}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	if n := tries.Load(); n != writers*each {
		t.Errorf("%d writes took %d tries", writers*each, n)
	}
}

// What a restoration deletes of one before it is so much at a time, however many
// relations an entity has.
func TestWhatIsClearedIsUnlinkedFirst(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	if err := s.change(t.Context(), "CREATE (hub:Entity {id: 'hub'}) WITH hub UNWIND range(1, 25000) AS i CREATE (hub)-[:MET_WITH {id: i}]->(:Entity {id: 'e' + i})",
		"MERGE (s:ConflictgraphSchema {id: 'schema'}) SET s.restoring = 'one that was not finished'"); err != nil {
		t.Fatal(err)
	}
	for i, text := range clearTexts {
		for left := int64(1); left > 0; {
			found, err := s.changeOne(t.Context(), statement{text: text})
			if err != nil {
				t.Fatal(err)
			}
			if left = integer(found[0][0]); left > clearedAtOnce {
				t.Errorf("%q deletes %d at once", text, left)
			}
		}
		if linked := lookAt(t, s, "MATCH (:Entity)-[x]-() RETURN x.id LIMIT 1"); i == 1 && len(linked) > 0 {
			t.Error("nodes are deleted with all that links them")
		}
	}
	if left := lookAt(t, s, "MATCH (n:Entity) RETURN n.id LIMIT 1"); len(left) > 0 {
		t.Errorf("there is still %v", left)
	}
}
