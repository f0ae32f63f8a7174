package neo4j

import (
	"slices"

	"conflictgraph/internal/kg"
)

// part is some of what a walk goes over: what an index has for one value of the
// key before the position, between two positions, both exclusive.
type part map[string]any

// parts are what the walks of a page go over. No relation is on two of them.
type parts struct {
	plain   []part // by whether relations are ordinary
	classed []part // by class, of those that are not
}

// undated is less than the position of every relation without a start, and
// greater than all others.
var undated = kg.Relation{}.Position()

// from returns what is less than the position of every relation that starts on d
// or earlier, and greater than all others.
func startingBy(d int64) string { return kg.Relation{Time: kg.Day(kg.Date(d))}.Position() }

// partsOf returns where the relations are between two positions whose status,
// certainty and time may pass f, in a graph that has some classes. Those of plain
// do pass.
func partsOf(f kg.RelationFilter, lower, upper string, classes []int64) parts {
	var all parts
	add := func(to *[]part, is any, lower, upper string) {
		if lower < upper {
			*to = append(*to, part{"is": is, "lower": lower, "upper": upper})
		}
	}
	started := lower // before the end of the time
	if f.To != nil {
		started = max(lower, startingBy(int64(*f.To)))
	}
	within := upper // starts within the time
	if f.From != nil {
		within = min(upper, startingBy(int64(*f.From)-1))
	} else if f.To != nil {
		within = min(upper, undated)
	}
	restricted := slices.ContainsFunc(classes, func(c int64) bool { return !admits(f, c) })
	if slices.Contains(classes, kg.OrdinaryClass) && admits(f, kg.OrdinaryClass) {
		add(&all.plain, true, started, within)
	}
	if !restricted && slices.ContainsFunc(classes, func(c int64) bool { return c != kg.OrdinaryClass }) {
		add(&all.plain, false, started, within)
	}
	for _, c := range classes {
		if c == kg.OrdinaryClass || !admits(f, c) {
			continue
		}
		least, most, more := reaching(f, c/kg.ClassesOfSpan)
		switch {
		case restricted && c/kg.ClassesOfSpan != kg.SpanUntil:
			add(&all.classed, c, started, max(within, min(upper, most)))
		case restricted && f.From == nil && f.To == nil:
			add(&all.classed, c, lower, upper)
		case more:
			add(&all.classed, c, max(started, least), min(upper, most))
		}
	}
	return all
}

// reaching returns between which positions the relations of a span are that may
// reach into the time of f but do not start in it, if there are any.
func reaching(f kg.RelationFilter, span int64) (least, most string, any bool) {
	switch {
	case f.From == nil && f.To == nil:
		return "", "", false
	case span == kg.SpanUntil:
		return undated, kg.PositionEnd, true
	case f.From == nil || span == 0:
		return "", "", false
	case span == kg.SpanOpen:
		return startingBy(int64(*f.From) - 1), undated, true
	}
	return startingBy(int64(*f.From) - 1), startingBy(int64(*f.From) - kg.SpanDays[span]), true
}
