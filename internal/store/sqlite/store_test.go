package sqlite_test

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/sqlite"
)

func everything(t *testing.T, s *sqlite.Store) []any {
	t.Helper()
	all, err := answers(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// answers returns everything that s holds.
func answers(ctx context.Context, s *sqlite.Store) ([]any, error) {
	types, err := s.Types(ctx)
	if err != nil {
		return nil, err
	}
	entities, err := s.ListEntities(ctx, kg.EntityList{Kinds: kg.EntityKinds, Slice: kg.Slice{Limit: 1000}, Count: true})
	if err != nil {
		return nil, err
	}
	documents, err := s.ListDocuments(ctx, kg.DocumentList{Slice: kg.Slice{Limit: 1000}, Count: true, Text: true})
	if err != nil {
		return nil, err
	}
	pages, found, err := s.Pages(ctx, kg.PageRequests{
		Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 1000}, Count: true}}, Need: kg.Need{Ends: true, Claims: true, Text: true},
	})
	return []any{types, entities, documents, pages, found}, err
}

func TestAFileKeepsEverythingWhenItIsOpenedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	before := everything(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, path)
	if after := everything(t, again); !reflect.DeepEqual(before, after) {
		t.Errorf("before it was closed, it held\n%+v\nand now\n%+v", before, after)
	}
	if w, err := again.Write(t.Context(), kgtest.Graph()); err != nil || w.Changed() {
		t.Errorf("writing the same again wrote %+v (%v)", w, err)
	}
}

func TestTwoStoresInMemoryAreTwo(t *testing.T) {
	one, two := open(t, sqlite.Memory), open(t, sqlite.Memory)
	if _, err := one.Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	if types, err := two.Types(t.Context()); err != nil || len(types) != 0 {
		t.Errorf("the other has %d types (%v)", len(types), err)
	}
}

func TestTwoStoresOnOneFileSeeEachOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	var stores [2]*sqlite.Store
	var opening sync.WaitGroup
	for i := range stores {
		opening.Go(func() {
			s, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			t.Cleanup(func() { _ = s.Close() })
			stores[i] = s
		})
	}
	if opening.Wait(); t.Failed() {
		return
	}
	if _, err := stores[0].Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	if one, two := everything(t, stores[0]), everything(t, stores[1]); !reflect.DeepEqual(one, two) {
		t.Errorf("one holds\n%+v\nand the other\n%+v", one, two)
	}
	var writing sync.WaitGroup
	for _, s := range stores {
		writing.Go(func() {
			for from := range 5 {
				if _, err := s.Write(t.Context(), rows(100*from, 100*from+100)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	pages, _, err := stores[1].Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Count: true}}})
	if want := len(kgtest.Graph().Relations) + 500; err != nil || pages[0].Total != want {
		t.Errorf("there are %+v relations (%v), not %d", pages, err, want)
	}
}

func TestReadersSeeWholeBatchesWhileAWriterWrites(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "graph.db"))
	const batches, size = 6, 100
	done, stop := context.WithCancel(t.Context())
	var reading sync.WaitGroup
	for range 2 {
		reading.Go(func() {
			for done.Err() == nil {
				pages, _, err := s.Pages(t.Context(), kg.PageRequests{
					Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 5}, Count: true}, {Filter: kg.RelationFilter{Status: kg.Statuses}, Count: true}},
					Need:  kg.Need{Ends: true, Claims: true},
				})
				if err != nil || pages[0].Total%size != 0 || pages[0].Total != pages[1].Total {
					t.Errorf("a part of a batch was seen: %+v (%v)", pages, err)
					return
				}
			}
		})
	}
	for i := range batches {
		if w, err := s.Write(t.Context(), rows(i*size, i*size+size)); err != nil || w.Relations != size {
			t.Errorf("batch %d wrote %+v (%v)", i, w, err)
		}
	}
	stop()
	reading.Wait()
}

func TestAWriteThatIsCancelledLeavesNothingAndTheStoreGoesOn(t *testing.T) {
	for _, path := range []string{sqlite.Memory, filepath.Join(t.TempDir(), "graph.db")} {
		s := open(t, path)
		if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
			t.Fatal(err)
		}
		before, batch := everything(t, s), rows(0, 20_000)
		for _, after := range []time.Duration{time.Millisecond, 20 * time.Millisecond, 100 * time.Millisecond} {
			ctx, cancel := context.WithTimeout(t.Context(), after)
			_, err := s.Write(ctx, batch)
			cancel()
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("a write of 20,000 relations in %v returned %v", after, err)
			}
			if now := everything(t, s); !reflect.DeepEqual(before, now) {
				t.Errorf("after a write that was cancelled, the store has changed")
			}
		}
	}
}

func TestWhatIsClosedIsUnavailable(t *testing.T) {
	s, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(t.Context()); kg.ErrorCode(err) != kg.CodeUnavailable {
		t.Errorf("it returned %v", err)
	}
}

func TestDegreesAreThoseOfTheMoment(t *testing.T) {
	s := open(t, sqlite.Memory)
	at := time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)
	b := hub("rows:hub", 9)
	self := b.Relations[0]
	self.Subject, self.Object = "rows:hub", "rows:hub"
	b.Relations, b.RecordedAt = append(b.Relations, self), at
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	retracted := kg.Batch{RecordedAt: at.Add(time.Hour), Retractions: []kg.Retraction{{Relation: kg.RelationID(self, false)}, {Relation: kg.RelationID(b.Relations[1], false)}}}
	if _, err := s.Write(t.Context(), retracted); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		asOf *time.Time
		want int
	}{{"now", nil, 8}, {"before the retraction", &at, 10}} {
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"rows:hub", "rows:none"}, Need: kg.Need{Degree: true}, AsOf: c.asOf})
		if err != nil {
			t.Fatal(err)
		}
		if got := found.Entities["rows:hub"].Degree; got != c.want {
			t.Errorf("%s the degree is %d, not %d", c.name, got, c.want)
		}
	}
}
