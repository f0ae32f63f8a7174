package timex

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"conflictgraph/internal/kg"
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
