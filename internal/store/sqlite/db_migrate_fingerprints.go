package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"conflictgraph/internal/kg"
)

// fingerprintVersion is that of the schema since which documents have fingerprints, apart
// from their texts, which are long.
const fingerprintVersion = 14

const createFingerprints = `CREATE TABLE document_fingerprint (
    document    INTEGER PRIMARY KEY REFERENCES document DEFERRABLE INITIALLY DEFERRED,
    fingerprint TEXT NOT NULL -- of the text, see kg.Fingerprint
) STRICT`

// addFingerprints is the migration that makes them of the texts that are there.
func addFingerprints(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, createFingerprints); err != nil {
		return err
	}
	for after, more := int64(0), true; more; {
		texts := map[int64]string{}
		rows, err := tx.QueryContext(ctx, `SELECT key, text FROM document WHERE key > ? ORDER BY key LIMIT ?`, after, documentsAtOnce)
		if err != nil {
			return err
		}
		for rows.Next() {
			var text string
			if err = rows.Scan(&after, &text); err != nil {
				break
			}
			texts[after] = text
		}
		if err := errors.Join(err, rows.Err(), rows.Close()); err != nil {
			return err
		}
		for key, text := range texts {
			if _, err := tx.ExecContext(ctx, insertFingerprintText, key, kg.Fingerprint(text)); err != nil {
				return err
			}
		}
		more = len(texts) > 0
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", fingerprintVersion))
	return err
}
