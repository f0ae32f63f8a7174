package kg

import "slices"

// The class of a relation tells its coding, span, status and certainty: the codes of
// these, in one number, by which a store finds what is rare among many. The codes of
// statuses and certainties are their indexes in Statuses and Certainties, those of codings
// are their indexes in CodingCodes. None of it changes once a relation is recorded. Stores
// keep classes, so a number, once given, keeps its meaning; what a class tells besides
// comes before all others, as a multiple of 2048.
const (
	ClassesOfStatus = 8   // how far the classes of two statuses are apart
	ClassesOfSpan   = 32  // how far the classes of two spans are apart
	ClassesOfCoding = 512 // how far the classes of two codings are apart

	// OrdinaryClass is what a row of a machine-coded data set states to have occurred, on
	// one day or at a time that is not known: nearly all of such a data set.
	OrdinaryClass = 0
)

// CodingCodes are the codings by their codes.
var CodingCodes = []Coding{CodingMachine, CodingQuoted, CodingHand, CodingSuggested}

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

// Class returns the class of r, whose coding has to be filled in.
func (r Relation) Class() int64 {
	return int64(slices.Index(CodingCodes, r.Coding))*ClassesOfCoding + span(r.Time)*ClassesOfSpan + int64(slices.Index(Statuses, r.Status))*ClassesOfStatus + int64(slices.Index(Certainties, r.Certainty))
}

// The codes that a class tells.

func CertaintyOfClass(class int64) int64 { return class % ClassesOfStatus }
func StatusOfClass(class int64) int64    { return class % ClassesOfSpan / ClassesOfStatus }
func SpanOfClass(class int64) int64      { return class % ClassesOfCoding / ClassesOfSpan }
func CodingOfClass(class int64) int64    { return class / ClassesOfCoding % int64(len(CodingCodes)) }

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
