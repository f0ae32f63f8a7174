package exchange

import (
	"fmt"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// Unit is what the times of a data set count.
type Unit string

// The units there are.
const (
	Minute Unit = "minute"
	Hour   Unit = "hour"
	Day    Unit = "day"
	Week   Unit = "week"
	Month  Unit = "month"
	Year   Unit = "year"
)

// Units lists every unit.
var Units = []Unit{Minute, Hour, Day, Week, Month, Year}

// unitsADay is how many of the units shorter than a week are in a day.
var unitsADay = map[Unit]int64{Minute: 24 * 60, Hour: 24, Day: 1}

// clock turns numbers of units since a day into dates.
type clock struct {
	start kg.Date
	unit  Unit
}

func newClock(start string, unit Unit) (clock, error) {
	day, err := kg.ParseDate(start)
	if err != nil {
		return clock{}, kg.BadInput("start", "%v", err)
	}
	if !slices.Contains(Units, unit) {
		return clock{}, kg.BadInput("unit", "%q is not a unit of time; give one of %v", unit, Units)
	}
	return clock{start: day, unit: unit}, nil
}

// at returns when n units have passed: the day, the seven days, or the month or
// year that the moment is in.
func (c clock) at(n int64) (kg.Time, error) {
	// No calendar that a Date can count holds more months than this, let alone days.
	const most = 12 * 20_000
	days := n
	if perDay := unitsADay[c.unit]; perDay != 0 {
		days = n / perDay
	}
	days = min(days, most*31)
	var first, last kg.Date
	var edtf func() string
	switch c.unit {
	case Week:
		first = c.start + kg.Date(7*days)
		last = first + 6
		edtf = func() string { return first.String() + "/" + last.String() }
	case Month:
		t := c.start.Time()
		first = kg.NewDate(t.Year(), t.Month()+time.Month(min(n, most)), 1)
		last = kg.BucketMonth.EndOf(first)
		edtf = func() string { return first.String()[:len(first.String())-len("-01")] }
	case Year:
		first = kg.NewDate(c.start.Time().Year()+int(min(n, most)), time.January, 1)
		last = kg.BucketYear.EndOf(first)
		edtf = func() string { return first.String()[:len(first.String())-len("-01-01")] }
	default:
		first = c.start + kg.Date(days)
		last = first
		edtf = first.String
	}
	if last > kg.MaxDate {
		return kg.Time{}, fmt.Errorf("%d %ss after %s is after %s; check the start and the unit", n, c.unit, c.start, kg.MaxDate)
	}
	return kg.Time{EDTF: edtf(), Start: &first, End: &last}, nil
}
