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
// not known (202X, 2025-XX, 2025-11-XX), the qualifiers ?, ~ and % at the end
// (which do not widen the days), and A/B intervals, where ".." is an open and
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
	s = strings.TrimRight(s, "?~%")
	sign := 1
	if strings.HasPrefix(s, "-") {
		sign, s = -1, s[1:]
	}
	parts := strings.Split(s, "-")
	widths := []int{4, 2, 2}
	if len(parts) > len(widths) {
		return 0, 0, fmt.Errorf("%q has too many parts", s)
	}
	var low, high [3]int
	for i, part := range parts {
		if len(part) != widths[i] {
			return 0, 0, fmt.Errorf("%q should have %d digits", part, widths[i])
		}
		if low[i], high[i], err = digits(part); err != nil {
			return 0, 0, err
		}
	}
	if sign < 0 {
		low[0], high[0] = -high[0], -low[0]
	}
	switch {
	case len(parts) < 2:
		low[1], high[1] = 1, 12
	case parts[1] == "XX":
		low[1], high[1] = 1, 12
	case low[1] < 10 && strings.Contains(parts[1], "X"):
		low[1] = max(low[1], 1)
	case strings.Contains(parts[1], "X"):
		high[1] = min(high[1], 12)
	}
	if low[1] < 1 || high[1] > 12 {
		return 0, 0, fmt.Errorf("there is no month %s", parts[1])
	}
	lastDay := daysIn(high[0], high[1])
	if len(parts) < 3 {
		return NewDate(low[0], time.Month(low[1]), 1), NewDate(high[0], time.Month(high[1]), lastDay), nil
	}
	if strings.Contains(parts[2], "X") {
		low[2], high[2] = max(low[2], 1), min(high[2], lastDay)
	}
	if low[2] < 1 || high[2] > lastDay || low[2] > daysIn(low[0], low[1]) {
		return 0, 0, fmt.Errorf("there is no day %s in that month", parts[2])
	}
	return NewDate(low[0], time.Month(low[1]), low[2]), NewDate(high[0], time.Month(high[1]), high[2]), nil
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
