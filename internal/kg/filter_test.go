package kg

import (
	"strings"
	"testing"
)

func TestAFilterThatNamesWhatCannotBeIsRefused(t *testing.T) {
	types := TypesByID(CoreTypes())
	early, late := day(t, "2025-11-01"), day(t, "2025-12-01")
	for _, c := range []struct {
		name   string
		filter RelationFilter
		field  string // of the error
	}{
		{name: "nothing"},
		{name: "what there can be", filter: RelationFilter{
			Types: []string{"met-with", "proposed"}, With: []string{"anna-keller", "icews:1234"}, From: &early, To: &late, Documents: []string{"doc:one"},
		}},
		{name: "one day", filter: RelationFilter{From: &late, To: &late}},
		{name: "only a from", filter: RelationFilter{From: &late}},
		{name: "an unknown type after a known one", filter: RelationFilter{Types: []string{"met-with", "unheard-of"}}, field: "relations.filter.types"},
		{name: "an empty type", filter: RelationFilter{Types: []string{""}}, field: "relations.filter.types"},
		{name: "a from after the to", filter: RelationFilter{From: &late, To: &early}, field: "relations.filter.from"},
		{name: "a name for an entity", filter: RelationFilter{With: []string{"Anna Keller"}}, field: "relations.filter.with"},
		{name: "a relation for an entity", filter: RelationFilter{With: []string{"rel:00000000000000000000000000"}}, field: "relations.filter.with"},
		{name: "an empty entity", filter: RelationFilter{With: []string{""}}, field: "relations.filter.with"},
		{name: "an entity for a document", filter: RelationFilter{Documents: []string{"anna-keller"}}, field: "relations.filter.documents"},
	} {
		t.Run(c.name, func(t *testing.T) { checkRefused(t, c.filter.Check("relations.filter", types), c.field) })

	}
}

// checkRefused fails unless an error of a filter names a field; there has to be none where
// that is empty.
func checkRefused(t *testing.T, err error, field string) {
	t.Helper()
	if field == "" {
		if err != nil {
			t.Error(err)
		}
		return
	}
	code := CodeBadInput
	if strings.HasSuffix(field, ".types") {
		code = CodeNotFound
	}
	checkError(t, err, code, field)
}

func TestAFilterHoldsForRelationsOfAnOwner(t *testing.T) {
	first, last := day(t, "2025-11-01"), day(t, "2025-11-30")
	dated := &Time{EDTF: "2025-11", Start: &first, End: &last}
	on := func(s string) *Date { d := day(t, s); return &d }
	for _, c := range []struct {
		name      string
		owner     string
		object    string // "b" where empty; the subject is always "a"
		symmetric bool
		time      *Time
		filter    RelationFilter
		want      bool
	}{
		{name: "any relation, without an owner", want: true},
		{name: "any relation of its subject", owner: "a", want: true},
		{name: "any relation of its object", owner: "b", want: true},
		{name: "no relation of another", owner: "c"},
		{name: "no relation of another, whatever its symmetry", owner: "c", symmetric: true},
		{name: "out of its subject", owner: "a", filter: RelationFilter{Direction: DirectionOut}, want: true},
		{name: "not out of its object", owner: "b", filter: RelationFilter{Direction: DirectionOut}},
		{name: "into its object", owner: "b", filter: RelationFilter{Direction: DirectionIn}, want: true},
		{name: "not into its subject", owner: "a", filter: RelationFilter{Direction: DirectionIn}},
		{name: "out of its object where symmetric", owner: "b", symmetric: true, filter: RelationFilter{Direction: DirectionOut}, want: true},
		{name: "into its subject where symmetric", owner: "a", symmetric: true, filter: RelationFilter{Direction: DirectionIn}, want: true},
		{name: "whatever the direction without an owner", filter: RelationFilter{Direction: DirectionIn}, want: true},
		{name: "with the other end", owner: "a", filter: RelationFilter{With: []string{"c", "b"}}, want: true},
		{name: "not with the owner itself", owner: "a", filter: RelationFilter{With: []string{"a"}}},
		{name: "a self-loop with the owner itself", owner: "a", object: "a", filter: RelationFilter{With: []string{"a"}}, want: true},
		{name: "not a self-loop with another", owner: "a", object: "a", filter: RelationFilter{With: []string{"b"}}},
		{name: "with either end without an owner", filter: RelationFilter{With: []string{"b"}}, want: true},
		{name: "not with a third without an owner", filter: RelationFilter{With: []string{"c"}}},
		{name: "out and with: both of one end", owner: "b", filter: RelationFilter{Direction: DirectionOut, With: []string{"a"}}},
		{name: "one of its types", filter: RelationFilter{Types: []string{"x", "t"}}, want: true},
		{name: "not another type", filter: RelationFilter{Types: []string{"x"}}},
		{name: "its status", filter: RelationFilter{Status: []Status{StatusOccurred}}, want: true},
		{name: "not another status", filter: RelationFilter{Status: []Status{StatusPlanned}}},
		{name: "not another certainty", filter: RelationFilter{Certainty: []Certainty{CertaintyDenied, CertaintyAlleged}}},
		{name: "a day within", time: dated, filter: RelationFilter{From: on("2025-11-15"), To: on("2025-11-15")}, want: true},
		{name: "from its last day", time: dated, filter: RelationFilter{From: on("2025-11-30")}, want: true},
		{name: "not from the day after", time: dated, filter: RelationFilter{From: on("2025-12-01")}},
		{name: "to its first day", time: dated, filter: RelationFilter{To: on("2025-11-01")}, want: true},
		{name: "not to the day before", time: dated, filter: RelationFilter{To: on("2025-10-31")}},
		{name: "a time around it", time: dated, filter: RelationFilter{From: on("2025-01-01"), To: on("2026-01-01")}, want: true},
		{name: "no time, whatever the day", filter: RelationFilter{From: &MinDate}},
		{name: "an open end, on the last day of all", time: &Time{Start: &first}, filter: RelationFilter{From: &MaxDate}, want: true},
		{name: "an open start, on the first day of all", time: &Time{End: &last}, filter: RelationFilter{To: &MinDate}, want: true},
		{name: "its document, among its evidence", filter: RelationFilter{Documents: []string{"doc:y"}}, want: true},
		{name: "not another document", filter: RelationFilter{Documents: []string{"doc:z"}}},
		{name: "with words of a document, among its evidence", filter: RelationFilter{Quoted: new(true)}, want: true},
		{name: "not as a row alone", filter: RelationFilter{Quoted: new(false)}},
		{name: "its coding", filter: RelationFilter{Coding: []Coding{CodingHand, CodingQuoted}}, want: true},
		{name: "not another coding", filter: RelationFilter{Coding: []Coding{CodingSuggested, CodingMachine}}},
		{name: "not the document of a row, which has none", filter: RelationFilter{Documents: []string{"rows"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &Relation{
				Type: "t", Subject: "a", Object: "b", Status: StatusOccurred, Certainty: CertaintyStated, Coding: CodingQuoted, Time: c.time,
				Evidence: []Evidence{{Source: &Source{Dataset: "rows", Record: "1"}}, {Document: "doc:x"}, {Document: "doc:y"}},
			}
			if c.object != "" {
				r.Object = c.object
			}
			if got := c.filter.Holds(r, c.owner, c.symmetric, nil); got != c.want {
				t.Errorf("it holds: %t", got)
			}
		})
	}
}

func TestOfSeveralBadFieldsTheFirstIsNamed(t *testing.T) {
	bad := []string{"Anna Keller"}
	for range 50 {
		checkRefused(t, RelationFilter{AttributedTo: bad, Places: bad}.Check("filter", nil), "filter.attributedTo")
	}
}
