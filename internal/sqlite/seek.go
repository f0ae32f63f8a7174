package sqlite

import "strings"

// A seek walks, in the order of one index, the relations that share the index's
// leading columns.
type seek struct {
	newestFirst, oldestFirst *statement
}

// The seeks, each by the columns that have to equal the first parameters.
var (
	seekAll         = newSeek("relation_by_day", "TRUE", "NULL")
	seekType        = newSeek("relation_by_type", "r.type = ?1", "NULL")
	seekSubject     = newSeek("relation_by_subject", "r.subject = ?1", "r.object")
	seekObject      = newSeek("relation_by_object", "r.object = ?1", "r.subject")
	seekSubjectType = newSeek("relation_by_subject_type", "r.subject = ?1 AND r.type = ?2", "r.object")
	seekObjectType  = newSeek("relation_by_object_type", "r.object = ?1 AND r.type = ?2", "r.subject")
	seekPair        = newSeek("relation_by_pair", "r.subject = ?1 AND r.object = ?2", "NULL")

	seeks = []seek{seekAll, seekType, seekSubject, seekObject, seekSubjectType, seekObjectType, seekPair}
)

// newSeek makes the statements that walk an index whose leading columns are
// those that key compares; other is the end that key does not compare.
func newSeek(index, key, other string) seek {
	make := func(order string) *statement {
		return define(strings.NewReplacer("{columns}", relationColumns, "{index}", index, "{key}", key, "{other}", other, "{order}", order).Replace(seekText))
	}
	return seek{
		newestFirst: make("ORDER BY r.day, r.digest LIMIT ?14"),
		oldestFirst: make("ORDER BY r.day DESC, r.digest DESC LIMIT ?14"),
	}
}

const relationColumns = `r.key, r.day, r.digest, r.subject, r.type, r.object, r.status, r.certainty,
	r.edtf, r.end_day, r.inferred, r.reasoning, r.recorded_at, r.retracted_at`

// seekText has parameters for every field of a filter; those that are not set
// are NULL, or masks of all bits.
const seekText = `SELECT {columns} FROM relation r INDEXED BY {index}
WHERE {key} AND (r.day, r.digest) >= (?10, ?11) AND (r.day, r.digest) < (?12, ?13)
	AND ` + passes + `
	AND (?9 IS NULL OR {other} NOT IN (SELECT value FROM json_each(?9)))
{order}`

// What passes is chosen by conditions, and what stands passes those of the
// present without documents. A time is known where one of its days is.
const (
	passes = `r.recorded_at <= ?3 AND (r.retracted_at IS NULL OR r.retracted_at > ?3) AND ` + isOfKind + `
	AND (?7 IS NULL OR EXISTS (
		SELECT 1 FROM quote q WHERE q.relation = r.key AND q.recorded_at <= ?3
		AND q.document IN (SELECT value FROM json_each(?7))))`
	stands   = `r.retracted_at IS NULL AND ` + isOfKind
	isOfKind = `(?4 >> r.status) & 1 AND (?5 >> r.certainty) & 1
	AND (?6 IS NULL OR (r.day < 4294967295 OR r.end_day IS NOT NULL) AND ifnull(r.end_day, ?6) >= ?6)
	AND (?8 IS NULL OR r.type IN (SELECT value FROM json_each(?8)))`
)

// A part is one seek of those that a page is merged from: no relation is found
// by two parts of one page.
type part struct {
	seek     seek
	key1     int64
	key2     int64
	types    any // the key list of types that are walked, nil for all
	leaveOut any // the key list of ends that another part finds, nil for none
}

// conditions are what a page asks of the relations that its parts find.
type conditions struct {
	asOf        int64
	statuses    int64 // mask
	certainties int64 // mask
	notBefore   any   // the day that a time has to reach, nil where it need not be known
	documents   any   // key list
}

// args returns the parameters of the seek's statements for what lies from lower
// on, before upper.
func (p part) args(c conditions, lower, upper bound, limit int) []any {
	return []any{
		p.key1, p.key2, c.asOf, c.statuses, c.certainties, c.notBefore, c.documents, p.types, p.leaveOut,
		lower.day, lower.digest, upper.day, upper.digest, limit,
	}
}
