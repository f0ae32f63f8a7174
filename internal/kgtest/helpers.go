package kgtest

import (
	"testing"

	"conflictgraph/internal/kg"
)

var everyNeed = kg.Need{Ends: true, Claims: true, Text: true}

// write records a copy of b in s and returns the counts of what was written.
func write(t testing.TB, s kg.Store, b kg.Batch) kg.Written {
	t.Helper()
	w, err := s.Write(t.Context(), cloneBatch(b))
	must(t, err)
	return counted(w)
}

// writeBoth writes a batch to a store and to an oracle, which have to count alike.
func writeBoth(t testing.TB, s kg.Store, o *oracle, b kg.Batch) kg.Written {
	t.Helper()
	want, err := o.Write(t.Context(), b)
	must(t, err)
	got := write(t, s, b)
	same(t, "written", got, counted(want))
	return got
}

// counted returns the counts of w alone.
func counted(w kg.Written) kg.Written { return kg.Written{}.Sum(w) }

// told returns an oracle that knows batches.
func told(t testing.TB, batches ...kg.Batch) *oracle {
	t.Helper()
	o := &oracle{}
	for _, b := range batches {
		_, err := o.Write(t.Context(), b)
		must(t, err)
	}
	return o
}

// page asks for one page of relations.
func page(t testing.TB, s reader, req kg.PageRequest) kg.RelationPage {
	t.Helper()
	pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{req}})
	must(t, err)
	if len(pages) != 1 {
		t.Fatalf("%d pages for one request", len(pages))
	}
	return pages[0]
}

// checkPages compares the answers of s and o to reqs.
func checkPages(t testing.TB, s reader, o *oracle, reqs kg.PageRequests) {
	t.Helper()
	got, gotFound, err := s.Pages(t.Context(), reqs)
	must(t, err)
	want, wantFound, err := o.Pages(t.Context(), reqs)
	must(t, err)
	samePages(t, o, reqs, got, want, gotFound, wantFound)
}

// checkGet compares the answers of s and o to keys.
func checkGet(t testing.TB, s reader, o *oracle, keys kg.Keys) {
	t.Helper()
	got, err := s.Get(t.Context(), keys)
	must(t, err)
	want, err := o.Get(t.Context(), keys)
	must(t, err)
	same(t, "what Get found", got, want)
}

func idsOf(relations []*kg.Relation) []string {
	ids := make([]string, len(relations))
	for i, r := range relations {
		ids[i] = r.ID
	}
	return ids
}

func graphIDs(indexes ...int) []string {
	ids := make([]string, len(indexes))
	for i, index := range indexes {
		ids[i] = ID(index)
	}
	return ids
}

// entityOf returns the entity that was found under an id.
func entityOf(t testing.TB, found *kg.Found, id string) *kg.Entity {
	t.Helper()
	e := found.Entities[id]
	if e == nil {
		t.Fatalf("%s is not found", id)
	}
	return e
}

// relationOf returns the relation that was found under an id.
func relationOf(t testing.TB, found *kg.Found, id string) *kg.Relation {
	t.Helper()
	r := found.Relations[id]
	if r == nil {
		t.Fatalf("%s is not found", id)
	}
	return r
}
