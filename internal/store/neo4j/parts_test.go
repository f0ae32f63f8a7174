package neo4j

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var someDay = rapid.Custom(func(t *rapid.T) kg.Date {
	return kg.NewDate(2020, time.January, rapid.IntRange(1, 1000).Draw(t, "day"))
})

var someTime = rapid.Custom(func(t *rapid.T) *kg.Time {
	if rapid.IntRange(0, 5).Draw(t, "known") == 0 {
		return nil
	}
	day := someDay.Draw(t, "day").String()
	until := (someDay.Draw(t, "until") + 1000).String()
	text := rapid.SampledFrom([]string{
		day, day, day[:7], day[:4], day[:3] + "X", day[:2] + "XX", day + "/..", "../" + day, day + "/" + until, "1914/" + day, "-9999/" + day, "1914-07-28/" + day,
	}).Draw(t, "time")
	when, err := kg.ParseEDTF(text)
	if err != nil {
		t.Fatal(err)
	}
	return &when
})

var someRelation = rapid.Custom(func(t *rapid.T) *kg.Relation {
	return &kg.Relation{
		Coding: rapid.SampledFrom(kg.Codings).Draw(t, "coding"), ID: "rel:" + rapid.StringMatching("[0-9a-f]{8}").Draw(t, "id"), Subject: "a", Object: "b", Time: someTime.Draw(t, "time"),
		Status: rapid.SampledFrom(kg.Statuses).Draw(t, "status"), Certainty: rapid.SampledFrom(kg.Certainties).Draw(t, "certainty"),
	}
})

var someClassFilter = rapid.Custom(func(t *rapid.T) (f kg.RelationFilter) {
	if rapid.Bool().Draw(t, "by status") {
		f.Status = rapid.SliceOfNDistinct(rapid.SampledFrom(kg.Statuses), 1, 3, rapid.ID).Draw(t, "statuses")
	}
	if rapid.Bool().Draw(t, "by certainty") {
		f.Certainty = rapid.SliceOfNDistinct(rapid.SampledFrom(kg.Certainties), 1, 3, rapid.ID).Draw(t, "certainties")
	}
	if rapid.Bool().Draw(t, "by coding") {
		f.Coding = rapid.SliceOfNDistinct(rapid.SampledFrom(kg.Codings), 1, 3, rapid.ID).Draw(t, "codings")
	}
	if rapid.Bool().Draw(t, "from a day") {
		from := someDay.Draw(t, "from")
		f.From = &from
	}
	if rapid.Bool().Draw(t, "to a day") {
		to := someDay.Draw(t, "to")
		if f.From != nil {
			to = *f.From + kg.Date(rapid.IntRange(0, 400).Draw(t, "days"))
		}
		f.To = &to
	}
	return f
})

func TestARelationIsOnOnePartIfItPassesAndOtherwiseOnNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(someRelation, 1, 20).Draw(t, "relations")
		f := someClassFilter.Draw(t, "filter")
		lower, upper := "", kg.PositionEnd
		if rapid.Bool().Draw(t, "after") {
			lower = all[0].Position()
		}
		if rapid.Bool().Draw(t, "before") {
			upper = all[len(all)-1].Position()
		}
		var classes []int64
		for _, r := range all {
			classes = append(classes, r.Class())
		}
		byOrdinary, byClass := partsOf(conditionsOf(f), lower, upper, slices.Compact(slices.Sorted(slices.Values(classes))))
		for _, r := range all {
			on := 0
			for _, p := range byOrdinary {
				if p["is"] == (r.Class() == kg.OrdinaryClass) && p.has(r) {
					on++
				}
			}
			for _, p := range byClass {
				// This is what is checked on each.
				reaches := f.From == nil
				if !reaches && r.Time != nil {
					_, last := r.Time.Bounds()
					reaches = last >= *f.From
				}
				if p["is"] == r.Class() && p.has(r) && reaches {
					on++
				}
			}
			want := 0
			if f.Holds(r, "", false, nil) && r.Position() > lower && r.Position() < upper {
				want = 1
			}
			if on != want {
				t.Errorf("%s of %v, %s, %s is on %d parts, not %d, of %v", r.ID, r.Time, r.Status, r.Certainty, on, want, append(byOrdinary, byClass...))
			}
		}
	})
}

func conditionsOf(f kg.RelationFilter) plan.Conditions {
	return plan.Conditions{Statuses: f.Status, Certainties: f.Certainty, Codings: f.Coding, From: f.From, To: f.To}
}

func (p part) has(r *kg.Relation) bool {
	return r.Position() > p["lower"].(string) && r.Position() < p["upper"].(string)
}

func TestWhatStartedLongBeforeATimeIsNotLookedAt(t *testing.T) {
	from := kg.NewDate(2024, time.March, 1)
	for _, c := range []struct{ time, earlier string }{
		{"2024-02-29", "2024-02-29"},            // one day
		{"2024-02-25/2024-02-29", "2024-02-23"}, // up to a week
		{"2024-02", "2024-01-30"},               // a month
		{"2023", "2023-03-01"},                  // a year
		{"201X", "2014-03-01"},                  // a decade
	} {
		when, err := kg.ParseEDTF(c.time)
		if err != nil {
			t.Fatal(err)
		}
		class := kg.Relation{Time: &when, Status: kg.StatusPlanned, Certainty: kg.CertaintyStated, Coding: kg.CodingMachine}.Class()
		early, err := kg.ParseDate(c.earlier)
		if err != nil {
			t.Fatal(err)
		}
		old := &kg.Relation{ID: "rel:0", Time: kg.Day(early)}
		for _, f := range []kg.RelationFilter{{From: &from}, {From: &from, Status: []kg.Status{kg.StatusPlanned}}} {
			byOrdinary, byClass := partsOf(conditionsOf(f), "", kg.PositionEnd, []int64{kg.OrdinaryClass, class})
			for _, p := range append(byOrdinary, byClass...) {
				if p.has(old) {
					t.Errorf("%v goes over what starts on %s, for times such as %s", p, c.earlier, c.time)
				}
			}
		}
	}
}
