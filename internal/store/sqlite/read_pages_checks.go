package sqlite

import (
	sqldriver "database/sql/driver"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// passesChecks holds where a relation r passes the checks of a statement, which are
// known by a number: that is less text for SQLite to prepare than all they may ask for.
// The last bits of the number say which facets they ask for, and whether they ask where a
// relation happened and whether its evidence tells how many there were, and what is looked
// at first.
var passesChecks = fmt.Sprintf(`passes_checks(?14, r.class, r.day, r.end_day, r.subject, r.type, r.object, r.recorded_at,
	CASE WHEN ?14 & %d THEN (SELECT group_concat(q.document) FROM quote q WHERE q.relation = r.key AND q.recorded_at <= ?3) END,
	CASE WHEN ?14 & %d THEN (SELECT group_concat(a.entity) FROM attribution a WHERE a.relation = r.key) END,
	CASE WHEN ?14 & %d THEN (SELECT group_concat(p.entity) FROM place p WHERE p.relation = r.key) END,
	CASE WHEN ?14 & %d THEN nullif(concat_ws(',', (SELECT group_concat(hex(x.publisher)) FROM quote q JOIN document_details x ON x.document = q.document
		WHERE q.relation = r.key AND q.recorded_at <= ?3 AND x.publisher_at <= ?3),
		(SELECT group_concat(hex(s.publisher_folded)) FROM source s WHERE s.relation = r.key AND s.recorded_at <= ?3
			AND NOT EXISTS (SELECT 1 FROM source l WHERE l.relation = s.relation AND l.ordinal > s.ordinal AND l.dataset = s.dataset AND l.record = s.record AND l.recorded_at <= ?3))), '') END,
	CASE WHEN ?14 & %d THEN (SELECT group_concat(s.dataset) FROM source s WHERE s.relation = r.key) END,
	CASE WHEN ?14 & %[6]d THEN (SELECT group_concat(s.point, ';') FROM source s WHERE s.relation = r.key AND s.recorded_at <= ?3 AND s.point IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM source l WHERE l.relation = s.relation AND l.ordinal > s.ordinal AND l.dataset = s.dataset AND l.record = s.record AND l.recorded_at <= ?3)) END,
	CASE WHEN ?14 & %[6]d THEN (SELECT group_concat(q.point, ';') FROM quote q WHERE q.relation = r.key AND q.recorded_at <= ?3 AND q.point IS NOT NULL) END,
	CASE WHEN ?14 & %[7]d THEN EXISTS (SELECT 1 FROM source s WHERE s.relation = r.key AND s.quantities IS NOT NULL)
		OR EXISTS (SELECT 1 FROM quote q WHERE q.relation = r.key AND q.quantities IS NOT NULL) END)`,
	1<<plan.InDocument, 1<<plan.AttributedTo, 1<<plan.InPlace, 1<<plan.PublishedBy, 1<<plan.InDataset, asksWhere, asksQuantified)

// The bits of numbers of checks after those of facets.
const (
	asksWhere      = 1 << plan.Facets
	asksQuantified = 2 << plan.Facets
	askedBits      = firstShift + 5
)

func init() {
	sqlite.MustRegisterScalarFunction("passes_checks", int32(factsChecked+plan.Facets+3), callChecks)
}

// running are the checks of a question that is being answered.
type running struct {
	first plan.Named
	names string  // the list of what is looked at first, where it is of a facet
	list  []check // the rest
	left  *int    // of what walksSome, how many relations may still be walked over
}

// runningChecks are those of all questions, by their numbers.
var (
	runningChecks sync.Map
	lastChecks    atomic.Int64
)

func runningOf(number sqldriver.Value) (running, error) {
	of, is := runningChecks.Load(number)
	if !is {
		return running{}, fmt.Errorf("there are no checks %v", number)
	}
	return of.(running), nil
}

// A check is a plan.Check by keys. A set that is nil is of all.
type check struct {
	plan.Check
	sides  []side
	some   [plan.Facets][]map[string]bool // as statements write keys, and hexadecimal publishers
	none   [plan.Facets]map[string]bool
	choice choice
}

type side struct{ subjects, objects, types, notSubjects, notObjects map[int64]bool }

// checksOf returns the number by which statements know checks, nil where there are none,
// until the session ends.
func (s *session) checksOf(checks []plan.Check) (any, error) {
	if len(checks) == 0 {
		return nil, nil
	}
	first, is, checks := firstAsked(checks)
	of := running{first: first, list: make([]check, len(checks))}
	for i, c := range checks {
		var err error
		if of.list[i], err = s.checkOf(c); err != nil {
			return nil, err
		}
	}
	number := lastChecks.Add(1) << askedBits
	if is {
		number |= int64(first.Facet) << firstShift
	}
	if is && first.Box == nil {
		var err error
		if of.names, err = s.namedList(first); err != nil {
			return nil, err
		}
	}
	if len(checks) == 0 {
		number |= asksNoMore
	}
	for f := range plan.Facets {
		if slices.ContainsFunc(checks, func(c plan.Check) bool { return c.Asks(f) }) {
			number |= 1 << f
		}
	}
	if slices.ContainsFunc(checks, plan.Check.AsksWhere) {
		number |= asksWhere
	}
	if slices.ContainsFunc(checks, func(c plan.Check) bool { return c.Quantified }) {
		number |= asksQuantified
	}
	runningChecks.Store(number, of)
	s.checks = append(s.checks, number)
	return number, nil
}

// forgetChecks is called when the session ends.
func (s *session) forgetChecks() {
	for _, number := range s.checks {
		runningChecks.Delete(number)
	}
}

func (s *session) checkOf(c plan.Check) (of check, err error) {
	of = check{Check: c, choice: choiceOf(plan.Conditions{Statuses: c.Statuses, Certainties: c.Certainties, Codings: c.Codings})}
	for f := range plan.Facets {
		for _, some := range c.Some[f] {
			names, err := s.facetNames(f, some)
			if err != nil {
				return of, err
			}
			of.some[f] = append(of.some[f], names)
		}
		if of.none[f], err = s.facetNames(f, c.None[f]); err != nil {
			return of, err
		}
	}
	for _, one := range c.Sides {
		var to side
		for _, list := range []struct {
			ids  []string
			keys *map[int64]bool
		}{{one.Subjects, &to.subjects}, {one.Objects, &to.objects}, {one.NotSubjects, &to.notSubjects}, {one.NotObjects, &to.notObjects}} {
			keys, err := s.entityKeys(list.ids)
			if err != nil {
				return of, err
			}
			if list.ids != nil {
				*list.keys = setOf(keys)
			}
		}
		if one.Types != nil {
			to.types = setOf(s.types.keysOf(one.Types))
		}
		of.sides = append(of.sides, to)
	}
	return of, nil
}

// facetNames returns by what statements know some values of a facet.
func (s *session) facetNames(f plan.Facet, values []string) (map[string]bool, error) {
	names := make(map[string]bool, len(values))
	if f == plan.PublishedBy {
		for _, v := range values {
			names[strings.ToUpper(hex.EncodeToString([]byte(v)))] = true
		}
		return names, nil
	}
	keys, err := s.facetKeys(f, values)
	for _, key := range keys {
		names[strconv.FormatInt(key, 10)] = true
	}
	return names, err
}

// facetKeys returns the keys of some values of a facet, which are not publishers.
func (s *session) facetKeys(f plan.Facet, values []string) ([]int64, error) {
	switch {
	case len(values) == 0:
		return nil, nil
	case f == plan.InDocument:
		return s.documentList(values)
	case f == plan.InDataset:
		return s.datasetKeys(values)
	}
	return s.entityKeys(values)
}

// A checked is what checks ask of a relation.
type checked struct {
	class, day           int64
	end                  *int64
	subject, typ, object int64
	recordedAt           int64
	named                [plan.Facets]string // separated by commas
	points               []kg.Point
	quantified           bool
}

// factsChecked is how many arguments passes_checks has before those of facets.
const factsChecked = 8

// callChecks is the function passes_checks.
func callChecks(_ *sqlite.FunctionContext, args []sqldriver.Value) (sqldriver.Value, error) {
	running, err := runningOf(args[0])
	if err != nil {
		return nil, err
	}
	var r checked
	for i, to := range []*int64{&r.class, &r.day, nil, &r.subject, &r.typ, &r.object, &r.recordedAt} {
		n, is := args[i+1].(int64)
		switch {
		case to != nil && !is:
			return nil, fmt.Errorf("passes_checks of %v", args[1:])
		case to != nil:
			*to = n
		case is:
			r.end = &n
		}
	}
	for f := range plan.Facets {
		r.named[f], _ = args[factsChecked+f].(string)
	}
	where := args[factsChecked+int(plan.Facets):]
	r.quantified = where[2] == int64(1)
	for _, arg := range where[:2] {
		text, is := arg.(string)
		if !is {
			continue
		}
		for one := range strings.SplitSeq(text, ";") {
			var p kg.Point
			if err := p.UnmarshalText([]byte(one)); err != nil {
				return nil, err
			}
			r.points = append(r.points, p)
		}
	}
	for _, c := range running.list {
		if c.holds(r) == c.Not {
			return int64(0), nil
		}
	}
	return int64(1), nil
}

// holds reports what a check says, but for Not.
func (c check) holds(r checked) bool {
	within, bounded := c.Within()
	return c.choice.admits(r.class) &&
		(len(c.sides) == 0 || slices.ContainsFunc(c.sides, r.isOn)) &&
		(!bounded || r.fallsIn(within)) && !slices.ContainsFunc(c.Outside, r.fallsIn) &&
		(c.Since == nil || r.recordedAt >= c.Since.UnixMilli()) && (c.Before == nil || r.recordedAt < c.Before.UnixMilli()) && c.namesHold(r) &&
		(!c.Quantified || r.quantified) && c.Fits(func(b kg.BBox) bool { return slices.ContainsFunc(r.points, b.Has) })
}

// namesHold reports what a check says of what a relation names.
func (c check) namesHold(r checked) bool {
	for f := range plan.Facets {
		if !c.Asks(f) {
			continue
		}
		if namesAny(r.named[f], c.none[f]) || slices.ContainsFunc(c.some[f], func(some map[string]bool) bool { return !namesAny(r.named[f], some) }) {
			return false
		}
	}
	return true
}

func namesAny(list string, some map[string]bool) bool {
	for one := range strings.SplitSeq(list, ",") {
		if some[one] {
			return true
		}
	}
	return false
}

func (r checked) isOn(s side) bool {
	in := func(set map[int64]bool, key int64) bool { return set == nil || set[key] }
	return in(s.subjects, r.subject) && in(s.objects, r.object) && in(s.types, r.typ) && !s.notSubjects[r.subject] && !s.notObjects[r.object]
}

// fallsIn reports whether the relation's time may fall on a day of a period.
func (r checked) fallsIn(p plan.Period) bool {
	return (r.day < undated || r.end != nil) && (r.day == undated || dateOf(r.day) <= p.To) && (r.end == nil || kg.Date(*r.end) >= p.From)
}
