package sqlite

import (
	"cmp"
	"database/sql"
	"slices"

	"conflictgraph/internal/kg"
)

var (
	entityIDsByKey = define(`SELECT key, id FROM entity WHERE key IN (SELECT value FROM json_each(?1))`)
	entitiesByKey  = define(selectEntity + `key IN (SELECT value FROM json_each(?1))`)
	entitiesByID   = define(selectEntity + `id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`)
	aliasesOf      = define(`SELECT entity, name FROM alias
		WHERE entity IN (SELECT value FROM json_each(?1)) ORDER BY entity, recorded_at, key`)
)

const selectEntity = `SELECT key, id, kind, name, description, unnamed, recorded_at, relations FROM entity WHERE `

// A register holds entities as they were recorded, and says what they were at a
// moment.
type register struct {
	s *session
	moment
	rows    map[int64]*kg.Entity // by key, without other names; Degree is what is kept of the present
	aliases map[int64][]string   // by key
	made    map[int64]*kg.Entity // what entity returned
}

func (s *session) newRegister(now moment) *register {
	return &register{s: s, moment: now, rows: map[int64]*kg.Entity{}, aliases: map[int64][]string{}, made: map[int64]*kg.Entity{}}
}

// read adds the entities that st finds in a list, which are of use once complete
// was called, and returns their keys.
func (r *register) read(st *statement, list string) (keys []int64, err error) {
	err = r.s.each(st, func(rows *sql.Rows) error {
		key, e, err := scanEntity(rows)
		r.rows[key] = e
		keys = append(keys, key)
		return err
	}, list)
	return keys, err
}

func scanEntity(rows *sql.Rows) (key int64, e *kg.Entity, err error) {
	var recordedAt int64
	e = &kg.Entity{}
	err = rows.Scan(&key, &e.ID, &e.Kind, &e.Name, &e.Description, &e.Unnamed, &recordedAt, &e.Degree)
	e.RecordedAt = timeOf(recordedAt)
	return key, e, err
}

// complete adds all that the entities are one with, and their other names.
func (r *register) complete() error {
	var missing []int64
	seen := map[int64]bool{}
	if len(r.survivors) > 0 {
		for key := range r.rows {
			for _, member := range r.members(r.survivor(key)) {
				if r.rows[member] == nil && !seen[member] {
					seen[member] = true
					missing = append(missing, member)
				}
			}
		}
	}
	if len(missing) > 0 {
		if _, err := r.read(entitiesByKey, keyList(missing)); err != nil {
			return err
		}
	}
	if len(r.rows) == 0 {
		return nil
	}
	if !r.isNow() {
		return r.goBack()
	}
	return r.s.each(aliasesOf, func(rows *sql.Rows) error {
		var entity int64
		var name string
		err := rows.Scan(&entity, &name)
		r.aliases[entity] = append(r.aliases[entity], name)
		return err
	}, keyList(keysOfSet(r.rows)))
}

// entity returns what the entity with a key answered as, or nil where that or
// the entity itself was not known. Its degree is 0.
func (r *register) entity(key int64) *kg.Entity {
	survivor := r.survivor(key)
	if !r.knows(key) || !r.knows(survivor) {
		return nil
	}
	if e := r.made[survivor]; e != nil {
		return e
	}
	e := *r.rows[survivor]
	e.Degree = 0
	e.Aliases = r.aliases[survivor]
	if members := r.members(survivor); len(members) > 1 {
		r.gather(&e, members)
	}
	r.made[survivor] = &e
	return &e
}

// put puts what the entities with some keys answered as into found, under their ids
// and its own.
func (r *register) put(found *kg.Found, keys []int64) {
	for _, key := range keys {
		if e := r.entity(key); e != nil {
			found.Entities[r.rows[key].ID], found.Entities[e.ID] = e, e
		}
	}
}

func (r *register) knows(key int64) bool {
	row := r.rows[key]
	return row != nil && row.RecordedAt.UnixMilli() <= r.asOf
}

// gather gives e, the first of the members, what it has of the others.
func (r *register) gather(e *kg.Entity, members []int64) {
	merged := slices.Clone(members[1:])
	slices.SortFunc(merged, func(a, b int64) int { return cmp.Compare(r.rows[a].ID, r.rows[b].ID) })
	names := r.aliases[members[0]]
	for _, key := range merged {
		e.Merged = append(e.Merged, r.rows[key].ID)
		names = append(append(names, r.rows[key].Name), r.aliases[key]...)
	}
	e.Aliases = nil
	seen := map[string]bool{e.Name: true}
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			e.Aliases = append(e.Aliases, name)
		}
	}
}

// countDegrees gives the entities with some keys their degrees.
func (r *register) countDegrees(keys []int64) error {
	for _, key := range keys {
		e, survivor := r.entity(key), r.survivor(key)
		if e == nil {
			continue
		}
		if r.isNow() && len(r.members(survivor)) == 1 {
			e.Degree = r.rows[survivor].Degree
			continue
		}
		p := &planner{types: r.s.types, moment: r.moment, entities: map[string]int64{e.ID: survivor}}
		n, err := r.s.count(kg.RelationFilter{}, p.parts(e.ID, kg.RelationFilter{}), p.conditions(kg.RelationFilter{}))
		if err != nil {
			return err
		}
		e.Degree = n
	}
	return nil
}
