package kg

import (
	"fmt"
	"time"
)

// Date is a day of the proleptic Gregorian calendar, counted from 1970-01-01,
// so that dates compare as numbers.
type Date int32

// The first and last day that a Date can be written as (years -9999 to 9999).
var (
	MinDate = NewDate(-9999, time.January, 1)
	MaxDate = NewDate(9999, time.December, 31)
)

// NewDate returns the Date of a year, month and day; out-of-range values are
// normalised as time.Date does.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf returns the day of t in UTC.
func DateOf(t time.Time) Date {
	seconds := t.Unix()
	days := seconds / 86400
	if seconds%86400 < 0 {
		days--
	}
	return Date(days)
}

// Time returns midnight UTC of the day.
func (d Date) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String returns the day as YYYY-MM-DD; years before 0 carry a minus sign.
func (d Date) String() string {
	t := d.Time()
	if t.Year() < 0 {
		return fmt.Sprintf("-%04d-%02d-%02d", -t.Year(), t.Month(), t.Day())
	}
	return t.Format("2006-01-02")
}

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := ParseEDTF(s)
	if err != nil || t.Start == nil || t.Start.String() != s {
		return 0, fmt.Errorf("%q is not a date; write a day as YYYY-MM-DD, for example 2025-12-01", s)
	}
	return *t.Start, nil
}
