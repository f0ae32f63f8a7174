package sqlite

import (
	"math/bits"

	"conflictgraph/internal/kg"
)

// A choice is what a filter says of classes and days.
type choice struct {
	statuses, certainties, codings int64 // masks
	from, to                       *kg.Date
}

// The masks of every code.
var (
	everyStatus    = mask(statusCodes, statuses)
	everyCertainty = mask(certaintyCodes, certainties)
	everyCoding    = mask(codingCodes, kg.CodingCodes)
)

// How far the masks of statuses and of codings are shifted in one that has those of
// certainties, too.
const (
	statusBits = 8
	codingBits = 12
)

// kinds returns all masks in one.
func (c choice) kinds() int64 {
	return c.certainties | c.statuses<<statusBits | c.codings<<codingBits
}

// byKind reports whether some status, certainty or coding is left out.
func (c choice) byKind() bool {
	return c.statuses != everyStatus || c.certainties != everyCertainty || c.codings != everyCoding
}

// byTime reports whether only some days are chosen.
func (c choice) byTime() bool { return c.from != nil || c.to != nil }

// narrows reports whether something is not chosen.
func (c choice) narrows() bool { return c.byKind() || c.byTime() }

// admits reports whether relations of a class may be chosen.
func (c choice) admits(class int64) bool {
	return (c.statuses>>kg.StatusOfClass(class))&(c.certainties>>kg.CertaintyOfClass(class))&(c.codings>>kg.CodingOfClass(class))&1 == 1
}

// lowest and highest return the least and the greatest code of a mask.
func lowest(mask int64) int  { return bits.TrailingZeros64(uint64(mask)) }
func highest(mask int64) int { return bits.Len64(uint64(mask)) - 1 }

// days returns those of the places of what may be chosen of a span. All there is on
// them is chosen, where the span is of one day.
func (c choice) days(span int64) days {
	d := allDays
	switch {
	case !c.byTime():
		return d
	case span == kg.SpanUntil:
		return days{undated, d.before}
	}
	if d.before = undated; c.from != nil && span != kg.SpanOpen {
		d.before = dayOf(int64(*c.from) - kg.SpanDays[span])
	}
	if c.to != nil {
		d.from = dayOf(int64(*c.to))
	}
	return d
}

// ofClasses returns the days of what has to be found class by class: all, or those
// before the time that is chosen.
func (c choice) ofClasses() days {
	switch {
	case c.byKind():
		return allDays
	case c.from == nil:
		return days{undated, allDays.before}
	}
	return days{dayOf(int64(*c.from) - 1), allDays.before}
}

// bounds returns between which classes all are that have to be found class by class, for
// each run of codings whose codes follow each other, as the statements that find them are
// told.
func (c choice) bounds() (runs [][]any) {
	for left, from := c.codings, 0; left != 0; {
		from += bits.TrailingZeros64(uint64(left >> from))
		to := from + bits.TrailingZeros64(^uint64(left>>from))
		runs = append(runs, []any{
			c.leastClass(), lowest(c.statuses), highest(c.statuses), lowest(c.certainties), highest(c.certainties),
			from * kg.ClassesOfCoding, to*kg.ClassesOfCoding - 1,
		})
		left, from = left>>to<<to, to
	}
	return runs
}

// leastClass returns the least class of what has to be found class by class, of the coding
// of code 0.
func (c choice) leastClass() int64 {
	switch {
	case c.byKind():
		return 0
	case c.from == nil:
		return kg.ClassesOfSpan * kg.SpanUntil
	}
	return kg.ClassesOfSpan
}

// days are the days of places: from one on, before another.
type days struct{ from, before int64 }

var allDays = days{firstBound.day, lastBound.day}

// dayOf returns the day of the place of what starts on a date, which need not be
// one that there is.
func dayOf(date int64) int64 { return min(max(int64(kg.MaxDate)-date, allDays.from), undated) }

func (d days) bounds() (from, before bound) {
	return bound{d.from, []byte{}}, bound{d.before, []byte{}}
}
