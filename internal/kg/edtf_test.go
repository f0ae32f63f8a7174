package kg

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func day(t testing.TB, s string) Date {
	t.Helper()
	at, err := time.Parse("2006-01-02", s)
	if err != nil {
		t.Fatal(err)
	}
	return DateOf(at)
}

func TestEDTFSaysTheFirstAndTheLastDay(t *testing.T) {
	const open = ""
	for _, c := range []struct{ name, edtf, first, last string }{
		{"a day", "2025-12-01", "2025-12-01", "2025-12-01"},
		{"a month", "2025-11", "2025-11-01", "2025-11-30"},
		{"February of a leap year", "2024-02", "2024-02-01", "2024-02-29"},
		{"February of a century that is no leap year", "1900-02", "1900-02-01", "1900-02-28"},
		{"a year", "2025", "2025-01-01", "2025-12-31"},
		{"a decade", "202X", "2020-01-01", "2029-12-31"},
		{"a century", "19XX", "1900-01-01", "1999-12-31"},
		{"any month of a year", "2025-XX", "2025-01-01", "2025-12-31"},
		{"a month of the last three", "2025-1X", "2025-10-01", "2025-12-31"},
		{"a month of the first nine", "2025-0X", "2025-01-01", "2025-09-30"},
		{"any day of a month", "2025-11-XX", "2025-11-01", "2025-11-30"},
		{"a day of the twenties", "2025-11-2X", "2025-11-20", "2025-11-29"},
		{"one of the last days of a month", "2025-11-3X", "2025-11-30", "2025-11-30"},
		{"one of the first nine days", "2025-11-0X", "2025-11-01", "2025-11-09"},
		{"a day of any month", "2025-XX-15", "2025-01-15", "2025-12-15"},
		{"a 29 February of a decade", "202X-02-29", "2020-02-29", "2028-02-29"},
		{"a 29 February around 1900", "190X-02-29", "1904-02-29", "1908-02-29"},
		{"one of the last days of any month", "2025-XX-3X", "2025-01-30", "2025-12-31"},
		{"a 31st of any month of the first nine", "2025-0X-31", "2025-01-31", "2025-08-31"},
		{"uncertain", "2025-12-01?", "2025-12-01", "2025-12-01"},
		{"approximate", "2025-11~", "2025-11-01", "2025-11-30"},
		{"both", "2025%", "2025-01-01", "2025-12-31"},
		{"an interval of days", "2025-11-24/2025-11-30", "2025-11-24", "2025-11-30"},
		{"an interval of one day", "2025-11-24/2025-11-24", "2025-11-24", "2025-11-24"},
		{"an interval of a month and a year", "2024-02/2025", "2024-02-01", "2025-12-31"},
		{"an interval that is qualified at both ends", "2024?/2025-03~", "2024-01-01", "2025-03-31"},
		{"open at the end", "2022-02-24/..", "2022-02-24", open},
		{"open at the start", "../2025", open, "2025-12-31"},
		{"unknown at the end", "2022-02-24/", "2022-02-24", open},
		{"unknown at the start", "/2025-11", open, "2025-11-30"},
		{"the year 0", "0000", "0000-01-01", "0000-12-31"},
		{"spring", "2024-21", "2024-03-01", "2024-05-31"},
		{"summer, perhaps", "2024-22?", "2024-06-01", "2024-08-31"},
		{"autumn", "2024-23", "2024-09-01", "2024-11-30"},
		{"winter, which ends in a leap year", "2023-24", "2023-12-01", "2024-02-29"},
		{"the last winter there is", "9999-24", "9999-12-01", "9999-12-31"},
		{"an interval of seasons", "2023-24/2024-21", "2023-12-01", "2024-05-31"},
		{"a season until now", "2023-22~/..", "2023-06-01", open},
		{"a day and a time", "2025-12-01T10:00:00", "2025-12-01", "2025-12-01"},
		{"a time of UTC", "2025-12-01T23:59:59Z", "2025-12-01", "2025-12-01"},
		{"a time of a zone, the day of which is another elsewhere", "2025-12-01T23:30:00-05:00", "2025-12-01", "2025-12-01"},
		{"a time of a zone of hours", "2025-12-01T00:30:00+04", "2025-12-01", "2025-12-01"},
		{"the end of a day", "2025-12-01T24:00:00", "2025-12-01", "2025-12-01"},
		{"a year of five digits", "Y17000", "9999-12-31", open},
		{"a year that is far off, perhaps", "Y170000002?", "9999-12-31", open},
		{"from before all dates", "Y-17000/2020", open, "2020-12-31"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ParseEDTF(c.edtf)
			if err != nil {
				t.Fatal(err)
			}
			if got.EDTF != c.edtf {
				t.Errorf("the text is %q, but %q was parsed", got.EDTF, c.edtf)
			}
			for _, end := range []struct {
				name string
				got  *Date
				want string
			}{{"first", got.Start, c.first}, {"last", got.End, c.last}} {
				switch {
				case end.want == open && end.got != nil:
					t.Errorf("the %s day of %s is %s, but it is open", end.name, c.edtf, end.got)
				case end.want != open && (end.got == nil || *end.got != day(t, end.want)):
					t.Errorf("the %s day of %s is %v, not %s", end.name, c.edtf, end.got, end.want)
				}
			}
		})
	}
}

func TestEDTFBeforeTheYear0(t *testing.T) {
	for _, c := range []struct {
		edtf        string
		first, last Date
	}{
		{"-0044-03-15", NewDate(-44, time.March, 15), NewDate(-44, time.March, 15)},
		{"-0044", NewDate(-44, time.January, 1), NewDate(-44, time.December, 31)},
		{"-004X", NewDate(-49, time.January, 1), NewDate(-40, time.December, 31)},
		{"-0044-03-15T10:00:00Z", NewDate(-44, time.March, 15), NewDate(-44, time.March, 15)},
		{"-0044-24", NewDate(-44, time.December, 1), NewDate(-43, time.February, 28)},
		{"-0044/0014", NewDate(-44, time.January, 1), NewDate(14, time.December, 31)},
	} {
		got, err := ParseEDTF(c.edtf)
		if err != nil || *got.Start != c.first || *got.End != c.last {
			t.Errorf("%s is %v to %v (%v), not %v to %v", c.edtf, got.Start, got.End, err, c.first, c.last)
		}
	}
}

var notEDTF = []string{
	"", " ", "..", "/", "../..", "/..", "../", "?", "2025-13", "2025-13-40", "2018-13-40", "2025-00", "2025-02-30", "2025-02-29", "2025-04-31", "2025-01-00", "2025-01-32",
	"2025-02-3X", "202X-02-30", "XXXX-02-30", "2025-04-31?", "2025-2X", "2025-1X-40", "25-12-01", "2025-1-1", "2025-12-1", "20251201", "2025/12/01", "2025-12-01-01", "2025-20", "2025-25", "2025-21-01", "12025",
	"Y", "Y2025", "Y02025", "Y-2025", "Y17000-01", "Y1700X", "Y17E5", "y17000", "Y--17000", "Y9999999999999999999",
	"2025-12-01T", "2025-12-01T10:00", "2025-12-01T25:00:00", "2025-12-01T24:00:01", "2025-12-01T10:60:00", "2025-12-01T10:00:61", "2025-12-01T10:00:00.5", "2025-12-01T10:00:00z", "2025-12-01 10:00:00",
	"2025-12-01T10:00:00+24:00", "2025-12-01T10:00:00+2:00", "2025-12-01T10:00:00-00:00", "2025-12-01T10:00:00Z?", "2025-12T10:00:00", "2025-12-XXT10:00:00", "2025-12-01?T10:00:00", "2025-02-30T10:00:00", "2025-12-01T10:00:00/2025-12-02", "2025-12-01TT10:00:00",
	"2025-12-02/2025-12-01", "2026/2025", "2025-12/2025-11", "2025/2024?", "2025-12-01/2025-12-02/2025-12-03", "..2025", "2025..", "2025-12-01/...",
	"2X25", "X025", "20xx", "2025-X1", "2025-12-X1", "-2025-", "--2025", "+2025", " 2025", "2025 ", "2025-12-01\n", "２０２５", "2025-12-0١", "2025‐12‐01", "yesterday", "2025?-12", "?2025", "2025??", "2025?~",
	"2025-12-01\x00", "\xff025",
}

func TestWhatIsNotEDTFIsRefused(t *testing.T) {
	for _, s := range notEDTF {
		if got, err := ParseEDTF(s); err == nil {
			t.Errorf("%q was read as %v to %v", s, got.Start, got.End)
		}
	}
}

func TestBoundsOfAnOpenEndAreTheFirstAndLastDate(t *testing.T) {
	for _, c := range []struct {
		edtf        string
		first, last Date
	}{
		{"2022-02-24/..", day(t, "2022-02-24"), MaxDate}, {"../2025", MinDate, day(t, "2025-12-31")}, {"2025", day(t, "2025-01-01"), day(t, "2025-12-31")},
	} {
		parsed, err := ParseEDTF(c.edtf)
		if err != nil {
			t.Fatal(err)
		}
		if first, last := parsed.Bounds(); first != c.first || last != c.last {
			t.Errorf("bounds of %s are %s and %s, not %s and %s", c.edtf, first, last, c.first, c.last)
		}
	}
}

// anyDate draws a day that can be written.
var anyDate = rapid.Custom(func(t *rapid.T) Date {
	return Date(rapid.Int32Range(int32(MinDate), int32(MaxDate)).Draw(t, "day"))
})

func TestAnIntervalCoversWhatItsEndsCover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDate.Draw(t, "a"), anyDate.Draw(t, "b")
		a, b = min(a, b), max(a, b)
		cut := func(d Date) string {
			s := d.String()
			return s[:len(s)-rapid.SampledFrom([]int{0, 3, 6}).Draw(t, "precision")]
		}
		from, to := cut(a), cut(b)
		got, err := ParseEDTF(from + "/" + to)
		if err != nil {
			t.Fatal(err)
		}
		first, err := ParseEDTF(from)
		if err != nil {
			t.Fatal(err)
		}
		last, err := ParseEDTF(to)
		if err != nil {
			t.Fatal(err)
		}
		if *got.Start != *first.Start || *got.End != *last.End || *got.Start > a || *got.End < b {
			t.Errorf("%s/%s is %s to %s", from, to, got.Start, got.End)
		}
	})
}

func TestDigitsThatAreNotKnownWidenTheDaysNoMoreThanTheyMust(t *testing.T) {
	// A mask stands for exactly the days that can be had by filling it in: its
	// first and last day are the first and last of them.
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(1990, 2030).Draw(t, "year")
		text := NewDate(year, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day")).String()
		masked := []byte(text)
		for _, part := range [][2]int{{0, 4}, {5, 7}, {8, 10}} {
			for i := part[1] - rapid.IntRange(0, min(2, part[1]-part[0])).Draw(t, "unknown"); i < part[1]; i++ {
				masked[i] = 'X'
			}
		}
		matches := func(d Date) bool {
			for i, c := range []byte(d.String()) {
				if masked[i] != 'X' && masked[i] != c {
					return false
				}
			}
			return true
		}
		got, err := ParseEDTF(string(masked))
		if err != nil {
			t.Fatalf("%s: %v", masked, err)
		}
		first, last := NewDate(1900, 1, 1), NewDate(2099, 12, 31)
		for !matches(first) {
			first++
		}
		for !matches(last) {
			last--
		}
		if *got.Start != first || *got.End != last {
			t.Errorf("%s is %s to %s, not %s to %s", masked, got.Start, got.End, first, last)
		}
	})
}

func FuzzParseEDTF(f *testing.F) {
	for _, s := range append(notEDTF, "2025-12-01", "2025-11", "2025", "202X", "2025-XX", "2025-11-XX", "2025-12-01?", "2022-02-24/..", "../2025", "-0044-03-15", "2025-0X-3X", "2025-21", "9999-24", "Y17000", "Y-17000/2025", "2025-12-01T10:00:00+02:00") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseEDTF(s)
		if err != nil {
			if got != (Time{}) {
				t.Errorf("%q is refused, and read as %+v", s, got)
			}
			return
		}
		if got.EDTF != s || got.Start == nil && got.End == nil {
			t.Errorf("%q is read as %+v", s, got)
		}
		if first, last := got.Bounds(); first > last || first < MinDate || last > MaxDate {
			t.Errorf("%q is %s to %s", s, first, last)
		}
		if r := (Relation{ID: RelationIDOf([16]byte{}), Time: &got}); r.Position() >= PositionEnd {
			t.Errorf("the position of %q is %q", s, r.Position())
		}
	})
}
