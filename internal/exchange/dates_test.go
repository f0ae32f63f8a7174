package exchange

import (
	"strings"
	"testing"
	"time"
)

func TestDatesAsTablesHaveThem(t *testing.T) {
	for text, want := range map[string]string{
		"2025-12-01": "2025-12-01", "2025-12": "2025-12", "2025": "2025", "2025-12-01T10:00:00Z": "2025-12-01T10:00:00Z", "2024-21": "2024-21", "202X": "202X", "2024-01-05/..": "2024-01-05/..",
		"2024-01-05 00:00:00.000": "2024-01-05", "2024-01-05 10:30": "2024-01-05", "2024-01-05T23:30:00.5+02:00": "2024-01-05", "2024-01-05 10:30:00 UTC": "2024-01-05", "2024-1-5": "2024-01-05",
		"2024/01/05": "2024-01-05", "2024.1.5": "2024-01-05", "20240105": "2024-01-05", "20240105103000": "2024-01-05",
		"05-Jan-24": "2024-01-05", "5-Jan-1999": "1999-01-05", "05-JAN-69": "1969-01-05", "05-Jan-68": "2068-01-05", "5 January 2024": "2024-01-05", "5th Jan. 2024": "2024-01-05", "5 Sept 2024": "2024-09-05",
		"January 5, 2024": "2024-01-05", "Jan 5 2024": "2024-01-05", "Friday, 5 January 2024": "2024-01-05", "Fri, 5 Jan 2024 10:00:00 +0200": "2024-01-05", "2024-Jan-05": "2024-01-05",
		"January 2024": "2024-01", "Jan-2024": "2024-01", "01/2024": "2024-01", "2024/1": "2024-01",
		"45296": "2024-01-05", "45296.25": "2024-01-05", "36526": "2000-01-01",
		"31/12/2025": "2025-12-31", "12/31/2025": "2025-12-31", "31.12.2025": "2025-12-31", "31-12-2025 10:00": "2025-12-31", "1/31/2025 12:05 AM": "2025-01-31", "7/7/2024": "2024-07-07", "30/12/99": "1999-12-30",
	} {
		got, found, err := parseWritten(text, anyOrder)
		if err != nil || got.EDTF != want || differ(text, found) {
			t.Errorf("%q is %q (%v, in %v), not %s", text, got.EDTF, err, found, want)
		}
	}
	for _, text := range []string{
		"", " ", "x", "2024-13-01", "2024-02-30", "31/31/2024", "30/02/2024", "29/02/2023", "5 Ja 2024", "5 Maybe 2024", "20241301", "202401", "240105", "99999", "1234567", "73051", "0/1/2024", "00/00/0000",
		"1704800000", "5 January", "10:00", "2024-01-05 25:00x", "١٢/٣١/2025", "2024--05",
	} {
		if got, _, err := parseWritten(text, anyOrder); err == nil {
			t.Errorf("%q is %s", text, got.EDTF)
		}
	}
}

func TestOneOrderOfDatesIsThatOfTheWholeColumn(t *testing.T) {
	for _, c := range []struct {
		name, dates, format, want, err string
		files                          []string
	}{
		{name: "month first, told by the last", dates: "1/2/2017,3/4/2017,12/31/2017", want: "2017-01-02 2017-03-04 2017-12-31"},
		{name: "day first, told by the last", dates: "1/2/2017,3/4/2017,31/12/2017", want: "2017-02-01 2017-04-03 2017-12-31"},
		{name: "with times", dates: "1/2/2017 00:00,31/12/2017 10:00:00", want: "2017-02-01 2017-12-31"},
		{name: "all the same in both", dates: "1/1/2017,2/2/2017", want: "2017-01-01 2017-02-02"},
		{name: "beside other forms", dates: "2017-03-04,1/2/2017,12/31/2017", want: "2017-03-04 2017-01-02 2017-12-31"},
		{name: "two digits of a year", dates: "1/2/17,31/12/17", want: "2017-02-01 2017-12-31"},
		{name: "nothing tells", dates: "2017-03-04,1/2/2017", want: "2017-03-04", err: "1/2/2017 (a.csv:3) is a date as D/M/YYYY or M/D/YYYY"},
		{name: "nothing tells, given", dates: "2017-03-04,1/2/2017", format: "M/D/YYYY", want: "2017-03-04 2017-01-02"},
		{name: "nothing tells, given as days", dates: "1/2/2017", format: "DD/MM/YYYY", want: "2017-02-01"},
		{name: "both", dates: "1/2/2017,31/12/2017,12/31/2017", err: "12/31/2017 (a.csv:4) is of another"},
		{name: "both, given", dates: "1/2/2017,31/12/2017,12/31/2017", format: "D/M/YYYY", want: "2017-02-01 2017-12-31"},
		{name: "told by another file", dates: "1/2/2017", files: []string{"12/31/2016"}, want: "2017-01-02 2016-12-31"},
		{name: "each file its own", dates: "1/2/2017,13/2/2017", files: []string{"1/2/2017,2/13/2017"}, want: "2017-02-01 2017-02-13 2017-01-02 2017-02-13"},
		{name: "years first or days first", dates: "01/02/03,04/05/06", err: "D/M/YYYY or M/D/YYYY or YY/M/D"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := file(t, "map.yaml", "subject: A\ntype: {value: met}\nobject: B\ndate: D\n")
			table := func(dates string) string { return "A,B,D\nx,y," + strings.ReplaceAll(dates, ",", "\nx,y,") + "\n" }
			contents := []string{table(c.dates)}
			for _, more := range c.files {
				contents = append(contents, table(more))
			}
			r := opened(t, func(paths ...string) (Reader, error) {
				return OpenCSV(CSVOptions{RowOptions: RowOptions{Name: "rows", DateFormat: c.format}, Mapping: path}, paths)
			}, ".csv", contents...)
			var got []string
			err := eachRow(r, func(when string) { got = append(got, when) })
			same(t, "dates", strings.Join(got, " "), c.want)
			if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err) || !strings.Contains(err.Error(), "--date-format")) {
				t.Errorf("%v, not %q", err, c.err)
			}
		})
	}
}

func TestSlashDatesOfICEWSAreRead(t *testing.T) {
	row := func(date string) string { return strings.Replace(icewsRow, "2014-03-02", date, 1) }
	batch, rejects := readAll(t, opened(t, openICEWS, ".tab", icewsHeader+row("1/2/2017")+row("12/31/2017")+row("2017-01-03 00:00:00")))
	same(t, "rejects", len(rejects), 0)
	for i, want := range []string{"2017-01-02", "2017-12-31", "2017-01-03"} {
		same(t, "date", batch.Relations[i].Time.EDTF, want)
	}
}

func TestDaysBeforeAndAfterADataSet(t *testing.T) {
	s := newSpan("it", 1997, time.Date(2025, 6, 1, 23, 0, 0, 0, time.UTC))
	for text, ok := range map[string]bool{"1996-12-31": false, "1997-01-01": true, "2025-06-02": true, "2025-06-03": false, "2025": false, "2025-06-01/..": false} {
		at, _, err := parseWritten(text, anyOrder)
		must(t, err)
		if got := s.check(at) == nil; got != ok {
			t.Errorf("%s: %t", text, got)
		}
	}
}

func FuzzParseWritten(f *testing.F) {
	for _, s := range []string{"2025-12-01", "1/2/2017 10:00 AM", "05-Jan-24", "45296.5", "Fri, 5 January 2024", "99/99/9999", "00000", "2024/01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, found, err := parseWritten(s, anyOrder)
		if err == nil && got.Start == nil && got.End == nil || found&^anyOrder != 0 {
			t.Errorf("%q is %+v in %v", s, got, found)
		}
		differ(s, found)
	})
}
