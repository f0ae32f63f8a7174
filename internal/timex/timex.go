// Package timex finds the expressions of time in English text, and works out which days
// they mean from the day on which the text was published.
package timex

import (
	"fmt"
	"strings"

	"conflictgraph/internal/kg"
)

// Expression is words of a text that say when something is.
type Expression struct {
	Start, End int    // code points of the text
	Words      string // as they stand there
	EDTF       string // empty where no date follows from them; Reasoning says why
	Inferred   bool   // the words do not give the date themselves
	Reasoning  string // how EDTF follows from the words, in plain words; empty where they give it
}

// Find returns the expressions of time in a text, in its order; none overlaps another.
// Published is when the text was published, of use where that is one day; without it
// relative expressions have no date.
//
// A day of the week is the last such day on or before publication, or the next one from
// then on where the verb beside it speaks of what is to come; so is a date without a year.
func Find(text string, published *kg.Time) []Expression {
	f := finder{words: split(text)}
	if published != nil && published.Start != nil && published.End != nil && *published.Start == *published.End {
		f.on = published.Start
	}
	var runes []rune
	var all []Expression
	for i := 0; i < len(f.words); {
		n, v := f.expression(i)
		if n == 0 {
			i++
			continue
		}
		if runes == nil {
			runes = []rune(text)
		}
		start, end := f.words[i].start, f.words[i+n-1].end
		all = append(all, Expression{
			Start: start, End: end, Words: string(runes[start:end]),
			EDTF: v.edtf, Inferred: v.inferred && v.edtf != "", Reasoning: v.reasoning(string(runes[start:end])),
		})
		i += n
	}
	return all
}

// A value is what days an expression means.
type value struct {
	edtf        string // empty where undated says why there is no date
	first, last kg.Date
	inferred    bool
	why         string
	undated     string
}

func (v value) reasoning(words string) string {
	switch {
	case v.edtf == "" && v.undated != "":
		return fmt.Sprintf("“%s”: %s.", words, v.undated)
	case v.inferred && v.why != "":
		return fmt.Sprintf("“%s”: %s.", words, v.why)
	}
	return ""
}

func day(d kg.Date) value { return value{edtf: d.String(), first: d, last: d} }

func days(first, last kg.Date) value {
	return value{edtf: first.String() + "/" + last.String(), first: first, last: last}
}

// parsed returns what a date of EDTF means.
func parsed(edtf string) value {
	t, err := kg.ParseEDTF(edtf)
	if err != nil {
		return value{undated: "there is no such date"}
	}
	v := value{edtf: edtf}
	v.first, v.last = t.Bounds()
	return v
}

func (v value) because(format string, args ...any) value {
	v.inferred, v.why = true, fmt.Sprintf(format, args...)
	return v
}

// A finder reads the words of one text.
type finder struct {
	words []word
	on    *kg.Date // the day of publication; nil where not known
}

func (f *finder) low(i int) string {
	if i < 0 || i >= len(f.words) {
		return ""
	}
	return f.words[i].low
}

func (f *finder) is(i int, words ...string) bool {
	for k, w := range words {
		if f.low(i+k) != w {
			return false
		}
	}
	return true
}

// undated is the value of a relative expression in a text whose day is not known.
func undated() value {
	return value{undated: "it is relative to the day of publication, which is not known"}
}

// expression returns how many words from i on are an expression of time, with its
// preposition where that says how the days are meant; 0 for none.
func (f *finder) expression(i int) (int, value) {
	switch f.low(i) {
	case "between", "from":
		joins := []string{"and"}
		if f.low(i) == "from" {
			joins = []string{"to", "until", "till", "through"}
		}
		if n, v := f.joined(i+1, joins); n > 0 {
			return n + 1, v
		}
		if f.low(i) == "from" {
			if n, v := f.point(i + 1); n > 0 && f.is(i+1+n, "on") {
				return n + 2, v.since()
			} else if n > 0 {
				return n + 1, v.since()
			}
		}
	case "since":
		if n, v := f.point(i + 1); n > 0 {
			return n + 1, v.since()
		}
		if n, v := f.year(i + 1); n > 0 {
			return n + 1, v.since()
		}
	case "until", "till":
		if n, v := f.pointOrYear(i + 1); n > 0 {
			return n + 1, v.until()
		}
	case "by":
		if n, v := f.pointOrYear(i + 1); n > 0 {
			return n + 1, v.until()
		}
	case "before":
		if n, v := f.pointOrYear(i + 1); n > 0 && v.edtf != "" {
			return n + 1, value{edtf: "../" + (v.first - 1).String(), first: kg.MinDate, last: v.first - 1}.because("before %s is until the day before", v.edtf)
		}
	case "after":
		if n, v := f.pointOrYear(i + 1); n > 0 && v.edtf != "" {
			return n + 1, value{edtf: (v.last + 1).String() + "/..", first: v.last + 1, last: kg.MaxDate}.because("after %s is from the day after", v.edtf)
		}
	case "in", "during", "of", "throughout", "for":
		if n, v := f.year(i + 1); n > 0 && f.low(i) != "for" {
			if m, joined := f.joined(i+1, []string{"to"}); m > n {
				return m + 1, joined
			}
			return n + 1, v
		}
		if f.low(i) == "in" {
			if n, v := f.ahead(i + 1); n > 0 {
				return n + 1, v
			}
		}
	case "within":
		if n, v := f.ahead(i + 1); n > 0 && v.edtf != "" {
			return n + 1, days(*f.on, v.last).because("from publication, %s, until %s", f.on, v.last)
		}
	}
	if n, v := f.daysOfMonth(i); n > 0 {
		return n, v
	}
	n, v := f.point(i)
	if n > 0 && v.edtf != "" && f.is(i+n, "to") { // "3 May to 5 June"
		if m, to := f.point(i + n + 1); m > 0 && to.edtf != "" && to.first >= v.first && !f.is(i, "yesterday") && dated(f.words[i].low) {
			return n + 1 + m, span(v, to)
		}
	}
	return n, v
}

// dated reports whether a word begins a date rather than an expression that is relative.
func dated(low string) bool {
	_, month := months[low]
	_, weekday := weekdays[low]
	return month || weekday || low != "" && low[0] >= '0' && low[0] <= '9'
}

func (f *finder) pointOrYear(i int) (int, value) {
	if n, v := f.point(i); n > 0 {
		return n, v
	}
	return f.year(i)
}

// joined reads "X and Y" or "X to Y".
func (f *finder) joined(i int, joins []string) (int, value) {
	n, from := f.pointOrYear(i)
	if n == 0 {
		// "between 3 and 5 May"
		d, ok := dayNumber(f.low(i))
		if !ok || !contains(joins, f.low(i+1)) {
			return 0, value{}
		}
		m, to := f.point(i + 2)
		if m == 0 || to.edtf == "" || to.first != to.last {
			return 0, value{}
		}
		t := to.first.Time()
		first := kg.NewDate(t.Year(), t.Month(), d)
		if first > to.first {
			return 0, value{}
		}
		return 2 + m, span(day(first).inferredLike(to), to)
	}
	if !contains(joins, f.low(i+n)) {
		return 0, value{}
	}
	m, to := f.pointOrYear(i + n + 1)
	if m == 0 {
		return 0, value{}
	}
	if from.edtf == "" || to.edtf == "" {
		return n + 1 + m, undated()
	}
	if from.first > to.last { // the first is of the year that the second names
		t := from.first.Time()
		again := kg.NewDate(to.first.Time().Year(), t.Month(), t.Day())
		if from.first != from.last || again > to.last {
			return 0, value{}
		}
		from = day(again).inferredLike(to)
	}
	return n + 1 + m, span(from, to)
}

func (v value) inferredLike(o value) value {
	v.inferred, v.why = o.inferred, o.why
	return v
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// span is from the first day of one to the last of another.
func span(from, to value) value {
	start, end := from.edtf, to.edtf
	if strings.Contains(start, "/") {
		start = from.first.String()
	}
	if strings.Contains(end, "/") {
		end = to.last.String()
	}
	v := value{edtf: start + "/" + end, first: from.first, last: to.last, inferred: from.inferred || to.inferred}
	v.why = join(from.why, to.why)
	return v
}

func join(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return a + "; " + b
}

func (v value) since() value {
	if v.edtf == "" {
		return v
	}
	start := v.edtf
	if strings.Contains(start, "/") {
		start = v.first.String()
	}
	v.edtf, v.last = start+"/..", kg.MaxDate
	v.why = join(v.why, "no end is said")
	return v
}

func (v value) until() value {
	if v.edtf == "" {
		return v
	}
	end := v.edtf
	if strings.Contains(end, "/") {
		end = v.last.String()
	}
	v.edtf, v.first = "../"+end, kg.MinDate
	v.why = join(v.why, "no beginning is said")
	return v
}
