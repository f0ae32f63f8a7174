package sqlite

import "strings"

// An insert adds rows to a table, many by one statement where there are many: it is
// the statements by how many rows each adds, the most first.
type insert []rowsStatement

type rowsStatement struct {
	rows int
	*statement
}

// How many rows are added at once; veryMany where there are thousands to be expected.
const (
	manyRows     = 64
	veryManyRows = 512
)

// newInsert makes the statements that begin with head, "INSERT OR ROLLBACK INTO … VALUES",
// and end with tail.
func newInsert(head string, columns int, tail string) insert {
	return newSharedInsert(head, "(?"+strings.Repeat(",?", columns-1)+")", tail, manyRows)
}

// newSharedInsert makes those whose row is given: it begins with the parameters
// that all rows share, which have numbers, and the others have none. Besides that
// for one row, it makes those for some numbers of rows, the most first.
func newSharedInsert(head, row, tail string, numbers ...int) (in insert) {
	for _, n := range append(numbers, 1) {
		in = append(in, rowsStatement{n, define(head + row + strings.Repeat(","+row, n-1) + tail)})
	}
	return in
}

// insert adds n rows: row appends the values of one to those that all share. It
// calls done, which may be nil, after some rows with their range and how many were
// added. Another goroutine calls row, for rows that follow while some are added.
func (s *session) insert(in insert, n int, row func(args []any, i int) []any, done func(from, to int, added int64) error, shared ...any) error {
	filled, free := make(chan filledRows), make(chan []any, 2)
	free <- nil
	free <- nil
	go in.fill(filled, free, n, row, shared)
	// Only once it is closed nothing calls row any more.
	defer func() {
		close(free)
		for range filled {
		}
	}()
	for rows := range filled {
		added, err := s.exec(rows.statement, rows.args...)
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

// filledRows are the values of some rows, and the statement that adds them.
type filledRows struct {
	statement *statement
	from, to  int
	args      []any
}

// fill sends the values of n rows in buffers that it is given, until it is given no
// more.
func (in insert) fill(filled chan<- filledRows, free <-chan []any, n int, row func([]any, int) []any, shared []any) {
	defer close(filled)
	for from := 0; from < n; {
		args, more := <-free
		if !more {
			return
		}
		for in[0].rows > n-from {
			in = in[1:]
		}
		to := from + in[0].rows
		args = append(args[:0], shared...)
		for i := from; i < to; i++ {
			args = row(args, i)
		}
		filled <- filledRows{in[0].statement, from, to, args}
		from = to
	}
}
