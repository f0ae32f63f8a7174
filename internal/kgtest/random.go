package kgtest

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
)

// SeedVariable names the environment variable that sets which random graph
// TestStore writes, for running a failure again. rapid's own -rapid.seed sets
// the questions.
const SeedVariable = "KGTEST_GRAPH"

// randomSeed returns the seed of the random graph that a test writes, and logs it.
func randomSeed(t *testing.T) int {
	t.Helper()
	seed, err := strconv.Atoi(os.Getenv(SeedVariable))
	if err != nil {
		seed = rand.IntN(1 << 30)
	}
	t.Logf("the graph is that of %s=%d", SeedVariable, seed)
	return seed
}

func testRandomGraph(t *testing.T, s kg.Store) {
	o := &oracle{}
	for i, b := range randomGraph.Example(randomSeed(t)) {
		want, err := o.Write(t.Context(), b)
		must(t, err)
		got, want := write(t, s, b), counted(want)
		// A batch that states something twice may count the second as it likes.
		got.Existing, got.Evidence, want.Existing, want.Evidence = 0, 0, 0, 0
		same(t, "written of batch "+strconv.Itoa(i), got, want)
		same(t, "everything after batch "+strconv.Itoa(i), everything(t, s), everything(t, o))
	}
	reads := randomReads{day: randomDay}
	checkJournal(t, s, o, kg.JournalRequest{Limit: 100})
	var ids []string
	for _, r := range o.relations {
		reads.positions = append(reads.positions, r.Position())
		ids = append(ids, r.ID)
	}

	t.Run("pages", rapid.MakeCheck(func(rt *rapid.T) {
		reqs := reads.pages(rt)
		got, gotFound, err := s.Pages(t.Context(), reqs)
		must(rt, err)
		want, wantFound, err := o.Pages(t.Context(), reqs)
		must(rt, err)
		samePages(rt, o, reqs, got, want, gotFound, wantFound)
	}))
	t.Run("things by id", rapid.MakeCheck(func(rt *rapid.T) {
		keys := kg.Keys{
			Entities:  rapid.SliceOf(randomEntityID()).Draw(rt, "entities"),
			Relations: rapid.SliceOf(rapid.SampledFrom(ids)).Draw(rt, "relations"),
			Documents: some("doc:one", "doc:two", "doc:three", "doc:none").Draw(rt, "documents"),
			Need:      randomNeed(rt), AsOf: randomAsOf(rt),
		}
		got, err := s.Get(t.Context(), keys)
		must(rt, err)
		want, err := o.Get(t.Context(), keys)
		must(rt, err)
		same(rt, "what Get found", got, want)
	}))
	t.Run("links", rapid.MakeCheck(func(rt *rapid.T) {
		checkLinks(rt, s, o, randomLinks(rt))
		checkBetween(rt, s, o, randomBetween(rt))
	}))
	t.Run("counts", rapid.MakeCheck(func(rt *rapid.T) { checkCounts(rt, s, o, randomCounts(rt)) }))
	t.Run("candidates", rapid.MakeCheck(func(rt *rapid.T) { checkCandidates(rt, s, o, randomSearch(rt)) }))
	t.Run("lists", rapid.MakeCheck(func(rt *rapid.T) {
		kinds := rapid.SliceOfN(rapid.SampledFrom(kg.EntityKinds), 1, 4).Draw(rt, "kinds")
		slice, count, asOf := reads.slice(rt), rapid.Bool().Draw(rt, "count"), randomAsOf(rt)
		checkEntities(rt, s, o, kg.EntityList{Kinds: kinds, Slice: slice, Count: count, AsOf: asOf})
		checkDocuments(rt, s, o, kg.DocumentList{Slice: slice, Count: count, Text: rapid.Bool().Draw(rt, "text"), AsOf: asOf})
	}))
}
