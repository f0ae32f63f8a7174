package importfiles

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"
)

// A Table is nodes or relationships with the same columns. Neo4j reads rows of one line
// several at a time, and others slowly, so that these have a file of their own.
type Table struct {
	folder         *Folder
	name, argument string
	columns, kinds []string
	at             map[string]int // by property
	one, several   *file          // of rows of one line and of several; nil where there are none
	row            []byte
}

// A file is one of a Table.
type file struct {
	name string
	file *os.File
	out  *bufio.Writer
}

const bufferSize = 256 << 10

func (t *Table) files() (all []*file) {
	for _, f := range []*file{t.one, t.several} {
		if f != nil {
			all = append(all, f)
		}
	}
	return all
}

func (t *Table) create(name string) (*file, error) {
	created, err := os.Create(filepath.Join(t.folder.part, name))
	if err != nil {
		return nil, err
	}
	f := &file{name, created, bufio.NewWriterSize(created, bufferSize)}
	_, err = f.out.WriteString(strings.Join(t.columns, "\t") + "\n")
	return f, err
}

// close ends the use of a file, of which everything is written down first where it is
// kept.
func (f *file) close(keep bool) (err error) {
	if f.file == nil {
		return nil
	}
	if keep {
		if err = f.out.Flush(); err == nil {
			err = f.file.Sync()
		}
	}
	err = errors.Join(err, f.file.Close())
	f.file = nil
	return err
}

// WriteProperties writes a row of some values, in the order of the first columns, and of
// properties by their names, each of which has a column. What is nil or an empty list is
// left out.
func (t *Table) WriteProperties(properties map[string]any, first ...any) error {
	values := make([]any, len(t.columns))
	copy(values, first)
	for name, value := range properties {
		i, is := t.at[name]
		if !is {
			return fmt.Errorf("%s has no column %q", t.name, name)
		}
		values[i] = value
	}
	return t.Write(values)
}

// Write writes a row, with a value for each column.
func (t *Table) Write(values []any) (err error) {
	if len(values) != len(t.columns) {
		return fmt.Errorf("a row of %s has %d values, not %d", t.name, len(values), len(t.columns))
	}
	t.row = t.row[:0]
	for i, v := range values {
		if i > 0 {
			t.row = append(t.row, '\t')
		}
		if t.row, err = appendValue(t.row, t.kinds[i], v); err != nil {
			return fmt.Errorf("%s of %s: %w", t.columns[i], t.name, err)
		}
	}
	t.folder.longest = max(t.folder.longest, len(t.row))
	into, name := &t.one, t.name+".tsv"
	if bytes.ContainsAny(t.row, "\n\r") {
		into, name = &t.several, t.name+"-of-several-lines.tsv"
	}
	if *into == nil {
		if *into, err = t.create(name); err != nil {
			return err
		}
	}
	if _, err := (*into).out.Write(t.row); err != nil {
		return err
	}
	return (*into).out.WriteByte('\n')
}

// listEnd stands between the elements of a list. No text has it.
const listEnd = 0

var (
	errOneEmpty = errors.New("a list of one empty text cannot be said in a file")
	errNul      = errors.New("NUL cannot be said in a file")
)

// appendValue appends v as a column of some kind has it.
func appendValue(row []byte, kind string, v any) ([]byte, error) {
	is := ""
	switch v := v.(type) {
	case nil:
		return row, nil
	case string:
		if strings.IndexByte(v, listEnd) >= 0 {
			return row, errNul
		}
		is, row = "string", append(appendQuoted(append(row, '"'), v), '"')
	case bool:
		is, row = "boolean", strconv.AppendBool(row, v)
	case int:
		is, row = "long", strconv.AppendInt(row, int64(v), 10)
	case int64:
		is, row = "long", strconv.AppendInt(row, v, 10)
	case time.Time:
		is, row = "datetime", appendMoment(row, v)
	case dbtype.Date:
		is, row = "date", appendDay(row, v)
	case []string:
		if len(v) == 1 && v[0] == "" {
			return row, errOneEmpty
		}
		for _, s := range v {
			if strings.IndexByte(s, listEnd) >= 0 {
				return row, errNul
			}
		}
		is, row = "string[]", appendList(row, v, appendQuoted)
	case []int64:
		is, row = "long[]", appendList(row, v, func(row []byte, n int64) []byte { return strconv.AppendInt(row, n, 10) })
	case []float64:
		is, row = "double[]", appendList(row, v, func(row []byte, n float64) []byte { return strconv.AppendFloat(row, n, 'f', -1, 64) })
	case []time.Time:
		is, row = "datetime[]", appendList(row, v, appendMoment)
	}
	if special := kind == "TYPE" || kind == "LABEL" || kind == "ID" || kind == "START_ID" || kind == "END_ID"; is != kind && !special {
		return row, fmt.Errorf("a %T is no %s", v, kind)
	}
	return row, nil
}

func appendList[T any](row []byte, list []T, one func([]byte, T) []byte) []byte {
	if len(list) == 0 {
		return row
	}
	row = append(row, '"')
	for i, v := range list {
		if i > 0 {
			row = append(row, listEnd)
		}
		row = one(row, v)
	}
	return append(row, '"')
}

// appendQuoted appends text as it stands within quotation marks.
func appendQuoted(row []byte, text string) []byte {
	for {
		before, after, found := strings.Cut(text, `"`)
		row = append(row, before...)
		if !found {
			return row
		}
		row, text = append(row, `""`...), after
	}
}

func appendMoment(row []byte, t time.Time) []byte {
	return t.UTC().AppendFormat(row, "2006-01-02T15:04:05.999999999Z")
}

// appendDay appends a day, of a year of other than four digits with its sign.
func appendDay(row []byte, d dbtype.Date) []byte {
	t := d.Time()
	if year := t.Year(); year < 0 || year > 9999 {
		row = fmt.Appendf(row, "%+05d", year)
	} else {
		row = fmt.Appendf(row, "%04d", year)
	}
	return t.AppendFormat(row, "-01-02")
}
