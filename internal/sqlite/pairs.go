package sqlite

import (
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"math"
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

	// What is found of each pair is one value: the first 8 digits are the day, those
	// to the 12th the class, the others the digest.
	newestOfEach = define(`SELECT p.value, (
		SELECT printf('%08x%04x%s', r.day, r.class, hex(r.digest)) FROM relation r INDEXED BY relation_by_pair
		WHERE r.subject = p.value >> 32 AND r.object = p.value & 4294967295 AND r.day >= ?10
			AND ` + passes + ` ORDER BY r.day, r.digest LIMIT 1) FROM json_each(?1) p`)
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

// A newest is where the newest relation of a pair stands, and its class.
type newest struct {
	place
	class int64
}

// newestOf returns the newest relation of each pair that has any of some types
// that passes.
func (s *session) newestOf(pairs []pair, types any, c conditions, lower bound) (map[pair]newest, error) {
	found := make(map[pair]newest, len(pairs))
	if len(pairs) == 0 {
		return found, nil
	}
	err := s.each(newestOfEach, func(rows *sql.Rows) error {
		var key int64
		var text sql.RawBytes
		if err := rows.Scan(&key, &text); err != nil || text == nil {
			return err
		}
		n, err := parseNewest(text)
		found[pair{key >> 32, key & math.MaxUint32}] = n
		return err
	}, pairList(pairs), nil, c.asOf, c.statuses, c.certainties, c.notBefore, c.documents, types, nil, lower.day)
	return found, err
}

func parseNewest(text []byte) (n newest, err error) {
	var numbers [6]byte
	if _, err = hex.Decode(numbers[:], text[:12]); err == nil {
		_, err = hex.Decode(n.digest[:], text[12:])
	}
	n.day, n.class = int64(binary.BigEndian.Uint32(numbers[:4])), int64(binary.BigEndian.Uint16(numbers[4:]))
	return n, err
}
