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
	classes      []int64 // where the walk is of classes
	lower, upper bound
}

// runsOf returns the runs that find what a request asks for of its parts.
func (s *session) runsOf(req kg.PageRequest, parts []part, p *planner) (runs []run, err error) {
	c := choiceOf(req.Filter)
	walked := func(w func(seek) walk) (runs []run) {
		for _, one := range parts {
			runs = append(runs, run{part: one, walk: w(one.seek), lower: firstBound, upper: lastBound})
		}
		return runs
	}
	if len(parts) > 0 && len(req.Filter.Documents) > 0 {
		if fewer, err := s.fewerQuotes(req, p); fewer || err != nil {
			return walked(func(s seek) walk { return s.quoted }), err
		}
	}
	if !c.narrows() || req.Owner != "" && p.size(req.Owner) <= fewRelations {
		return walked(func(s seek) walk { return s.whole }), nil
	}
	for _, one := range parts {
		some, err := s.runs(one, c)
		if err != nil {
			return nil, err
		}
		runs = append(runs, some...)
	}
	return runs, nil
}

// fewRelations are so few that going through all takes no longer than finding
// which classes they have.
const fewRelations = 32

// runs returns the runs that find what is chosen of a part. How many there are
// depends on how many classes the part's relations have, not on how many these
// are.
func (s *session) runs(p part, c choice) ([]run, error) {
	lower, upper := c.days(0)
	var runs []run
	if !c.byKind() {
		// Whatever starts in the time is chosen. What is missing started earlier.
		runs = append(runs, run{part: p, walk: p.seek.whole, lower: lower, upper: upper})
	} else if c.admits(0) {
		runs = append(runs, run{part: p, walk: p.seek.ordinary, lower: lower, upper: upper})
	}
	err := s.each(p.seek.present, func(rows *sql.Rows) error {
		var class int64
		err := rows.Scan(&class)
		if !c.admits(class) {
			return err
		}
		r := run{part: p, walk: p.seek.classes, classes: []int64{class}}
		if r.lower, r.upper = c.days(class / classesOfSpan); !c.byKind() {
			r.lower = greater(r.lower, c.earlier())
		}
		if last := len(runs) - 1; last >= 0 && runs[last].takes(r) {
			runs[last].classes = append(runs[last].classes, class)
		} else {
			runs = append(runs, r)
		}
		return err
	}, p.key1, p.key2, c.leastClass())
	return runs, err
}

// takes reports whether one statement can also walk what another run does.
func (r run) takes(other run) bool {
	return 0 < len(r.classes) && len(r.classes) < classesAtOnce && r.lower.compare(other.lower) == 0 && r.upper.compare(other.upper) == 0
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
	}, r.args(c, scan.Limit)...)
	return found, err
}

// args returns the parameters of the run's statements.
func (r run) args(c conditions, limit int) []any {
	args := r.part.args(c, r.lower, r.upper, limit)
	if len(r.classes) == 0 {
		return args
	}
	for i := range classesAtOnce {
		class := int64(noClass)
		if i < len(r.classes) {
			class = r.classes[i]
		}
		args = append(args, class)
	}
	return args
}

const noClass = -1
