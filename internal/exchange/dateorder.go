package exchange

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"conflictgraph/internal/kg"
)

// dateColumn reads the dates of a column, and remembers the last: rows of one day
// tend to follow each other. In which order a column has day, month and year is
// told by all of it: at the first date that does not tell, it looks at the files
// from their beginning.
type dateColumn struct {
	format *dateFormat // in which dates are read before all others; nil where none is given
	strict bool        // and no other
	look   func() (glance, error)
	orders []dateOrder // of the files, once they were looked at

	last string
	file int
	time kg.Time
}

// newDateColumn returns the dates of a column, whose format is given where it is
// not empty.
func newDateColumn(format string, look func() (glance, error)) (dateColumn, error) {
	d := dateColumn{look: look}
	if format == "" {
		return d, nil
	}
	f, err := newDateFormat(format)
	if err != nil {
		return d, kg.BadInput("date-format", "%v", err)
	}
	d.format = &f
	return d, nil
}

// glance is a reader that looks at the dates of files only.
type glance interface {
	advance() error      // to the next row, as Reader.Next
	dateTexts() []string // of the row
	at() (file, line int)
	names() []string // of the files
	Close() error
}

// stopError ends an import, where other errors of a row set it aside.
type stopError struct{ error }

// read returns the date that text is in a file, of which the number is given from
// 0. A *stopError means that the column does not tell.
func (d *dateColumn) read(file int, text string) (*kg.Time, error) {
	if text != d.last || file != d.file || text == "" {
		time, err := d.parse(file, text)
		if err != nil {
			return nil, err
		}
		d.last, d.file, d.time = strings.Clone(text), file, time
	}
	time := d.time
	return &time, nil
}

func (d *dateColumn) parse(file int, text string) (kg.Time, error) {
	if d.format != nil {
		if t, err := d.format.parse(timeOfDay.ReplaceAllString(text, "")); err == nil || d.strict {
			return t, err
		}
	}
	allowed := d.allowed()
	if d.orders != nil {
		allowed = d.orders[file]
	}
	t, found, err := parseWritten(text, allowed)
	if err != nil && d.orders != nil && allowed != 0 {
		if _, others, otherwise := parseWritten(text, anyOrder); otherwise == nil {
			return kg.Time{}, fmt.Errorf("%s is a date as %s only, and those of the file are written as %s", quote(text), others, allowed)
		}
	}
	if err != nil {
		return kg.Time{}, notADate(text)
	}
	if !differ(text, found) || d.orders != nil {
		return t, nil
	}
	if d.orders, err = d.lookAtAll(); err != nil {
		return kg.Time{}, &stopError{err}
	}
	return d.parse(file, text)
}

// allowed returns the orders that dates can have before a look at the files.
func (d *dateColumn) allowed() dateOrder {
	if d.format != nil {
		return d.format.order
	}
	return anyOrder
}

// differ reports whether a text is another date in one of some orders than in
// another.
func differ(text string, in dateOrder) bool {
	var first string
	for _, o := range orders {
		if in&o.order == 0 {
			continue
		}
		t, _, _ := parseWritten(text, o.order)
		if first != "" && t.EDTF != first {
			return true
		}
		first = t.EDTF
	}
	return false
}

// String lists orders as formats.
func (o dateOrder) String() string {
	var formats []string
	for _, order := range orders {
		if o&order.order != 0 {
			formats = append(formats, order.format)
		}
	}
	return strings.Join(formats, " or ")
}

// told is what the dates of a file tell of the order that they are written in.
type told struct {
	allowed dateOrder // in which all of them are dates
	first   string    // where the first is that does not tell
	last    string    // where the one is that left no order
}

// lookAtAll returns the orders of all files. It returns an error, which says what
// to do, where a file has dates of several orders, or none that tells.
func (d *dateColumn) lookAtAll() (found []dateOrder, err error) {
	g, err := d.look()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	names := g.names()
	files := make([]told, len(names))
	for i := range files {
		files[i].allowed = anyOrder
	}
	for {
		err := g.advance()
		var reject *Reject
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.As(err, &reject) {
			continue
		}
		if err != nil {
			return nil, err
		}
		file, line := g.at()
		for _, text := range g.dateTexts() {
			files[file].see(text, fmt.Sprintf("%s (%s:%d)", shortened(text), names[file], line))
		}
	}
	return decide(files)
}

// see takes a date into account.
func (t *told) see(text, where string) {
	_, found, err := parseWritten(text, anyOrder)
	if err != nil || found == 0 || t.allowed == 0 {
		return
	}
	if t.allowed &= found; t.allowed == 0 {
		t.last = where
	}
	if t.first == "" && differ(text, found) {
		t.first = where
	}
}

// decide returns the order of each file: the one that it tells, or that the
// others tell where its dates do not.
func decide(files []told) ([]dateOrder, error) {
	const remedy = "say which is right with --date-format"
	others := anyOrder
	for _, f := range files {
		if f.allowed == 0 {
			return nil, fmt.Errorf("the dates of the column are not all of one order: %s is of another than those before; %s (%s), and rows of the other are set aside", f.last, remedy, (dayFirst | monthFirst))
		}
		if single(f.allowed) {
			others &= f.allowed
		}
	}
	found := make([]dateOrder, len(files))
	for i, f := range files {
		found[i] = f.allowed
		if f.first == "" || single(f.allowed) {
			continue
		}
		if found[i] &= others; !single(found[i]) {
			return nil, fmt.Errorf("%s is a date as %s, and no date of the column tells which; %s, for example --date-format D/M/YYYY", f.first, f.allowed, remedy)
		}
	}
	return found, nil
}

func single(o dateOrder) bool { return o != 0 && o&(o-1) == 0 }
