package main

import (
	"fmt"
	"os"
	"time"

	"conflictgraph/internal/exchange"
)

// loadCost follows what an import takes of the processor, in this process and in
// the database's, which is none where that is part of this or was not started by it.
type loadCost struct {
	database int // its process
	looks    []costLook
	err      error
}

// A costLook is how far an import was, and what processes had taken by then.
type costLook struct {
	rows         int
	ours, theirs time.Duration
}

// look notes what has been taken by now, when rows were imported.
func (c *loadCost) look(rows int) {
	ours, err := usageOf(os.Getpid())
	if err == nil {
		var theirs usage
		theirs, err = usageOf(c.database)
		c.looks = append(c.looks, costLook{rows, ours.cpu, theirs.cpu})
	}
	if c.err == nil {
		c.err = err
	}
}

// show looks after each batch.
func (c *loadCost) show(p exchange.Progress) {
	if p.TotalSteps == 0 {
		c.look(p.Rows)
	}
}

// String says what a row took: all in all, in the second half of the rows, when
// programs have been compiled and memories filled, and for its part of the end.
func (c *loadCost) String() string {
	first, last := c.looks[0], c.looks[len(c.looks)-1]
	read := c.looks[len(c.looks)-2]
	half := first
	for _, l := range c.looks {
		if l.rows <= last.rows/2 {
			half = l
		}
	}
	return fmt.Sprintf("%s; in the second half of the rows, %s; for the end, %s", taken(first, last, last.rows), taken(half, read, last.rows-half.rows), taken(read, last, last.rows))
}

func taken(from, to costLook, rows int) string {
	each := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(max(rows, 1)) }
	return fmt.Sprintf("%.1f µs here and %.1f µs in the database's process", each(to.ours-from.ours), each(to.theirs-from.theirs))
}
