package kg

import "slices"

// The class of a relation tells its span, status and certainty: the codes of
// these, in one number, by which a store finds what is rare among many. The codes
// of statuses and certainties are their indexes in Statuses and Certainties. Stores
// keep classes, so a number, once given, keeps its meaning.
const (
	ClassesOfStatus = 8  // how far the classes of two statuses are apart
	ClassesOfSpan   = 32 // how far the classes of two spans are apart

	// OrdinaryClass is what a source states to have occurred, on one day or at a
	// time that is not known: nearly all of a machine-coded data set.
	OrdinaryClass = 0
)

// The codes of spans are the indexes of SpanDays, 0 also for no time at all, and
// these two.
const (
	SpanOpen  = 12 // it has a start and no end
	SpanUntil = 13 // it has an end and no start
)

// SpanDays are the greatest lengths, in days, of the spans that have both ends.
// Months, years, decades and centuries have codes of their own, so that what may
// reach into a time is found by where it starts, give or take a few days.
var SpanDays = [...]int64{1, 7, 27, 31, 92, 364, 366, 3651, 3653, 36523, 36525, int64(MaxDate) - int64(MinDate) + 1}

// Class returns the class of r.
func (r Relation) Class() int64 {
	return span(r.Time)*ClassesOfSpan + int64(slices.Index(Statuses, r.Status))*ClassesOfStatus + int64(slices.Index(Certainties, r.Certainty))
}

func span(t *Time) int64 {
	switch {
	case t == nil:
		return 0
	case t.Start == nil:
		return SpanUntil
	case t.End == nil:
		return SpanOpen
	}
	length := int64(*t.End) - int64(*t.Start) + 1
	return int64(slices.IndexFunc(SpanDays[:], func(most int64) bool { return length <= most }))
}
