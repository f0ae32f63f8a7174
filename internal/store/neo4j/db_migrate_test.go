package neo4j

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
)

// everySpan is a time for each code of a span, and none.
var everySpan = []string{
	"", "2025-12-01", "2025-12-01/2025-12-07", "2025-02-01/2025-02-20", "2025-12", "2025-10/2025-12", "2025-01-01/2025-12-30", "2025",
	"2001/2010-06", "200X", "19XX/1950", "19XX", "1000/2000", "2022-02-24/..", "../2025-12-01",
}

func writeEveryClass(t testing.TB, s *Store) {
	t.Helper()
	b := kg.Batch{
		Types:     []kg.RelationType{{ID: "met-with", Label: "met with", InverseLabel: "met with", Symmetric: true}},
		Entities:  []kg.Entity{{ID: "a", Kind: kg.KindPerson, Name: "A"}, {ID: "b", Kind: kg.KindPerson, Name: "B"}},
		Documents: []kg.Document{{ID: "doc:words", Text: "words"}},
	}
	for _, status := range kg.Statuses {
		for _, certainty := range kg.Certainties {
			for _, edtf := range everySpan {
				r := kg.Relation{
					Type: "met-with", Subject: "a", Object: "b", Status: status, Certainty: certainty,
					Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: fmt.Sprint(len(b.Relations))}}},
				}
				if edtf != "" {
					r.Time = &kg.Time{EDTF: edtf}
				}
				b.Relations = append(b.Relations, r)
				r.Evidence = []kg.Evidence{{Document: "doc:words", Exact: "words", End: 5}}
				b.Relations = append(b.Relations, r)
			}
		}
	}
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

// asVersion1 makes the database what version 1 had made it.
func asVersion1(t testing.TB, s *Store) {
	t.Helper()
	texts := [][]string{
		{"MATCH (r:Relation) REMOVE r.class, r.ordinary"},
		{"MATCH (s:ConflictgraphSchema) SET s.version = 1 REMOVE s.classes"},
		nil,
		{"CREATE INDEX conflictgraph_relation_by_src_position IF NOT EXISTS FOR (n:Relation) ON (n.src, n.position)"},
	}
	for _, i := range rangeIndexes {
		for _, key := range []string{ordinaryKey, classKey} {
			texts[2] = append(texts[2], "DROP INDEX "+indexName("Relation", i.index(key)...))
		}
	}
	for _, some := range texts {
		if err := s.change(t.Context(), some...); err != nil {
			t.Fatal(err)
		}
	}
}

// asVersion3 makes the database what version 3 had made it.
func asVersion3(t testing.TB, s *Store) {
	t.Helper()
	if err := s.change(t.Context(),
		"MATCH (r:Relation) WHERE r.class >= 512 SET r.class = r.class - 512",
		"MATCH (r:Relation) WHERE r.class = 0 SET r.ordinary = true REMOVE r.class",
		"MATCH (s:ConflictgraphSchema {id: 'schema'}) SET s.version = 3, s.classes = [class IN s.classes WHERE class < 512]",
	); err != nil {
		t.Fatal(err)
	}
}

func TestADatabaseOfAnEarlierVersionIsBroughtToThisOne(t *testing.T) {
	for _, c := range []struct {
		name        string
		former      func(testing.TB, *Store)
		interrupted bool
		indexes     bool // are made
	}{
		{"of version 1", asVersion1, false, true}, {"of version 1, after an interruption", asVersion1, true, true},
		{"of version 3", asVersion3, false, false}, {"of version 3, after an interruption", asVersion3, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			interrupted := c.interrupted
			server := neo4jserver.Exclusive(t)
			s := anotherStore(t, server)
			writeEveryClass(t, s)
			look := func(text string) rows {
				found, err := s.read(t.Context(), statement{text: text})
				if err != nil {
					t.Fatal(err)
				}
				return found
			}
			const nodes = "MATCH (r:Relation) RETURN r.id, r.class, r.ordinary ORDER BY r.id"
			const indexes = "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name ORDER BY name"
			written, made := look(nodes), look(indexes)
			c.former(t, s)
			if reflect.DeepEqual(look(nodes), written) || c.indexes == (len(look(indexes)) == len(made)) {
				t.Fatal("nothing is as it was")
			}
			if interrupted {
				if more, err := s.upgradeSome(t.Context(), 100); err != nil || !more {
					t.Fatalf("100 of %d relations are upgraded: %v, %v", len(written), more, err)
				}
				if more, err := s.upgradeSome(t.Context(), 100); err != nil || !more {
					t.Fatalf("200 of %d relations are upgraded: %v, %v", len(written), more, err)
				}
			}
			upgraded := anotherStore(t, server)
			if now := look(nodes); !reflect.DeepEqual(now, written) {
				t.Errorf("the upgrade makes\n%v of what is written as\n%v", now, written)
			}
			if now := look(indexes); !reflect.DeepEqual(now, made) {
				t.Errorf("there are the indexes\n%v\ninstead of\n%v", now, made)
			}
			found := look("MATCH (s:ConflictgraphSchema) RETURN s.version, s.classified, size(s.classes)")
			if want := []any{int64(schemaVersion), nil, int64(2 * len(kg.Statuses) * len(kg.Certainties) * (len(kg.SpanDays) + 2))}; !reflect.DeepEqual(found[0], want) {
				t.Errorf("the marker has %v, not %v", found[0], want)
			}
			pages, _, err := upgraded.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{
				Owner: "a", Filter: kg.RelationFilter{Status: kg.Statuses[2:3], Quoted: new(true)}, Slice: kg.Slice{Limit: 5}, Count: true,
			}}})
			if err != nil || pages[0].Total != len(kg.Certainties)*len(everySpan) {
				t.Errorf("%d are planned and quoted, %v", pages[0].Total, err)
			}
		})
	}
}

// asVersion5 makes the database what version 5 had made it.
func asVersion5(t testing.TB, s *Store) {
	t.Helper()
	if err := s.change(t.Context(),
		"MATCH (r:Relation) WHERE r.class >= 1024 SET r.class = r.class - 1024",
		"MATCH (r:Relation) WHERE r.class = 0 SET r.ordinary = true REMOVE r.class",
		"MATCH (s:ConflictgraphSchema {id: 'schema'}) SET s.version = 5, s.classes = [class IN s.classes WHERE class < 1024]",
	); err != nil {
		t.Fatal(err)
	}
}

func TestARelationThatWasRecordedBeforeThereWereCodingsHasTheRightOne(t *testing.T) {
	b, want := kgtest.Uncoded()
	server := neo4jserver.Exclusive(t)
	s := anotherStore(t, server)
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	asVersion5(t, s)
	pages, _, err := anotherStore(t, server).Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{
		{Slice: kg.Slice{Limit: 100}}, {Slice: kg.Slice{Limit: 100}, Filter: kg.RelationFilter{Coding: []kg.Coding{kg.CodingHand}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]kg.Coding{}
	for _, r := range pages[0].Relations {
		got[r.Type] = r.Coding
	}
	if !maps.Equal(got, want) || len(pages[1].Relations) != 3 {
		t.Errorf("the codings are %v, not %v; %d are coded by hand", got, want, len(pages[1].Relations))
	}
}

func TestSurvivorsAreNotedInADatabaseThatHasThemNot(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	for _, b := range []kg.Batch{
		{Entities: []kg.Entity{{ID: "a", Kind: kg.KindPerson, Name: "A"}, {ID: "b", Kind: kg.KindPerson, Name: "B"}}},
		{Merges: []kg.Merge{{From: "b", Into: "a"}}}, {Unmerges: []kg.Unmerge{{Entity: "b"}}}, {Merges: []kg.Merge{{From: "b", Into: "a"}}},
	} {
		if _, err := s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	numbers := func(s *Store) (all []int64) {
		found, err := s.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{Of: []string{"a"}, Limit: 10}})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range found.Journal {
			all = append(all, a.Number)
		}
		return all
	}
	written := numbers(s)
	if want := []int64{1, 2, 3, 4}; !slices.Equal(written, want) {
		t.Fatalf("it is changed by %v, not %v", written, want)
	}
	if err := s.change(t.Context(), "MATCH (c:Change {thing: 'a'}) WHERE c.activity > 1 DELETE c", "MATCH (s:ConflictgraphSchema) REMOVE s.survivorsNoted"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if upgraded := numbers(anotherStore(t, c)); !slices.Equal(upgraded, written) {
			t.Errorf("it is changed by %v, not %v", upgraded, written)
		}
	}
}
