package kg

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAFilterWithinAnotherIsRefusedByItsName(t *testing.T) {
	types := TypesByID(CoreTypes())
	early, late := day(t, "2025-11-01"), day(t, "2025-12-01")
	met := RelationFilter{Types: []string{"met-with"}}
	deep := func(levels int) RelationFilter {
		f := met
		for range levels {
			within := f
			f = RelationFilter{Not: &within}
		}
		return f
	}
	either := func(n int) RelationFilter { return RelationFilter{Or: slices.Repeat([]RelationFilter{met}, n)} }
	for _, c := range []struct {
		name   string
		filter RelationFilter
		field  string // of the error
	}{
		{name: "what can be", filter: RelationFilter{And: []RelationFilter{met, {Or: []RelationFilter{met, {Not: &met}}}}}},
		{name: "an unknown type", filter: RelationFilter{Or: []RelationFilter{met, {Types: []string{"met-wiht"}}}}, field: "filter.or[1].types"},
		{name: "a time that ends before it starts", filter: RelationFilter{And: []RelationFilter{{Not: &RelationFilter{From: &late, To: &early}}}}, field: "filter.and[0].not.from"},
		{name: "a name for an entity", filter: RelationFilter{Not: &RelationFilter{And: []RelationFilter{{With: []string{"Anna Keller"}}}}}, field: "filter.not.and[0].with"},
		{name: "one of none", filter: RelationFilter{Or: []RelationFilter{}}, field: "filter.or"},
		{name: "each of none", filter: RelationFilter{Not: &RelationFilter{And: []RelationFilter{}}}, field: "filter.not.and"},
		{name: "nothing among several", filter: RelationFilter{Or: []RelationFilter{met, {}}}, field: "filter.or[1]"},
		{name: "not nothing", filter: RelationFilter{Not: &RelationFilter{Direction: DirectionAny, Types: []string{}}}, field: "filter.not"},
		{name: "as deep as can be", filter: deep(MaxNesting - 1)},
		{name: "deeper", filter: deep(MaxNesting), field: "filter" + strings.Repeat(".not", MaxNesting)},
		{name: "as many alternatives as can be", filter: either(MaxAlternatives)},
		{name: "more", filter: RelationFilter{Or: []RelationFilter{either(MaxAlternatives), met}}, field: "filter"},
		{name: "more, since they multiply", filter: RelationFilter{And: []RelationFilter{either(6), either(6)}}, field: "filter"},
		{name: "more, since what is not either is neither", filter: RelationFilter{Not: &RelationFilter{
			Or: slices.Repeat([]RelationFilter{{Types: []string{"met-with"}, Status: []Status{StatusPlanned}}}, 6),
		}}, field: "filter"},
		{name: "as many filters as can be", filter: RelationFilter{And: slices.Repeat([]RelationFilter{met}, MaxFilters-1)}},
		{name: "more filters", filter: RelationFilter{And: slices.Repeat([]RelationFilter{met}, MaxFilters)}, field: "filter"},
	} {
		t.Run(c.name, func(t *testing.T) { checkRefused(t, c.filter.Check("filter", types), c.field) })

	}
}

func TestHowManyAlternativesAFilterComesTo(t *testing.T) {
	a, b := RelationFilter{Types: []string{"a"}}, RelationFilter{Status: []Status{StatusPlanned}, Certainty: []Certainty{CertaintyDenied}}
	first := day(t, "2025-11-01")
	for want, filters := range map[int][]RelationFilter{
		1: {{}, a, b, {And: []RelationFilter{a, b}}, {Not: &a}, {Not: &RelationFilter{Or: []RelationFilter{a, a, a}}}},
		2: {{Or: []RelationFilter{a, b}}, {Not: &b}, {Not: &RelationFilter{From: &first}}, {Not: &RelationFilter{Not: &RelationFilter{Not: &b}}}},
		3: {{Or: []RelationFilter{a, {Not: &b}}}, {Not: &RelationFilter{From: &first, To: &first}}, {Not: &RelationFilter{And: []RelationFilter{a, b}}}},
		4: {{And: []RelationFilter{{Not: &b}, {Or: []RelationFilter{a, b}}}}, {Not: &RelationFilter{Or: []RelationFilter{b, b}}}},
	} {
		for _, f := range filters {
			if got := f.Alternatives(); got != want {
				t.Errorf("%+v comes to %d alternatives, not %d", f, got, want)
			}
		}
	}
}

func TestARelationPassesACombinedFilterAsLogicSays(t *testing.T) {
	r := &Relation{Type: "t", Subject: "a", Object: "b", Status: StatusOccurred, Certainty: CertaintyStated}
	yes, no := RelationFilter{Types: []string{"t"}}, RelationFilter{Types: []string{"x"}}
	for _, c := range []struct {
		filter RelationFilter
		want   bool
	}{
		{RelationFilter{And: []RelationFilter{yes, yes}}, true},
		{RelationFilter{And: []RelationFilter{yes, no}}, false},
		{RelationFilter{Or: []RelationFilter{no, yes}}, true},
		{RelationFilter{Or: []RelationFilter{no, no}}, false},
		{RelationFilter{Not: &no}, true},
		{RelationFilter{Not: &yes}, false},
		{RelationFilter{Types: []string{"x"}, Or: []RelationFilter{yes}}, false},
		{RelationFilter{Types: []string{"t"}, Not: &RelationFilter{Or: []RelationFilter{no, {Not: &yes}}}}, true},
		{RelationFilter{Not: &RelationFilter{From: &MinDate}}, true}, // it has no time
	} {
		if got := c.filter.Holds(r, "a", false, nil); got != c.want {
			t.Errorf("%+v: %t", c.filter, got)
		}
	}
	if out := (RelationFilter{Not: &RelationFilter{Direction: DirectionOut, With: []string{"b"}}}); out.Holds(r, "a", false, nil) || !out.Holds(r, "b", false, nil) {
		t.Error("what is not out to b is as seen from its owner")
	}
}

// anyCombination draws filters of a few fields, within each other.
func anyCombination(levels int) *rapid.Generator[RelationFilter] {
	return rapid.Custom(func(t *rapid.T) (f RelationFilter) {
		f.Types = rapid.SampledFrom([][]string{nil, nil, {"t"}, {"x"}}).Draw(t, "types")
		f.With = rapid.SampledFrom([][]string{nil, nil, {"a"}, {"b", "c"}}).Draw(t, "with")
		f.Direction = rapid.SampledFrom([]Direction{"", "", DirectionOut, DirectionIn}).Draw(t, "direction")
		if levels > 0 {
			within := anyCombination(levels - 1)
			switch rapid.IntRange(0, 3).Draw(t, "combination") {
			case 0:
				f.And = rapid.SliceOfN(within, 1, 2).Draw(t, "and")
			case 1:
				f.Or = rapid.SliceOfN(within, 1, 2).Draw(t, "or")
			case 2:
				not := within.Draw(t, "not")
				f.Not = &not
			}
		}
		return f
	})
}

func TestWhatEndsDoNotMatterForHoldsWhereverItHoldsForSome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyCombination(3).Draw(t, "filter")
		r := &Relation{Type: rapid.SampledFrom([]string{"t", "x", "z"}).Draw(t, "type"), Subject: "a", Object: rapid.SampledFrom([]string{"a", "b", "d"}).Draw(t, "object")}
		left := f.WithoutEnds()
		for _, one := range left.All("") {
			if one.IsEmpty() && left.IsCombined() || len(one.With) > 0 || one.Direction != "" {
				t.Fatalf("%+v is left of %+v", left, f)
			}
		}
		for _, owner := range []string{"", "a", r.Object} {
			if f.Holds(r, owner, false, nil) && !left.Holds(r, owner, false, nil) {
				t.Fatalf("%+v is left of %+v, which holds for %s", left, f, owner)
			}
		}
	})
	planned := RelationFilter{Status: []Status{StatusPlanned}}
	for _, c := range []struct{ of, want RelationFilter }{
		{RelationFilter{Status: planned.Status, With: []string{"a"}}, planned},
		{RelationFilter{Or: []RelationFilter{planned, {With: []string{"a"}}}}, RelationFilter{}},
		{RelationFilter{And: []RelationFilter{planned, {With: []string{"a"}}}}, RelationFilter{And: []RelationFilter{planned}}},
		{RelationFilter{Not: &RelationFilter{With: []string{"a"}, Status: planned.Status}}, RelationFilter{}},
		{RelationFilter{Not: &planned, Direction: DirectionOut}, RelationFilter{Not: &planned}},
	} {
		if got := c.of.WithoutEnds(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%+v is left of %+v", got, c.of)
		}
	}
}

func TestAReversedFilterHoldsFromTheOtherEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyCombination(3).Draw(t, "filter").withoutCounterparts()
		r := &Relation{Type: "t", Subject: "a", Object: "b"}
		if f.Holds(r, "a", false, nil) != f.reversed().Holds(r, "b", false, nil) {
			t.Fatalf("%+v from a, and %+v from b", f, f.reversed())
		}
	})
}
