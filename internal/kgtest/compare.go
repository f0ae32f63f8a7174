package kgtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

// fataler is what fails a test: a *testing.T or a *rapid.T.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// same fails t at the first difference of two values of the domain. An empty
// list is the same as none; a time is not the same in another zone.
func same(t fataler, what string, got, want any) {
	t.Helper()
	if diff := difference(got, want); diff != "" {
		t.Fatalf("%s: %s", what, diff)
	}
}

func difference(got, want any) string {
	if reflect.DeepEqual(got, want) {
		return "" // most are, and need not be written out
	}
	g, w := append(lines(got), "nothing more"), append(lines(want), "nothing more")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			before := strings.Join(w[max(0, i-6):i], "\n")
			return fmt.Sprintf("it differs from what was expected after\n%s\ngot  %s\nwant %s", before, g[i], w[i])
		}
	}
	return ""
}

func lines(v any) []string {
	var text bytes.Buffer
	encode := json.NewEncoder(&text)
	encode.SetEscapeHTML(false)
	encode.SetIndent("", " ")
	var plain any
	raw, err := json.Marshal(v)
	if err == nil {
		decode := json.NewDecoder(bytes.NewReader(raw))
		decode.UseNumber()
		err = decode.Decode(&plain)
	}
	if err == nil {
		err = encode.Encode(withoutEmpty(plain))
	}
	if err != nil {
		return []string{err.Error()}
	}
	return strings.Split(strings.TrimSpace(text.String()), "\n")
}

func withoutEmpty(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, field := range v {
			if list, ok := field.([]any); ok && len(list) == 0 || field == nil {
				delete(v, key)
			} else {
				v[key] = withoutEmpty(field)
			}
		}
	case []any:
		for i := range v {
			v[i] = withoutEmpty(v[i])
		}
	}
	return v
}

// samePages compares what Pages answered to reqs. Found has to hold what is
// needed and no more, but may hold owners.
func samePages(t fataler, o *oracle, reqs kg.PageRequests, got, want []kg.RelationPage, gotFound, wantFound *kg.Found) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d pages for %d requests", len(got), len(want))
	}
	for i := range want {
		if diff := difference(got[i], want[i]); diff != "" {
			t.Fatalf("page %d of %s, as of %v, needing %+v: %s", i, lines(reqs.Pages[i]), reqs.AsOf, reqs.Need, diff)
		}
	}
	if gotFound == nil {
		t.Fatalf("Found is nil")
	}
	entities := map[string]*kg.Entity{}
	for id, e := range gotFound.Entities {
		isOwner := slices.ContainsFunc(reqs.Pages, func(r kg.PageRequest) bool { return id == r.Owner || id == o.survivor(r.Owner, reqs.AsOf) })
		if wantFound.Entities[id] != nil || !isOwner {
			entities[id] = e
		}
	}
	same(t, fmt.Sprintf("entities found for %+v", reqs.Need), entities, wantFound.Entities)
	same(t, fmt.Sprintf("documents found for %+v", reqs.Need), gotFound.Documents, wantFound.Documents)
}

// SameGraph fails t at the first difference of what two stores hold.
func SameGraph(t testing.TB, got, want kg.Store) {
	t.Helper()
	same(t, "the graph", everything(t, got), everything(t, want))
}

// SameStatements is SameGraph for stores that were told at other times.
func SameStatements(t testing.TB, got, want kg.Store) {
	t.Helper()
	same(t, "the graph", withoutTimes(everything(t, got)), withoutTimes(everything(t, want)))
}

// withoutTimes returns lines without those that say when something was recorded.
func withoutTimes(v any) []string {
	return slices.DeleteFunc(lines(v), func(line string) bool { return strings.Contains(line, `"RecordedAt":`) })
}

// everything reads the whole of a store, for comparing what it holds before and
// after something.
func everything(t testing.TB, s reader) any {
	t.Helper()
	types, err := s.Types(t.Context())
	must(t, err)
	var all struct {
		Types     []kg.RelationType
		Entities  []*kg.Entity
		Documents []*kg.Document
		Relations []*kg.Relation
		Found     *kg.Found
	}
	all.Types = types
	entities, err := s.ListEntities(t.Context(), kg.EntityList{Kinds: kg.EntityKinds, Slice: kg.Slice{Limit: 10_000}})
	must(t, err)
	documents, err := s.ListDocuments(t.Context(), kg.DocumentList{Slice: kg.Slice{Limit: 10_000}})
	must(t, err)
	pages, found, err := s.Pages(t.Context(), kg.PageRequests{
		Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 10_000}}}, Need: kg.Need{Ends: true, Claims: true, Text: true},
	})
	must(t, err)
	all.Entities, all.Documents, all.Relations = entities.Entities, documents.Documents, pages[0].Relations
	all.Found = &kg.Found{Entities: found.Entities, Documents: found.Documents}
	return all
}

// reader is the part of a Store that reads.
type reader interface {
	Get(ctx context.Context, keys kg.Keys) (*kg.Found, error)
	Types(ctx context.Context) ([]kg.RelationType, error)
	Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error)
	ListEntities(ctx context.Context, req kg.EntityList) (kg.EntityPage, error)
	ListDocuments(ctx context.Context, req kg.DocumentList) (kg.DocumentPage, error)
	Candidates(ctx context.Context, req kg.CandidateRequest) (kg.Candidates, error)
	Links(ctx context.Context, req kg.LinkRequest) (kg.Links, error)
	Between(ctx context.Context, req kg.BetweenRequest) (kg.Between, error)
	Counts(ctx context.Context, reqs kg.CountRequests) ([][]kg.Count, error)
}

func must(t fataler, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("no error was expected: %v", err)
	}
}
