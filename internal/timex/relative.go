package timex

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"conflictgraph/internal/kg"
)

// weekday reads a day of the week, with "last", "next" or "this" before it and a part of
// the day after it.
func (f *finder) weekday(i int) (int, value) {
	n, which := 0, ""
	if f.is(i, "last") || f.is(i, "next") || f.is(i, "this") || f.is(i, "coming") || f.is(i, "past") {
		n, which = 1, f.low(i)
	}
	wanted, is := weekdays[f.low(i+n)]
	if !is {
		return 0, value{}
	}
	n++
	if partsOfDay[f.low(i+n)] {
		n++
	}
	name := wanted.String()
	if f.on == nil {
		return n, undated()
	}
	on := *f.on
	back := kg.Date((int(on.Time().Weekday()) - int(wanted) + 7) % 7)
	ahead := kg.Date((int(wanted) - int(on.Time().Weekday()) + 7) % 7)
	switch which {
	case "last", "past":
		if back == 0 {
			back = 7
		}
		return n, day(on-back).because("the last %s before publication on %s", name, on)
	case "next", "coming":
		if ahead == 0 {
			ahead = 7
		}
		return n, day(on+ahead).because("the next %s after publication on %s", name, on)
	}
	if f.future(i, n) {
		return n, day(on+ahead).because("what is spoken of is still to come: the next %s from publication on %s", name, on)
	}
	return n, day(on-back).because("the last %s on or before publication on %s", name, on)
}

// deictic reads "today", "yesterday", "overnight", "this morning".
func (f *finder) deictic(i int) (int, value) {
	offset, n := 0, 1
	var name string
	switch low := f.low(i); {
	case low == "today" || low == "tonight":
		name = "the day of publication"
	case f.is(i, "the", "day", "before", "yesterday"):
		offset, n, name = -2, 4, "two days before publication"
	case f.is(i, "the", "day", "after", "tomorrow"):
		offset, n, name = 2, 4, "two days after publication"
	case low == "yesterday":
		offset, name = -1, "the day before publication"
	case low == "tomorrow":
		offset, name = 1, "the day after publication"
	case low == "this" && (f.is(i+1, "morning") || f.is(i+1, "afternoon") || f.is(i+1, "evening")):
		n, name = 2, "the day of publication"
	case low == "last" && f.is(i+1, "night"):
		offset, n, name = -1, 2, "the day before publication"
	case low == "overnight":
		if f.on == nil {
			return 1, undated()
		}
		return 1, days(*f.on-1, *f.on).because("the night before publication on %s", f.on)
	case low == "recently":
		if f.on == nil {
			return 1, undated()
		}
		return 1, value{edtf: "../" + f.on.String(), first: kg.MinDate, last: *f.on}.because("before publication on %s; no day is said", f.on)
	default:
		return 0, value{}
	}
	if n == 1 && partsOfDay[f.low(i+1)] {
		n++
	}
	if f.on == nil {
		return n, undated()
	}
	return n, day(*f.on+kg.Date(offset)).because("%s, %s", name, f.on)
}

// mondayOf returns the Monday of the week of a day.
func mondayOf(d kg.Date) kg.Date { return d - kg.Date((int(d.Time().Weekday())+6)%7) }

func monthOf(d kg.Date, offset int) (time.Time, string) {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(offset), 1, 0, 0, 0, 0, time.UTC)
	return first, first.Format("2006-01")
}

// unit reads "last week", "this month", "next year", "over the weekend", "the past three
// days".
func (f *finder) unit(i int) (int, value) {
	n := 0
	if f.is(i, "the") || f.is(i, "earlier") || f.is(i, "later") {
		n = 1
	}
	if f.is(i+n, "recent") {
		if u := f.low(i + n + 1); u == "days" || u == "weeks" || u == "months" || u == "years" {
			if f.on == nil {
				return n + 2, undated()
			}
			return n + 2, value{edtf: "../" + f.on.String(), first: kg.MinDate, last: *f.on}.because("before publication on %s; no day is said", f.on)
		}
	}
	which := f.low(i + n)
	offset := 0
	switch which {
	case "last", "past", "previous":
		offset = -1
	case "next", "coming":
		offset = 1
	case "this", "current":
	case "weekend":
		if n == 0 {
			return 0, value{}
		}
		return f.weekend(i, n+1, "")
	default:
		return 0, value{}
	}
	n++
	if f.is(i+n, "weekend") {
		return f.weekend(i, n+1, which)
	}
	if count, ok := number(f.low(i + n)); ok && offset != 0 {
		if unit, ok := unitOf(f.low(i + n + 1)); ok {
			return n + 2, f.stretch(count*offset, unit)
		}
	}
	if f.is(i+n, "few") || f.is(i+n, "several") {
		if _, ok := unitOf(f.low(i + n + 1)); ok {
			return n + 2, value{undated: "the words do not say how many"}
		}
	}
	unit := f.low(i + n)
	if unit != "week" && unit != "month" && unit != "year" {
		return 0, value{}
	}
	n++
	if f.on == nil {
		return n, undated()
	}
	on := *f.on
	said := map[int]string{-1: "before", 0: "of", 1: "after"}[offset]
	switch unit {
	case "week":
		monday := mondayOf(on) + kg.Date(7*offset)
		return n, days(monday, monday+6).because("Monday to Sunday of the week %s that of publication on %s", said, on)
	case "month":
		_, month := monthOf(on, offset)
		return n, parsed(month).because("the month %s that of publication on %s", said, on)
	}
	return n, parsed(fmt.Sprintf("%04d", on.Time().Year()+offset)).because("the year %s that of publication on %s", said, on)
}

func (f *finder) weekend(i, n int, which string) (int, value) {
	if f.on == nil {
		return n, undated()
	}
	on := *f.on
	saturday := mondayOf(on) + 5 // of the week of publication
	future := f.future(i, n)
	switch {
	case which == "next" || which == "coming":
		if on >= saturday {
			saturday += 7
		}
	case which == "last" || which == "past" || which == "previous":
		saturday -= 7
	case future && on > saturday+1:
		saturday += 7
	case !future && on < saturday:
		saturday -= 7
	}
	return n, days(saturday, saturday+1).because("the Saturday and Sunday %s, with publication on %s", map[bool]string{true: "ahead", false: "before or on it"}[saturday > on], on)
}

func number(s string) (int, bool) {
	if n, ok := numbers[s]; ok {
		return n, true
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0 && n <= 500 && len(s) <= 3
}

func unitOf(s string) (string, bool) {
	s = strings.TrimSuffix(s, "s")
	switch s {
	case "hour", "day", "week", "month", "year", "decade", "fortnight":
		return s, true
	}
	return "", false
}

// shifted returns the time that is so many units from publication, as exact as the unit.
func (f *finder) shifted(count int, unit string) value {
	on := *f.on
	t := on.Time()
	switch unit {
	case "hour":
		return day(on + kg.Date(count/24))
	case "day":
		return day(on + kg.Date(count))
	case "week":
		return day(on + kg.Date(7*count))
	case "fortnight":
		return day(on + kg.Date(14*count))
	case "month":
		_, month := monthOf(on, count)
		return parsed(month)
	case "decade":
		return parsed(fmt.Sprintf("%04d", t.Year()+10*count))
	}
	return parsed(fmt.Sprintf("%04d", t.Year()+count))
}

// stretch returns the units before or after publication up to it.
func (f *finder) stretch(count int, unit string) value {
	if f.on == nil {
		return undated()
	}
	on, other := *f.on, f.shifted(count, unit)
	if unit == "month" || unit == "year" || unit == "decade" {
		t := on.Time()
		n := map[string]int{"month": 1, "year": 12, "decade": 120}[unit] * count
		there := kg.NewDate(t.Year(), t.Month()+time.Month(n), t.Day())
		other.first, other.last = there, there
	}
	if count < 0 {
		return days(other.first, on).because("the time before publication on %s", on)
	}
	return days(on, other.last).because("the time after publication on %s", on)
}

// ago reads "three days ago", "nearly a year ago", "two weeks earlier".
func (f *finder) ago(i int) (int, value) {
	n, about := 0, false
	switch {
	case f.is(i, "more", "than") || f.is(i, "less", "than"):
		n, about = 2, true
	case f.is(i, "nearly") || f.is(i, "almost") || f.is(i, "about") || f.is(i, "around") || f.is(i, "some"):
		n, about = 1, true
	}
	if f.is(i+n, "a", "couple", "of") {
		n += 2
		about = true
	}
	count, ok := number(f.low(i + n))
	if f.is(i+n, "of") {
		count, ok = 2, true
	}
	unit, is := unitOf(f.low(i + n + 1))
	if !ok || !is || !f.is(i+n+2, "ago") {
		return 0, value{}
	}
	n += 3
	if f.on == nil {
		return n, undated()
	}
	v := f.shifted(-count, unit)
	v = v.because("%s before publication on %s", counted(count, unit), f.on)
	if about {
		v.edtf += "~"
	}
	return n, v
}

func counted(n int, unit string) string {
	if n == 1 {
		return "one " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// ahead reads the number of "in three days", where that is a time to come.
func (f *finder) ahead(i int) (int, value) {
	count, ok := number(f.low(i))
	unit, is := unitOf(f.low(i + 1))
	if !ok || !is {
		return 0, value{}
	}
	if f.on == nil {
		return 2, undated()
	}
	if f.is(i-1, "in") && !f.future(i-1, 3) {
		return 0, value{} // "in three days of fighting"
	}
	v := f.shifted(count, unit)
	return 2, v.because("%s after publication on %s", counted(count, unit), f.on)
}
