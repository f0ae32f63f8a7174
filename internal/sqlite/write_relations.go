package sqlite

import (
	"database/sql"

	"conflictgraph/internal/kg"
)

var (
	greatestRelationKey = define(`SELECT coalesce(max(key), 0) FROM relation`)
	insertRelations     = newInsert(`INSERT INTO relation (key, position, subject, type, object, status, certainty,
		edtf, end_day, inferred, reasoning, recorded_at) VALUES `, 12, ` ON CONFLICT (position) DO NOTHING`)
	relationKeysByPosition = define(`SELECT position, key FROM relation WHERE position IN (SELECT unhex(value) FROM json_each(?1))`)
	insertPlace            = define(`INSERT INTO place (relation, ordinal, entity) VALUES (?, ?, ?)`)
	insertAttribution      = define(`INSERT INTO attribution (relation, ordinal, entity, stance) VALUES (?, ?, ?, ?)`)
	retract                = define(`UPDATE relation INDEXED BY relation_by_digest SET retracted_at = ?2, retraction_reason = ?3
		WHERE substr(position, 5) = ?1 AND retracted_at IS NULL`)
)

// writeRelations adds those that are new, and evidence to the others.
func (w *writer) writeRelations(b *kg.Batch) error {
	if len(b.Relations) == 0 {
		return nil
	}
	keys, err := w.insertNew(b.Relations)
	if err != nil {
		return err
	}
	if err := w.writeClaims(b.Relations, keys); err != nil {
		return err
	}
	return w.writeEvidence(b.Relations, keys)
}

// A relationKey says where a relation of the batch is kept.
type relationKey struct {
	key   int64
	isNew bool // it was not there before the batch, nor earlier in it
}

func (w *writer) insertNew(relations []kg.Relation) ([]relationKey, error) {
	next, err := w.nextKey(greatestRelationKey)
	if err != nil {
		return nil, err
	}
	keys := make([]relationKey, len(relations))
	positions := make([]positionKey, len(relations))
	row := func(args []any, i int) []any {
		r := &relations[i]
		digest, _ := kg.RelationDigest(r.ID)
		keys[i] = relationKey{next + int64(i), true}
		positions[i] = newPositionKey(r.Time, digest)
		edtf, inferred, reasoning := timeColumns(r.Time)
		var endDay any
		if r.Time != nil && r.Time.End != nil {
			endDay = int64(*r.Time.End)
		}
		return append(args, keys[i].key, positions[i][:], w.entities[r.Subject], w.types[r.Type], w.entities[r.Object],
			statusCodes[r.Status], certaintyCodes[r.Certainty], edtf, endDay, inferred, reasoning, w.recordedAt)
	}
	err = w.insert(insertRelations, len(relations), row, func(from, to int, added int64) error {
		w.written.Relations += int(added)
		w.written.Existing += to - from - int(added)
		if int(added) == to-from {
			return nil
		}
		return w.findKeys(keys[from:to], positions[from:to])
	})
	return keys, err
}

// findKeys corrects the keys of those relations that were there already.
func (w *writer) findKeys(keys []relationKey, positions []positionKey) error {
	blobs := make([]string, len(positions))
	for i := range positions {
		blobs[i] = string(positions[i][:])
	}
	kept := make(map[positionKey]int64, len(positions))
	err := w.each(relationKeysByPosition, func(rows *sql.Rows) error {
		var position []byte
		var key int64
		err := rows.Scan(&position, &key)
		if err == nil {
			kept[positionKey(position)] = key
		}
		return err
	}, hexList(blobs))
	for i, p := range positions {
		if kept[p] != keys[i].key {
			keys[i] = relationKey{key: kept[p]}
		}
	}
	return err
}

// writeClaims adds the places and attributions of relations that are new. Those
// of the others are the same: they are part of a relation's id.
func (w *writer) writeClaims(relations []kg.Relation, keys []relationKey) error {
	for i := range relations {
		if !keys[i].isNew {
			continue
		}
		for ordinal, place := range relations[i].Places {
			if _, err := w.exec(insertPlace, keys[i].key, ordinal, w.entities[place]); err != nil {
				return err
			}
		}
		for ordinal, a := range relations[i].Attributions {
			if _, err := w.exec(insertAttribution, keys[i].key, ordinal, w.entities[a.By], string(a.Stance)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) retract(b *kg.Batch) error {
	for _, r := range b.Retractions {
		digest, _ := kg.RelationDigest(r.Relation)
		n, err := w.exec(retract, digest[:], w.recordedAt, r.Reason)
		if err != nil {
			return err
		}
		w.written.Retracted += int(n)
	}
	return nil
}
