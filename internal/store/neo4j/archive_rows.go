package neo4j

import (
	"context"
	"time"

	"conflictgraph/internal/kg"
)

const (
	restoreMerges = `UNWIND $in.rows AS row
MATCH (a:Entity {id: row.from}) USING INDEX SEEK a:Entity(id)
MATCH (b:Entity {id: row.into}) USING INDEX SEEK b:Entity(id)
CREATE (a)-[m:MERGED_INTO]->(b)
SET m = row.merge, a.mergedMs = coalesce(a.mergedMs, []) + row.merge.recordedMs
FOREACH (ms IN CASE WHEN row.merge.retractedMs IS NULL THEN [] ELSE [row.merge.retractedMs] END | SET a.unmergedMs = coalesce(a.unmergedMs, []) + ms)
RETURN count(*)`

	restoreActivities = `UNWIND $in.rows AS row
CREATE (a:Activity) SET a = row.activity
FOREACH (thing IN row.things | CREATE (:Change {thing: thing, activity: row.activity.number}))`

	setFormer = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET r.formerId = row.former`

	noteActivities = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.activities = $in.number, s.recordedMs = $in.ms`
)

// restoreRest adds what a batch does not say.
func (t *transaction) restoreRest(ctx context.Context, part *kg.Part) error {
	if err := t.restoreGaps(ctx, setDocumentGaps, part.Withdrawn); err != nil {
		return err
	}
	if err := t.restoreGaps(ctx, setRelationGaps, part.Retracted); err != nil {
		return err
	}
	if err := t.noteFormer(ctx, part); err != nil {
		return err
	}
	if err := t.restoreCorrected(ctx, part.Corrected); err != nil {
		return err
	}
	if err := t.restoreMerges(ctx, part.Merges); err != nil {
		return err
	}
	return t.restoreActivities(ctx, part.Activities)
}

func (t *transaction) restoreGaps(ctx context.Context, set string, list []kg.Undone) error {
	var rows []map[string]any
	for _, u := range list {
		rows = append(rows, gapsRow(u.ID, u.Gaps))
	}
	return t.each(ctx, set, rows, time.Time{})
}

// noteFormer records by which ids relations of a part answer besides their own, and
// that others are to be renamed.
func (t *transaction) noteFormer(ctx context.Context, part *kg.Part) error {
	var rows []map[string]any
	for former, id := range part.Former {
		rows = append(rows, map[string]any{"id": id, "former": former})
	}
	if err := t.each(ctx, setFormer, rows, time.Time{}); err != nil || !part.Renamed {
		return err
	}
	_, err := t.run(ctx, statement{text: awaitRenaming})
	return err
}

func (t *transaction) restoreMerges(ctx context.Context, merges []kg.MergeRecord) error {
	if len(merges) == 0 {
		return nil
	}
	version := t.catalog.version
	rows := make([]map[string]any, len(merges))
	for i, m := range merges {
		version++
		p := properties{"number": version, "recordedMs": m.RecordedAt.UnixMilli(), "recordedAt": m.RecordedAt.In(offsetZero)}
		p.text("reason", m.Reason)
		p.text("kind", string(m.Kind))
		if m.TakenBackAt != nil {
			version++
			p["retractedMs"], p["retractedAt"] = m.TakenBackAt.UnixMilli(), m.TakenBackAt.In(offsetZero)
			p.text("retractedReason", m.BackingReason)
		}
		rows[i] = map[string]any{"from": m.From, "into": m.Into, "merge": map[string]any(p)}
	}
	found, err := t.run(ctx, statement{restoreMerges, map[string]any{"rows": rows}})
	if err != nil {
		return err
	}
	if n := integer(found[0][0]); n != int64(len(merges)) {
		return kg.BadInput("merge", "%d of %d merges are of something that is no entity of the backup", int64(len(merges))-n, len(merges))
	}
	if _, err = t.run(ctx, statement{countMerges, map[string]any{"version": version}}); err != nil {
		return err
	}
	// The words of what was merged were written before it was.
	if err := t.readCatalog(ctx, -1, t.catalog.classes); err != nil {
		return err
	}
	return t.rewriteEntityTerms(ctx, t.catalog.merges.Below(merges))
}

// restoreCorrected adds what entities were, and all their names.
func (t *transaction) restoreCorrected(ctx context.Context, corrected []kg.EntityRecord) error {
	var rows []map[string]any
	var ids []string
	for i := range corrected {
		e := &corrected[i]
		row, err := correctedRow(e, e.Kind, nil)
		if err != nil {
			return err
		}
		rows, ids = append(rows, row), append(ids, e.ID)
	}
	if err := t.each(ctx, correctEntities, rows, time.Time{}); err != nil {
		return err
	}
	return t.rewriteEntityTerms(ctx, ids)
}

func (t *transaction) restoreActivities(ctx context.Context, activities []kg.Activity) error {
	if len(activities) == 0 {
		return nil
	}
	rows := make([]map[string]any, len(activities))
	for i, a := range activities {
		if a.Number <= t.last.Number {
			return kg.BadInput("activity", "%d comes after %d", a.Number, t.last.Number)
		}
		t.last.Number = a.Number
		rows[i] = activityRow(a)
	}
	if err := t.each(ctx, restoreActivities, rows, time.Time{}); err != nil {
		return err
	}
	last := activities[len(activities)-1]
	_, err := t.run(ctx, statement{noteActivities, map[string]any{"number": last.Number, "ms": last.RecordedAt.UnixMilli()}})
	return err
}
