package exchange

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"conflictgraph/internal/kg"
)

// RowOptions say how files of a published layout are to be read.
type RowOptions struct {
	Name  string // of the data set, a slug; ids begin with it
	Limit Limit  // on the expansion of compressed files
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

// newColumns returns an error unless all columns that a table needs are among
// names, and none of them twice.
func newColumns(names []string, needed ...string) (columns, error) {
	c := columns{at: make(map[string]int, len(names)), n: len(names)}
	twice := map[string]bool{}
	for i, name := range names {
		key := foldColumn(name)
		_, twice[key] = c.at[key]
		c.at[key] = i
	}
	for _, name := range needed {
		key := foldColumn(name)
		if _, found := c.at[key]; !found {
			return c, fmt.Errorf("there is no column %q; the file should begin with the names of its columns", name)
		}
		if twice[key] {
			return c, fmt.Errorf("there are two columns %q; take one of them out", name)
		}
	}
	return c, nil
}

// of returns the value of a column, trimmed, or "" where the table has no such
// column.
func of[T ~string | ~[]byte](c columns, row []T, folded string) string {
	if i, found := c.at[folded]; found {
		return strings.TrimSpace(string(row[i]))
	}
	return ""
}

// dates reads days, and remembers the last: rows of one day tend to follow each
// other.
type dates struct {
	parse func(string) (kg.Time, error)
	last  string
	time  kg.Time
}

func (d *dates) read(text string) (*kg.Time, error) {
	if text != d.last || text == "" {
		time, err := d.parse(text)
		if err != nil {
			return nil, err
		}
		d.last, d.time = text, time
	}
	time := d.time
	return &time, nil
}

// parseDay reads YYYY-MM-DD.
func parseDay(text string) (kg.Time, error) {
	day, err := kg.ParseDate(text)
	if err != nil {
		return kg.Time{}, err
	}
	return *kg.Day(day), nil
}

// coordinates returns a latitude and a longitude in words, nothing where both are
// empty.
func coordinates(latitude, longitude string) (string, error) {
	if latitude == "" && longitude == "" {
		return "", nil
	}
	if !degrees(latitude, 90) || !degrees(longitude, 180) {
		return "", fmt.Errorf("%s and %s are not a latitude (-90 to 90) and a longitude (-180 to 180)", quote(latitude), quote(longitude))
	}
	return "latitude " + latitude + ", longitude " + longitude, nil
}

func degrees(s string, most float64) bool {
	d, err := strconv.ParseFloat(s, 64)
	return err == nil && d >= -most && d <= most && len(s) <= 30
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
	return fmt.Errorf("%s:1: %w", file, err)
}

// onlyOneActor is why a row is set aside that is as it should be and states no
// relation.
const onlyOneActor = "only one actor"

var errOnlyOneActor = errors.New(onlyOneActor)
