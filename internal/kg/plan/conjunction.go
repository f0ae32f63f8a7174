package plan

import (
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// A conjunction is literals on a relation that all have to hold.
type conjunction struct {
	types       []string // one of these, in order; any where nil, as of the next three
	statuses    []kg.Status
	certainties []kg.Certainty
	codings     []kg.Coding
	directions  directions

	from, to *kg.Date // see kg.RelationFilter
	outside  []Period // what overlaps none of these
	undated  bool     // what has no time

	with    [][]string // one of each of these lists is an other end
	notWith []string

	some [Facets][][]string // one of each of these lists is named
	none [Facets][]string   // none of these is named

	since, before *time.Time // when it was recorded: then or later, before that

	boxes, notBoxes []kg.BBox // see kg.RelationFilter
}

// directions are the directions that relations have, as seen from their owner. All
// have one: a symmetric one, and one that leads from its owner to itself, has bothWays.
type directions int

const (
	outward directions = 1 << iota
	inward
	bothWays

	anyDirection = outward | inward | bothWays
)

// anyRelation holds for every relation.
var anyRelation = conjunction{directions: anyDirection}

// Period is the days from one to another.
type Period struct{ From, To kg.Date }

// overlaps reports whether a time may fall on a day of p, at least in part.
func (p Period) overlaps(t *kg.Time) bool {
	if t == nil {
		return false
	}
	first, last := t.Bounds()
	return last >= p.From && first <= p.To
}

// allTime is what every time overlaps.
var allTime = Period{kg.MinDate, kg.MaxDate}

// and returns what holds where both hold, and whether any relation can.
func (c conjunction) and(d conjunction) (both conjunction, any bool) {
	both = c
	var types, statuses, certainties, codings bool
	both.types, types = common(c.types, d.types)
	both.statuses, statuses = common(c.statuses, d.statuses)
	both.certainties, certainties = common(c.certainties, d.certainties)
	both.codings, codings = common(c.codings, d.codings)
	both.directions = c.directions & d.directions
	if both.from == nil || d.from != nil && *d.from > *both.from {
		both.from = d.from
	}
	if both.to == nil || d.to != nil && *d.to < *both.to {
		both.to = d.to
	}
	both.undated = c.undated || d.undated
	both.outside = distinct(slices.Concat(c.outside, d.outside))
	both.with, both.notWith = slices.Concat(c.with, d.with), joined(c.notWith, d.notWith)
	for facet := range Facets {
		both.some[facet], both.none[facet] = slices.Concat(c.some[facet], d.some[facet]), joined(c.none[facet], d.none[facet])
	}
	if both.since == nil || d.since != nil && d.since.After(*both.since) {
		both.since = d.since
	}
	if both.before == nil || d.before != nil && d.before.Before(*both.before) {
		both.before = d.before
	}
	recorded := both.since == nil || both.before == nil || both.since.Before(*both.before)
	both.boxes, both.notBoxes = distinct(slices.Concat(c.boxes, d.boxes)), distinct(slices.Concat(c.notBoxes, d.notBoxes))
	dated := both.from != nil || both.to != nil
	return both, types && statuses && certainties && codings && recorded && both.directions != 0 && !(dated && both.undated)
}

// common returns what is in two sets, of which nil is that of everything, and whether
// anything is.
func common[T comparable](a, b []T) (both []T, any bool) {
	switch {
	case a == nil:
		return b, b == nil || len(b) > 0
	case b == nil:
		return a, len(a) > 0
	}
	both = []T{}
	for _, v := range a {
		if slices.Contains(b, v) {
			both = append(both, v)
		}
	}
	return both, len(both) > 0
}

// joined returns what is in either of two lists, in order and once.
func joined[T ~string](a, b []T) []T {
	if len(a)+len(b) == 0 {
		return nil
	}
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// outsides returns what no time overlaps: all time, too, where there is to be none.
func (c conjunction) outsides() []Period {
	if c.undated {
		return append(slices.Clone(c.outside), allTime)
	}
	return c.outside
}

// conditions returns what is asked of relations besides the ranges that they are in, of
// which some may have to be checked for sides.
func (c conjunction) conditions(sides []Side) Conditions {
	of := Conditions{Types: c.types, Statuses: c.statuses, Certainties: c.certainties, Codings: c.codings, From: c.from, To: c.to}
	left := Check{Sides: sides, Outside: c.outsides(), Some: c.some, None: c.none, Since: c.since, Before: c.before, Boxes: c.boxes, NotBoxes: c.notBoxes}
	if documents := c.some[InDocument]; len(documents) > 0 {
		of.Documents, left.Some[InDocument] = documents[0], documents[1:]
	}
	if !left.IsNone() {
		of.Checks = []Check{left}
	}
	return of
}

// exclusion returns the check that leaves out what the conjunction, of some sides, holds
// for.
func (c conjunction) exclusion(sides []Side) Check {
	return Check{
		Not: true, Sides: sides, Statuses: c.statuses, Certainties: c.certainties, Codings: c.codings, From: c.from, To: c.to,
		Outside: c.outsides(), Some: c.some, None: c.none, Since: c.since, Before: c.before, Boxes: c.boxes, NotBoxes: c.notBoxes,
	}
}
