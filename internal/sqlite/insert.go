package sqlite

import "strings"

// An insert adds rows to a table, many by one statement where there are many.
type insert struct{ one, many *statement }

// rowsAtOnce is how many rows the statement for many adds.
const rowsAtOnce = 64

// newInsert makes the statements that begin with head, "INSERT OR ROLLBACK INTO … VALUES",
// and end with tail.
func newInsert(head string, columns int, tail string) insert {
	row := "(?" + strings.Repeat(",?", columns-1) + ")"
	return insert{
		one:  define(head + row + tail),
		many: define(head + row + strings.Repeat(","+row, rowsAtOnce-1) + tail),
	}
}

// insert adds n rows: row appends the values of one. It calls done, which may be
// nil, after some rows with their range and how many were added.
func (s *session) insert(in insert, n int, row func(args []any, i int) []any, done func(from, to int, added int64) error) error {
	var args []any
	for from := 0; from < n; {
		statement, to := in.one, from+1
		if n-from >= rowsAtOnce {
			statement, to = in.many, from+rowsAtOnce
		}
		args = args[:0]
		for i := from; i < to; i++ {
			args = row(args, i)
		}
		added, err := s.exec(statement, args...)
		if err != nil {
			return err
		}
		if done != nil {
			if err := done(from, to, added); err != nil {
				return err
			}
		}
		from = to
	}
	return nil
}
