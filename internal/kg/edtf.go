package kg

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Time is when something happened or is to happen, as the document states it
// or as it was inferred.
type Time struct {
	EDTF      string // EDTF (ISO 8601-2), levels 0 and 1
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

// ParseEDTF reads a date, a date and time, or an interval in EDTF, levels 0 and 1
// whole, and works out its first and last day.
//
//   - A date is YYYY, YYYY-MM or YYYY-MM-DD, with a minus sign for years before 0,
//     and with X for digits that are not known (202X, 2025-XX, 2025-11-XX). A year
//     of more than four digits is Y and the year; days that no Date can be are
//     taken to lie at MinDate or MaxDate.
//   - A season is YYYY-21 to YYYY-24: spring from March to May, summer, autumn, and
//     winter from December to February of the next year, as calendars of the
//     northern half of the world have it; EDTF does not say which half is meant.
//   - One of the qualifiers ?, ~ and % may follow; they do not widen the days.
//   - A day and a time, YYYY-MM-DDThh:mm:ss, with Z or an offset or neither, is that
//     day as it is written.
//   - In an interval A/B of dates, ".." is an open and an empty side an unknown end.
func ParseEDTF(s string) (Time, error) {
	from, to, interval := strings.Cut(s, "/")
	var t Time
	var err error
	switch {
	case interval:
		t, err = parseEDTFInterval(from, to)
	case strings.IndexByte(s, 'T') >= 0:
		t, err = parseEDTFDateTime(s)
	default:
		t, err = parseEDTFDate(s)
	}
	if err != nil {
		return Time{}, fmt.Errorf("%q is not an EDTF date (such as 2025-12-01, 2025-11, 2025-11-24/2025-11-30 or 2022-02-24/..): %w", s, err)
	}
	t.EDTF = s
	return t, nil
}

func parseEDTFInterval(from, to string) (t Time, err error) {
	var first, last Time
	if isOpen(from) && isOpen(to) {
		return t, errors.New("an interval needs at least one date")
	}
	if !isOpen(from) {
		if first, err = parseEDTFDate(from); err != nil {
			return t, err
		}
	}
	if !isOpen(to) {
		if last, err = parseEDTFDate(to); err != nil {
			return t, err
		}
	}
	if first.Start != nil && last.End != nil && *first.Start > *last.End {
		return t, errors.New("the interval ends before it starts")
	}
	return Time{Start: first.Start, End: last.End}, nil
}

func isOpen(side string) bool { return side == "" || side == ".." }

var edtfClock = regexp.MustCompile(`^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)|24:00:00)(?:Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?$`)

func parseEDTFDateTime(s string) (Time, error) {
	date, clock, _ := strings.Cut(s, "T")
	if !edtfClock.MatchString(clock) || strings.HasSuffix(clock, "-00") || strings.HasSuffix(clock, "-00:00") {
		return Time{}, fmt.Errorf("%q is not a time of day; write it as 10:00:00, 10:00:00Z or 10:00:00+02:00", clock)
	}
	if strings.Count(strings.TrimPrefix(date, "-"), "-") != 2 || strings.ContainsRune(date, 'X') {
		return Time{}, fmt.Errorf("%q is not a day, and only a day has times", date)
	}
	day, _, err := parseEDTFDays(date)
	return Time{Start: &day, End: &day}, err
}

// parseEDTFDate reads a date, or a season, with its qualifier.
func parseEDTFDate(s string) (Time, error) {
	if s != "" && strings.ContainsRune("?~%", rune(s[len(s)-1])) {
		s = s[:len(s)-1]
	}
	if year, long := strings.CutPrefix(s, "Y"); long {
		return parseLongYear(year)
	}
	first, last, err := parseEDTFDays(s)
	if err != nil {
		return Time{}, err
	}
	return Time{Start: &first, End: &last}, nil
}

// parseLongYear reads the digits of a year that no Date can be of.
func parseLongYear(s string) (Time, error) {
	digits, before := strings.CutPrefix(s, "-")
	const fewest, most = 5, 18
	if len(digits) < fewest || len(digits) > most || digits[0] == '0' || strings.Trim(digits, "0123456789") != "" {
		return Time{}, fmt.Errorf("a year of %d to %d digits follows Y", fewest, most)
	}
	if before {
		end := MinDate
		return Time{End: &end}, nil
	}
	start := MaxDate
	return Time{Start: &start}, nil
}

// firstMonths are the months that seasons begin with, by what stands for them.
var firstMonths = map[string]time.Month{"21": time.March, "22": time.June, "23": time.September, "24": time.December}

func parseEDTFDays(s string) (first, last Date, err error) {
	sign := 1
	if strings.HasPrefix(s, "-") {
		sign, s = -1, s[1:]
	}
	parts := strings.Split(s, "-")
	widths := []int{4, 2, 2}
	season := firstMonths[parts[len(parts)-1]]
	if season != 0 && len(parts) == 2 {
		parts = parts[:1]
	} else {
		season = 0
	}
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
	if season != 0 {
		return NewDate(low[0], season, 1), min(NewDate(high[0], season+3, 1)-1, MaxDate), nil
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
