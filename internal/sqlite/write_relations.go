package sqlite

import (
	"database/sql"

	"conflictgraph/internal/kg"
)

var (
	greatestRelationKey  = define(`SELECT coalesce(max(key), 0) FROM relation`)
	insertRelations      = newSharedInsert(intoRelation, relationRowText, ` ON CONFLICT (digest) DO NOTHING`, manyRows)
	relationKeysByDigest = define(`SELECT digest, key FROM relation WHERE digest IN (SELECT unhex(value) FROM json_each(?1))`)
	insertPlace          = define(`INSERT INTO place (relation, ordinal, entity) VALUES (?, ?, ?)`)
	insertAttribution    = define(`INSERT INTO attribution (relation, ordinal, entity, stance) VALUES (?, ?, ?, ?)`)
	overrideGap          = define(`UPDATE relation SET retracted_at = ?2,
		retractions = json_insert(json_set(retractions, '$[#-1].restoredAt', ?2, '$[#-1].restoredReason', ''), '$[#]', json(?3)) WHERE key = ?1`)
	relationKeyOf   = define(`SELECT key FROM relation WHERE digest = ?1`)
	retractByDigest = define(`UPDATE relation SET retracted_at = ?2, retractions = ` + moreGaps + `
		WHERE digest = ?1 AND retracted_at IS NULL RETURNING digest, subject, type, object`)
	addToEntity = define(`UPDATE entity SET relations = relations + ?2 WHERE key = ?1`)
	addToType   = define(`UPDATE relation_type SET relations = relations + ?2 WHERE key = ?1`)
)

const intoRelation = `INSERT OR ROLLBACK INTO relation (recorded_at, day, digest, subject, type, object, class, edtf,
	end_day, inferred, reasoning) VALUES `

const relationRowText = `(?1,?,?,?,?,?,?,?,?,?,?)`

// writeRelations adds those that are new, restores others, and adds evidence to
// these.
func (w *writer) writeRelations(b *kg.Batch) error {
	if len(b.Relations) == 0 {
		return nil
	}
	keys, err := w.insertNew(b.Relations)
	if err != nil {
		return err
	}
	if err := w.restate(b.Provenance, keys); err != nil {
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
	left  bool // it is retracted and stays so, as it is
}

// insertNew adds the relations that are not there. SQLite gives them keys that
// follow each other: a key of our choosing would cost a statement's journal.
func (w *writer) insertNew(relations []kg.Relation) ([]relationKey, error) {
	next, err := w.nextKey(greatestRelationKey)
	if err != nil {
		return nil, err
	}
	keys := make([]relationKey, len(relations))
	digests := make([][16]byte, len(relations))
	row := func(args []any, i int) []any {
		r := &relations[i]
		digests[i], _ = kg.RelationDigest(r.ID)
		return appendInference(w.appendPlain(args, r, digests[i][:], w.entities[r.Subject], w.entities[r.Object]), r)
	}
	err = w.insert(insertRelations, len(relations), row, func(from, to int, added int64) error {
		first := next
		next += added
		if int(added) < to-from {
			return w.findKeys(keys[from:to], digests[from:to], first)
		}
		for i := range keys[from:to] {
			keys[from+i] = relationKey{key: first + int64(i), isNew: true}
		}
		return nil
	}, w.recordedAt)
	for i, k := range keys {
		if !k.isNew {
			w.written.Existing++
			continue
		}
		w.written.Relations++
		r := &relations[i]
		w.log.Add(kg.RelationAdded, r.ID, "")
		subject, object := w.entities[r.Subject], w.entities[r.Object]
		w.count(subject, w.types[r.Type], object, 1)
		w.pairs[[2]int64{object, subject}] = true
		if isOffice(r.Type) {
			w.retell(subject)
		}
	}
	return keys, err
}

// appendPlain appends the columns of r, whose ends have some keys, from day to
// end_day to args.
func (w *writer) appendPlain(args []any, r *kg.Relation, digest []byte, subject, object int64) []any {
	day := int64(undated)
	var edtf, endDay any
	if r.Time != nil {
		day, edtf = placeOf(r.Time, [16]byte{}).day, r.Time.EDTF
		if r.Time.End != nil {
			endDay = int64(*r.Time.End)
		}
	}
	return append(args, day, digest, subject, w.types[r.Type], object, r.Class(), edtf, endDay)
}

// appendInference appends the columns that follow these.
func appendInference(args []any, r *kg.Relation) []any {
	_, inferred, reasoning := timeColumns(r.Time)
	return append(args, inferred, reasoning)
}

// findKeys sets the keys of relations of which some were there already: of those
// whose key is not from first on, and of those that come a second time.
func (w *writer) findKeys(keys []relationKey, digests [][16]byte, first int64) error {
	list := make([]string, len(digests))
	for i := range digests {
		list[i] = string(digests[i][:])
	}
	kept := make(map[[16]byte]relationKey, len(digests))
	err := w.each(relationKeysByDigest, func(rows *sql.Rows) error {
		var digest []byte
		var key int64
		err := rows.Scan(&digest, &key)
		if err == nil {
			kept[[16]byte(digest)] = relationKey{key: key, isNew: key >= first}
		}
		return err
	}, hexList(list))
	for i, d := range digests {
		keys[i] = kept[d]
		kept[d] = relationKey{key: keys[i].key}
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

func (w *writer) writeRetractions(b *kg.Batch) error {
	for _, r := range b.Retractions {
		digest, _ := kg.RelationDigest(r.Relation)
		g := gapRow{At: w.recordedAt, Reason: r.Reason, ByPublisher: r.ByPublisher}
		before := w.written.Retracted
		if err := w.retract(retractByDigest, digest[:], g); err != nil {
			return err
		}
		if w.written.Retracted == before {
			if err := w.override(digest[:], r.Relation, g); err != nil {
				return err
			}
		}
	}
	return nil
}

// override retracts for another reason a relation that is retracted, where that counts.
func (w *writer) override(digest []byte, id string, g gapRow) error {
	key, err := w.number(relationKeyOf, digest)
	if err != nil {
		return err
	}
	counts := false
	err = w.each(openGapsOfRelations, func(rows *sql.Rows) error {
		open, err := scanGap(rows, new(int64), new([]byte))
		counts = g.gap().Overrides(open)
		return err
	}, keyList([]int64{key}))
	if err != nil || !counts {
		return err
	}
	w.written.Retracted++
	w.log.Add(kg.RelationRetracted, id, "")
	_, err = w.exec(overrideGap, key, w.recordedAt, asJSON(g))
	return err
}

// count notes that there are n more relations of a type between two entities.
func (w *writer) count(subject, typ, object, n int64) {
	w.typeTally[typ] += n
	w.entityTally[subject] += n
	if object != subject {
		w.entityTally[object] += n
	}
}

// tally brings the kept counts of relations up to date.
func (w *writer) tally(*kg.Batch) error {
	for st, tally := range map[*statement]map[int64]int64{addToEntity: w.entityTally, addToType: w.typeTally} {
		for key, n := range tally {
			if _, err := w.exec(st, key, n); err != nil {
				return err
			}
		}
	}
	return nil
}
