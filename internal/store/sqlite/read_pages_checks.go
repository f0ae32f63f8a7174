package sqlite

import (
	sqldriver "database/sql/driver"
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
const passesChecks = `passes_checks(?14, r.class, r.day, r.end_day, r.subject, r.type, r.object,
	(SELECT group_concat(q.document) FROM quote q WHERE q.relation = r.key AND q.recorded_at <= ?3))`

func init() { sqlite.MustRegisterScalarFunction("passes_checks", 8, callChecks) }

// runningChecks are those of questions that are being answered, by their numbers.
var (
	runningChecks sync.Map
	lastChecks    atomic.Int64
)

// A check is a plan.Check by keys. A set that is nil is of all.
type check struct {
	plan.Check
	sides        []side
	documents    [][]int64
	notDocuments []int64
	choice       choice
}

type side struct{ subjects, objects, types, notSubjects, notObjects map[int64]bool }

// checksOf returns the number by which statements know checks, nil where there are none,
// until the session ends.
func (s *session) checksOf(checks []plan.Check) (any, error) {
	if len(checks) == 0 {
		return nil, nil
	}
	list := make([]check, len(checks))
	for i, c := range checks {
		var err error
		if list[i], err = s.checkOf(c); err != nil {
			return nil, err
		}
	}
	number := lastChecks.Add(1)
	runningChecks.Store(number, list)
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
	of = check{Check: c, choice: choiceOf(plan.Conditions{Statuses: c.Statuses, Certainties: c.Certainties, Quoted: c.Quoted})}
	for _, documents := range c.Documents {
		keys, err := s.documentList(documents)
		if err != nil {
			return of, err
		}
		of.documents = append(of.documents, keys)
	}
	if of.notDocuments, err = s.documentList(c.NotDocuments); err != nil {
		return of, err
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

// A checked is what checks ask of a relation.
type checked struct {
	class, day           int64
	end                  *int64
	subject, typ, object int64
	documents            []int64
}

// callChecks is the function passes_checks.
func callChecks(_ *sqlite.FunctionContext, args []sqldriver.Value) (sqldriver.Value, error) {
	number, _ := args[0].(int64)
	list, running := runningChecks.Load(number)
	if !running {
		return nil, fmt.Errorf("there are no checks %v", args[0])
	}
	var r checked
	for i, to := range []*int64{&r.class, &r.day, nil, &r.subject, &r.typ, &r.object} {
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
	if text, is := args[7].(string); is {
		for key := range strings.SplitSeq(text, ",") {
			n, err := strconv.ParseInt(key, 10, 64)
			if err != nil {
				return nil, err
			}
			r.documents = append(r.documents, n)
		}
	}
	for _, c := range list.([]check) {
		if c.holds(r) == c.Not {
			return int64(0), nil
		}
	}
	return int64(1), nil
}

// holds reports what a check says, but for Not.
func (c check) holds(r checked) bool {
	quotes := func(documents []int64) bool {
		return slices.ContainsFunc(documents, func(d int64) bool { return slices.Contains(r.documents, d) })
	}
	within, bounded := c.Within()
	return c.choice.admits(r.class) &&
		(len(c.sides) == 0 || slices.ContainsFunc(c.sides, r.isOn)) &&
		(!bounded || r.fallsIn(within)) && !slices.ContainsFunc(c.Outside, r.fallsIn) &&
		!slices.ContainsFunc(c.documents, func(some []int64) bool { return !quotes(some) }) && !quotes(c.notDocuments)
}

func (r checked) isOn(s side) bool {
	in := func(set map[int64]bool, key int64) bool { return set == nil || set[key] }
	return in(s.subjects, r.subject) && in(s.objects, r.object) && in(s.types, r.typ) && !s.notSubjects[r.subject] && !s.notObjects[r.object]
}

// fallsIn reports whether the relation's time may fall on a day of a period.
func (r checked) fallsIn(p plan.Period) bool {
	return (r.day < undated || r.end != nil) && (r.day == undated || dateOf(r.day) <= p.To) && (r.end == nil || kg.Date(*r.end) >= p.From)
}
