package kgtest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// checkJournal compares the activities that s and o tell, now and as of each
// moment at which something was recorded.
func checkJournal(t testing.TB, s reader, o *oracle, req kg.JournalRequest) {
	t.Helper()
	moments := []*time.Time{nil}
	for _, a := range o.journal {
		moments = append(moments, &a.RecordedAt)
	}
	for _, asOf := range moments {
		got, err := s.Get(t.Context(), kg.Keys{Journal: &req, AsOf: asOf})
		must(t, err)
		want, err := o.Get(t.Context(), kg.Keys{Journal: &req, AsOf: asOf})
		must(t, err)
		same(t, fmt.Sprintf("journal of %s as of %v", lines(req), asOf), got.Journal, want.Journal)
	}
}

// testJournal writes batches that say who wrote them and why.
func testJournal(t *testing.T, s kg.Store) {
	o := told(t)
	step := func(t *testing.T, b kg.Batch) kg.Written {
		t.Helper()
		want, err := o.Write(t.Context(), b)
		must(t, err)
		got, err := s.Write(t.Context(), cloneBatch(b))
		must(t, err)
		same(t, "written", got, want)
		return got
	}
	by := func(operation, key string) kg.Provenance {
		return kg.Provenance{Operation: operation, Agent: "ana", Reason: "it's \"so\" 🕊", Source: "doc:note", Key: key, Digest: "digest of " + key}
	}
	first := step(t, Graph())
	if first.Activity == 0 {
		t.Fatal("a write that changes something has no activity")
	}
	same(t, "activity of a write that changes nothing", step(t, Graph()).Activity, int64(0))
	addition := novel()
	addition.Provenance = by("add", "key 1")
	addition.Relations = append(addition.Relations, Graph().Relations[War])
	addition.Relations[len(addition.Relations)-1].Evidence = []kg.Evidence{Quote(Graph().Documents[1], "The war")}
	added := step(t, addition)
	merge := kg.Batch{
		RecordedAt: later.Add(time.Second), Provenance: by("merge", ""),
		Merges: []kg.Merge{{From: "new-person", Into: "anna-keller", Reason: "the same"}},
	}
	step(t, merge)
	step(t, kg.Batch{RecordedAt: later.Add(2 * time.Second), Unmerges: []kg.Unmerge{{Entity: "new-person", Reason: "not the same"}}})

	t.Run("activities say who changed what, when and why", func(t *testing.T) {
		for _, req := range []kg.JournalRequest{
			{Limit: 100}, {Limit: 2}, {Limit: 1, After: 1}, {Limit: 10, After: 99}, {Limit: 1, Latest: true},
			{Of: []string{"new-person"}, Limit: 10}, {Of: []string{"anna-keller"}, Limit: 10}, {Of: []string{ID(War)}, Limit: 10}, {Of: []string{"nobody"}, Limit: 10},
			{Of: []string{"anna-keller", Interview}, After: 1, Limit: 10}, {Of: []string{"new-person"}, At: []time.Time{Recorded}, Limit: 10},
		} {
			checkJournal(t, s, o, req)
		}
	})
	t.Run("what is sent again under its key is recorded once, whatever came between", func(t *testing.T) {
		before := everything(t, s)
		again := cloneBatch(addition)
		again.RecordedAt = time.Time{}
		w, err := s.Write(t.Context(), again)
		must(t, err)
		same(t, "written", w, kg.Written{Activity: added.Activity, Repeated: true})
		same(t, "everything", everything(t, s), before)
		checkJournal(t, s, o, kg.JournalRequest{Limit: 100})
	})
	t.Run("a key that stands for another write is a conflict", func(t *testing.T) {
		b := kg.Batch{Provenance: by("other", "key 1"), Entities: []kg.Entity{{ID: "stray", Kind: kg.KindPerson, Name: "Stray"}}}
		b.Provenance.Digest = "another"
		_, err := s.Write(t.Context(), b)
		same(t, "code", kg.ErrorCode(err), kg.CodeConflict)
		checkJournal(t, s, o, kg.JournalRequest{Limit: 100})
	})
	t.Run("a write that changes nothing is recorded where it has a key", func(t *testing.T) {
		w := step(t, kg.Batch{RecordedAt: later.Add(3 * time.Second), Provenance: by("nothing", "key 2")})
		if w.Activity == 0 || w.Changed() {
			t.Errorf("written %+v", w)
		}
	})
	t.Run("what was changed since it was read is refused, and nothing is written", func(t *testing.T) {
		b := kg.Batch{
			Expect:   []kg.Expectation{{ID: "boris-novak", Activity: added.Activity}, {ID: "new-person", Activity: added.Activity}},
			Entities: []kg.Entity{{ID: "stray", Kind: kg.KindPerson, Name: "Stray"}},
		}
		_, err := s.Write(t.Context(), b)
		same(t, "code", kg.ErrorCode(err), kg.CodeConflict)
		if !strings.Contains(err.Error(), `"new-person"`) {
			t.Errorf("%v does not name what was changed", err)
		}
		_, err = o.Write(t.Context(), b)
		same(t, "code by the oracle", kg.ErrorCode(err), kg.CodeConflict)
		checkJournal(t, s, o, kg.JournalRequest{Limit: 100})
		b.Expect = []kg.Expectation{{ID: "boris-novak", Activity: added.Activity}, {ID: "new-person", Activity: added.Activity + 2}, {ID: "stray"}}
		b.RecordedAt = later.Add(4 * time.Second)
		step(t, b)
	})
	t.Run("what was merged into an entity, taken out of it or is one with it changes that", func(t *testing.T) {
		merge, unmerge := []kg.Merge{{From: "new-person", Into: "anna-keller"}}, []kg.Unmerge{{Entity: "new-person"}}
		renaming := []kg.Entity{{ID: "new-person", Kind: kg.KindPerson, Name: "Newcomer"}}
		for i, b := range []kg.Batch{{Merges: merge}, {Entities: renaming}, {Unmerges: unmerge}} {
			last := kg.Expectation{ID: "anna-keller", Activity: int64(len(o.journal))}
			b.RecordedAt = later.Add(4*time.Second + time.Duration(i+1)*time.Millisecond)
			step(t, b)
			guarded := kg.Batch{RecordedAt: b.RecordedAt, Entities: []kg.Entity{{ID: "anna-keller", Kind: kg.KindPerson, Name: "A. K."}}, Expect: []kg.Expectation{last}}
			_, err := s.Write(t.Context(), guarded)
			same(t, "code", kg.ErrorCode(err), kg.CodeConflict)
			if want := fmt.Sprintf("activity %d, after activity %d", len(o.journal), last.Activity); !strings.Contains(err.Error(), want) {
				t.Errorf("%v does not say %q", err, want)
			}
			_, err = o.Write(t.Context(), guarded)
			same(t, "code by the oracle", kg.ErrorCode(err), kg.CodeConflict)
		}
		checkJournal(t, s, o, kg.JournalRequest{Of: []string{"anna-keller"}, Limit: 100})
	})
	t.Run("a relation that a batch states twice is added once, and no evidence to it", func(t *testing.T) {
		once := kg.Relation{Type: "knows", Subject: "anna-keller", Object: "new-person", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated}
		again := once
		once.Evidence = []kg.Evidence{Quote(Graph().Documents[1], "Both sides met")}
		again.Evidence = []kg.Evidence{Quote(Graph().Documents[1], "met again")}
		same(t, "evidence", step(t, kg.Batch{RecordedAt: later.Add(4500 * time.Millisecond), Relations: []kg.Relation{once, again}}).Evidence, 1)
		checkJournal(t, s, o, kg.JournalRequest{Limit: 100})
	})
	t.Run("an activity that changes very much does not list it", func(t *testing.T) {
		b := kg.Batch{RecordedAt: later.Add(5 * time.Second), Provenance: by("import", "")}
		for i := range kg.MaxListedChanges + 1 {
			b.Entities = append(b.Entities, kg.Entity{ID: fmt.Sprintf("mass-%d", i), Kind: kg.KindReport, Name: "Mass"})
		}
		step(t, b)
		exact := kg.Batch{RecordedAt: later.Add(6 * time.Second)}
		for i := range kg.MaxListedChanges {
			exact.Entities = append(exact.Entities, kg.Entity{ID: fmt.Sprintf("just-%d", i), Kind: kg.KindReport, Name: "Just"})
		}
		step(t, exact)
		for _, req := range []kg.JournalRequest{
			{Limit: 100}, {Of: []string{"mass-7"}, Limit: 10}, {Of: []string{"just-7"}, Limit: 10},
			{Of: []string{"mass-7"}, At: []time.Time{b.RecordedAt}, Limit: 10}, {Of: []string{"just-7"}, At: []time.Time{b.RecordedAt, exact.RecordedAt}, Limit: 10},
		} {
			checkJournal(t, s, o, req)
		}
	})
	t.Run("each of many writes at once has a moment and a number of its own", func(t *testing.T) {
		before := len(o.journal)
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Go(func() {
				for j := range 5 {
					_, err := s.Write(t.Context(), kg.Batch{Entities: []kg.Entity{{ID: fmt.Sprintf("crowd-%d-%d", i, j), Kind: kg.KindReport, Name: "Crowd"}}})
					if err != nil {
						t.Errorf("writing: %v", err)
					}
				}
			})
		}
		wait.Wait()
		found, err := s.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{After: int64(before), Limit: 100}})
		must(t, err)
		same(t, "how many", len(found.Journal), 40)
		for i, a := range found.Journal {
			same(t, "number", a.Number, int64(before+1+i))
			if i > 0 && !a.RecordedAt.After(found.Journal[i-1].RecordedAt) {
				t.Errorf("activity %d was recorded at %v, not after the one before it, of %v", a.Number, a.RecordedAt, found.Journal[i-1].RecordedAt)
			}
		}
	})
	t.Run("what repeats under one key at once is recorded once", func(t *testing.T) {
		var wait sync.WaitGroup
		activities := make([]int64, 8)
		for i := range activities {
			wait.Go(func() {
				w, err := s.Write(t.Context(), kg.Batch{
					Provenance: by("once", "shared key"), Entities: []kg.Entity{{ID: "once", Kind: kg.KindReport, Name: "Once"}},
				})
				if err != nil {
					t.Errorf("writing: %v", err)
				}
				activities[i] = w.Activity
			})
		}
		wait.Wait()
		for _, a := range activities {
			same(t, "activity", a, activities[0])
		}
	})
}

// testWithdrawing takes documents out of view.
func testWithdrawing(t *testing.T, s kg.Store) {
	both := Graph().Relations[MetMonday]
	other := Graph().Documents[1]
	both.Evidence = append(append([]kg.Evidence{}, both.Evidence...), Quote(other, "The war"))
	steps := []kg.Batch{
		Graph(),
		{RecordedAt: later, Relations: []kg.Relation{both}},
		{RecordedAt: later.Add(time.Second), Withdrawals: []kg.Withdrawal{{Document: Interview, Reason: "a forgery"}, {Document: Interview, Reason: "twice"}}},
		{RecordedAt: later.Add(2 * time.Second), Withdrawals: []kg.Withdrawal{{Document: Interview, Reason: "again"}}},
		{RecordedAt: later.Add(3 * time.Second), Withdrawals: []kg.Withdrawal{{Document: other.ID, Reason: "wrong"}}},
	}
	o := told(t)
	for i, b := range steps {
		want, err := o.Write(t.Context(), b)
		must(t, err)
		same(t, fmt.Sprintf("written by step %d", i), write(t, s, b), counted(want))
		same(t, fmt.Sprintf("everything after step %d", i), everything(t, s), everything(t, o))
	}
	supported := relationID(both)
	for _, c := range []struct {
		step      int
		retracted bool
	}{{1, false}, {2, false}, {4, true}} {
		found, err := s.Get(t.Context(), kg.Keys{Relations: []string{supported, ID(MetMonday)}, AsOf: &steps[c.step].RecordedAt})
		must(t, err)
		same(t, fmt.Sprintf("whether what both support is retracted after step %d", c.step), relationOf(t, found, supported).RetractedAt != nil, c.retracted)
		same(t, fmt.Sprintf("whether what the first supports is retracted after step %d", c.step), relationOf(t, found, ID(MetMonday)).RetractedAt != nil, c.step >= 2)
	}
	for _, b := range steps {
		reqs := kg.PageRequests{AsOf: &b.RecordedAt, Need: everyNeed, Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 100}, Count: true}, {Owner: "anna-keller", Slice: kg.Slice{Limit: 100}, Count: true}}}
		checkPages(t, s, o, reqs)
		checkGet(t, s, o, kg.Keys{AsOf: &b.RecordedAt, Documents: []string{Interview, other.ID}, Relations: graphIDs(War, MetMonday), Need: everyNeed})
		checkDocuments(t, s, o, kg.DocumentList{AsOf: &b.RecordedAt, Slice: kg.Slice{Limit: 10}, Count: true})
	}
	checkJournal(t, s, o, kg.JournalRequest{Limit: 100})
	t.Run("what was withdrawn can be counted no more", func(t *testing.T) {
		checkQuestions(t, s, o, []string{"anna-keller", "boris-novak", "southland"}, nil)
	})
	t.Run("a document that is not there cannot be withdrawn", func(t *testing.T) {
		_, err := s.Write(t.Context(), kg.Batch{Withdrawals: []kg.Withdrawal{{Document: "doc:nothing"}}})
		same(t, "code", kg.ErrorCode(err), kg.CodeNotFound)
	})
}
