package kgtest

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
)

// testRandomPages asks for pages of a graph whose few entities have many relations
// each, with times of every length: those that a store does not go through one by
// one.
func testRandomPages(t *testing.T, s kg.Store) {
	o := &oracle{}
	reads := randomReads{day: manyDays}
	for _, b := range manyRelations.Example(randomSeed(t)) {
		_, err := o.Write(t.Context(), b)
		must(t, err)
		write(t, s, b)
	}
	for _, r := range o.relations {
		reads.positions = append(reads.positions, r.Position())
	}
	rapid.Check(t, func(rt *rapid.T) {
		reqs := reads.pages(rt)
		got, gotFound, err := s.Pages(t.Context(), reqs)
		must(rt, err)
		want, wantFound, err := o.Pages(t.Context(), reqs)
		must(rt, err)
		samePages(rt, o, reqs, got, want, gotFound, wantFound)
	})
}

const manyOfEach = 150

// manyDays are what times of many relations begin and end on.
var manyDays = rapid.Custom(func(t *rapid.T) kg.Date {
	return kg.NewDate(2019, time.January, rapid.IntRange(1, 5*365).Draw(t, "day"))
})

var manyTimes = rapid.Custom(func(t *rapid.T) string {
	day := manyDays.Draw(t, "start").String()
	return rapid.OneOf(
		rapid.Just(day), rapid.Just(day), rapid.Just(day[:7]), rapid.Just(day[:4]), rapid.Just(day[:3]+"X"), rapid.Just(day[:2]+"XX"), rapid.Just(""),
		rapid.Just(day+"/.."), rapid.Just("../"+day), rapid.Just("1914-07-28/"+day), rapid.Just("0500/"+day),
		rapid.Map(rapid.IntRange(1, 40), func(n int) string { return day + "/" + daysAfter(day, n) }),
		rapid.Map(rapid.IntRange(1, 5000), func(n int) string { return day + "/" + daysAfter(day, n) }),
	).Draw(t, "time")
})

func daysAfter(day string, n int) string {
	d, err := kg.ParseDate(day)
	if err != nil {
		panic(err)
	}
	return (d + kg.Date(n)).String()
}

// manyRelations draws two batches: many relations of three entities, most of them
// stated to have occurred, and a few more, with retractions of some of the first.
var manyRelations = rapid.Custom(func(t *rapid.T) []kg.Batch {
	entities, documents := randomEntities[:3], randomDocuments
	first := kg.Batch{RecordedAt: Recorded, Types: randomTypes, Entities: entities, Documents: documents}
	second := kg.Batch{RecordedAt: Recorded.Add(20 * time.Millisecond)}
	one := randomRelation(entities, documents)
	for i := range manyOfEach * len(entities) {
		r := one.Draw(t, fmt.Sprint("relation ", i))
		if r.Time = nil; i > 0 {
			if text := manyTimes.Draw(t, "time"); text != "" {
				r.Time = &kg.Time{EDTF: text}
			}
		}
		if rapid.Bool().Draw(t, "as usual") {
			r.Status, r.Certainty = kg.StatusOccurred, kg.CertaintyStated
		}
		switch i % 15 {
		case 0:
			second.Relations = append(second.Relations, r)
			continue
		case 1:
			second.Retractions = append(second.Retractions, kg.Retraction{Relation: relationID(r)})
		}
		first.Relations = append(first.Relations, r)
	}
	return []kg.Batch{first, second}
})
