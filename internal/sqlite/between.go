package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"conflictgraph/internal/kg"
)

var keptOfEntities = define(`SELECT key, relations FROM entity WHERE key IN (SELECT value FROM json_each(?1))`)

// Between returns the relations that have both ends among some entities; see
// kg.Store.
func (s *Store) Between(ctx context.Context, req kg.BetweenRequest) (answer kg.Between, err error) {
	err = s.read(ctx, func(current *session) error {
		answer, err = current.between(req)
		return err
	})
	if err != nil {
		return kg.Between{}, err
	}
	return answer, nil
}

// pairsAtOnce is how many pairs' relations are read at once. What they leave of
// a full answer bounds what is read of the next.
const pairsAtOnce = 500

func (s *session) between(req kg.BetweenRequest) (answer kg.Between, err error) {
	now, f := s.moment(req.AsOf), req.Filter
	f.With = nil
	p, err := s.newPlanner(now, req.Among, f)
	if err != nil {
		return answer, err
	}
	types := keysIn(p.types.keys, f.Types)
	if len(f.Types) > 0 && len(types) == 0 {
		return answer, nil
	}
	pairs, err := s.pairsAmong(now.membersOf(keysIn(p.entities, req.Among)))
	if err != nil {
		return answer, err
	}
	c, lower, upper := p.conditions(f), lowerBound(f), lastBound
	scan := kg.Scan{Limit: req.Limit + 1}
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
		}, pairList(some), nil, c.asOf, c.statuses, c.certainties, c.notBefore, c.documents, listOrNil(types), nil,
			lower.day, lower.digest, upper.day, upper.digest, scan.Limit)
		if err != nil {
			return answer, err
		}
		if len(found) > before {
			found = firstOf(found, func(a, b relationRow) int { return a.place.compare(b.place) }, scan)
		}
	}
	if answer.Truncated = len(found) > req.Limit; answer.Truncated {
		found = found[:req.Limit]
	}
	level := newLevel(s, kg.Need{}, now)
	if answer.Relations, err = level.add(found, 0); err != nil {
		return answer, err
	}
	return answer, level.complete(kg.NewFound())
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
