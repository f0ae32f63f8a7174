package exchange

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/packed"
)

// RowOptions say how files of a published layout are to be read.
type RowOptions struct {
	Name       string       // of the data set, a slug; ids begin with it
	Limit      packed.Limit // on the expansion of compressed files
	DateFormat string       // of dates that can be read in two ways, such as D/M/YYYY; told by the column where empty
	Now        time.Time    // after which nothing can have happened; that of the clock where zero
}

// columns says where the columns of a table are, by their names.
type columns struct {
	at map[string]int // by foldColumn
	n  int
}

// foldColumn returns a column's name without what exports of one table differ in:
// "Event ID", "event_id" and "EVENT.ID" are one name.
func foldColumn(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// missingColumn is the error that a table has not a column.
type missingColumn struct {
	names []string // that it has
	name  string
}

func (e *missingColumn) Error() string {
	return fmt.Sprintf("there is no column %q; the file should begin with the names of its columns", e.name)
}

// has reports whether the table has a column.
func (c columns) has(name string) bool {
	_, found := c.at[foldColumn(name)]
	return found
}

// newColumns returns an error unless all columns that a table needs are among
// names, and none of them twice. Of "A|B" it needs one.
func newColumns(names []string, needed ...string) (columns, error) {
	c := columns{at: make(map[string]int, len(names)), n: len(names)}
	twice := map[string]bool{}
	for i, name := range names {
		key := foldColumn(name)
		_, twice[key] = c.at[key]
		c.at[key] = i
	}
	for _, name := range needed {
		if either, or, found := strings.Cut(name, "|"); found {
			if name = either; !c.has(name) {
				name = or
			}
		}
		key := foldColumn(name)
		if !c.has(name) {
			return c, &missingColumn{names: names, name: name}
		}
		if twice[key] {
			return c, fmt.Errorf("there are two columns %q; take one of them out", name)
		}
	}
	return c, nil
}

// of returns what a row states in a column, or "" where the table has no such
// column.
func of[T ~string | ~[]byte](c columns, row []T, folded string) string {
	if i, found := c.at[folded]; found {
		return stated(string(row[i]))
	}
	return ""
}

// span is when the events of a data set can have been.
type span struct {
	dataset     string // what it is called
	first, last kg.Date
}

// newSpan returns the time from the first day of a data set's first year to the
// day after now, which is that day somewhere.
func newSpan(dataset string, firstYear int, now time.Time) span {
	if now.IsZero() {
		now = time.Now()
	}
	return span{dataset: dataset, first: kg.NewDate(firstYear, time.January, 1), last: kg.DateOf(now) + 1}
}

// check returns an error unless an event can have been on a day.
func (s span) check(day kg.Time) error {
	switch {
	case day.Start == nil || day.End == nil || *day.Start != *day.End:
		return fmt.Errorf("%s is not one day", quote(day.EDTF))
	case *day.Start < s.first:
		return fmt.Errorf("the event is of %s, and %s has none before %s", day.Start, s.dataset, s.first)
	case *day.Start > s.last:
		return fmt.Errorf("the event is of %s, which is still to come", day.Start)
	}
	return nil
}

// sameYear returns an error if a column has a year that is not that of a day.
func sameYear(day kg.Time, column, year string) error {
	if y, err := strconv.Atoi(year); err == nil && y != day.Start.Time().Year() {
		return fmt.Errorf("the event is of %s, and its %s is %d", day.Start, column, y)
	}
	return nil
}

// spanning returns the time from the first day of one time to the last of another,
// either of which may not be known.
func spanning(from, to *kg.Time) (*kg.Time, error) {
	if from == nil && to == nil || to == nil {
		return from, nil
	}
	end := to.End
	if from == nil {
		if end == nil {
			return nil, errors.New("the last day is not one")
		}
		t, err := kg.ParseEDTF("/" + end.String())
		return &t, err
	}
	if from.Start == nil || end == nil {
		return nil, fmt.Errorf("%s and %s are not a first and a last day", quote(from.EDTF), quote(to.EDTF))
	}
	if *from.Start == *end {
		return kg.Day(*end), nil
	}
	if *from.Start > *end {
		return nil, fmt.Errorf("the last day, %s, is before the first, %s", end, from.Start)
	}
	t, err := kg.ParseEDTF(from.Start.String() + "/" + end.String())
	return &t, err
}

// inYear returns an error if nothing of a time is in a year.
func inYear(t kg.Time, year string) error {
	y, err := strconv.Atoi(year)
	if first, last := t.Bounds(); err == nil && (y < first.Time().Year() || y > last.Time().Year()) {
		return fmt.Errorf("the date is %s, and the year is %d", t.EDTF, y)
	}
	return nil
}

// notAfter returns an error if an event was after a day that a column has.
func notAfter(day kg.Time, column string, other *dateColumn, file int, text string) error {
	if t, err := other.read(file, text); err == nil && t.End != nil && *day.Start > *t.End {
		return fmt.Errorf("the event is of %s, after its %s, %s", day.Start, column, t.EDTF)
	}
	return nil
}

// placeName returns name on one line, or nothing where it cannot be a name.
func placeName(name string) string {
	if name = oneLine(name); checkName("place", name) != nil {
		return ""
	}
	return name
}

// joined joins the parts that are not empty, and not what stands before them.
func joined(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" && (len(kept) == 0 || kept[len(kept)-1] != p) {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}

// quote shows a value in a message, or the beginning of it.
func quote(s string) string { return strconv.Quote(shortened(s)) }

// headerError returns the error that ends an import because the first line of a
// file is not what it should be.
func headerError(file string, err error) error {
	var reject *Reject
	if errors.As(err, &reject) {
		return errors.New(reject.Error())
	}
	var missing *missingColumn
	if errors.As(err, &missing) {
		return fmt.Errorf("%s:1: %w%s", file, err, recognised(missing.names))
	}
	return fmt.Errorf("%s:1: %w", file, err)
}

// rejected returns what a reader returns for a row about which there is an error:
// nothing where that is nil, the error itself where it ends the import, or else
// the Reject that reject makes of it.
func rejected(err error, reject func(reason string) *Reject) error {
	if err == nil {
		return nil
	}
	var stop *stopError
	if errors.As(err, &stop) {
		return stop.error
	}
	r := reject(err.Error())
	r.Unpaired = errors.Is(err, errOnlyOneActor)
	return r
}

// onlyOneActor is why a row is set aside that is as it should be and states no
// relation.
const onlyOneActor = "only one actor, and no place where it acted"

var errOnlyOneActor = errors.New(onlyOneActor)
