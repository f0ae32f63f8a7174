package neo4j

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
)

func TestWhatQueriesRunIsPlannedBefore(t *testing.T) {
	s := newStore(t)
	if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, one := range planned() {
		if _, err := s.readAtOnce(t.Context(), one); err != nil {
			t.Errorf("%v for %s", err, one.text)
		}
		texts = append(texts, one.text)
	}
	var ran atomic.Int64 // statements of one call may run at once
	s.observe = func(text string, _ map[string]any) {
		if ran.Add(1); !slices.Contains(texts, text) {
			t.Errorf("this was not planned: %s", text)
		}
	}
	day, before := kg.NewDate(2025, 12, 1), time.Now().Add(-time.Hour)
	fromBothEnds := []kg.Slice{{Limit: 1}, {Limit: 1, FromEnd: true}}
	all := kg.RelationFilter{}
	some := kg.RelationFilter{Status: kg.Statuses[1:3], From: &day}
	ids := []string{"northland", "southland"}
	var pages kg.PageRequests
	for _, slice := range fromBothEnds {
		for _, f := range []kg.RelationFilter{all, some} {
			pages.Pages = append(pages.Pages, kg.PageRequest{Owner: "northland", Filter: f, Slice: slice, Count: true}, kg.PageRequest{Filter: f, Slice: slice, Count: true})
		}
	}
	ask := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	_, _, err := s.Pages(t.Context(), pages)
	ask(err)
	for _, asOf := range []*time.Time{nil, &before} {
		_, err = s.Get(t.Context(), kg.Keys{Entities: ids, Need: kg.Need{Degree: true}, AsOf: asOf})
		ask(err)
	}
	for _, slice := range fromBothEnds {
		_, err = s.ListEntities(t.Context(), kg.EntityList{Kinds: kg.EntityKinds, Slice: slice, Count: true})
		ask(err)
		_, err = s.ListDocuments(t.Context(), kg.DocumentList{Slice: slice, Count: true})
		ask(err)
	}
	for _, relations := range []bool{false, true} {
		_, err = s.Candidates(t.Context(), kg.CandidateRequest{Terms: []kg.Term{{Word: "north"}}, Limit: 3, Relations: relations})
		ask(err)
	}
	_, err = s.Links(t.Context(), kg.LinkRequest{Of: ids, Limit: 10})
	ask(err)
	_, err = s.Between(t.Context(), kg.BetweenRequest{Among: ids, Limit: 10})
	ask(err)
	var counts kg.CountRequests
	for _, f := range []kg.RelationFilter{all, {Direction: kg.DirectionOut}, {Types: []string{"met-with"}}, {With: ids}} {
		for _, bucket := range []kg.TimeBucket{"", kg.BucketYear} {
			counts.Counts = append(counts.Counts, kg.CountRequest{Owner: "northland", Filter: f, By: kg.ByType, Bucket: bucket}, kg.CountRequest{Filter: f, By: kg.ByStatus, Bucket: bucket})
		}
	}
	_, err = s.Counts(t.Context(), counts)
	ask(err)
	for _, of := range [][]string{nil, ids} {
		_, err = s.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{Of: of, Limit: 1}})
		ask(err)
	}
	_, err = s.Version(t.Context())
	ask(err)
	_, err = s.Types(t.Context())
	ask(err)
	if ran.Load() < 20 {
		t.Errorf("only %d statements were run", ran.Load())
	}
}

func TestAStoreCanBeClosedWhileItsStatementsArePlanned(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	if _, err := s.read(t.Context(), statement{text: "CALL db.clearQueryCaches()"}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	fresh, err := Open(ctx, configOf(c))
	cancel()
	if err != nil {
		t.Fatal(err)
	}
	fresh.Warm()
	if err := fresh.Close(); err != nil {
		t.Error(err)
	}
	if _, err := fresh.readAtOnce(t.Context(), statement{text: "RETURN 1"}); err == nil {
		t.Error("a closed store answers")
	}
}
