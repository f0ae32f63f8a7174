package exchange

import (
	"bytes"
	"errors"
	"io"
	"strings"
)

// tabTable reads tables with columns between tabs, whose names are on the first
// line of each file.
type tabTable struct {
	*lines
	inputs  *inputs
	options RowOptions
	header  func(names []string) (columns, error)
	date    string // the folded name of the column of dates
	columns columns
	row     [][]byte
	raw     []byte // the line of row
}

// openTabs opens tables.
func openTabs(options RowOptions, paths []string, date string, header func([]string) (columns, error)) (*tabTable, error) {
	in, err := openInputs(paths)
	if err != nil {
		return nil, err
	}
	t := &tabTable{inputs: in, options: options, date: date, header: header}
	if t.lines, err = in.lines(options.Limit); err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return t, nil
}

// again opens the tables for a look at their dates.
func (t *tabTable) again() (glance, error) {
	l, err := t.inputs.lines(t.options.Limit)
	if err != nil {
		return nil, err
	}
	return &tabTable{lines: l, inputs: &inputs{}, options: t.options, date: t.date, header: t.header}, nil
}

// advance reads the next row, of as many columns as have names. Empty lines are
// no rows.
func (t *tabTable) advance() error {
	for {
		line, err := t.next()
		switch {
		case errors.Is(err, io.EOF):
			return err
		case t.number == 1:
			if err == nil {
				t.columns, err = t.header(strings.Split(string(line), "\t"))
			}
			if err != nil {
				return headerError(t.source.Name, err)
			}
		case err != nil:
			return err
		case len(bytes.TrimSpace(line)) > 0:
			t.raw = line
			if t.row = splitTabs(t.row[:0], line); len(t.row) != t.columns.n {
				return t.reject(line, "the row has %d columns, and the first line names %d", len(t.row), t.columns.n)
			}
			return nil
		}
	}
}

// column returns what the row states in a column.
func (t *tabTable) column(folded string) string { return of(t.columns, t.row, folded) }

// setAside returns the Reject of a row that an error is about, or the error itself
// where it ends the import.
func (t *tabTable) setAside(err error) error {
	return rejected(err, func(reason string) *Reject { return t.reject(t.raw, "%s", reason) })
}

func (t *tabTable) dateTexts() []string { return []string{t.column(t.date)} }

func (t *tabTable) at() (file, line int) { return t.index, t.number }

func (t *tabTable) names() []string { return t.called }

// Close closes the table.
func (t *tabTable) Close() error { return errors.Join(t.lines.Close(), t.inputs.Close()) }

// splitTabs appends the columns of line to row.
func splitTabs(row [][]byte, line []byte) [][]byte {
	for {
		column, rest, found := bytes.Cut(line, []byte{'\t'})
		row = append(row, column)
		if !found {
			return row
		}
		line = rest
	}
}
