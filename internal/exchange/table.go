package exchange

import (
	"errors"
	"fmt"
	"strconv"

	"conflictgraph/internal/packed"
)

// recordTable reads tables of comma-separated values, whose names of columns are
// on the first line of each file, or are numbers from 1.
type recordTable struct {
	*records
	inputs    *inputs
	limit     packed.Limit
	numbered  bool // the first line has no names
	header    func(names []string) (columns, error)
	dates     []string // the folded names of the columns of dates
	delimiter byte     // 0 where the first line tells
	columns   columns
	row       []string
}

// begin opens the tables.
func (t *recordTable) begin(paths []string) (err error) {
	if t.inputs, err = openInputs(paths); err != nil {
		return err
	}
	if t.records, err = t.inputs.records(t.limit, t.delimiter); err != nil {
		return errors.Join(err, t.inputs.Close())
	}
	return nil
}

// again opens the tables for a look at their dates.
func (t *recordTable) again() (glance, error) {
	r, err := t.inputs.records(t.limit, t.delimiter)
	if err != nil {
		return nil, err
	}
	return &recordTable{records: r, inputs: &inputs{}, limit: t.limit, numbered: t.numbered, header: t.header, dates: t.dates, delimiter: t.delimiter}, nil
}

// advance reads the next row, of as many columns as have names.
func (t *recordTable) advance() (err error) {
	if t.numbered {
		if t.row, err = t.next(); err == nil && t.columns.at == nil {
			err = t.numberColumns()
		}
	} else {
		t.row, err = t.nextRow(func(names []string) (err error) {
			t.columns, err = t.header(names)
			return err
		})
	}
	if err == nil && len(t.row) != t.columns.n {
		return t.reject("the row has %d columns, and the first line names %d", len(t.row), t.columns.n)
	}
	return err
}

// numberColumns names the columns by their numbers.
func (t *recordTable) numberColumns() (err error) {
	names := make([]string, len(t.row))
	for i := range names {
		names[i] = strconv.Itoa(i + 1)
	}
	if t.columns, err = t.header(names); err != nil {
		return fmt.Errorf("%s:1: %w", t.source.Name, err)
	}
	return nil
}

// column returns what the row states in a column.
func (t *recordTable) column(folded string) string { return of(t.columns, t.row, folded) }

// setAside returns the Reject of a row that an error is about, or the error itself
// where it ends the import.
func (t *recordTable) setAside(err error) error {
	return rejected(err, func(reason string) *Reject { return t.reject("%s", reason) })
}

func (t *recordTable) dateTexts() []string {
	texts := make([]string, len(t.dates))
	for i, date := range t.dates {
		texts[i] = t.column(date)
	}
	return texts
}

func (t *recordTable) at() (file, line int) { return t.index, t.number }

func (t *recordTable) names() []string { return t.called }

// Close closes the table.
func (t *recordTable) Close() error { return errors.Join(t.records.Close(), t.inputs.Close()) }
