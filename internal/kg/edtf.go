package kg

import (
	"fmt"
	"strings"
	"time"
)

// Time is when something happened or is to happen, as the document states it
// or as it was inferred.
type Time struct {
	EDTF      string // EDTF (ISO 8601-2), levels 0 and 1 without seasons and times of day
	Start     *Date  // the first day it may fall on; nil where the interval is open or unknown at that end
	End       *Date  // the last day it may fall on; nil likewise
	Inferred  bool   // the document does not say the date itself
	Reasoning string // how an inferred date was worked out; may be empty
}

// Bounds returns the first and last day that t may cover, with MinDate and
// MaxDate for an open end.
func (t Time) Bounds() (first, last Date) {
	first, last = MinDate, MaxDate
	if t.Start != nil {
		first = *t.Start
	}
	if t.End != nil {
		last = *t.End
	}
	return first, last
}

// Day returns the Time of one certain day.
func Day(d Date) *Time { return &Time{EDTF: d.String(), Start: &d, End: &d} }

// ParseEDTF reads an EDTF date or interval and works out its first and last
// day. It accepts YYYY, YYYY-MM and YYYY-MM-DD, each with X for digits that are
// not known (202X, 2025-XX, 2025-11-XX), one of the qualifiers ?, ~ and % at the
// end (which do not widen the days), and A/B intervals, where ".." is an open and
// an empty side an unknown end.
func ParseEDTF(s string) (Time, error) {
	t := Time{EDTF: s}
	from, to, interval := strings.Cut(s, "/")
	if !interval {
		first, last, err := parseEDTFDate(s)
		if err != nil {
			return Time{}, edtfError(s, err)
		}
		t.Start, t.End = &first, &last
		return t, nil
	}
	if isOpen(from) && isOpen(to) {
		return Time{}, edtfError(s, fmt.Errorf("an interval needs at least one date"))
	}
	if !isOpen(from) {
		first, _, err := parseEDTFDate(from)
		if err != nil {
			return Time{}, edtfError(s, err)
		}
		t.Start = &first
	}
	if !isOpen(to) {
		_, last, err := parseEDTFDate(to)
		if err != nil {
			return Time{}, edtfError(s, err)
		}
		t.End = &last
	}
	if t.Start != nil && t.End != nil && *t.Start > *t.End {
		return Time{}, edtfError(s, fmt.Errorf("the interval ends before it starts"))
	}
	return t, nil
}

func isOpen(side string) bool { return side == "" || side == ".." }

func edtfError(s string, err error) error {
	return fmt.Errorf("%q is not an EDTF date (such as 2025-12-01, 2025-11, 2025-11-24/2025-11-30 or 2022-02-24/..): %w", s, err)
}

func parseEDTFDate(s string) (first, last Date, err error) {
	if s != "" && strings.ContainsRune("?~%", rune(s[len(s)-1])) {
		s = s[:len(s)-1]
	}
	sign := 1
	if strings.HasPrefix(s, "-") {
		sign, s = -1, s[1:]
	}
	parts := strings.Split(s, "-")
	widths := []int{4, 2, 2}
	if len(parts) > len(widths) {
		return 0, 0, fmt.Errorf("%q has too many parts", s)
	}
	low, high := [3]int{0, 1, 1}, [3]int{0, 12, 31}
	for i, part := range parts {
		if len(part) != widths[i] {
			return 0, 0, fmt.Errorf("%q should have %d digits", part, widths[i])
		}
		from, to, err := digits(part)
		if err != nil {
			return 0, 0, err
		}
		if i > 0 {
			from, to = max(from, low[i]), min(to, high[i])
		}
		low[i], high[i] = from, to
	}
	if sign < 0 {
		low[0], high[0] = -high[0], -low[0]
	}
	if low[1] > high[1] {
		return 0, 0, fmt.Errorf("there is no month %s", parts[1])
	}
	first, last, found := firstAndLast(low, high)
	if !found {
		return 0, 0, fmt.Errorf("there is no day %s in that month", parts[2])
	}
	return first, last, nil
}

// leapGap is the most years that lie between a leap year and the next.
const leapGap = 8

// firstAndLast returns the first and last day whose year, month and day are each
// from low to high, if there is any.
func firstAndLast(low, high [3]int) (first, last Date, found bool) {
	for i := range (min(high[0]-low[0], leapGap) + 1) * 12 {
		year, month := low[0]+i/12, i%12+1
		if low[1] <= month && month <= high[1] && low[2] <= min(high[2], daysIn(year, month)) {
			first, found = NewDate(year, time.Month(month), low[2]), true
			break
		}
	}
	for i := range (min(high[0]-low[0], leapGap) + 1) * 12 {
		year, month := high[0]-i/12, 12-i%12
		if day := min(high[2], daysIn(year, month)); low[1] <= month && month <= high[1] && low[2] <= day {
			return first, NewDate(year, time.Month(month), day), found
		}
	}
	return 0, 0, false
}

// digits returns the least and greatest number that a run of digits, with X
// for unknown ones at its end, can stand for.
func digits(s string) (low, high int, err error) {
	unknown := false
	for _, c := range []byte(s) {
		low, high = low*10, high*10
		switch {
		case c == 'X':
			unknown = true
			high += 9
		case c >= '0' && c <= '9' && !unknown:
			low += int(c - '0')
			high += int(c - '0')
		default:
			return 0, 0, fmt.Errorf("%q is not made of digits, with X for unknown ones at its end", s)
		}
	}
	return low, high, nil
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
