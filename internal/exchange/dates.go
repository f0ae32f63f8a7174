package exchange

import (
	"errors"
	"fmt"
	"math/bits"
	"regexp"
	"strconv"
	"strings"
	"time"

	"conflictgraph/internal/kg"
)

// dateOrder is a set of orders in which a date of three numbers can be written.
type dateOrder uint8

const (
	dayFirst   dateOrder = 1 << iota // 31/12/2025
	monthFirst                       // 12/31/2025
	yearFirst                        // 25/12/31, where the year has two digits

	anyOrder = dayFirst | monthFirst | yearFirst
)

// orders lists every order, with the format that says it.
var orders = []struct {
	order  dateOrder
	format string
}{{dayFirst, "D/M/YYYY"}, {monthFirst, "M/D/YYYY"}, {yearFirst, "YY/M/D"}}

var errNotADate = errors.New("not a date")

// parseWritten reads a date as tables have them: EDTF; a day as 2025-12-01,
// 2025/12/01, 20251201, 1 December 2025, 01-Dec-25, December 1, 2025 or as three
// numbers in an order that can be told; the month December 2025; and the number
// that spreadsheets have for a day (45992). A time of day, with or without a zone,
// may follow a day, which is that of the text. Two digits of a year are of 1969 to
// 2068.
//
// Of three numbers it returns the orders, among allowed, in which they are a date,
// and the date of the first of these. It returns no orders for all other dates.
func parseWritten(text string, allowed dateOrder) (kg.Time, dateOrder, error) {
	if t, err := kg.ParseEDTF(text); err == nil {
		return t, 0, nil
	}
	day := timeOfDay.ReplaceAllString(text, "")
	if m := threeNumbers.FindStringSubmatch(day); m != nil {
		found, candidates := ordersOf(m[1], m[2], m[3], allowed)
		if found == 0 {
			return kg.Time{}, 0, errNotADate
		}
		return *kg.Day(candidates[bits.TrailingZeros8(uint8(found))]), found, nil
	}
	t, err := parseOneWay(day)
	return t, 0, err
}

var (
	timeOfDay = regexp.MustCompile(`(?i)(?:^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? +|,?(?:[T ] *)[0-2]?[0-9]:[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]{1,9})?)?(?: ?[AP]\.?M\.?)?(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?))?$)`)

	threeNumbers = regexp.MustCompile(`^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})\.?$`)
	yearMonthDay = regexp.MustCompile(`^([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})\.?$`)
	oneNumber    = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{6})?$`)
	dayMonthName = regexp.MustCompile(`^([0-9]{1,2})(?:st|nd|rd|th)?\.?(?: of )?[-/., ]*(\pL+)\.?[-/., ]*([0-9]{4}|[0-9]{2})$`)
	monthNameDay = regexp.MustCompile(`^(\pL+)\.?[-/., ]*([0-9]{1,2})(?:st|nd|rd|th)?[-/., ]+([0-9]{4})$`)
	yearMonthOf  = regexp.MustCompile(`^([0-9]{4})[-/., ]*(\pL+)\.?[-/., ]*([0-9]{1,2})$`)
	monthOfYear  = regexp.MustCompile(`^(\pL+)\.?[-/., ]*([0-9]{4})$`)
	monthAndYear = regexp.MustCompile(`^([0-9]{1,2})[-/.]([0-9]{4})$`)
	yearAndMonth = regexp.MustCompile(`^([0-9]{4})[-/.]([0-9]{1,2})$`)
	serialNumber = regexp.MustCompile(`^([0-9]{5})(?:\.[0-9]+)?$`)
)

// parseOneWay reads a date that can be read in one way only.
func parseOneWay(text string) (kg.Time, error) {
	if m := yearMonthDay.FindStringSubmatch(text); m != nil {
		return dayOf(m[1], m[2], m[3])
	}
	if m := oneNumber.FindStringSubmatch(text); m != nil {
		return dayOf(m[1], m[2], m[3])
	}
	if m := dayMonthName.FindStringSubmatch(text); m != nil {
		return dayOf(m[3], monthNumber(m[2]), m[1])
	}
	if m := monthNameDay.FindStringSubmatch(text); m != nil {
		return dayOf(m[3], monthNumber(m[1]), m[2])
	}
	if m := yearMonthOf.FindStringSubmatch(text); m != nil {
		return dayOf(m[1], monthNumber(m[2]), m[3])
	}
	if m := monthOfYear.FindStringSubmatch(text); m != nil {
		return monthOf(m[2], monthNumber(m[1]))
	}
	if m := monthAndYear.FindStringSubmatch(text); m != nil {
		return monthOf(m[2], m[1])
	}
	if m := yearAndMonth.FindStringSubmatch(text); m != nil {
		return monthOf(m[1], m[2])
	}
	if m := serialNumber.FindStringSubmatch(text); m != nil {
		// Spreadsheets count days from 1899-12-30; what is later than this was no date.
		days, _ := strconv.Atoi(m[1])
		day := kg.NewDate(1899, time.December, 30) + kg.Date(days)
		if day < kg.NewDate(2100, time.January, 1) {
			return *kg.Day(day), nil
		}
	}
	return kg.Time{}, errNotADate
}

// ordersOf returns the orders, of those allowed, in which three numbers are a
// date, and the dates by the bits of the orders.
func ordersOf(a, b, c string, allowed dateOrder) (found dateOrder, dates [3]kg.Date) {
	for i, parts := range [][3]string{{c, b, a}, {c, a, b}, {a, b, c}} {
		order := dateOrder(1 << i)
		if allowed&order == 0 || order == yearFirst && (len(a) != 2 || len(c) != 2) {
			continue
		}
		if t, err := dayOf(parts[0], parts[1], parts[2]); err == nil {
			found, dates[i] = found|order, *t.Start
		}
	}
	return found, dates
}

// dayOf returns the day of a year, of four digits or of two, a month and a day.
func dayOf(year, month, day string) (kg.Time, error) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if len(year) == 2 {
		const pivot = 69 // as POSIX has it
		if y += 1900; y < 1900+pivot {
			y += 100
		}
	}
	date := kg.NewDate(y, time.Month(m), d)
	if t := date.Time(); m < 1 || m > 12 || t.Day() != d || t.Month() != time.Month(m) {
		return kg.Time{}, errNotADate
	}
	return *kg.Day(date), nil
}

func monthOf(year, month string) (kg.Time, error) {
	m, _ := strconv.Atoi(month)
	t, err := kg.ParseEDTF(fmt.Sprintf("%s-%02d", year, m))
	if err != nil || m > 12 {
		return kg.Time{}, errNotADate
	}
	return t, nil
}

// monthNumber returns the number of the month that is called by an English name,
// or by three or more letters of it, and nothing where there is none.
func monthNumber(name string) string {
	name = strings.ToLower(name)
	for m := time.January; m <= time.December && len(name) >= 3; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), name) {
			return strconv.Itoa(int(m))
		}
	}
	return ""
}

// notADate says what is wrong with a text that should be a date.
func notADate(text string) error {
	return fmt.Errorf("%s is not a date; write it as 2025-12-01, 2025-11, 1 December 2025 or as EDTF has it; of three numbers the order has to be that of the whole column", quote(text))
}
