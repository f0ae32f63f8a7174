package sqlite

import (
	"database/sql"

	"conflictgraph/internal/kg"
)

// A run is a walk over some relations of a part that follow each other in an
// index: no relation is found by two runs of one page, and of what a run walks
// over, only what conditions besides the choice leave out is not on the page.
type run struct {
	part
	walk
	class        int64 // of what is walked, where the walk is one class
	lower, upper bound
}

// runs returns the runs that find what is chosen of a part. How many there are
// depends on how many classes the part's relations have, not on how many these
// are.
func (s *session) runs(p part, c choice) ([]run, error) {
	var runs []run
	add := func(w walk, class int64, lower, upper bound) {
		if lower.compare(upper) < 0 {
			runs = append(runs, run{p, w, class, lower, upper})
		}
	}
	lower, upper := c.days(0)
	switch {
	case !c.byKind() && !c.byTime():
		return []run{{p, p.seek.whole, 0, lower, upper}}, nil
	case !c.byKind():
		// Whatever starts in the time is chosen. What is missing started earlier.
		add(p.seek.whole, 0, lower, upper)
	case c.admits(0):
		add(p.seek.ordinary, 0, lower, upper)
	}
	err := s.each(p.seek.classes, func(rows *sql.Rows) error {
		var class int64
		if err := rows.Scan(&class); err != nil || !c.admits(class) {
			return err
		}
		lower, upper := c.days(class / classesOfSpan)
		if !c.byKind() {
			lower = greater(lower, c.earlier())
		}
		add(p.seek.oneClass, class, lower, upper)
		return nil
	}, p.key1, p.key2, c.leastClass())
	return runs, err
}

// leastClass returns the least class of what is chosen that is not among what
// starts in the time.
func (c choice) leastClass() int64 {
	switch {
	case c.byKind():
		return 1
	case c.from != nil:
		return classesOfSpan
	}
	return classesOfSpan * spanUntil
}

func greater(b, c bound) bound {
	if b.compare(c) < 0 {
		return c
	}
	return b
}

func less(b, c bound) bound {
	if b.compare(c) < 0 {
		return b
	}
	return c
}

// merge returns what the scan finds in the runs, in its order.
func (s *session) merge(runs []run, c conditions, scan kg.Scan) ([]relationRow, error) {
	lower, upper := boundAfter(scan.Lower), boundFrom(scan.Upper)
	var merged []relationRow
	for _, r := range runs {
		// What lies beyond a full page cannot be on it.
		if len(merged) == scan.Limit {
			if last := merged[len(merged)-1].place; scan.Descending {
				lower = last.next()
			} else {
				upper = last.bound()
			}
		}
		r.lower, r.upper = greater(r.lower, lower), less(r.upper, upper)
		if r.lower.compare(r.upper) >= 0 {
			continue
		}
		found, err := s.follow(r, c, scan)
		if err != nil {
			return nil, err
		}
		merged = firstOf(append(merged, found...), func(a, b relationRow) int { return a.place.compare(b.place) }, scan)
	}
	return merged, nil
}

// follow returns what a run comes upon first.
func (s *session) follow(r run, c conditions, scan kg.Scan) (found []relationRow, err error) {
	statement := r.newestFirst
	if scan.Descending {
		statement = r.oldestFirst
	}
	err = s.each(statement, func(rows *sql.Rows) error {
		row, err := scanRelation(rows)
		found = append(found, row)
		return err
	}, append(r.args(c, r.lower, r.upper, scan.Limit), r.class)...)
	return found, err
}
