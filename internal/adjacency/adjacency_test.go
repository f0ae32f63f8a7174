package adjacency

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/store/memory"
)

const enough = 1 << 30

// over returns a Store over another that holds its graph, and is stopped when the test ends.
func over(t testing.TB, store kg.Store) *Store {
	t.Helper()
	s := New(store, enough)
	t.Cleanup(s.Stop)
	await(t, func() bool { return s.State().Ready })
	return s
}

func await(t testing.TB, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("what was awaited has not come about")
		}
	}
}

func write(t testing.TB, s kg.Store, b kg.Batch) {
	t.Helper()
	_, err := s.Write(t.Context(), b)
	require.NoError(t, err)
}

// embedded are empty stores that need nothing but Go.
var embedded = map[string]func(testing.TB) kg.Store{
	"memory": func(testing.TB) kg.Store { return memory.Open() },
	"SQLite": func(t testing.TB) kg.Store { return bothstores.SQLite(t) },
}

func TestConformance(t *testing.T) {
	for name, open := range embedded {
		t.Run(name, func(t *testing.T) {
			var fromMemory int64
			kgtest.TestStore(t, func(t testing.TB) kg.Store {
				s := over(t, open(t))
				t.Cleanup(func() { fromMemory += s.State().FromMemory })
				return s
			})
			// testLinks alone asks more without any filter.
			if fromMemory < 20 {
				t.Errorf("%d questions for links were answered from memory", fromMemory)
			}
		})
	}
}

func TestAnswersAreThoseOfTheStore(t *testing.T) {
	for name, open := range embedded {
		t.Run(name, func(t *testing.T) { testAnswersAlike(t, open(t), 1) })
	}
}

func TestAnswersAreThoseOfNeo4j(t *testing.T) { testAnswersAlike(t, bothstores.Neo4j(t, nil), 4) }

// testAnswersAlike writes what there can be to a store, batch by batch, and after every so
// many asks it the same with a graph in memory and without.
func testAnswersAlike(t *testing.T, store kg.Store, every int) {
	counting := kgtest.NewCounting(store)
	s := over(t, counting)
	for i, b := range kgtest.RichHistory(t) {
		write(t, s, b)
		if i%every > 0 {
			continue
		}
		// What is not listed has the graph read anew.
		await(t, func() bool { return s.State().Ready && s.current(t.Context()) && unlock(s) })
		counting.Reset()
		before := s.State()
		got := ask(t, s, i)
		require.Zero(t, counting.Calls("Links")+counting.Calls("Between"), "calls of the store after batch %d", i)
		require.Greater(t, s.State().FromMemory, before.FromMemory+30)
		kgtest.SameAnswers(t, got, ask(t, store, i))
	}
}

func unlock(s *Store) bool {
	s.mu.RUnlock()
	return true
}

func TestASearchAsksOnceWhetherTheGraphIsCurrent(t *testing.T) {
	store := kgtest.NewCounting(memory.Open())
	for i := 1; i <= 20; i++ {
		write(t, store, chain(i, 0))
	}
	s := over(t, store)
	await(t, func() bool { return s.current(t.Context()) && unlock(s) })
	for name, search := range map[string]func() error{
		"paths": func() error {
			paths, err := kg.FindPaths(t.Context(), s, kg.PathRequest{From: "hub", To: "tail", MaxLength: 4, First: 100})
			require.Len(t, paths.Paths, 20)
			return err
		},
		"a neighbourhood": func() error {
			_, err := kg.FindNeighborhood(t.Context(), s, kg.NeighborhoodRequest{Center: []string{"hub"}, Depth: 2, Limit: 10})
			return err
		},
	} {
		store.Reset()
		require.NoError(t, search(), name)
		require.Equal(t, 1, store.Calls("Version"), name)
		require.Zero(t, store.Calls("Links")+store.Calls("Between"), name)
	}
}

// askedFilters are those that the graph in memory tells of.
func askedFilters() []kg.RelationFilter {
	november, december, yes, no := kg.NewDate(2025, 11, 30), kg.NewDate(2025, 12, 1), true, false
	types := []string{"knows", "met-with", "at-war-with", "part-of"}
	return []kg.RelationFilter{
		{},
		{Types: types},
		{Direction: kg.DirectionOut},
		{Direction: kg.DirectionIn, Types: types},
		{Status: []kg.Status{kg.StatusOccurred, kg.StatusPlanned}, Certainty: []kg.Certainty{kg.CertaintyStated, kg.CertaintyAlleged}},
		{Coding: []kg.Coding{kg.CodingQuoted, kg.CodingHand}},
		{Quoted: &no},
		{From: &november, To: &december},
		{From: &december},
		{To: &november, Quoted: &yes},
		{Not: &kg.RelationFilter{Types: types, To: &november}},
		{Or: []kg.RelationFilter{{Direction: kg.DirectionOut, From: &december}, {Status: []kg.Status{kg.StatusPlanned}}}, Not: &kg.RelationFilter{Quoted: &yes}},
	}
}

// ask returns the answers to questions about all that some entities are linked with, by a
// third of the filters each time.
func ask(t *testing.T, s kg.Store, round int) (answers []string) {
	t.Helper()
	say := func(about string, answer any) {
		text, err := json.Marshal(answer)
		require.NoError(t, err)
		answers = append(answers, "* "+about, strings.ReplaceAll(string(text), "[]", "null")) // no list is as good as an empty one
	}
	ids := []string{"a", "b", "c", "d", "g", "rows:1", "anna-keller", "northland", "southland", "allies"}
	listed, err := s.ListEntities(t.Context(), kg.EntityList{Kinds: kg.EntityKinds, Slice: kg.Slice{Limit: 50}})
	require.NoError(t, err)
	there := map[string]bool{}
	for _, e := range listed.Entities {
		there[e.ID] = true
		for _, id := range e.Merged {
			there[id] = true
		}
	}
	for i, filter := range askedFilters() {
		if i%3 != round%3 {
			continue
		}
		for _, limit := range []int{0, 3, 1000} {
			links, err := s.Links(t.Context(), kg.LinkRequest{Of: ids, Filter: filter, Avoid: []string{"b"}, Limit: limit})
			require.NoError(t, err)
			say(fmt.Sprintf("links, filter %d, limit %d", i, limit), links)
			between, err := s.Between(t.Context(), kg.BetweenRequest{Among: ids, Filter: filter, Limit: limit})
			require.NoError(t, err)
			say(fmt.Sprintf("between, filter %d, limit %d", i, limit), between)
		}
		for _, from := range []string{"a", "rows:1", "anna-keller"} {
			for _, to := range []string{"b", "allies"} {
				if !there[from] || !there[to] {
					continue
				}
				paths, err := kg.FindPaths(t.Context(), s, kg.PathRequest{From: from, To: to, MaxLength: 4, First: 20, Filter: filter, Budget: 40})
				require.NoError(t, err)
				say(fmt.Sprintf("paths from %s to %s, filter %d", from, to, i), paths)
			}
			if !there[from] {
				continue
			}
			around, err := kg.FindNeighborhood(t.Context(), s, kg.NeighborhoodRequest{Center: []string{from}, Depth: 2, Limit: 5, Filter: filter})
			require.NoError(t, err)
			say(fmt.Sprintf("around %s, filter %d", from, i), around)
		}
	}
	return answers
}
