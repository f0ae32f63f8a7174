package neo4j

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/neo4jserver"
)

func beginRestoring(t testing.TB, c neo4jserver.Config) *restoration {
	t.Helper()
	r, err := OpenRestoration(t.Context(), configOf(c))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r.(*restoration)
}

func TestARestorationLeavesWhatWritingDoes(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	for _, b := range loadedBatches() {
		if _, err := s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	texts := []string{everyNode, everyEdge, everyIndex, theMarker}
	var written []rows
	for _, text := range texts {
		written = append(written, lookAt(t, s, text))
	}
	var records []kg.Record
	if err := s.Dump(t.Context(), func(r kg.Record) error { records = append(records, r); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := s.change(t.Context(), "MATCH (n) DETACH DELETE n"); err != nil {
		t.Fatal(err)
	}

	// What one that was not finished has left is taken away.
	if err := beginRestoring(t, c).Write(t.Context(), records[:len(records)*2/3]); err != nil {
		t.Fatal(err)
	}
	r := beginRestoring(t, c)
	if now := lookAt(t, s, everyIndex); len(now) >= len(written[2]) {
		t.Errorf("a restoration keeps %d of %d indexes", len(now), len(written[2]))
	}
	for part := range slices.Chunk(records, 7) {
		if err := r.Write(t.Context(), part); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := s.Pages(t.Context(), northlandPage); !errors.Is(err, errRestoring) {
		t.Errorf("while a backup is restored a page is answered with %v", err)
	}
	if err := s.Ping(t.Context()); !errors.Is(err, errRestoring) {
		t.Errorf("while a backup is restored a ping is answered with %v", err)
	}
	last := -1
	if err := r.Finish(t.Context(), func(done, total int) { last = total - done }); err != nil || last != 0 {
		t.Errorf("%d of the work is left, %v", last, err)
	}
	for i, text := range texts {
		if found := lookAt(t, s, text); !reflect.DeepEqual(found, written[i]) {
			t.Errorf("of %s a restoration leaves\n%v\ninstead of\n%v", text, found, written[i])
		}
	}
	if pages, _, err := s.Pages(t.Context(), northlandPage); err != nil || len(pages[0].Relations) != 1 {
		t.Errorf("a page has %v, %v", pages, err)
	}
}

// Whoever begins a restoration waits for what the one before has in hand, and lets it
// write no more.
func TestARestorationThatAnotherTakesThePlaceOfLeavesNothing(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	first := beginRestoring(t, c)
	writing, goOn, ended := make(chan bool), make(chan bool), make(chan error)
	go func() {
		ended <- first.store.writePart(t.Context(), func(tx *transaction) error {
			if err := first.beginPart(t.Context(), tx, 0); err != nil {
				return err
			}
			writing <- true
			<-goOn
			_, err := tx.run(t.Context(), statement{text: "CREATE (:Relation {id: 'stray'}) RETURN 0"})
			return err
		})
	}()
	<-writing
	begun := make(chan kg.Restoration)
	go func() {
		second, err := OpenRestoration(t.Context(), configOf(c))
		if err != nil {
			t.Error(err)
		}
		begun <- second
	}()
	select {
	case <-begun:
		t.Fatal("a restoration begins while one before it writes")
	case <-after(t, first.store, "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN status"):
	}
	goOn <- true
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	second := <-begun
	if second == nil {
		return
	}
	defer second.Close()
	if left := lookAt(t, first.store, "MATCH (r:Relation) RETURN r.id"); len(left) > 0 {
		t.Errorf("of the first restoration there is %v", left)
	}
	err := first.store.writePart(t.Context(), func(tx *transaction) error { return first.beginPart(t.Context(), tx, 0) })
	if !errors.Is(err, errRestorationTaken) {
		t.Errorf("the first restoration goes on: %v", err)
	}
}

// after returns a channel that is closed once a statement finds something.
func after(t testing.TB, s *Store, text string) <-chan bool {
	found := make(chan bool)
	go func() {
		defer close(found)
		for {
			rows, err := s.read(t.Context(), statement{text: text})
			if err != nil {
				t.Error(err)
			}
			if err != nil || len(rows) > 0 || pause(t.Context(), betweenLooks/10) != nil {
				return
			}
		}
	}()
	return found
}
