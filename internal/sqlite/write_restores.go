package sqlite

import (
	"database/sql"
	"encoding/json"
	"slices"

	"conflictgraph/internal/kg"
)

var (
	openGapsOfRelations = define(`SELECT key, digest, ` + openGap + ` FROM relation WHERE key IN (SELECT value FROM json_each(?1)) AND retracted_at IS NOT NULL`)
	openGapOfDocument   = define(`SELECT ` + openGap + ` FROM document WHERE key = ?1 AND retracted_at IS NOT NULL`)

	restoreRelation = define(`UPDATE relation SET retracted_at = NULL, retractions = ` + closedGap + `
		WHERE key = ?1 AND retracted_at IS NOT NULL RETURNING digest, subject, type, object`)
	restoreDocument = define(`UPDATE document SET retracted_at = NULL, retractions = ` + closedGap + ` WHERE key = ?1 AND retracted_at IS NOT NULL`)

	// What went with this document or with another, and rests on this one, too.
	wentWith = define(`SELECT key FROM relation WHERE key IN (SELECT q.relation FROM quote q INDEXED BY quote_by_document WHERE q.document = ?1)
		AND retracted_at IS NOT NULL AND retractions ->> '$[#-1].document' IS NOT NULL`)

	// What has no evidence in view.
	unsupported = define(`SELECT key, digest FROM relation WHERE key IN (SELECT value FROM json_each(?1)) AND ` + isUnsupported + ` ORDER BY digest`)
)

// closedGap is the retractions of a row with the last restored at ?2 for the reason ?3.
const closedGap = `json_set(retractions, '$[#-1].restoredAt', ?2, '$[#-1].restoredReason', ?3)`

const isUnsupported = `NOT EXISTS (SELECT 1 FROM source s WHERE s.relation = relation.key)
		AND NOT EXISTS (SELECT 1 FROM quote q JOIN document d ON d.key = q.document WHERE q.relation = relation.key AND d.retracted_at IS NULL)`

// scanGap reads an open gap, which is JSON, from a row, after what is to be read
// into before.
func scanGap(rows *sql.Rows, before ...any) (kg.Gap, error) {
	var text string
	if err := rows.Scan(append(before, &text)...); err != nil {
		return kg.Gap{}, err
	}
	var r gapRow
	err := json.Unmarshal([]byte(text), &r)
	return r.gap(), err
}

// restate restores those of the relations of a batch that were there and are
// retracted, and notes of the others that they are left alone.
func (w *writer) restate(p kg.Provenance, keys []relationKey) error {
	var old []int64
	for _, k := range keys {
		if !k.isNew {
			old = append(old, k.key)
		}
	}
	if len(old) == 0 {
		return nil
	}
	var restored []int64
	left := map[int64]bool{}
	err := w.each(openGapsOfRelations, func(rows *sql.Rows) error {
		var key int64
		var digest []byte
		g, err := scanGap(rows, &key, &digest)
		if p.Restores(g) {
			restored = append(restored, key)
		} else {
			left[key] = true
		}
		return err
	}, keyList(old))
	if err != nil {
		return err
	}
	if p.IsImport() {
		// What nobody sees the words of stays out of view, too.
		without, err := w.unsupportedAmong(restored)
		if err != nil {
			return err
		}
		for _, u := range without {
			left[u.key] = true
		}
		restored = slices.DeleteFunc(restored, func(key int64) bool { return left[key] })
	}
	w.written.LeftRetracted += len(left)
	for i := range keys {
		keys[i].left = left[keys[i].key]
	}
	return w.restore(restored, p.Reason)
}

// writeReadmissions readmits the documents that a batch says.
func (w *writer) writeReadmissions(b *kg.Batch) error {
	for _, r := range b.Readmissions {
		if err := w.readmit(w.documents[r.Document], r.Document, r.Reason); err != nil {
			return err
		}
	}
	return nil
}

// writeRestores restores the relations that a batch says.
func (w *writer) writeRestores(b *kg.Batch) error {
	for _, r := range b.Restores {
		digest, _ := kg.RelationDigest(r.Relation)
		key, err := w.number(relationKeyOf, digest[:])
		if err == nil {
			err = w.restore([]int64{key}, r.Reason)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readmitAgain readmits a document that a batch has again, or leaves it alone.
func (w *writer) readmitAgain(p kg.Provenance, key int64, id string) error {
	var gaps []kg.Gap
	err := w.each(openGapOfDocument, func(rows *sql.Rows) error {
		g, err := scanGap(rows)
		gaps = append(gaps, g)
		return err
	}, key)
	switch {
	case err != nil || len(gaps) == 0:
		return err
	case p.Restores(gaps[0]):
		return w.readmit(key, id, p.Reason)
	}
	w.written.LeftRetracted++
	return nil
}

// readmit brings a document back into view, and what went with it.
func (w *writer) readmit(key int64, id, reason string) error {
	changed, err := w.exec(restoreDocument, key, w.recordedAt, reason)
	if err != nil || changed == 0 {
		return err
	}
	w.written.Readmitted++
	w.log.Add(kg.DocumentRestored, id, "")
	var keys []int64
	err = w.each(wentWith, func(rows *sql.Rows) error {
		var relation int64
		err := rows.Scan(&relation)
		keys = append(keys, relation)
		return err
	}, key)
	if err != nil {
		return err
	}
	return w.restore(keys, reason)
}

// restore restores those of relations that are retracted.
func (w *writer) restore(keys []int64, reason string) error {
	if len(keys) == 0 {
		return nil
	}
	var restored []int64
	for _, key := range keys {
		before := w.written.Restored
		err := w.each(restoreRelation, func(rows *sql.Rows) error {
			return w.changed(rows, kg.RelationRestored, &w.written.Restored, 1)
		}, key, w.recordedAt, reason)
		if err != nil {
			return err
		}
		if w.written.Restored > before {
			restored = append(restored, key)
		}
	}
	without, err := w.unsupportedAmong(restored)
	if err == nil && len(without) > 0 {
		return kg.Unsupported(without[0].id)
	}
	return err
}

type keyAndID struct {
	key int64
	id  string
}

// unsupportedAmong returns those of relations that have no evidence in view, by
// their ids.
func (w *writer) unsupportedAmong(keys []int64) (without []keyAndID, err error) {
	if len(keys) == 0 {
		return nil, nil
	}
	err = w.each(unsupported, func(rows *sql.Rows) error {
		var key int64
		var digest []byte
		if err := rows.Scan(&key, &digest); err != nil {
			return err
		}
		without = append(without, keyAndID{key, kg.RelationIDOf([16]byte(digest))})
		return nil
	}, keyList(keys))
	return without, err
}
