package timex

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"conflictgraph/internal/kg"
)

func yearNumber(s string) (int, bool) {
	if len(s) != 4 {
		return 0, false
	}
	y, err := strconv.Atoi(s)
	return y, err == nil && y >= 1000 && y < 2200
}

func dayNumber(s string) (int, bool) {
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		s = strings.TrimSuffix(s, ending)
	}
	if len(s) == 0 || len(s) > 2 {
		return 0, false
	}
	d, err := strconv.Atoi(s)
	return d, err == nil && d >= 1 && d <= 31
}

// month reads the name of a month, with the point of its short form.
func (f *finder) month(i int) (int, time.Month) {
	if i >= len(f.words) {
		return 0, 0
	}
	m, is := months[f.low(i)]
	if !is || f.words[i].text[0] > 'Z' {
		return 0, 0
	}
	if short := len(f.low(i)) < 5 && f.low(i) != "may" && f.low(i) != "june" && f.low(i) != "july"; short && !f.is(i+1, ".") {
		_, after := dayNumber(f.low(i + 1))
		_, year := yearNumber(f.low(i + 1))
		_, before := dayNumber(f.low(i - 1))
		if !after && !year && !before { // "Jan Example"
			return 0, 0
		}
	} else if short && f.is(i+1, ".") && f.words[i+1].start == f.words[i].end {
		return 2, m
	}
	return 1, m
}

// date reads a date, of a day or of a month, with or without its year, with or without
// the day of the week before it.
func (f *finder) date(i int) (int, value) {
	n := 0
	if _, is := weekdays[f.low(i)]; is {
		switch {
		case f.is(i+1, ",") || f.is(i+1, "the") || f.is(i+1, "("):
			n = 2
		default:
			n = 1
		}
		if m, v := f.plainDate(i + n); m > 0 && (v.edtf == "" || v.first == v.last) {
			if f.is(i+1, "(") && f.is(i+n+m, ")") {
				m++
			}
			return n + m, v
		}
		return 0, value{}
	}
	return f.plainDate(i)
}

func (f *finder) plainDate(i int) (int, value) {
	if i >= len(f.words) {
		return 0, value{}
	}
	if t, err := time.Parse("2006-01-02", f.words[i].text); err == nil {
		return 1, day(kg.DateOf(t))
	}
	for _, layout := range []string{"02.01.2006", "2.1.2006"} {
		if t, err := time.Parse(layout, f.words[i].text); err == nil {
			return 1, day(kg.DateOf(t))
		}
	}
	n := 0
	if f.is(i, "the") {
		n = 1
	}
	if d, ok := dayNumber(f.low(i + n)); ok { // 3 May 2024, the 3rd of May
		n++
		if f.is(i+n, "of") {
			n++
		}
		if m, month := f.month(i + n); m > 0 {
			n += m
			return f.yearAfter(i, n, month, d)
		}
		return 0, value{}
	}
	if n == 1 {
		return 0, value{}
	}
	if part, rest, found := strings.Cut(f.low(i), "-"); found && part == "mid" { // mid-May
		if month, is := months[rest]; is {
			if m, v := f.yearAfter(i, 1, month, 0); m > 0 && v.edtf != "" {
				return m, partOfMonth("mid", v)
			}
		}
	}
	if low := f.low(i); low == "early" || low == "late" || low == "mid" {
		if m, month := f.month(i + 1); m > 0 && !f.isDayAfter(i+1+m) {
			m, v := f.yearAfter(i, 1+m, month, 0)
			if v.edtf == "" {
				return m, v
			}
			return m, partOfMonth(low, v)
		}
	}
	m, month := f.month(i)
	if m == 0 {
		return 0, value{}
	}
	if d, ok := dayNumber(f.low(i + m)); ok { // May 3, 2024
		return f.yearAfter(i, m+1, month, d)
	}
	if _, ok := yearNumber(f.low(i + m)); !ok && f.low(i) == "may" && !monthBefore[f.low(i-1)] || f.low(i) == "march" && !ok && f.words[i].opens {
		return 0, value{} // the verb
	}
	return f.yearAfter(i, m, month, 0)
}

var monthBefore = setOf("in since until till by of last next this from to during before after early late and between through end")

func (f *finder) isDayAfter(i int) bool {
	_, ok := dayNumber(f.low(i))
	return ok
}

// yearAfter reads the year, if any, after n words of a date that say its month and, where
// it is not 0, its day.
func (f *finder) yearAfter(i, n int, month time.Month, d int) (int, value) {
	if d > 0 && kg.NewDate(2000, month, d).Time().Month() != month {
		return 0, value{}
	}
	make := func(year int) value {
		if d == 0 {
			return parsed(fmt.Sprintf("%04d-%02d", year, month))
		}
		return parsed(fmt.Sprintf("%04d-%02d-%02d", year, month, d))
	}
	if y, ok := yearNumber(f.low(i + n)); ok {
		return n + 1, make(y)
	}
	if y, ok := yearNumber(f.low(i + n + 1)); ok && (f.is(i+n, ",") || f.is(i+n, "of")) {
		return n + 2, make(y)
	}
	if f.on == nil {
		return n, value{undated: "it has no year, and the day of publication is not known"}
	}
	y := f.on.Time().Year()
	if f.future(i, n) {
		v := make(y)
		if v.last < *f.on {
			v = make(y + 1)
		}
		return n, v.because("no year is said; it is the next after publication on %s", f.on)
	}
	v := make(y)
	if v.first > *f.on {
		v = make(y - 1)
	}
	return n, v.because("no year is said; it is the last before publication on %s", f.on)
}

// daysOfMonth reads "3-5 May", "May 3-5", "May 3 to 5".
func (f *finder) daysOfMonth(i int) (int, value) {
	pair := func(s string) (int, int, bool) {
		a, b, found := strings.Cut(strings.ReplaceAll(s, "–", "-"), "-")
		from, ok := dayNumber(a)
		to, too := dayNumber(b)
		return from, to, found && ok && too && from < to
	}
	within := func(n int, v value, from, to int) (int, value) {
		if n == 0 || v.edtf == "" {
			return n, v
		}
		t := v.first.Time()
		w := days(kg.NewDate(t.Year(), t.Month(), from), kg.NewDate(t.Year(), t.Month(), to))
		return n, w.inferredLike(v)
	}
	if from, to, ok := pair(f.low(i)); ok {
		if m, month := f.month(i + 1); m > 0 {
			n, v := f.yearAfter(i, 1+m, month, to)
			return within(n, v, from, to)
		}
	}
	m, month := f.month(i)
	if m == 0 {
		if from, ok := dayNumber(f.low(i)); ok && (f.is(i+1, "to") || f.is(i+1, "and")) { // 3 to 5 May
			if to, ok := dayNumber(f.low(i + 2)); ok && from < to {
				if m, month := f.month(i + 3); m > 0 {
					n, v := f.yearAfter(i, 3+m, month, to)
					return within(n, v, from, to)
				}
			}
		}
		return 0, value{}
	}
	if from, to, ok := pair(f.low(i + m)); ok {
		n, v := f.yearAfter(i, m+1, month, to)
		return within(n, v, from, to)
	}
	if from, ok := dayNumber(f.low(i + m)); ok && f.is(i+m+1, "to") {
		if to, ok := dayNumber(f.low(i + m + 2)); ok && from < to {
			if next, _ := f.month(i + m + 3); next == 0 {
				n, v := f.yearAfter(i, m+3, month, to)
				return within(n, v, from, to)
			}
		}
	}
	return 0, value{}
}
