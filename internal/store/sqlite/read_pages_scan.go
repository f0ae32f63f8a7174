package sqlite

import (
	"database/sql"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// A pageScan finds what one page shows. Scan after scan, each of relations that no
// other of the page finds, it comes to know the first of all.
type pageScan struct {
	*session
	conditions
	scan         kg.Scan
	lower, upper bound // of what may still be among the first
	found        []relationRow
}

func (s *session) newPageScan(c conditions, scan kg.Scan) *pageScan {
	return &pageScan{session: s, conditions: c, scan: scan, lower: boundAfter(scan.Lower), upper: boundFrom(scan.Upper)}
}

// fewRelations are so few that going through all takes no longer than finding
// which classes they have.
const fewRelations = 32

// find finds what a scan asks for of its parts. It is given how many relations the
// entities have whose ranges these are.
func (g *pageScan) find(scan plan.RelationScan, parts []part, sizes map[string]int64) error {
	if scan.Ranges[0].Index == plan.ByNaming {
		return g.scanRanges(parts, func(s rangeIndex) scanStatements { return s.whole }, allDays)
	}
	c := choiceOf(scan.Conditions)
	if len(scan.Conditions.Documents) > 0 {
		fewer, err := g.fewerQuotes(scan, sizes)
		if err != nil {
			return err
		}
		if fewer {
			return g.scanRanges(parts, func(s rangeIndex) scanStatements { return s.quoted }, allDays)
		}
	}
	if n, known := sizeOf(scan.Ranges, sizes); !c.narrows() || known && n <= fewRelations {
		return g.scanRanges(mergeEnds(parts), func(s rangeIndex) scanStatements { return s.whole }, allDays)
	}
	if done, err := g.findUsual(parts, c); done || err != nil {
		return err
	}
	return g.choose(parts, c)
}

// choose finds what is chosen of parts. Of what it scans, only conditions
// besides the choice, and spans that are shorter than the longest of their class,
// leave something out. How many scans there are depends on how many classes the
// relations have, not on how many these are.
func (g *pageScan) choose(parts []part, c choice) error {
	of := func(s rangeIndex) scanStatements { return s.ordinary }
	if !c.byKind() {
		// Whatever starts in the time is chosen. What is missing started earlier.
		of = func(s rangeIndex) scanStatements { return s.whole }
	}
	if c.admits(0) {
		if err := g.scanRanges(mergeEnds(parts), of, c.days(0)); err != nil {
			return err
		}
	}
	for _, p := range parts {
		if !g.reaches(c.ofClasses()) {
			break
		}
		if err := g.scanClasses(p, c); err != nil {
			return err
		}
	}
	return nil
}

// scanClasses finds what is chosen of the classes of a part.
func (g *pageScan) scanClasses(p part, c choice) error {
	var classes []classDays
	add := func(rows *sql.Rows) error {
		var class int64
		err := rows.Scan(&class)
		if c.admits(class) {
			d := c.days(kg.SpanOfClass(class))
			d.from = max(d.from, c.ofClasses().from)
			classes = append(classes, classDays{class, d})
		}
		return err
	}
	var err error
	for _, run := range c.bounds() {
		if err = g.each(p.index.present, add, append([]any{p.key1, p.key2}, run...)...); err != nil {
			return err
		}
	}
	for err == nil {
		classes = slices.DeleteFunc(classes, func(one classDays) bool { return !g.reaches(one.days) })
		n := min(len(classes), classesAtOnce)
		if n == 0 {
			return nil
		}
		err = g.scanRange(p, p.index.classes, allDays, classes[:n])
		classes = classes[n:]
	}
	return err
}

func (g *pageScan) scanRanges(parts []part, of func(rangeIndex) scanStatements, d days) error {
	for _, p := range parts {
		if err := g.scanRange(p, of(p.index), d, nil); err != nil {
			return err
		}
	}
	return nil
}

// scanRange adds what a scan of days finds first to what is found.
func (g *pageScan) scanRange(p part, w scanStatements, d days, classes []classDays) error {
	if !g.reaches(d) {
		return nil
	}
	statement := w.newestFirst
	if g.scan.Descending {
		statement = w.oldestFirst
	}
	from, before := d.bounds()
	args := p.args(g.conditions, greater(from, g.lower), less(before, g.upper), g.scan.Limit)
	if len(classes) > 0 {
		args = append(args, classArgs(classes)...)
	}
	err := g.each(statement, func(rows *sql.Rows) error {
		row, err := scanRelation(rows)
		g.found = append(g.found, row)
		return err
	}, args...)
	g.found = firstOf(g.found, func(a, b relationRow) int { return a.place.compare(b.place) }, g.scan)
	if n := len(g.found); n == g.scan.Limit {
		// What lies beyond a full page cannot be on it.
		if last := g.found[n-1].place; g.scan.Descending {
			g.lower = last.next()
		} else {
			g.upper = last.bound()
		}
	}
	return err
}

// reaches reports whether what is on some days may still be among the first.
func (g *pageScan) reaches(d days) bool {
	from, before := d.bounds()
	return greater(from, g.lower).compare(less(before, g.upper)) < 0
}

// classDays are some days of a class.
type classDays struct {
	class int64
	days
}

// noClass is the class of nothing.
const noClass = -1

// classArgs returns the parameters of a scan of at most classesAtOnce classes that
// follow those of its part.
func classArgs(classes []classDays) (args []any) {
	for i := range classesAtOnce {
		one := classDays{noClass, allDays}
		if i < len(classes) {
			one = classes[i]
		}
		args = append(args, one.class, one.from, one.before)
	}
	return args
}
