package sqlite

import (
	"database/sql"

	"conflictgraph/internal/kg"
)

var (
	withdraw = define(`UPDATE document SET retracted_at = ?2, retraction_reason = ?3 WHERE key = ?1 AND retracted_at IS NULL`)

	// What has no evidence in view once a document is not.
	retractUnsupported = define(`UPDATE relation SET retracted_at = ?2, retraction_reason = ?3
		WHERE retracted_at IS NULL AND key IN (SELECT q.relation FROM quote q INDEXED BY quote_by_document WHERE q.document = ?1)
		AND NOT EXISTS (SELECT 1 FROM source s WHERE s.relation = relation.key)
		AND NOT EXISTS (SELECT 1 FROM quote q JOIN document d ON d.key = q.document WHERE q.relation = relation.key AND d.retracted_at IS NULL)
		RETURNING digest, subject, type, object`)
)

// writeWithdrawals takes documents out of view, with what rests on nothing else.
func (w *writer) writeWithdrawals(b *kg.Batch) error {
	for _, withdrawal := range b.Withdrawals {
		key := w.documents[withdrawal.Document]
		changed, err := w.exec(withdraw, key, w.recordedAt, withdrawal.Reason)
		if err != nil {
			return err
		}
		if changed == 0 {
			continue
		}
		w.written.Withdrawn++
		w.log.Add(kg.DocumentRetracted, withdrawal.Document, "")
		if err := w.retract(retractUnsupported, key, withdrawal.Reason); err != nil {
			return err
		}
	}
	return nil
}

// retract retracts the relations that st finds, which returns their digests, ends
// and types.
func (w *writer) retract(st *statement, of any, reason string) error {
	return w.each(st, func(rows *sql.Rows) error {
		var digest []byte
		var subject, typ, object int64
		if err := rows.Scan(&digest, &subject, &typ, &object); err != nil {
			return err
		}
		w.written.Retracted++
		w.log.Add(kg.RelationRetracted, kg.RelationIDOf([16]byte(digest)), "")
		w.count(subject, typ, object, -1)
		return nil
	}, of, w.recordedAt, reason)
}
