package plan

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
)

var testDays = rapid.Map(rapid.IntRange(0, 6), func(n int) *kg.Date { d := kg.NewDate(2025, time.January, 1) + kg.Date(n); return &d })

var testMoments = rapid.Map(rapid.IntRange(0, 3), func(n int) *time.Time { at := time.UnixMilli(int64(n)).UTC(); return &at })

// testDocument returns a document of which a publisher may be known.
func testDocument(id string) *kg.Document {
	d := &kg.Document{ID: id}
	if id == "one" {
		d.DetailsRecords = []kg.DetailsRecord{{Details: kg.Details{Publisher: "Gazette"}}}
	}
	return d
}

func testPublisher(document string) string {
	publisher, _ := PublisherOf(testDocument(document).DetailsRecords)
	return publisher
}

func combination(levels int) *rapid.Generator[kg.RelationFilter] {
	return rapid.Custom(func(t *rapid.T) (f kg.RelationFilter) {
		switch rapid.IntRange(0, 14).Draw(t, "field") {
		case 0:
			f.Types = some(t, []string{"met", "told", "talked"}, "types")
		case 1:
			f.With = some(t, testEntities, "with")
		case 2:
			f.Direction = rapid.SampledFrom([]kg.Direction{kg.DirectionOut, kg.DirectionIn}).Draw(t, "direction")
		case 3:
			f.Status = kg.Statuses[rapid.IntRange(0, 3).Draw(t, "status"):]
		case 4:
			f.Certainty = kg.Certainties[:rapid.IntRange(0, 4).Draw(t, "certainty")]
		case 5:
			if f.From, f.To = testDays.Draw(t, "from"), testDays.Draw(t, "to"); *f.From > *f.To {
				f.To = nil
			}
		case 6:
			f.Documents = some(t, []string{"one", "two"}, "documents")
		case 7:
			f.Quoted = new(rapid.Bool().Draw(t, "quoted"))
		case 8:
			f.AttributedTo = some(t, testEntities, "attributed to")
		case 9:
			f.Places = some(t, testEntities, "places")
		case 10:
			f.Publishers = some(t, []string{"Wire", "gazette"}, "publishers")
		case 11:
			f.RecordedSince = testMoments.Draw(t, "recorded since")
		case 12:
			f.Coding = rapid.SliceOfN(rapid.SampledFrom(kg.Codings), 1, 3).Draw(t, "coding")
		case 13:
			f.Datasets = some(t, []string{"rows", "others", "none"}, "datasets")
		}
		if levels > 0 {
			within := combination(levels - 1)
			switch rapid.IntRange(0, 3).Draw(t, "combination") {
			case 0:
				f.And = rapid.SliceOfN(within, 1, 2).Draw(t, "and")
			case 1:
				f.Or = rapid.SliceOfN(within, 1, 3).Draw(t, "or")
			case 2:
				not := within.Draw(t, "not")
				f.Not = &not
			}
		}
		return f
	})
}

var testRelations = rapid.Custom(func(t *rapid.T) *kg.Relation {
	r := &kg.Relation{
		ID:   "rel:" + rapid.StringMatching(`[0-9a-v]{25}[0-4]`).Draw(t, "id"),
		Type: rapid.SampledFrom([]string{"met", "told", "talked"}).Draw(t, "type"), Subject: rapid.SampledFrom(testEntities).Draw(t, "subject"),
		Object: rapid.SampledFrom(testEntities).Draw(t, "object"), Status: rapid.SampledFrom(kg.Statuses).Draw(t, "status"),
		Certainty: rapid.SampledFrom(kg.Certainties).Draw(t, "certainty"), Coding: rapid.SampledFrom(kg.Codings).Draw(t, "coding"),
	}
	if rapid.Bool().Draw(t, "dated") {
		if r.Time = (&kg.Time{Start: testDays.Draw(t, "start"), End: testDays.Draw(t, "end")}); *r.Time.Start > *r.Time.End {
			r.Time.End = nil
		}
	}
	r.RecordedAt = *testMoments.Draw(t, "recorded")
	r.Places = rapid.SliceOfNDistinct(rapid.SampledFrom(testEntities), 0, 2, rapid.ID[string]).Draw(t, "places")
	for _, by := range rapid.SliceOfNDistinct(rapid.SampledFrom(testEntities), 0, 2, rapid.ID[string]).Draw(t, "by") {
		r.Attributions = append(r.Attributions, kg.Attribution{By: by})
	}
	for _, document := range some(t, []string{"one", "two"}, "evidence") {
		r.Evidence = append(r.Evidence, kg.Evidence{Document: document})
	}
	for _, dataset := range some(t, []string{"rows", "others"}, "rows") {
		r.Evidence = append(r.Evidence, kg.Evidence{Source: &kg.Source{Dataset: dataset}})
	}
	return r
})

func TestWhatPassesAFilterIsFoundByItsAlternativesAndCountedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var merges []kg.MergeRecord
		for range rapid.IntRange(0, 2).Draw(t, "merges") {
			ends := rapid.SliceOfNDistinct(rapid.SampledFrom(testEntities), 2, 2, rapid.ID[string]).Draw(t, "merge")
			merges = append(merges, kg.MergeRecord{Merge: kg.Merge{From: ends[0], Into: ends[1]}})
		}
		q := &query{clusters: NewMerges(merges).AsOf(nil), types: testTypes, codings: map[string][]kg.Coding{"rows": kg.Codings, "others": kg.Codings}}
		owner := rapid.SampledFrom(append([]string{""}, testEntities...)).Draw(t, "owner")
		filter := combination(2).Draw(t, "filter")
		req := kg.PageRequest{Owner: owner, Filter: filter}
		all, tallies := q.alternatives(owner, filter), q.tallies(kg.CountRequest{Owner: owner, Filter: filter})
		if len(all) > filter.Alternatives() {
			t.Fatalf("%+v comes to %d alternatives, not at most %d", filter, len(all), filter.Alternatives())
		}
		canonical, of := filter.Naming(q.clusters.CanonicalOf), owner
		if owner != "" {
			of = q.clusters.Canonical(owner)
		}
		for _, r := range rapid.SliceOfN(testRelations, 1, 20).Draw(t, "relations") {
			found, counted := 0, 0
			in := func(ranges []Range) bool {
				return slices.ContainsFunc(ranges, func(one Range) bool { return one.has(r) })
			}
			for i, a := range all {
				if scan := a.scan(req); in(a.ranges) && a.conditions.Hold(r, testDocument) && scan.Lower < r.Position() && r.Position() < scan.Upper {
					found++
				}
				if in(tallies[i].Ranges) && tallies[i].Conditions.Hold(r, testDocument) {
					counted++
				}
			}
			answered := *r
			answered.Subject, answered.Object, answered.Places = q.clusters.Canonical(r.Subject), q.clusters.Canonical(r.Object), q.clusters.CanonicalOf(r.Places)
			answered.Attributions = nil
			for _, a := range r.Attributions {
				answered.Attributions = append(answered.Attributions, kg.Attribution{By: q.clusters.Canonical(a.By)})
			}
			holds := canonical.Holds(&answered, of, testTypes.byID[r.Type].Symmetric, testPublisher)
			if (found > 0) != holds || (counted == 1) != holds || counted > 1 {
				t.Fatalf("%+v is found by %d and counted by %d of %+v", r, found, counted, all)
			}
		}
	})
}

func TestWhatIsWithSomeOfEachOfLongListsIsFoundOnceByFewRanges(t *testing.T) {
	names := make([]string, 150)
	for i := range names {
		names[i] = fmt.Sprintf("n%03d", i)
	}
	q := &query{clusters: NewMerges([]kg.MergeRecord{
		{Merge: kg.Merge{From: names[0], Into: names[70]}}, {Merge: kg.Merge{From: names[1], Into: names[149]}},
	}).AsOf(nil), types: testTypes}
	with := func(from, to int) kg.RelationFilter { return kg.RelationFilter{With: names[from:to]} }
	rapid.Check(t, func(t *rapid.T) {
		filter := kg.RelationFilter{And: []kg.RelationFilter{with(0, 70), with(50, 150)}}
		switch rapid.IntRange(0, 3).Draw(t, "besides") {
		case 0:
			filter.And = append(filter.And, with(30, 120))
		case 1:
			filter.Types = some(t, []string{"met", "told", "talked"}, "types")
		case 2:
			filter.Not = &kg.RelationFilter{With: names[100:110]}
		}
		all := q.alternatives("", filter)
		if len(all) != 1 || len(all[0].ranges) > kg.MaxPairs {
			t.Fatalf("%d ranges of %d alternatives", len(all[0].ranges), len(all))
		}
		canonical := filter.Naming(q.clusters.CanonicalOf)
		for _, r := range rapid.SliceOfN(testRelations, 1, 20).Draw(t, "relations") {
			r.Subject, r.Object = rapid.SampledFrom(names).Draw(t, "subject"), rapid.SampledFrom(names).Draw(t, "object")
			found := 0
			for _, one := range all[0].ranges {
				if one.has(r) && all[0].conditions.Hold(r, testDocument) {
					found++
				}
			}
			answered := *r
			answered.Subject, answered.Object = q.clusters.Canonical(r.Subject), q.clusters.Canonical(r.Object)
			if holds := canonical.Holds(&answered, "", testTypes.byID[r.Type].Symmetric, testPublisher); found > 1 || (found == 1) != holds {
				t.Fatalf("%+v passes %+v: %t; it is found %d times", r, filter, holds, found)
			}
		}
	})
}

func TestAlternativesThatDifferInOneSetAreOne(t *testing.T) {
	types := func(ids ...string) kg.RelationFilter { return kg.RelationFilter{Types: ids} }
	planned := kg.RelationFilter{Status: []kg.Status{kg.StatusPlanned}}
	q := &query{clusters: NewMerges(nil).AsOf(nil), types: testTypes}
	for _, c := range []struct{ of, as kg.RelationFilter }{
		{kg.RelationFilter{Or: []kg.RelationFilter{types("met"), types("told")}}, types("met", "told")},
		{kg.RelationFilter{And: []kg.RelationFilter{types("met", "told"), types("told", "talked")}}, types("told")},
		{kg.RelationFilter{Not: &kg.RelationFilter{Or: []kg.RelationFilter{types("met"), types("told")}}}, types("talked")},
		{kg.RelationFilter{Not: &kg.RelationFilter{Not: &planned}}, planned},
		{kg.RelationFilter{Or: []kg.RelationFilter{planned, {Not: &planned}}}, kg.RelationFilter{}},
		{kg.RelationFilter{Or: []kg.RelationFilter{{Direction: kg.DirectionOut}, {Direction: kg.DirectionIn}}}, kg.RelationFilter{}},
		{kg.RelationFilter{Types: []string{"met"}, And: []kg.RelationFilter{planned}}, kg.RelationFilter{Types: []string{"met"}, Status: planned.Status}},
	} {
		got, want := q.alternatives("a", c.of), q.alternatives("a", c.as)
		if len(got) != 1 || len(want) != 1 || !reflect.DeepEqual(got[0].ranges, want[0].ranges) || !reflect.DeepEqual(got[0].conditions, want[0].conditions) || len(got[0].conditions.Checks) > 0 {
			t.Errorf("%+v is %+v", c.of, got)
		}
	}
}
