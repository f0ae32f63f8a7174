package sqlite

import (
	"database/sql"

	"conflictgraph/internal/kg"
)

var (
	withdraw = define(`UPDATE document SET retracted_at = ?2, retractions = ` + moreGaps + ` WHERE key = ?1 AND retracted_at IS NULL`)

	// What has no evidence in view once a document is not.
	retractUnsupported = define(`UPDATE relation SET retracted_at = ?2, retractions = ` + moreGaps + `
		WHERE retracted_at IS NULL AND key IN (SELECT q.relation FROM quote q INDEXED BY quote_by_document WHERE q.document = ?1)
		AND ` + isUnsupported + ` RETURNING digest, subject, type, object`)
)

// moreGaps is the retractions of a row with one more, which is ?3 and at ?2.
const moreGaps = `json_insert(coalesce(retractions, '[]'), '$[#]', json(?3))`

// writeWithdrawals takes documents out of view, with what rests on nothing else.
func (w *writer) writeWithdrawals(b *kg.Batch) error {
	for _, withdrawal := range b.Withdrawals {
		key := w.documents[withdrawal.Document]
		g := gapRow{At: w.recordedAt, Reason: withdrawal.Reason}
		changed, err := w.exec(withdraw, key, w.recordedAt, asJSON(g))
		if err != nil {
			return err
		}
		if changed == 0 {
			continue
		}
		w.written.Withdrawn++
		w.log.Add(kg.DocumentRetracted, withdrawal.Document, "")
		g.Document = withdrawal.Document
		if err := w.retract(retractUnsupported, key, g); err != nil {
			return err
		}
	}
	return nil
}

// retract retracts the relations that st finds, which returns their digests, ends
// and types.
func (w *writer) retract(st *statement, of any, g gapRow) error {
	return w.each(st, func(rows *sql.Rows) error {
		return w.changed(rows, kg.RelationRetracted, &w.written.Retracted, -1)
	}, of, w.recordedAt, asJSON(g))
}

// changed notes that there are n more relations like that of a row, which has its
// digest, ends and type.
func (w *writer) changed(rows *sql.Rows, kind kg.ChangeKind, counted *int, n int64) error {
	var digest []byte
	var subject, typ, object int64
	if err := rows.Scan(&digest, &subject, &typ, &object); err != nil {
		return err
	}
	*counted++
	w.log.Add(kind, kg.RelationIDOf([16]byte(digest)), "")
	w.count(subject, typ, object, n)
	return nil
}
