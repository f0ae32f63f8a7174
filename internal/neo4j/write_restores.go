package neo4j

import (
	"context"

	"conflictgraph/internal/kg"
)

var (
	// A relation that stands is on timelines and counts for its ends again.
	restoreRelations = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET ` + closeGap("r", "r.retractedMs", "row.reason") + `,
    r.datedSrc = CASE WHEN r.startDay IS NOT NULL THEN r.src END,
    r.datedDst = CASE WHEN r.startDay IS NOT NULL AND r.dst <> r.src THEN r.dst END
REMOVE r.retractedMs, r.retractedReason, r.retractedBy
WITH r, row
MATCH (s:Entity {id: r.src}) USING INDEX SEEK s:Entity(id)
MATCH (o:Entity {id: r.dst}) USING INDEX SEEK o:Entity(id)
FOREACH (e IN CASE WHEN s = o THEN [s] ELSE [s, o] END | SET e.retractedRelations = e.retractedRelations - 1)
WITH r, row, s, o
MATCH (s)-[x:$(r.edge)]->(o) WHERE x.id = r.id
REMOVE x.retractedAt, x.retractedReason`

	readmit = `UNWIND $in.rows AS row
MATCH (d:Document {id: row.id}) USING INDEX SEEK d:Document(id)
WHERE d.retractedAt IS NOT NULL
SET ` + closeGap("d", "d.retractedAt.epochMillis", "row.reason") + `
REMOVE d.retractedAt, d.retractedReason
RETURN d.id`
)

const (
	// What went with this document or with another, and rests on this one, too.
	wentWith = `MATCH (d:Document {id: $in.document}) USING INDEX SEEK d:Document(id)
MATCH (d)<-[:QUOTES]-(r:Relation)
WHERE r.retractedMs IS NOT NULL AND r.retractedBy <> '` + publisherGap + `'
RETURN r.id`

	unsupportedAmong = `UNWIND $in.ids AS id
MATCH (r:Relation {id: id}) USING INDEX SEEK r:Relation(id)
WHERE ` + isUnsupported + `
RETURN r.id ORDER BY r.id`
)

// writeReadmissions readmits the documents that the batch says.
func (w *writer) writeReadmissions(ctx context.Context) error {
	for _, r := range w.batch.Readmissions {
		if err := w.readmit(ctx, r.Document, r.Reason); err != nil {
			return err
		}
	}
	return nil
}

// readmitAgain readmits a document that the batch has again, or leaves it alone.
func (w *writer) readmitAgain(ctx context.Context, known *kg.Document) error {
	if known.RetractedAt == nil {
		return nil
	}
	if w.batch.Provenance.Restores(known.Retractions[len(known.Retractions)-1]) {
		return w.readmit(ctx, known.ID, w.batch.Provenance.Reason)
	}
	w.written.LeftRetracted++
	return nil
}

// readmit brings a document back into view, and what went with it.
func (w *writer) readmit(ctx context.Context, id, reason string) error {
	row := begun(id, kg.Gap{At: w.batch.RecordedAt, Reason: reason})
	readmitted, err := w.run(ctx, readmit, map[string]any{"rows": []map[string]any{row}})
	if err != nil || len(readmitted) == 0 {
		return err
	}
	w.written.Readmitted++
	w.log.Add(kg.DocumentRestored, id, "")
	found, err := w.run(ctx, wentWith, map[string]any{"document": id})
	if err != nil {
		return err
	}
	ids := make([]string, len(found))
	for i, r := range found {
		ids[i] = text(r[0])
	}
	return w.restore(ctx, ids, reason)
}

// writeRestores restores the relations that the batch says and that are retracted.
func (w *writer) writeRestores(ctx context.Context) error {
	for _, r := range w.batch.Restores {
		if w.found.Relations[r.Relation].RetractedAt == nil {
			continue
		}
		if err := w.restore(ctx, []string{r.Relation}, r.Reason); err != nil {
			return err
		}
	}
	return nil
}

// restore restores relations that are retracted.
func (w *writer) restore(ctx context.Context, ids []string, reason string) error {
	if len(ids) == 0 {
		return nil
	}
	rows := make([]map[string]any, len(ids))
	for i, id := range ids {
		w.written.Restored++
		w.log.Add(kg.RelationRestored, id, "")
		rows[i] = begun(id, kg.Gap{At: w.batch.RecordedAt, Reason: reason})
		if w.found != nil && w.found.Relations[id] != nil {
			w.found.Relations[id].RetractedAt = nil
		}
	}
	if err := w.each(ctx, restoreRelations, rows); err != nil {
		return err
	}
	without, err := w.unsupportedAmong(ctx, ids)
	if err == nil && len(without) > 0 {
		return kg.Unsupported(without[0])
	}
	return err
}

// unsupportedAmong returns those of relations that have no evidence in view.
func (w *writer) unsupportedAmong(ctx context.Context, ids []string) (without []string, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := w.run(ctx, unsupportedAmong, map[string]any{"ids": ids})
	for _, row := range found {
		without = append(without, text(row[0]))
	}
	return without, err
}
