package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
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
		ORDER BY r.day, r.digest LIMIT +?5`)
)

// A pair is two entities that relations lead from and to, by their keys.
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

// Pairs implements plan.Snapshot.
func (s *session) Pairs(_ context.Context, of []string, direction kg.Direction) ([]plan.Pair, error) {
	keys, err := s.entityKeys(of)
	if err != nil {
		return nil, err
	}
	var found []pair
	list := keyList(keys)
	if direction != kg.DirectionIn {
		if found, err = s.pairs(objectsOf, list); err != nil {
			return nil, err
		}
	}
	if direction != kg.DirectionOut {
		inward, err := s.pairs(subjectsOf, list)
		if err != nil {
			return nil, err
		}
		out := setOf(keys)
		for _, p := range inward {
			if direction == kg.DirectionIn || !out[p.subject] {
				found = append(found, p)
			}
		}
	}
	named := make(map[int64]bool, len(found))
	for _, p := range found {
		named[p.subject], named[p.object] = false, false
	}
	if err := s.nameEntities(named); err != nil {
		return nil, err
	}
	pairs := make([]plan.Pair, len(found))
	for i, p := range found {
		pairs[i] = plan.Pair{Subject: s.entities.ids[p.subject], Object: s.entities.ids[p.object]}
	}
	return pairs, nil
}

// Newest implements plan.Snapshot.
func (s *session) Newest(_ context.Context, pairs []plan.Pair, conditions plan.Conditions) (map[plan.Pair]plan.Newest, error) {
	c, types, err := s.pairConditions(conditions)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, 2*len(pairs))
	for _, p := range pairs {
		ids = append(ids, p.Subject, p.Object)
	}
	if _, err := s.entityKeys(ids); err != nil {
		return nil, err
	}
	keys := make([]pair, 0, len(pairs))
	for _, p := range pairs {
		subject, isSubject := s.entities.keys[p.Subject]
		object, isObject := s.entities.keys[p.Object]
		if isSubject && isObject {
			keys = append(keys, pair{subject, object})
		}
	}
	found := make(map[plan.Pair]plan.Newest, len(pairs))
	if len(keys) == 0 || types == noTypes {
		return found, nil
	}
	err = s.each(newestOfEach, func(rows *sql.Rows) error {
		var key int64
		var text sql.RawBytes
		if err := rows.Scan(&key, &text); err != nil || text == nil {
			return err
		}
		n, err := parseNewest(text)
		found[plan.Pair{Subject: s.entities.ids[key>>32], Object: s.entities.ids[key&math.MaxUint32]}] = n
		return err
	}, pairList(keys), nil, c.asOf, c.kinds, nil, c.notBefore, c.documents, types, nil, lowerBound(conditions).day, nil, nil, nil, c.checks)
	return found, err
}

// noTypes is the list of types of which there are none.
const noTypes = "[]"

// pairConditions returns conditions and the list of their types, nil for all.
func (s *session) pairConditions(conditions plan.Conditions) (c conditions, types any, err error) {
	if c, err = s.conditionsOf(conditions); err == nil && len(conditions.Types) > 0 {
		types = keyList(s.types.keysOf(conditions.Types))
	}
	return c, types, err
}

func parseNewest(text []byte) (n plan.Newest, err error) {
	var numbers [6]byte
	var at place
	if _, err = hex.Decode(numbers[:], text[:12]); err == nil {
		_, err = hex.Decode(at.digest[:], text[12:])
	}
	class := int64(binary.BigEndian.Uint16(numbers[4:]))
	at.day = int64(binary.BigEndian.Uint32(numbers[:4]))
	return plan.Newest{Position: at.position(), Attestation: kg.Attestation(statuses[kg.StatusOfClass(class)], certainties[kg.CertaintyOfClass(class)], kg.CodingCodes[kg.CodingOfClass(class)])}, err
}

// pairsAtOnce is how many pairs' relations are read at once. What they leave of
// a full answer bounds what is read of the next.
const pairsAtOnce = 500

// Between implements plan.Snapshot.
func (s *session) Between(_ context.Context, among []string, conditions plan.Conditions, limit int) ([]*kg.Relation, error) {
	c, types, err := s.pairConditions(conditions)
	if err != nil || types == noTypes {
		return nil, err
	}
	keys, err := s.entityKeys(among)
	if err != nil {
		return nil, err
	}
	pairs, err := s.pairsAmong(keys)
	if err != nil {
		return nil, err
	}
	lower, upper, scan := lowerBound(conditions), lastBound, kg.Scan{Limit: limit}
	var found []relationRow
	for some := range slices.Chunk(pairs, pairsAtOnce) {
		if len(found) == scan.Limit {
			upper = found[len(found)-1].place.bound()
		}
		before := len(found)
		err := s.each(newestOfAll, func(rows *sql.Rows) error {
			r, err := scanRelation(rows)
			found = append(found, r)
			return err
		}, pairList(some), nil, c.asOf, c.kinds, scan.Limit, c.notBefore, c.documents, types, nil,
			lower.day, lower.digest, upper.day, upper.digest, c.checks)
		if err != nil {
			return nil, err
		}
		if len(found) > before {
			found = firstOf(found, func(a, b relationRow) int { return a.place.compare(b.place) }, scan)
		}
	}
	h := s.newHydration(plan.Keys{})
	for i := range found {
		h.add(&found[i])
	}
	if _, err := h.complete(); err != nil {
		return nil, err
	}
	relations := make([]*kg.Relation, len(found))
	for i, row := range found {
		relations[i] = h.relations[row.key]
	}
	return relations, nil
}

// pairsAmong returns the pairs of some entities that have relations. Of each, it
// goes through what it is linked with or through the others, whichever is less.
func (s *session) pairsAmong(keys []int64) ([]pair, error) {
	var hubs, others []int64
	err := s.each(keptOfEntities, func(rows *sql.Rows) error {
		var key, relations int64
		err := rows.Scan(&key, &relations)
		if relations > int64(len(keys)) {
			hubs = append(hubs, key)
		} else {
			others = append(others, key)
		}
		return err
	}, keyList(keys))
	if err != nil {
		return nil, err
	}
	found, err := s.pairs(objectsOf, keyList(others))
	if err != nil {
		return nil, err
	}
	among := setOf(keys)
	found = slices.DeleteFunc(found, func(p pair) bool { return !among[p.object] })
	ofHubs, err := s.pairs(linkedAmong, keyList(hubs), keyList(keys))
	return append(found, ofHubs...), err
}
