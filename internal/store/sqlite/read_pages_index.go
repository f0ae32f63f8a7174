package sqlite

import (
	"fmt"
	"strings"
)

// A rangeIndex lists, in the order of pages, the relations that have something in
// common.
type rangeIndex struct {
	whole    scanStatements // all of them
	ordinary scanStatements // those of class 0
	classes  scanStatements // those of up to classesAtOnce other classes
	quoted   scanStatements // those with evidence in some documents, whose quotes are gone through
	present  *statement     // which other classes there are
}

// scanStatements are those of a range for both orders.
type scanStatements struct {
	newestFirst, oldestFirst *statement
}

// The rangeIndexes, each by the columns that have to equal the first parameters.
var (
	rangeAll         = newRangeIndex("day", "TRUE", "NULL")
	rangeType        = newRangeIndex("type", "r.type = ?1", "NULL")
	rangeSubject     = newRangeIndex("subject", "r.subject = ?1", "r.object")
	rangeObject      = newRangeIndex("object", "r.object = ?1", "r.subject")
	rangeSubjectType = newRangeIndex("subject_type", "r.subject = ?1 AND r.type = ?2", "r.object")
	rangeObjectType  = newRangeIndex("object_type", "r.object = ?1 AND r.type = ?2", "r.subject")
	rangePair        = newPairIndex()

	rangeIndexes = []rangeIndex{rangeAll, rangeType, rangeSubject, rangeObject, rangeSubjectType, rangeObjectType, rangePair}
)

// newRangeIndex makes that of the indexes whose names end with name and whose
// leading columns are those that key compares; other is the end that key does not
// compare.
func newRangeIndex(name, key, other string) rangeIndex {
	s := newClassIndex(name, key, other)
	ordinary := scanText("INDEXED BY ordinary_by_"+name, key+" AND "+isOrdinary, other)
	others := scanText("INDEXED BY other_by_"+name, key+" AND "+isOther, other)
	s.ordinary, s.whole = newScanStatements(ordinary), newScanStatements(ordinary+" UNION ALL "+others)
	return s
}

// newPairIndex makes that of what leads from one entity to another. What is
// ordinary is scanned among the others there.
func newPairIndex() rangeIndex {
	const index, key, other = "INDEXED BY relation_by_pair", "r.subject = ?1 AND r.object = ?2", "NULL"
	s := newClassIndex("pair", key, other)
	s.whole, s.ordinary = newScanStatements(scanText(index, key, other)), newScanStatements(scanText(index, key+" AND "+isOrdinary, other))
	return s
}

// classesAtOnce is how many classes are scanned, each by itself, and merged by one
// statement.
const classesAtOnce = 8

func newClassIndex(name, key, other string) rangeIndex {
	index := "INDEXED BY class_by_" + name
	var classes []string
	for i := range classesAtOnce {
		// The class, the first of its days and the one after the last.
		class, from, before := 15+3*i, fmt.Sprint("?", 16+3*i), fmt.Sprint("?", 17+3*i)
		text := scanText(index, fmt.Sprintf("%s AND %s AND r.class = +?%d", key, isOther, class), other)
		text = strings.Replace(text, "(?10, ?11)", "(max(?10, "+from+"), iif("+from+" > ?10, x'', ?11))", 1)
		classes = append(classes, strings.Replace(text, "(?12, ?13)", "(min(?12, "+before+"), iif("+before+" <= ?12, x'', ?13))", 1))
	}
	present := fmt.Sprintf("SELECT min(r.class) FROM relation r %s WHERE %s AND %s AND r.class <= ?9 AND r.class", index, key, isOther)
	return rangeIndex{
		classes: newScanStatements(strings.Join(classes, " UNION ALL ")),
		quoted:  newScanStatements(scanText("NOT INDEXED", key+" AND "+isQuoted, other)),
		// From ?8 to ?9, each by one step in the index, which passes over what is chosen of
		// none: what is less than ?3 but for its coding, statuses before ?4 and
		// after ?5, certainties before ?6 and after ?7.
		present: define(`WITH RECURSIVE present (class) AS (
			SELECT (` + present + ` >= ?8 + ?3) UNION ALL SELECT (` + present + ` >= ` + nextClass + `) FROM present WHERE class IS NOT NULL
		) SELECT class FROM present WHERE class IS NOT NULL`),
	}
}

// nextClass is the least class after one that is between the bounds of what is
// chosen.
var nextClass = func() string {
	after := strings.ReplaceAll("(CASE WHEN (n & 511) < ?3 THEN (n & ~511) + ?3 ELSE n END)", "n", "(present.class + 1)")
	certain := strings.ReplaceAll("(CASE WHEN n & 7 < ?6 THEN (n & ~7) + ?6 WHEN n & 7 > ?7 THEN (n & ~7) + 8 + ?6 ELSE n END)", "n", after)
	return strings.ReplaceAll("(CASE WHEN (n >> 3 & 3) < ?4 THEN (n & ~31) + 8 * ?4 + ?6 WHEN (n >> 3 & 3) > ?5 THEN (n & ~31) + 32 + 8 * ?4 + ?6 ELSE n END)", "n", certain)
}()

// The limit has a plus, and so have classes: without, SQLite looks at the value when
// it plans and plans again, which takes longer than a page, when that changes.
func newScanStatements(text string) scanStatements {
	return scanStatements{
		newestFirst: define(text + " ORDER BY 2, 3 LIMIT +?5"),
		oldestFirst: define(text + " ORDER BY 2 DESC, 3 DESC LIMIT +?5"),
	}
}

// SQLite uses an index of some rows only where it finds the same words in the
// statement.
const (
	isOrdinary = "r.class = 0"
	isOther    = "r.class <> 0"
)

const relationColumns = `r.key, r.day, r.digest, r.subject, r.type, r.object, r.class,
	r.edtf, r.end_day, r.inferred, r.reasoning, r.recorded_at, r.retractions`

// scanText returns the text that finds, by an index, what key holds for. It has
// parameters for every field of a filter; those that are not set are NULL, or masks
// of all bits.
func scanText(index, key, other string) string {
	return `SELECT ` + relationColumns + ` FROM relation r ` + index + ` WHERE ` + key + `
		AND (r.day, r.digest) >= (?10, ?11) AND (r.day, r.digest) < (?12, ?13) AND ` + passes + ` AND ` + strings.ReplaceAll(leavesOut, "{other}", other)
}

// One key is compared by itself: a list takes longer to read than a page.
const leavesOut = `(?9 IS NULL OR {other} <> ?9 AND (typeof(?9) = 'integer' OR {other} NOT IN (SELECT value FROM json_each(?9))))`

const isQuoted = `r.key IN (SELECT q.relation FROM quote q INDEXED BY quote_by_document
	WHERE q.document IN (SELECT value FROM json_each(?7)) AND q.recorded_at <= ?3)`

// What passes is chosen by conditions, and what stands passes those of the
// present without documents and checks. A time is known where one of its days is.
var passes = goesOn + ` AND r.recorded_at <= ?3 AND (r.retracted_at IS NULL OR r.retracted_at > ?3) AND NOT ` + inGap("r.", "?3") + ` AND ` + isOfKind + `
	AND (?7 IS NULL OR EXISTS (
		SELECT 1 FROM quote q WHERE q.relation = r.key AND q.recorded_at <= ?3
		AND q.document IN (SELECT value FROM json_each(?7))))
	AND (?14 IS NULL OR ` + namesFirst + fmt.Sprintf(` AND (?14 & %d OR `, asksNoMore) + passesChecks + `))`

var (
	stands   = `r.retracted_at IS NULL AND ` + isOfKind
	isOfKind = fmt.Sprintf(`(?4 >> %s) & (?4 >> %d + %s) & (?4 >> %d + %s) & 1
	AND (?6 IS NULL OR (r.day < 4294967295 OR r.end_day IS NOT NULL) AND ifnull(r.end_day, ?6) >= ?6)
	AND (?8 IS NULL OR r.type IN (SELECT value FROM json_each(?8)))`, certaintyOf, statusBits, statusOf, codingBits, codingOf)
)

// What a class tells; see kg.Relation.Class.
const (
	statusOf    = `(r.class >> 3 & 3)`
	certaintyOf = `(r.class & 7)`
	codingOf    = `(r.class >> 9 & 3)`
)
