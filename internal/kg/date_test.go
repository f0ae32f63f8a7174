package kg

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestADateIsADayOfItsCalendarInUTC(t *testing.T) {
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), "1970-01-01"},
		{time.Date(1970, 1, 1, 23, 59, 59, 999_999_999, time.UTC), "1970-01-01"},
		{time.Date(1969, 12, 31, 23, 59, 59, 999_999_999, time.UTC), "1969-12-31"},
		{time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC), "1969-12-31"},
		{time.Date(2025, 12, 1, 23, 30, 0, 0, time.FixedZone("", -3600)), "2025-12-02"},
		{time.Date(2024, 2, 30, 0, 0, 0, 0, time.UTC), "2024-03-01"},
		{time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), "0000-01-01"},
		{time.Date(-44, 3, 15, 12, 0, 0, 0, time.UTC), "-0044-03-15"},
	} {
		if got := DateOf(c.at).String(); got != c.want {
			t.Errorf("%v is on %s, not %s", c.at, got, c.want)
		}
	}
	if MinDate.String() != "-9999-01-01" || MaxDate.String() != "9999-12-31" {
		t.Errorf("dates go from %s to %s", MinDate, MaxDate)
	}
}

func TestADateIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate.Draw(t, "date")
		got, err := ParseDate(d.String())
		if err != nil || got != d {
			t.Errorf("%s is read as %s (%v)", d, got, err)
		}
		if back := DateOf(d.Time()); back != d {
			t.Errorf("midnight of %s is on %s", d, back)
		}
		if next := (d + 1).Time(); next.Sub(d.Time()) != 24*time.Hour {
			t.Errorf("the day after %s is %s", d, next)
		}
	})
}

func TestWhatIsNotADayIsNotADate(t *testing.T) {
	for _, s := range append([]string{
		"2025", "2025-11", "2025-12-XX", "2025-12-01?", "2025-12-01~", "2025-12-01%", "2025-12-01/2025-12-01", "2025-12-01?/2025-12-01", "2025-11-3X", "-0000-01-01",
	}, notEDTF...) {
		if got, err := ParseDate(s); err == nil {
			t.Errorf("%q was read as %s", s, got)
		}
	}
}
