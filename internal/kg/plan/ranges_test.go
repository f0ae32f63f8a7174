package plan

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
)

var (
	testEntities = []string{"a", "b", "c", "d"}
	testTypes    = NewTypes([]kg.RelationType{{ID: "met", Symmetric: true}, {ID: "told"}, {ID: "talked", Symmetric: true}})
)

// has reports whether a range has a relation.
func (r Range) has(relation *kg.Relation) bool {
	keys := map[Index]bool{
		ByPosition: true, ByType: r.Type == relation.Type, BySubject: r.Subject == relation.Subject, ByObject: r.Object == relation.Object,
	}
	keys[BySubjectType], keys[ByObjectType] = keys[BySubject] && keys[ByType], keys[ByObject] && keys[ByType]
	keys[ByPair] = keys[BySubject] && keys[ByObject]
	other := relation.Object
	if r.Subject == "" {
		other = relation.Subject
	}
	return keys[r.Index] && !slices.Contains(r.Without, other) && (len(r.Types) == 0 || slices.Contains(r.Types, relation.Type))
}

func ownersOf(owner string, clusters *Clusters) []string {
	return (&query{clusters: clusters}).owners(owner)
}

func some(t *rapid.T, from []string, name string) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, 3, rapid.ID[string]).Draw(t, name)
}

func TestEachRelationThatAFilterHoldsForIsInOneRange(t *testing.T) {
	types := []string{"met", "told", "talked"}
	rapid.Check(t, func(t *rapid.T) {
		var merges []kg.MergeRecord
		for range rapid.IntRange(0, 3).Draw(t, "merges") {
			ends := rapid.SliceOfNDistinct(rapid.SampledFrom(testEntities), 2, 2, rapid.ID[string]).Draw(t, "merge")
			merges = append(merges, kg.MergeRecord{Merge: kg.Merge{From: ends[0], Into: ends[1]}})
		}
		clusters := NewMerges(merges).AsOf(nil)
		owner := rapid.SampledFrom(append([]string{""}, testEntities...)).Draw(t, "owner")
		filter := kg.RelationFilter{
			Types: some(t, types, "types"), With: some(t, testEntities, "with"),
			Direction: rapid.SampledFrom([]kg.Direction{"", kg.DirectionAny, kg.DirectionOut, kg.DirectionIn}).Draw(t, "direction"),
		}
		var ranges []Range
		for _, a := range (&query{clusters: clusters, types: testTypes}).alternativesOf(filter, ownersOf(owner, clusters)) {
			ranges = append(ranges, a.ranges...)
		}
		canonical := filter
		canonical.With = clusters.CanonicalOf(filter.With)
		for _, typ := range types {
			for _, subject := range testEntities {
				for _, object := range testEntities {
					recorded := &kg.Relation{Type: typ, Subject: subject, Object: object}
					answered := &kg.Relation{Type: typ, Subject: clusters.Canonical(subject), Object: clusters.Canonical(object)}
					found := 0
					for _, r := range ranges {
						if r.has(recorded) {
							found++
						}
					}
					of := ""
					if owner != "" {
						of = clusters.Canonical(owner)
					}
					want := 0
					if canonical.Holds(answered, of, testTypes.byID[typ].Symmetric, nil) {
						want = 1
					}
					if found != want {
						t.Fatalf("%s %s %s is in %d of %+v, not in %d", subject, typ, object, found, ranges, want)
					}
				}
			}
		}
	})
}

func TestWhatMeetsConditionsIsWithinTheBoundsOfItsClass(t *testing.T) {
	day := rapid.Custom(func(t *rapid.T) *kg.Date {
		if rapid.IntRange(0, 3).Draw(t, "none") == 0 {
			return nil
		}
		d := kg.NewDate(2024, time.January, 1) + kg.Date(rapid.IntRange(-500, 500).Draw(t, "day"))
		return &d
	})
	rapid.Check(t, func(t *rapid.T) {
		r := &kg.Relation{
			ID:     "rel:" + rapid.StringMatching(`[0-9a-v]{25}[0-4]`).Draw(t, "id"),
			Status: rapid.SampledFrom(kg.Statuses).Draw(t, "status"), Certainty: rapid.SampledFrom(kg.Certainties).Draw(t, "certainty"),
		}
		if start, end := day.Draw(t, "start"), day.Draw(t, "end"); start != nil || end != nil {
			if start != nil && end != nil && *end < *start {
				start, end = end, start
			}
			r.Time = &kg.Time{Start: start, End: end}
		}
		c := Conditions{From: day.Draw(t, "from"), To: day.Draw(t, "to")}
		r.Coding = rapid.SampledFrom(kg.Codings).Draw(t, "coding")
		c.Codings = rapid.SampledFrom([][]kg.Coding{nil, {kg.CodingQuoted}, {kg.CodingHand, kg.CodingMachine}, kg.Codings[1:]}).Draw(t, "codings")
		c.Statuses = rapid.SliceOfN(rapid.SampledFrom(kg.Statuses), 0, 2).Draw(t, "statuses")
		c.Certainties = rapid.SliceOfN(rapid.SampledFrom(kg.Certainties), 0, 2).Draw(t, "certainties")
		above, below, possible := c.OfClass(r.Class(), "", kg.PositionEnd)
		if p := r.Position(); c.Hold(r, nil) && !(possible && above < p && p < below) {
			t.Fatalf("%+v meets %+v, but %q is not between %q and %q (%t)", r, c, p, above, below, possible)
		}
	})
}

func TestClustersOfAMoment(t *testing.T) {
	at := func(n int) time.Time { return time.Date(2025, time.January, n, 0, 0, 0, 0, time.UTC) }
	back := at(3)
	merges := NewMerges([]kg.MergeRecord{
		{Merge: kg.Merge{From: "a", Into: "b"}, RecordedAt: at(1)},
		{Merge: kg.Merge{From: "b", Into: "c"}, RecordedAt: at(2), TakenBackAt: &back},
		{Merge: kg.Merge{From: "d", Into: "b"}, RecordedAt: at(4)},
	})
	for n, want := range map[int]map[string]string{
		0: {"a": "a", "b": "b"},
		1: {"a": "b", "b": "b"},
		2: {"a": "c", "b": "c", "c": "c"},
		3: {"a": "b", "b": "b", "c": "c"},
		4: {"a": "b", "d": "b"},
	} {
		moment := at(n)
		for id, canonical := range want {
			if got := merges.AsOf(&moment).Canonical(id); got != canonical {
				t.Errorf("on day %d %s answers as %s, not %s", n, id, got, canonical)
			}
		}
	}
	if got := merges.AsOf(nil).Members("b"); !slices.Equal(got, []string{"b", "a", "d"}) {
		t.Errorf("b is one with %v", got)
	}
}
