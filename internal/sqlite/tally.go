package sqlite

import (
	"database/sql"
	"database/sql/driver"
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

// Each counts by one index: any relations, or those that stand now and pass a
// filter without documents, for which the columns of the index are enough.
var (
	tallyAll        = newTally("relation_by_type", keyTypes, "NULL", "r.subject", passes)
	tallySubject    = newTally("relation_by_subject_type", "r.subject = ?1 AND "+keyTypes, "r.object", "r.subject", passes)
	tallyObject     = newTally("relation_by_object_type", "r.object = ?1 AND "+keyTypes, "r.subject", "r.subject", passes)
	tallyPair       = newTally("relation_by_pair", "r.subject = ?1 AND r.object = ?2", "r.object", "r.subject", passes)
	standingAll     = newTally("relation_by_type", keyTypes, "NULL", "NULL", stands)
	standingFrom    = newTally("relation_by_subject_type", "r.subject = ?1 AND "+keyTypes, "r.object", "r.subject", stands)
	standingTo      = newTally("relation_by_object_type", "r.object = ?1 AND "+keyTypes, "r.subject", "r.subject", stands)
	standingTallies = []tally{standingAll, standingFrom, standingTo}
)

const keyTypes = "r.type BETWEEN ?15 AND ?16"

// What else than types relations are counted by, as tallies are told; see
// leastKey.
const (
	byStatus = iota + leastKey
	byCertainty
	byOther   // the end that the index does not begin with
	bySubject // whichever end the index begins with
)

func newTally(index, key, other, subject, passing string) tally {
	value := fmt.Sprintf("CASE ?17 WHEN %d THEN r.status WHEN %d THEN r.certainty WHEN %d THEN {other} ELSE {subject} END", byStatus, byCertainty, byOther)
	make := func(text, value string) *statement {
		text = strings.ReplaceAll(text, "{value}", value)
		return define(strings.NewReplacer("{index}", index, "{key}", key, "{other}", other, "{subject}", subject, "{passing}", passing).Replace(text))
	}
	return tally{
		byType: make(tallyText, "r.type"), byTypeAndTime: make(tallyByTimeText, "r.type"),
		byValue: make(tallyText, value), byValueAndTime: make(tallyByTimeText, value),
	}
}

const (
	tallied = `FROM relation r INDEXED BY {index} WHERE {key} AND r.day >= ?10 AND {passing}
		AND (?9 IS NULL OR {other} NOT IN (SELECT value FROM json_each(?9)))`

	tallyText = `SELECT {value} AS tallied, NULL, count(*), max(nullif(r.day, 4294967295)), max(r.end_day) ` + tallied + ` GROUP BY tallied`

	// Days are counted first, in the order of the index.
	tallyByTimeText = `SELECT tallied, unit_start(?14, day) AS unit, sum(n), max(day), max(last) FROM (
		SELECT {value} AS tallied, r.day AS day, count(*) AS n, max(r.end_day) AS last ` + tallied + ` AND r.day < 4294967295 GROUP BY tallied, r.day
	) GROUP BY tallied, unit`
)

func init() { sqlite.MustRegisterDeterministicScalarFunction("unit_start", 2, unitStart) }

// unitStart returns the first day of the unit of time that a relation's day is
// in.
func unitStart(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	unit, isText := args[0].(string)
	day, isNumber := args[1].(int64)
	if !isText || !isNumber {
		return nil, fmt.Errorf("unit_start of %v and %v", args[0], args[1])
	}
	return int64(kg.TimeBucket(unit).StartOf(dateOf(day))), nil
}

// dateOf returns the date of a relation's day.
func dateOf(day int64) kg.Date { return kg.Date(int64(kg.MaxDate) - day) }

// tallyOf returns the tally for a part, and its range of types.
func (p part) tallyOf(standing bool) (t tally, least, greatest int64) {
	least, greatest = leastKey, math.MaxInt64
	choose := func(standingOne, anyOne tally) tally {
		if standing {
			return standingOne
		}
		return anyOne
	}
	switch p.seek {
	case seekType:
		return choose(standingAll, tallyAll), p.key1, p.key1
	case seekSubject:
		return choose(standingFrom, tallySubject), least, greatest
	case seekObject:
		return choose(standingTo, tallyObject), least, greatest
	case seekSubjectType:
		return choose(standingFrom, tallySubject), p.key2, p.key2
	case seekObjectType:
		return choose(standingTo, tallyObject), p.key2, p.key2
	case seekPair:
		return tallyPair, least, greatest
	}
	return choose(standingAll, tallyAll), least, greatest
}

// A talliedRow is how many relations have a value, in one unit of time where
// they are counted by that.
type talliedRow struct {
	value       int64
	unit        sql.NullInt64 // its first day
	n           int64
	latestStart sql.NullInt64 // of day: the earliest start
	end         sql.NullInt64
}

// tally calls row with the counts of what a part finds: by type where by is nil,
// and by unit of time where unit is not empty.
func (s *session) tally(p part, c conditions, lower bound, by *int, unit kg.TimeBucket, row func(talliedRow)) error {
	t, least, greatest := p.tallyOf(c.asOf == instant(nil) && c.documents == nil && !(by != nil && *by == bySubject))
	statement := map[[2]bool]*statement{
		{false, false}: t.byType, {false, true}: t.byTypeAndTime, {true, false}: t.byValue, {true, true}: t.byValueAndTime,
	}[[2]bool{by != nil, unit != ""}]
	args := append(p.args(c, lower, firstBound, 0)[:13], string(unit), least, greatest)
	if by != nil {
		args = append(args, *by)
	}
	return s.each(statement, func(rows *sql.Rows) error {
		var r talliedRow
		err := rows.Scan(&r.value, &r.unit, &r.n, &r.latestStart, &r.end)
		row(r)
		return err
	}, args...)
}
