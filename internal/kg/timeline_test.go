package kg

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestUnitsOfTimeTileTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, d := rapid.SampledFrom(TimeBuckets).Draw(t, "unit"), anyDate.Draw(t, "day")
		start, end := b.StartOf(d), b.EndOf(d)
		if start > d || d > end {
			t.Fatalf("the %s of %s is %s to %s", b, d, start, end)
		}
		for _, at := range []Date{start, end, start + (end-start)/2} {
			if b.StartOf(at) != start || b.EndOf(at) != end {
				t.Errorf("%s is in the %s of %s, which is %s to %s, and in that of %s to %s", at, b, d, start, end, b.StartOf(at), b.EndOf(at))
			}
		}
		if b.StartOf(end+1) != end+1 || b.EndOf(start-1) != start-1 {
			t.Errorf("the %s %s to %s does not end where the next starts and start where the last ends", b, start, end)
		}
		first, days := start.Time(), int(end-start)+1
		switch b {
		case BucketDay:
			if days != 1 {
				t.Errorf("a day has %d", days)
			}
		case BucketWeek:
			if days != 7 || first.Weekday() != time.Monday {
				t.Errorf("a week has %d days from a %s on", days, first.Weekday())
			}
		case BucketMonth:
			if first.Day() != 1 || end.Time().Month() != d.Time().Month() || days < 28 || days > 31 {
				t.Errorf("the month of %s is %s to %s", d, start, end)
			}
		case BucketYear:
			if first.YearDay() != 1 || end.Time().Year() != d.Time().Year() || days < 365 || days > 366 {
				t.Errorf("the year of %s is %s to %s", d, start, end)
			}
		}
	})
}

func TestUnitsOfTimeAsACalendarHasThem(t *testing.T) {
	for _, c := range []struct {
		bucket          TimeBucket
		day, start, end Date
	}{
		{BucketWeek, NewDate(2025, 12, 1), NewDate(2025, 12, 1), NewDate(2025, 12, 7)}, // a Monday
		{BucketWeek, NewDate(2025, 12, 7), NewDate(2025, 12, 1), NewDate(2025, 12, 7)},
		{BucketWeek, NewDate(2025, 1, 1), NewDate(2024, 12, 30), NewDate(2025, 1, 5)},
		{BucketWeek, NewDate(1970, 1, 1), NewDate(1969, 12, 29), NewDate(1970, 1, 4)},
		{BucketWeek, NewDate(1969, 12, 28), NewDate(1969, 12, 22), NewDate(1969, 12, 28)},
		{BucketWeek, NewDate(1815, 6, 18), NewDate(1815, 6, 12), NewDate(1815, 6, 18)}, // a Sunday
		{BucketMonth, NewDate(2024, 2, 29), NewDate(2024, 2, 1), NewDate(2024, 2, 29)},
		{BucketMonth, NewDate(1969, 12, 31), NewDate(1969, 12, 1), NewDate(1969, 12, 31)},
		{BucketMonth, NewDate(-44, 3, 15), NewDate(-44, 3, 1), NewDate(-44, 3, 31)},
		{BucketYear, NewDate(-44, 3, 15), NewDate(-44, 1, 1), NewDate(-44, 12, 31)},
		{BucketYear, NewDate(0, 7, 1), NewDate(0, 1, 1), NewDate(0, 12, 31)},
		{BucketYear, MinDate, MinDate, NewDate(-9999, 12, 31)},
		{BucketYear, MaxDate, NewDate(9999, 1, 1), MaxDate},
		{BucketDay, NewDate(-1, 12, 31), NewDate(-1, 12, 31), NewDate(-1, 12, 31)},
	} {
		if start, end := c.bucket.StartOf(c.day), c.bucket.EndOf(c.day); start != c.start || end != c.end {
			t.Errorf("the %s of %s is %s to %s, not %s to %s", c.bucket, c.day, start, end, c.start, c.end)
		}
	}
}

func TestATimelineHasOneEntryForEachUnitOfTimeThatHasAny(t *testing.T) {
	january, march := NewDate(2025, 1, 1), NewDate(2025, 3, 1)
	line := Timeline(BucketMonth, []Count{
		{Bucket: &january, Key: "met-with", N: 3}, {Bucket: &january, Key: "advised", N: 1}, {Bucket: &march, Key: "advised", N: 2},
	})
	var got string
	for _, b := range line {
		got += fmt.Sprintf("%s to %s: %d of %d types, first %s; ", b.Start, b.End, b.Count, len(b.ByType), b.ByType[0].Key)
	}
	if want := "2025-01-01 to 2025-01-31: 4 of 2 types, first met-with; 2025-03-01 to 2025-03-31: 2 of 1 types, first advised; "; got != want {
		t.Errorf("it is %q, not %q", got, want)
	}
	if line := Timeline(BucketDay, nil); len(line) != 0 {
		t.Errorf("of nothing it is %v", line)
	}
}
