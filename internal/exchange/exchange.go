// Package exchange reads data sets into a graph. A Reader, one for each format,
// says row by row what a data set states; Run takes that to a store in batches.
package exchange

import (
	"context"
	"fmt"

	"conflictgraph/internal/kg"
)

// Reader reads a data set once, in the order of its rows. Its memory does not
// grow with the number of rows.
type Reader interface {
	// Next adds what the next row states to batch: its relation, and those of the
	// types and entities it names that no earlier row has added. It returns a
	// *Reject for a row that cannot be taken, of which it has added nothing, and
	// io.EOF after the last row. Any other error ends the import.
	Next(batch *kg.Batch) error

	// Progress returns how many bytes of the data set have been read, and of how
	// many; of 0 where that is not known.
	Progress() (read, total int64)

	// Close releases what the reader holds.
	Close() error
}

// Store is where Run takes a data set to: a kg.Store, as far as it is needed.
type Store interface {
	Write(ctx context.Context, batch kg.Batch) (kg.Written, error)
}

// Reject is a row that is set aside.
type Reject struct {
	File   string // base name
	Line   int    // counted from 1; where the row begins
	Reason string // what is wrong with it and what would be right
	Text   string // the row, or the beginning of a long one

	// Unpaired says that nothing is wrong with the row: it is of one actor only,
	// and so states no relation.
	Unpaired bool
}

// Error says where the row is and what is wrong with it.
func (r *Reject) Error() string { return fmt.Sprintf("%s:%d: %s", r.File, r.Line, r.Reason) }
