package sqlite

import (
	"database/sql"
	sqldriver "database/sql/driver"
	"fmt"
	"math"
	"strings"

	"modernc.org/sqlite"

	"conflictgraph/internal/kg"
)

// A tally is the statements that count what shares an index's leading columns,
// by type or by another value, and by that and the unit of time.
type tally struct {
	byType, byTypeAndTime, byValue, byValueAndTime *statement
}

// Tallies are those of what is ordinary and of all else, or one of both.
type tallies struct{ ordinary, others, both *tally }

// Each counts by one index, or by one for each of two: any relations, or those
// that stand now and pass a filter without documents, for which the columns of
// the index are enough.
var (
	tallyAll        = newTallies("type", keyTypes, "NULL", "r.subject", passes)
	tallySubject    = newTallies("subject_type", "r.subject = ?1 AND "+keyTypes, "r.object", "r.subject", passes)
	tallyObject     = newTallies("object_type", "r.object = ?1 AND "+keyTypes, "r.subject", "r.subject", passes)
	tallyPair       = tallies{both: newTally("relation_by_pair", "r.subject = ?1 AND r.object = ?2", "r.object", "r.subject", passes)}
	standingAll     = newTallies("type", keyTypes, "NULL", "NULL", stands)
	standingFrom    = newTallies("subject_type", "r.subject = ?1 AND "+keyTypes, "r.object", "r.subject", stands)
	standingTo      = newTallies("object_type", "r.object = ?1 AND "+keyTypes, "r.subject", "r.subject", stands)
	standingTallies = []tallies{standingAll, standingFrom, standingTo}
)

const keyTypes = "r.type BETWEEN ?16 AND ?17"

// What else than types relations are counted by, as tallies are told; see
// leastKey.
const (
	byStatus = iota + leastKey
	byCertainty
	byOther   // the end that the index does not begin with
	bySubject // whichever end the index begins with
)

func newTallies(name, key, other, subject, passing string) tallies {
	return tallies{
		ordinary: newTally("ordinary_by_"+name, key+" AND "+isOrdinary, other, subject, passing),
		others:   newTally("other_by_"+name, key+" AND "+isOther, other, subject, passing),
	}
}

// among returns the tallies that count what can meet conditions.
func (t tallies) among(c conditions) []*tally {
	switch {
	case t.both != nil:
		return []*tally{t.both}
	case c.kinds&(c.kinds>>statusBits)&(c.kinds>>codingBits)&1 == 0:
		return []*tally{t.others}
	}
	return []*tally{t.ordinary, t.others}
}

func newTally(index, key, other, subject, passing string) *tally {
	value := fmt.Sprintf("CASE ?18 WHEN %d THEN "+statusOf+" WHEN %d THEN "+certaintyOf+" WHEN %d THEN {other} ELSE {subject} END", byStatus, byCertainty, byOther)
	make := func(text, value string) *statement {
		text = strings.ReplaceAll(text, "{value}", value)
		return define(strings.NewReplacer("{index}", index, "{key}", key, "{other}", other, "{subject}", subject, "{passing}", passing).Replace(text))
	}
	return &tally{
		byType: make(tallyText, "r.type"), byTypeAndTime: make(tallyByTimeText, "r.type"),
		byValue: make(tallyText, value), byValueAndTime: make(tallyByTimeText, value),
	}
}

const (
	tallied = `FROM relation r INDEXED BY {index} WHERE {key} AND r.day >= ?10 AND {passing} AND ` + leavesOut

	tallyText = `SELECT {value} AS tallied, NULL, count(*), max(nullif(r.day, 4294967295)), max(r.end_day) ` + tallied + ` GROUP BY tallied`

	// Days are counted first, in the order of the index.
	tallyByTimeText = `SELECT tallied, unit_start(?15, day) AS unit, sum(n), max(day), max(last) FROM (
		SELECT {value} AS tallied, r.day AS day, count(*) AS n, max(r.end_day) AS last ` + tallied + ` AND r.day < 4294967295 GROUP BY tallied, r.day
	) GROUP BY tallied, unit`
)

func init() { sqlite.MustRegisterDeterministicScalarFunction("unit_start", 2, unitStart) }

// unitStart returns the first day of the unit of time that a relation's day is
// in.
func unitStart(_ *sqlite.FunctionContext, args []sqldriver.Value) (sqldriver.Value, error) {
	unit, isText := args[0].(string)
	day, isNumber := args[1].(int64)
	if !isText || !isNumber {
		return nil, fmt.Errorf("unit_start of %v and %v", args[0], args[1])
	}
	return int64(kg.TimeBucket(unit).StartOf(dateOf(day))), nil
}

// dateOf returns the date of a relation's day.
func dateOf(day int64) kg.Date { return kg.Date(int64(kg.MaxDate) - day) }

// tallyOf returns the tallies for a part, and its range of types.
func (p part) tallyOf(standing bool) (t tallies, least, greatest int64) {
	least, greatest = leastKey, math.MaxInt64
	choose := func(standingOne, anyOne tallies) tallies {
		if standing {
			return standingOne
		}
		return anyOne
	}
	switch p.index {
	case rangeType:
		return choose(standingAll, tallyAll), p.key1, p.key1
	case rangeSubject:
		return choose(standingFrom, tallySubject), least, greatest
	case rangeObject:
		return choose(standingTo, tallyObject), least, greatest
	case rangeSubjectType:
		return choose(standingFrom, tallySubject), p.key2, p.key2
	case rangeObjectType:
		return choose(standingTo, tallyObject), p.key2, p.key2
	case rangePair:
		return tallyPair, least, greatest
	}
	return choose(standingAll, tallyAll), least, greatest
}

// tally calls row with the counts of what a part finds: by type where by is nil,
// and by unit of time where unit is not empty.
func (s *session) tally(p part, c conditions, lower bound, by *int, unit kg.TimeBucket, row func(talliedRow)) error {
	t, least, greatest := p.tallyOf(c.asOf == instant(nil) && c.documents == nil && c.checks == nil && !(by != nil && *by == bySubject))
	args := append(p.args(c, lower, firstBound, 0), string(unit), least, greatest)
	if by != nil {
		args = append(args, *by)
	}
	for _, one := range t.among(c) {
		err := s.each(one.statement(by != nil, unit != ""), func(rows *sql.Rows) error {
			var r talliedRow
			err := rows.Scan(&r.value, &r.unit, &r.n, &r.latestStart, &r.end)
			row(r)
			return err
		}, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *tally) statement(byValue, byTime bool) *statement {
	switch {
	case byValue && byTime:
		return t.byValueAndTime
	case byValue:
		return t.byValue
	case byTime:
		return t.byTypeAndTime
	}
	return t.byType
}
