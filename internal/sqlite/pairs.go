package sqlite

import (
	"database/sql"
	"strings"
)

var (
	// Each finds the next greater object with one seek, however many relations
	// there are with each.
	objectsOf = define(`WITH RECURSIVE pair (subject, object) AS (
		SELECT s.value, (SELECT min(r.object) FROM relation r INDEXED BY relation_by_pair WHERE r.subject = s.value) FROM json_each(?1) s
		UNION ALL
		SELECT subject, (SELECT min(r.object) FROM relation r INDEXED BY relation_by_pair WHERE r.subject = pair.subject AND r.object > pair.object)
		FROM pair WHERE object IS NOT NULL
	) SELECT subject, object FROM pair WHERE object IS NOT NULL`)
	subjectsOf = define(`SELECT subject, object FROM subject_of WHERE object IN (SELECT value FROM json_each(?1))`)

	linkedAmong = define(`SELECT s.value, o.value FROM json_each(?1) s CROSS JOIN json_each(?2) o
		WHERE EXISTS (SELECT 1 FROM relation r INDEXED BY relation_by_pair WHERE r.subject = s.value AND r.object = o.value)`)

	newestOfEach = define(`SELECT ` + relationColumns + ` FROM json_each(?1) p CROSS JOIN relation r ON r.key = (
		SELECT n.key FROM relation n INDEXED BY relation_by_pair
		WHERE n.subject = p.value >> 32 AND n.object = p.value & 4294967295 AND n.day >= ?10
			AND ` + strings.ReplaceAll(passes, "r.", "n.") + ` ORDER BY n.day, n.digest LIMIT 1)`)
	newestOfAll = define(`SELECT ` + relationColumns + ` FROM json_each(?1) p CROSS JOIN relation r INDEXED BY relation_by_pair
		WHERE r.subject = p.value >> 32 AND r.object = p.value & 4294967295
			AND (r.day, r.digest) >= (?10, ?11) AND (r.day, r.digest) < (?12, ?13) AND ` + passes + `
		ORDER BY r.day, r.digest LIMIT +?14`)
)

// A pair is two entities that relations lead from and to.
type pair struct{ subject, object int64 }

// pairList returns pairs as the list of numbers that statements take apart. Keys
// have 32 bits at most.
func pairList(pairs []pair) string {
	numbers := make([]int64, len(pairs))
	for i, p := range pairs {
		numbers[i] = p.subject<<32 | p.object
	}
	return keyList(numbers)
}

// pairs returns the pairs that st finds.
func (s *session) pairs(st *statement, args ...any) (found []pair, err error) {
	err = s.each(st, func(rows *sql.Rows) error {
		var p pair
		err := rows.Scan(&p.subject, &p.object)
		found = append(found, p)
		return err
	}, args...)
	return found, err
}

// newestOf returns the newest relation of each pair that has any of some types
// that passes.
func (s *session) newestOf(pairs []pair, types any, c conditions, lower bound) (map[pair]relationRow, error) {
	newest := make(map[pair]relationRow, len(pairs))
	if len(pairs) == 0 {
		return newest, nil
	}
	err := s.each(newestOfEach, func(rows *sql.Rows) error {
		r, err := scanRelation(rows)
		newest[pair{r.subject, r.object}] = r
		return err
	}, pairList(pairs), nil, c.asOf, c.statuses, c.certainties, c.notBefore, c.documents, types, nil, lower.day)
	return newest, err
}
