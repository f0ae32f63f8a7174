package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

var (
	insertFormerState = define(`INSERT INTO former_entity (entity, kind, name, description, unnamed, position, until) VALUES (?, ?, ?, ?, ?, ?, ?)`)
	correctEntity     = define(`UPDATE entity SET kind = ?2, name = ?3, description = ?4, unnamed = ?5, position = ?6, own_kind = nullif(?7, ''), kind_stated_at = ?8 WHERE key = ?1`)
	keepAlias         = define(`INSERT INTO former_alias (entity, place, name, document, recorded_at, removed_at)
		SELECT entity, key, name, document, recorded_at, ?3 FROM alias WHERE entity = ?1 AND name = ?2`)
	deleteAlias = define(`DELETE FROM alias WHERE entity = ?1 AND name = ?2`)

	holdersUnder = define(holdersUnderIn("ordinary_by_object_type", isOrdinary) + ` UNION ` + holdersUnderIn("other_by_object_type", isOther))

	usesByType = define(usesIn("subject", "ordinary", isOrdinary) + ` UNION ALL ` + usesIn("subject", "other", isOther) + ` UNION ALL ` +
		usesIn("object", "ordinary", isOrdinary) + ` UNION ALL ` + usesIn("object", "other", isOther) + ` ORDER BY digest LIMIT 1`)
	usesAsPlace = define(`SELECT r.digest, r.type FROM place p CROSS JOIN relation r ON r.key = p.relation
		WHERE p.entity IN (SELECT value FROM json_each(?1)) AND r.retracted_at IS NULL ORDER BY r.digest LIMIT 1`)
)

func holdersUnderIn(index, partition string) string {
	return `SELECT r.subject FROM relation r INDEXED BY ` + index + ` WHERE r.object = ?1 AND r.type IN (SELECT value FROM json_each(?2)) AND ` + partition
}

// usesIn finds relations by the types of parameter 2 that have one of the entities of
// parameter 1 as their subject, or by those of parameter 3 as their object.
func usesIn(end, class, partition string) string {
	types := map[string]int{"subject": 2, "object": 3}[end]
	return fmt.Sprintf(`SELECT r.digest AS digest, r.type FROM relation r INDEXED BY %[2]s_by_%[1]s_type
		WHERE r.%[1]s IN (SELECT value FROM json_each(?1)) AND r.type IN (SELECT value FROM json_each(?%[3]d)) AND %[4]s AND r.retracted_at IS NULL`, end, class, types, partition)
}

// Lineage implements kg.Known.
func (w *writer) Lineage(_ context.Context, ids []string) (*kg.Lineage, error) { return w.lineage(ids) }

// UseOf implements kg.Known.
func (w *writer) UseOf(_ context.Context, uses kg.Uses) (relation, typeID string, err error) {
	found, err := w.keysOf(entityKeysByID, uses.Of)
	if err != nil {
		return "", "", err
	}
	keys := keyList(slices.Collect(maps.Values(found)))
	take := func(rows *sql.Rows) error {
		var digest []byte
		var typ int64
		if err := rows.Scan(&digest, &typ); err != nil {
			return err
		}
		if id := kg.RelationIDOf([16]byte(digest)); relation == "" || id < relation {
			relation, typeID = id, w.session.types.ids[typ]
		}
		return nil
	}
	known := w.session.types.keys
	err = w.each(usesByType, take, keys, keyList(keysIn(known, uses.AsSubject)), keyList(keysIn(known, uses.AsObject)))
	if err == nil && uses.AsPlace {
		err = w.each(usesAsPlace, take, keys)
	}
	return relation, typeID, err
}

// writeCorrections makes of entities what the batch does, beside what they were.
func (w *writer) writeCorrections(b *kg.Batch) error {
	if len(b.Corrections) == 0 {
		return nil
	}
	keys := make(map[string]int64, len(w.register.rows))
	for key, e := range w.register.rows {
		keys[e.ID] = key
	}
	for _, c := range b.Corrections {
		key := keys[c.Entity]
		c.Note(&w.written, &w.log)
		if err := w.correct(key, c); err != nil {
			return err
		}
		w.retell(key)
		if c.Before.Name != c.After.Name {
			if err := w.retellHolders(key); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) correct(key int64, c kg.Correction) error {
	e := w.register.rows[key]
	if c.Before != c.After {
		if err := w.keepFormer(key, c.Entity, kg.FormerState{EntityState: c.Before, Until: timeOf(w.recordedAt)}); err != nil {
			return err
		}
		e.SetState(c.After)
	}
	if err := w.setState(key, &kg.EntityRecord{Entity: *e, OwnKind: c.OwnKind, KindStatedAt: c.KindStatedAt}); err != nil {
		return err
	}
	for _, name := range c.Removed {
		if err := w.removeAlias(key, name, w.recordedAt); err != nil {
			return err
		}
		w.register.aliases[key] = slices.DeleteFunc(w.register.aliases[key], func(known string) bool { return known == name })
	}
	w.register.aliases[key] = append(w.register.aliases[key], c.Added...)
	return w.insert(insertAliases, len(c.Added), func(args []any, i int) []any { return append(args, key, c.Added[i], w.recordedAt) }, nil)
}

func (w *writer) keepFormer(key int64, id string, f kg.FormerState) error {
	position := kg.Entity{ID: id, Name: f.Name}.Position()
	_, err := w.exec(insertFormerState, key, string(f.Kind), f.Name, f.Description, f.Unnamed, []byte(position), f.Until.UnixMilli())
	return err
}

// setState makes of an entity what r is.
func (w *writer) setState(key int64, r *kg.EntityRecord) error {
	var statedAt any
	if r.KindStatedAt != nil {
		statedAt = r.KindStatedAt.UnixMilli()
	}
	_, err := w.exec(correctEntity, key, string(r.Kind), r.Name, r.Description, r.Unnamed, []byte(r.Position()), string(r.OwnKind), statedAt)
	return err
}

func (w *writer) removeAlias(key int64, name string, at int64) error {
	if _, err := w.exec(keepAlias, key, name, at); err != nil {
		return err
	}
	_, err := w.exec(deleteAlias, key, name)
	return err
}

// retellHolders notes that those who hold an office that an entity's name is part of
// are found by another name.
func (w *writer) retellHolders(key int64) error {
	var holders, unknown []int64
	err := w.each(holdersUnder, func(rows *sql.Rows) error {
		var holder int64
		err := rows.Scan(&holder)
		holders = append(holders, holder)
		return err
	}, key, keyList(keysOfSet(w.officeTypes())))
	if err != nil {
		return err
	}
	for _, holder := range holders {
		if w.register.rows[holder] == nil {
			unknown = append(unknown, holder)
		}
		w.retell(holder)
	}
	if len(unknown) == 0 {
		return nil
	}
	others := w.newRegister(w.moment(nil))
	if _, err := others.read(entitiesByKey, keyList(unknown)); err != nil {
		return err
	}
	if err := others.complete(); err != nil {
		return err
	}
	for holder, e := range others.rows {
		if w.register.rows[holder] == nil {
			w.register.rows[holder], w.register.aliases[holder] = e, others.aliases[holder]
		}
	}
	return nil
}
