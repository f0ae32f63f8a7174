package exchange

import (
	"testing"

	"conflictgraph/internal/kg"
	"pgregory.net/rapid"
)

func TestTimesCountUnitsFromTheStart(t *testing.T) {
	for _, c := range []struct {
		start string
		unit  Unit
		n     int64
		edtf  string
	}{
		{"2018-01-01", Minute, 1439, "2018-01-01"},
		{"2018-01-01", Minute, 1440, "2018-01-02"},
		{"2018-01-01", Hour, 0, "2018-01-01"},
		{"2018-01-01", Hour, 23, "2018-01-01"},
		{"2018-01-01", Hour, 5760, "2018-08-29"},
		{"2020-02-28", Day, 1, "2020-02-29"},
		{"2018-01-01", Week, 1, "2018-01-08/2018-01-14"},
		{"2018-01-31", Month, 1, "2018-02"},
		{"2018-11-01", Month, 2, "2019-01"},
		{"1830-06-01", Year, 189, "2019"},
		{"-0044-03-15", Day, 0, "-0044-03-15"},
		{"-0044-03-15", Month, 0, "-0044-03"},
		{"-0044-03-15", Year, 45, "0001"},
		{"9999-12-31", Hour, 23, "9999-12-31"},
		{"9999-12-25", Week, 0, "9999-12-25/9999-12-31"},
		{"9999-01-01", Month, 11, "9999-12"},
		{"-9999-01-01", Year, 19998, "9999"},
	} {
		clock, err := newClock(c.start, c.unit)
		must(t, err)
		got, err := clock.at(c.n)
		if err != nil || got.EDTF != c.edtf {
			t.Errorf("%d %ss after %s is %q, %v, not %q", c.n, c.unit, c.start, got.EDTF, err, c.edtf)
		}
	}
}

func TestTimesAfterTheLastDateAreRefused(t *testing.T) {
	for _, c := range []struct {
		start string
		unit  Unit
		n     int64
	}{
		{"9999-12-31", Minute, 1440}, {"9999-12-31", Hour, 24}, {"9999-12-31", Day, 1}, {"9999-12-26", Week, 0},
		{"9999-12-01", Month, 1}, {"9999-06-01", Year, 1}, {"-9999-01-01", Year, 19999},
	} {
		clock, err := newClock(c.start, c.unit)
		must(t, err)
		if got, err := clock.at(c.n); err == nil {
			t.Errorf("%d %ss after %s is %s", c.n, c.unit, c.start, got.EDTF)
		}
	}
}

// Any time is a valid one whose days are those of its EDTF, and later numbers are
// not earlier, or it is refused, and so are all after it.
func TestTimesAreInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clock := clock{
			start: kg.Date(rapid.Int32Range(int32(kg.MinDate), int32(kg.MaxDate)).Draw(t, "start")),
			unit:  rapid.SampledFrom(Units).Draw(t, "unit"),
		}
		number := rapid.OneOf(rapid.Int64Range(0, 999_999_999_999_999_999), rapid.Int64Range(0, 1000))
		a := number.Draw(t, "a")
		b := a + number.Draw(t, "more")
		first, err := clock.at(a)
		second, errLater := clock.at(b)
		if err != nil && errLater == nil {
			t.Fatalf("%d is refused and %d is %s", a, b, second.EDTF)
		}
		if errLater != nil {
			return
		}
		parsed, err := kg.ParseEDTF(first.EDTF)
		if err != nil || *parsed.Start != *first.Start || *parsed.End != *first.End {
			t.Fatalf("%s is %s to %s: %v", first.EDTF, first.Start, first.End, err)
		}
		if *second.Start < *first.Start {
			t.Fatalf("%d is %s and %d is %s", a, first.EDTF, b, second.EDTF)
		}
	})
}
