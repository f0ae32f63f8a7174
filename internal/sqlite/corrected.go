package sqlite

import (
	"cmp"
	"database/sql"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

var (
	anyFormer    = define(`SELECT EXISTS (SELECT 1 FROM former_entity) OR EXISTS (SELECT 1 FROM former_alias)`)
	formerStates = define(`SELECT entity, kind, name, description, unnamed, until FROM former_entity INDEXED BY former_entity_by_entity
		WHERE entity IN (SELECT value FROM json_each(?1)) ORDER BY entity, key`)
	formerSince = define(`SELECT f.entity, e.id, f.kind, f.name, f.description, f.unnamed, e.recorded_at, f.position, e.kind
		FROM former_entity f INDEXED BY former_entity_by_end CROSS JOIN entity e ON e.key = f.entity
		WHERE f.until > ?1 AND e.recorded_at <= ?1 ORDER BY f.key`)
	aliasesEver = define(`SELECT entity, name, recorded_at, removed_at, place FROM (
			SELECT entity, name, recorded_at, NULL AS removed_at, key AS place FROM alias WHERE entity IN (SELECT value FROM json_each(?1))
			UNION ALL SELECT entity, name, recorded_at, removed_at, place FROM former_alias INDEXED BY former_alias_by_entity
			WHERE entity IN (SELECT value FROM json_each(?1)))
		ORDER BY entity, recorded_at, place`)
	statedKinds = define(`SELECT key, coalesce(own_kind, ''), kind_stated_at FROM entity
		WHERE key IN (SELECT value FROM json_each(?1)) AND (own_kind IS NOT NULL OR kind_stated_at IS NOT NULL)`)
	mergesOfEntities = define(`SELECT key, entity, survivor, coalesce(kind, ''), recorded_at FROM merge
		WHERE survivor IS NOT NULL AND entity IN (SELECT value FROM json_each(?1)) ORDER BY key`)
)

// corrects reports whether anything was ever corrected.
func (s *session) corrects() (bool, error) {
	any, err := s.number(anyFormer)
	return any != 0, err
}

// formerStates returns what some entities were, by their keys.
func (s *session) formerStates(keys []int64) (map[int64][]kg.FormerState, error) {
	former := map[int64][]kg.FormerState{}
	err := s.each(formerStates, func(rows *sql.Rows) error {
		var entity, until int64
		var f kg.FormerState
		err := rows.Scan(&entity, &f.Kind, &f.Name, &f.Description, &f.Unnamed, &until)
		f.Until = timeOf(until)
		former[entity] = append(former[entity], f)
		return err
	}, keyList(keys))
	return former, err
}

// aliasesEver returns all names that some entities go by or went by, by their keys.
func (s *session) aliasesEver(keys []int64) (map[int64][]kg.AliasRecord, error) {
	names := map[int64][]kg.AliasRecord{}
	err := s.each(aliasesEver, func(rows *sql.Rows) error {
		var entity, at, place int64
		var removedAt sql.NullInt64
		var a kg.AliasRecord
		err := rows.Scan(&entity, &a.Name, &at, &removedAt, &place)
		a.RecordedAt, a.RemovedAt = timeOf(at), timeOrNil(removedAt)
		names[entity] = append(names[entity], a)
		return err
	}, keyList(keys))
	return names, err
}

func timeOrNil(millis sql.NullInt64) *time.Time {
	if !millis.Valid {
		return nil
	}
	at := timeOf(millis.Int64)
	return &at
}

// goBack gives the entities what they were as of the register's moment.
func (r *register) goBack() error {
	keys := keysOfSet(r.rows)
	former, err := r.s.formerStates(keys)
	if err != nil {
		return err
	}
	names, err := r.s.aliasesEver(keys)
	if err != nil {
		return err
	}
	asOf := timeOf(r.asOf)
	for key, e := range r.rows {
		if state, was := kg.StateAt(former[key], &asOf); was {
			e.SetState(state)
		}
		for _, a := range names[key] {
			if a.HeldAt(&asOf) {
				r.aliases[key] = append(r.aliases[key], a.Name)
			}
		}
	}
	return nil
}

// A formerEntity is an entity of a list as it was, and its kind now.
type formerEntity struct {
	listedEntity
	kindNow kg.EntityKind
}

// formerAt returns the entities that were not what they are, by their keys, as they
// were at a moment. It reads what was corrected since.
func (s *session) formerAt(now moment) (map[int64]formerEntity, error) {
	if now.isNow() {
		return nil, nil
	}
	all := map[int64]formerEntity{}
	err := s.each(formerSince, func(rows *sql.Rows) error {
		var recordedAt int64
		var f formerEntity
		e := &kg.Entity{}
		err := rows.Scan(&f.key, &e.ID, &e.Kind, &e.Name, &e.Description, &e.Unnamed, &recordedAt, &f.position, &f.kindNow)
		e.RecordedAt, f.entity = timeOf(recordedAt), e
		if _, earlier := all[f.key]; !earlier {
			all[f.key] = f
		}
		return err
	}, now.asOf)
	return all, err
}

// records returns entities by themselves, with all that is kept of them, by their
// keys, of which the rows are given.
func (s *session) records(entities map[int64]*kg.Entity) (map[int64]*kg.EntityRecord, error) {
	keys := keysOfSet(entities)
	names, err := s.aliasesEver(keys)
	if err != nil {
		return nil, err
	}
	former, err := s.formerStates(keys)
	if err != nil {
		return nil, err
	}
	all := make(map[int64]*kg.EntityRecord, len(keys))
	for key, e := range entities {
		r := &kg.EntityRecord{Entity: *e, Names: names[key], Former: former[key]}
		r.Degree = 0
		all[key] = r
	}
	err = s.each(statedKinds, func(rows *sql.Rows) error {
		var key int64
		var own kg.EntityKind
		var statedAt sql.NullInt64
		err := rows.Scan(&key, &own, &statedAt)
		all[key].OwnKind, all[key].KindStatedAt = own, timeOrNil(statedAt)
		return err
	}, keyList(keys))
	return all, err
}

// lineage returns the entities that have some ids, and all that is one with them.
func (s *session) lineage(ids []string) (*kg.Lineage, error) {
	r := s.newRegister(s.moment(nil))
	if _, err := r.read(entitiesByID, hexList(ids)); err != nil {
		return nil, err
	}
	if err := r.complete(); err != nil {
		return nil, err
	}
	records, err := s.records(r.rows)
	if err != nil {
		return nil, err
	}
	l := &kg.Lineage{Entities: map[string]*kg.EntityRecord{}}
	for _, e := range records {
		l.Entities[e.ID] = e
	}
	type numbered struct {
		key int64
		kg.MergeRecord
	}
	last := map[int64]numbered{}
	err = s.each(mergesOfEntities, func(rows *sql.Rows) error {
		var key, entity, survivor, at int64
		var kind kg.EntityKind
		if err := rows.Scan(&key, &entity, &survivor, &kind, &at); err != nil {
			return err
		}
		if r.links[entity] == survivor {
			m := kg.Merge{From: r.rows[entity].ID, Into: r.rows[survivor].ID, Kind: kind}
			last[entity] = numbered{key, kg.MergeRecord{Merge: m, RecordedAt: timeOf(at)}}
		}
		return nil
	}, keyList(keysOfSet(r.rows)))
	all := make([]numbered, 0, len(last))
	for _, m := range last {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b numbered) int { return cmp.Compare(a.key, b.key) })
	for _, m := range all {
		l.Merges = append(l.Merges, m.MergeRecord)
	}
	return l, err
}
