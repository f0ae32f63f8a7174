package neo4j

import (
	"context"

	"conflictgraph/internal/kg"
)

const (
	createQuotes = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
UNWIND row.documents AS document
MATCH (d:Document {id: document}) USING INDEX SEEK d:Document(id)
CREATE (r)-[:QUOTES]->(d)`

	withdraw = `UNWIND $in.rows AS row
MATCH (d:Document {id: row.id}) USING INDEX SEEK d:Document(id)
WHERE d.retractedAt IS NULL
SET d.retractedAt = row.at, d.retractedReason = row.reason
RETURN d.id`

	// A quote in the JSON of evidence has its own quotation marks escaped, so that
	// only a row of a data set can have this name.
	isUnsupported = `NOT r.evidence CONTAINS '"dataset":"'
  AND NOT EXISTS { MATCH (r)-[:QUOTES]->(other:Document) WHERE other.retractedAt IS NULL }`

	// What has no evidence in view once a document is not.
	unsupported = `MATCH (d:Document {id: $in.document}) USING INDEX SEEK d:Document(id)
MATCH (d)<-[:QUOTES]-(r:Relation)
WHERE r.retractedMs IS NULL AND ` + isUnsupported + `
RETURN r.id`
)

// noteWithdrawals notes, in a database of a program that did not, with which document
// each relation went.
const noteWithdrawals = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
WHERE s.withdrawalsNoted IS NULL
SET s.withdrawalsNoted = true
WITH s
MATCH (d:Document) WHERE d.retractedAt IS NOT NULL
MATCH (d)<-[:QUOTES]-(r:Relation)
WHERE r.retractedMs = d.retractedAt.epochMillis AND r.retractedBy IS NULL
SET r.retractedBy = d.id`

// writeWithdrawals takes documents out of view, with what rests on nothing else.
func (w *writer) writeWithdrawals(ctx context.Context) error {
	for _, withdrawal := range w.batch.Withdrawals {
		g := kg.Gap{At: w.batch.RecordedAt, Reason: withdrawal.Reason}
		row := begun(withdrawal.Document, g)
		withdrawn, err := w.run(ctx, withdraw, map[string]any{"rows": []map[string]any{row}})
		if err != nil {
			return err
		}
		if len(withdrawn) == 0 {
			continue
		}
		w.written.Withdrawn++
		w.log.Add(kg.DocumentRetracted, withdrawal.Document, "")
		found, err := w.run(ctx, unsupported, map[string]any{"document": withdrawal.Document})
		if err != nil {
			return err
		}
		g.Document = withdrawal.Document
		var rows []map[string]any
		for _, r := range found {
			w.written.Retracted++
			w.log.Add(kg.RelationRetracted, text(r[0]), "")
			rows = append(rows, begun(text(r[0]), g))
		}
		if err := w.each(ctx, retractRelations, rows); err != nil {
			return err
		}
	}
	return nil
}
