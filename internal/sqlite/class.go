package sqlite

import "conflictgraph/internal/kg"

// The class of a relation tells its span, status and certainty: the codes of
// these, in a number that the database works out (migration 00002). Ordinary ones
// are of class 0.
const (
	classesOfStatus = 8
	classesOfSpan   = 32
)

// The codes of spans are the indexes of mostDays, 0 also for no time at all, and
// these two.
const (
	spanOpen  = 12 // it has a start and no end
	spanUntil = 13 // it has an end and no start
)

// mostDays are the greatest lengths of the spans that have both ends. Months,
// years, decades and centuries have codes of their own, so that what may reach
// into a time is found by where it starts, give or take a few days.
var mostDays = [...]int64{1, 7, 27, 31, 92, 364, 366, 3651, 3653, 36523, 36525, int64(kg.MaxDate) - int64(kg.MinDate) + 1}

var undatedBound = bound{undated, []byte{}}

// A choice is what a filter says of classes and days.
type choice struct {
	statuses, certainties int64 // masks
	from, to              *kg.Date
}

// The masks of every code.
var (
	everyStatus    = mask(statusCodes, statuses)
	everyCertainty = mask(certaintyCodes, certainties)
)

func choiceOf(f kg.RelationFilter) choice {
	return choice{mask(statusCodes, f.Status) & everyStatus, mask(certaintyCodes, f.Certainty) & everyCertainty, f.From, f.To}
}

// byKind reports whether some status or certainty is left out.
func (c choice) byKind() bool { return c.statuses != everyStatus || c.certainties != everyCertainty }

// byTime reports whether only some days are chosen.
func (c choice) byTime() bool { return c.from != nil || c.to != nil }

// narrows reports whether something is not chosen.
func (c choice) narrows() bool { return c.byKind() || c.byTime() }

// admits reports whether relations of a class may be chosen.
func (c choice) admits(class int64) bool {
	status, certainty := class%classesOfSpan/classesOfStatus, class%classesOfStatus
	return c.statuses>>status&1 == 1 && c.certainties>>certainty&1 == 1
}

// days returns the bounds of the places that relations of a span have which may
// be chosen. All between them are, where the span is of one day.
func (c choice) days(span int64) (lower, upper bound) {
	lower, upper = firstBound, lastBound
	switch {
	case !c.byTime():
		return lower, upper
	case span == spanUntil:
		return undatedBound, upper
	}
	if c.to != nil {
		lower = boundOf(int64(*c.to))
	}
	upper = undatedBound
	if c.from != nil && span != spanOpen {
		upper = boundOf(int64(*c.from) - mostDays[span])
	}
	return lower, upper
}

// earlier returns the bound of what starts before the time that is chosen.
func (c choice) earlier() bound {
	if c.from == nil {
		return undatedBound
	}
	return boundOf(int64(*c.from) - 1)
}

// boundOf returns the bound of what starts on a day or before it.
func boundOf(start int64) bound {
	return bound{min(max(int64(kg.MaxDate)-start, -1), undated), []byte{}}
}
