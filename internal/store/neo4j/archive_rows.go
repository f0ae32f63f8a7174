package neo4j

import (
	"context"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

const (
	restoreMerges = `UNWIND $in.rows AS row
MATCH (a:Entity {id: row.from}) USING INDEX SEEK a:Entity(id)
MATCH (b:Entity {id: row.into}) USING INDEX SEEK b:Entity(id)
CREATE (a)-[m:MERGED_INTO]->(b)
SET m = row.merge, a.mergedMs = coalesce(a.mergedMs, []) + row.merge.recordedMs
FOREACH (ms IN CASE WHEN row.merge.retractedMs IS NULL THEN [] ELSE [row.merge.retractedMs] END | SET a.unmergedMs = coalesce(a.unmergedMs, []) + ms)`

	restoreActivities = `UNWIND $in.rows AS row
CREATE (a:Activity) SET a = row.activity
FOREACH (thing IN row.things | CREATE (:Change {thing: thing, activity: row.activity.number}))`

	setFormer = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET r.formerId = row.former`

	noteActivities = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.activities = $in.number, s.recordedMs = $in.ms`
)

var _ plan.Restoring = (*transaction)(nil)

// AddFormerIDs implements plan.Restoring.
func (t *transaction) AddFormerIDs(ctx context.Context, present map[string]string) error {
	var rows []map[string]any
	for former, id := range present {
		rows = append(rows, map[string]any{"id": id, "former": former})
	}
	return t.each(ctx, setFormer, rows, time.Time{})
}

// AwaitRenaming implements plan.Restoring.
func (t *transaction) AwaitRenaming(ctx context.Context) error {
	_, err := t.run(ctx, statement{text: awaitRenaming})
	return err
}

// AddMerges implements plan.Restoring.
func (t *transaction) AddMerges(ctx context.Context, merges []kg.MergeRecord) error {
	version := t.catalog.version
	rows := make([]map[string]any, len(merges))
	for i, m := range merges {
		version++
		p := mergeProperties(m, version)
		if m.TakenBackAt != nil {
			version++
		}
		rows[i] = map[string]any{"from": m.From, "into": m.Into, "merge": map[string]any(p)}
	}
	if err := t.each(ctx, restoreMerges, rows, time.Time{}); err != nil {
		return err
	}
	if _, err := t.run(ctx, statement{countMerges, map[string]any{"version": version}}); err != nil {
		return err
	}
	return t.readCatalog(ctx, -1, t.catalog.classes)
}

// mergeProperties returns those of a merge with a number.
func mergeProperties(m kg.MergeRecord, number int64) properties {
	p := properties{"number": number, "recordedMs": m.RecordedAt.UnixMilli(), "recordedAt": m.RecordedAt.In(offsetZero)}
	p.text("reason", m.Reason)
	p.text("kind", string(m.Kind))
	if m.TakenBackAt != nil {
		p["retractedMs"], p["retractedAt"] = m.TakenBackAt.UnixMilli(), m.TakenBackAt.In(offsetZero)
		p.text("retractedReason", m.BackingReason)
	}
	return p
}

// AddHistory implements plan.Restoring.
func (t *transaction) AddHistory(ctx context.Context, entities []kg.EntityRecord) error {
	var rows []map[string]any
	for i := range entities {
		row, err := correctedRow(&entities[i], entities[i].Kind, nil)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return t.each(ctx, correctEntities, rows, time.Time{})
}

// AddActivities implements plan.Restoring.
func (t *transaction) AddActivities(ctx context.Context, activities []kg.Activity) error {
	rows := make([]map[string]any, len(activities))
	for i, a := range activities {
		rows[i] = activityRow(a)
	}
	if err := t.each(ctx, restoreActivities, rows, time.Time{}); err != nil {
		return err
	}
	last := activities[len(activities)-1]
	_, err := t.run(ctx, statement{noteActivities, map[string]any{"number": last.Number, "ms": last.RecordedAt.UnixMilli()}})
	return err
}
