package sqlite

import "strings"

// An insert adds rows to a table, many by one statement where there are many.
type insert struct{ one, many *statement }

// rowsAtOnce is how many rows the statement for many adds.
const rowsAtOnce = 64

// newInsert makes the statements that begin with head, "INSERT OR ROLLBACK INTO … VALUES",
// and end with tail.
func newInsert(head string, columns int, tail string) insert {
	return newSharedInsert(head, "(?"+strings.Repeat(",?", columns-1)+")", tail)
}

// newSharedInsert makes those whose row is given: it begins with the parameters
// that all rows share, which have numbers, and the others have none.
func newSharedInsert(head, row, tail string) insert {
	return insert{
		one:  define(head + row + tail),
		many: define(head + row + strings.Repeat(","+row, rowsAtOnce-1) + tail),
	}
}

// insert adds n rows: row appends the values of one to those that all share. It
// calls done, which may be nil, after some rows with their range and how many were
// added. Another goroutine calls row, for rows that follow while some are added.
func (s *session) insert(in insert, n int, row func(args []any, i int) []any, done func(from, to int, added int64) error, shared ...any) error {
	filled, free := make(chan filledRows), make(chan []any, 2)
	free <- nil
	free <- nil
	go fill(filled, free, n, row, shared)
	// Only once it is closed nothing calls row any more.
	defer func() {
		close(free)
		for range filled {
		}
	}()
	for rows := range filled {
		statement := in.one
		if rows.to-rows.from == rowsAtOnce {
			statement = in.many
		}
		added, err := s.exec(statement, rows.args...)
		if err != nil {
			return err
		}
		if done != nil {
			if err := done(rows.from, rows.to, added); err != nil {
				return err
			}
		}
		free <- rows.args
	}
	return nil
}

// filledRows are the values of one row or of rowsAtOnce.
type filledRows struct {
	from, to int
	args     []any
}

// fill sends the values of n rows in buffers that it is given, until it is given no
// more.
func fill(filled chan<- filledRows, free <-chan []any, n int, row func([]any, int) []any, shared []any) {
	defer close(filled)
	for from := 0; from < n; {
		args, more := <-free
		if !more {
			return
		}
		to := from + 1
		if n-from >= rowsAtOnce {
			to = from + rowsAtOnce
		}
		args = append(args[:0], shared...)
		for i := from; i < to; i++ {
			args = row(args, i)
		}
		filled <- filledRows{from, to, args}
		from = to
	}
}
