package timex

import (
	"fmt"
	"strings"
	"time"
)

var months = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

var weekdays = map[string]time.Weekday{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
}

var seasons = map[string]int{"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

var partsOfDay = setOf("morning afternoon evening night midday noon dawn dusk")

var numbers = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"couple": 2, "fifteen": 15, "twenty": 20, "thirty": 30,
}

// point reads a time that stands by itself: a date, a day of the week, "last month".
func (f *finder) point(i int) (int, value) {
	for _, read := range []func(int) (int, value){f.partOfDay, f.date, f.weekday, f.deictic, f.unit, f.ago, f.season, f.partOfYear} {
		if n, v := read(i); n > 0 {
			return n, v
		}
	}
	return 0, value{}
}

// partOfDay reads "dawn on 3 May", "late on Monday", "early Tuesday".
func (f *finder) partOfDay(i int) (int, value) {
	n := 0
	switch {
	case f.is(i, "early") || f.is(i, "late") || f.is(i, "later") || f.is(i, "earlier"):
		n = 1
	case partsOfDay[f.low(i)]:
		n = 1
	default:
		return 0, value{}
	}
	if f.is(i+n, "on") || f.is(i+n, "of") && partsOfDay[f.low(i)] {
		n++
	} else if partsOfDay[f.low(i)] {
		return 0, value{}
	}
	if m, v := f.date(i + n); m > 0 && (v.first == v.last || v.edtf == "") {
		return n + m, v
	}
	if m, v := f.weekday(i + n); m > 0 {
		return n + m, v
	}
	if f.is(i+n, "today") || f.is(i+n, "yesterday") || f.is(i+n, "tomorrow") {
		m, v := f.deictic(i + n)
		return n + m, v
	}
	return 0, value{}
}

// year reads a year of four digits, or a decade.
func (f *finder) year(i int) (int, value) {
	low, n := f.low(i), 1
	if low == "the" {
		low, n = f.low(i+1), 2
	}
	if y, ok := yearNumber(low); ok && n == 1 {
		return 1, parsed(fmt.Sprintf("%04d", y))
	}
	if rest, is := strings.CutSuffix(low, "s"); is {
		if y, ok := yearNumber(rest); ok && y%10 == 0 {
			return n, parsed(fmt.Sprintf("%03dX", y/10))
		}
	}
	for _, part := range []string{"early", "mid", "late"} {
		skip := 0
		switch {
		case low == part:
			skip = 1
		case strings.HasPrefix(low, part+"-"):
			if y, ok := yearNumber(low[len(part)+1:]); ok {
				return n, partOf(part, y)
			}
		}
		if skip == 1 {
			if y, ok := yearNumber(f.low(i + n)); ok {
				return n + 1, partOf(part, y)
			}
		}
	}
	return 0, value{}
}

// partOfYear reads "early 2024", "mid-2024", "the end of 2024".
func (f *finder) partOfYear(i int) (int, value) {
	if low := f.low(i); low == "early" || low == "late" || strings.HasPrefix(low, "mid-") {
		return f.year(i)
	}
	n := 0
	if f.is(i, "the") {
		n = 1
	}
	part := map[string]string{"beginning": "early", "start": "early", "end": "late", "middle": "mid"}[f.low(i+n)]
	if part == "" || !f.is(i+n+1, "of") {
		return 0, value{}
	}
	if y, ok := yearNumber(f.low(i + n + 2)); ok {
		return n + 3, partOf(part, y)
	}
	if m, v := f.date(i + n + 2); m > 0 && v.edtf != "" && len(v.edtf) == len("2006-01") {
		return n + 2 + m, partOfMonth(part, v)
	}
	if f.is(i+n+2, "the", "year") || f.is(i+n+2, "this", "year") {
		if f.on == nil {
			return n + 4, undated()
		}
		return n + 4, partOf(part, f.on.Time().Year())
	}
	return 0, value{}
}

func partOf(part string, y int) value {
	first := map[string]int{"early": 1, "mid": 5, "late": 9}[part]
	v := parsed(fmt.Sprintf("%04d-%02d/%04d-%02d", y, first, y, first+3))
	return v.because("the %s part of a year is taken as four of its months", map[string]string{"early": "first", "mid": "middle", "late": "last"}[part])
}

func partOfMonth(part string, month value) value {
	first, last := month.first, month.last
	switch part {
	case "early":
		last = first + 9
	case "mid":
		first, last = first+10, first+19
	case "late":
		first += 20
	}
	v := days(first, last)
	v = v.because("the %s part of a month is taken as ten days of it", map[string]string{"early": "first", "mid": "middle", "late": "last"}[part])
	if month.inferred {
		v.why = join(month.why, v.why)
	}
	return v
}

// season reads "summer 2024", "the summer of 2024", "last summer".
func (f *finder) season(i int) (int, value) {
	n, which := 0, ""
	if low := f.low(i); low == "the" || low == "last" || low == "this" || low == "next" {
		n, which = 1, low
	}
	s, is := seasons[f.low(i+n)]
	if !is {
		return 0, value{}
	}
	n++
	at := n
	if f.is(i+at, "of") {
		at++
	}
	if y, ok := yearNumber(f.low(i + at)); ok && which != "last" && which != "next" {
		return at + 1, parsed(fmt.Sprintf("%04d-%d", y, s))
	}
	if which == "" || which == "the" {
		return 0, value{}
	}
	if f.on == nil {
		return n, undated()
	}
	y := f.on.Time().Year()
	v := parsed(fmt.Sprintf("%04d-%d", y, s))
	switch which {
	case "last":
		for v.last >= *f.on && y > 0 {
			y--
			v = parsed(fmt.Sprintf("%04d-%d", y, s))
		}
		if prior := parsed(fmt.Sprintf("%04d-%d", y+1, s)); prior.last < *f.on {
			v = prior
		}
	case "next":
		for v.first <= *f.on {
			y++
			v = parsed(fmt.Sprintf("%04d-%d", y, s))
		}
	}
	return n, v.because("%s %s, with publication on %s", map[string]string{"last": "the last", "this": "this year's", "next": "the next"}[which], f.low(i+1), f.on)
}
