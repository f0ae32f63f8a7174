package sqlite

import (
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"

	"modernc.org/sqlite"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// What of checks is looked at first, as their number says: a facet or a box, and whether
// they ask for nothing else.
const (
	firstShift = plan.Facets + 2
	firstMask  = 7
	firstBox   = plan.Facets
	asksNoMore = (firstMask + 1) << firstShift
	walksSome  = 2 * asksNoMore // a scan ends once it has walked over someWalked relations
)

// namesFirst holds where a relation r names what its checks ask for first. Most ask for
// one thing alone, and looking whether it is there takes less than listing all there is
// for passes_checks.
var namesFirst = strings.NewReplacer(
	`{keys}`, `(SELECT value FROM json_each(first_names(?14)))`,
	`{texts}`, `(SELECT CAST(unhex(value) AS TEXT) FROM json_each(first_names(?14)))`,
	`{last}`, `NOT EXISTS (SELECT 1 FROM source l WHERE l.relation = s.relation AND l.ordinal > s.ordinal AND l.dataset = s.dataset AND l.record = s.record AND l.recorded_at <= ?3)`,
).Replace(fmt.Sprintf(`CASE ?14 >> %d & %d
	WHEN %d THEN EXISTS (SELECT 1 FROM attribution a WHERE a.relation = r.key AND +a.entity IN {keys})
	WHEN %d THEN EXISTS (SELECT 1 FROM place p WHERE p.relation = r.key AND +p.entity IN {keys})
	WHEN %d THEN EXISTS (SELECT 1 FROM source s WHERE s.relation = r.key AND +s.dataset IN {keys})
	WHEN %d THEN EXISTS (SELECT 1 FROM quote q CROSS JOIN document_details x ON x.document = q.document
			WHERE q.relation = r.key AND q.recorded_at <= ?3 AND x.publisher_at <= ?3 AND +x.publisher IN {texts})
		OR EXISTS (SELECT 1 FROM source s WHERE s.relation = r.key AND s.recorded_at <= ?3 AND +s.publisher_folded IN {texts} AND {last})
	WHEN %d THEN EXISTS (SELECT 1 FROM source s WHERE s.relation = r.key AND s.recorded_at <= ?3 AND s.point IS NOT NULL AND first_box_has(?14, s.point) AND {last})
		OR EXISTS (SELECT 1 FROM quote q WHERE q.relation = r.key AND q.recorded_at <= ?3 AND q.point IS NOT NULL AND first_box_has(?14, q.point))
	ELSE TRUE END`, firstShift, firstMask, plan.AttributedTo, plan.InPlace, plan.InDataset, plan.PublishedBy, firstBox))

// goesOn holds for the relations r that a scan may walk over; it fails once they are too
// many.
var goesOn = fmt.Sprintf(`(?14 IS NULL OR ?14 & %d = 0 OR walks_on(?14, r.day))`, walksSome)

func init() {
	sqlite.MustRegisterScalarFunction("walks_on", 2, walksOn)
	sqlite.MustRegisterScalarFunction("first_names", 1, firstNames)
	sqlite.MustRegisterScalarFunction("first_box_has", 2, firstBoxHas)
}

// firstNames is the function first_names: the list of what is looked at first.
func firstNames(_ *sqlite.FunctionContext, args []sqldriver.Value) (sqldriver.Value, error) {
	running, err := runningOf(args[0])
	return running.names, err
}

// firstBoxHas is the function first_box_has, of a point.
func firstBoxHas(_ *sqlite.FunctionContext, args []sqldriver.Value) (sqldriver.Value, error) {
	running, err := runningOf(args[0])
	if err != nil {
		return nil, err
	}
	var p kg.Point
	text, _ := args[1].(string)
	if err := p.UnmarshalText([]byte(text)); err != nil {
		return nil, err
	}
	return running.first.Box.Has(p), nil
}

// someWalked is how many relations are walked over for a page of a data set, before it is
// looked for by codings, which takes two statements and more.
const someWalked = 64

var errWalkedSome = errors.New("a scan has walked over too many relations")

// walksOn is the function walks_on.
func walksOn(_ *sqlite.FunctionContext, args []sqldriver.Value) (sqldriver.Value, error) {
	running, err := runningOf(args[0])
	if err != nil {
		return nil, err
	}
	if *running.left--; *running.left < 0 {
		return nil, errWalkedSome
	}
	return true, nil
}

// findUsual finds what a scan asks for of its parts, where codings are all that is chosen
// and a data set is looked at first that is not rare among them, and reports whether it has.
func (g *pageScan) findUsual(parts []part, c choice) (done bool, err error) {
	number, is := g.conditions.checks.(int64)
	if !is || plan.Facet(number>>firstShift&firstMask) != plan.InDataset || c.byTime() || c.statuses != everyStatus || c.certainties != everyCertainty {
		return false, nil
	}
	running, err := runningOf(number)
	if err != nil {
		return false, err
	}
	left, trial := someWalked, number|walksSome
	running.left = &left
	runningChecks.Store(trial, running)
	defer runningChecks.Delete(trial)
	some := g.newPageScan(g.conditions, g.scan)
	some.conditions.checks = trial
	err = some.scanRanges(mergeEnds(parts), func(s rangeIndex) scanStatements { return s.whole }, allDays)
	if left < 0 {
		return false, nil
	}
	g.found = some.found
	return true, err
}

// firstAsked parts checks into what is looked at first, if there is such a thing, and the
// rest.
func firstAsked(checks []plan.Check) (first plan.Named, is bool, rest []plan.Check) {
	for i, c := range checks {
		if c.Not {
			continue
		}
		for f := range plan.Facets {
			if f != plan.InDocument && len(c.Some[f]) > 0 && !is {
				first, is = plan.Named{Facet: f, Values: c.Some[f][0]}, true
				c.Some[f] = c.Some[f][1:]
			}
		}
		if len(c.Boxes) > 0 && !is {
			first, is = plan.Named{Facet: firstBox, Box: &c.Boxes[0]}, true
			c.Boxes = c.Boxes[1:]
		}
		if is {
			rest = slices.Clone(checks)
			if rest[i] = c; c.IsNone() {
				rest = slices.Delete(rest, i, i+1)
			}
			return first, true, rest
		}
	}
	return first, false, checks
}
