package neo4j

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// The marker names the restoration that is at work, or was, until it is finished.
const (
	holdsAnything = `RETURN EXISTS { (:Entity) } OR EXISTS { (:Relation) } OR EXISTS { (:Document) } OR EXISTS { (:RelationType) } OR EXISTS { (:Activity) }`

	beginRestoration = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.restoring = $in.token
REMOVE s.merges, s.activities, s.recordedMs, s.classes, s.renaming
WITH s
UNWIND $in.parts AS part
MERGE (p:ConflictgraphSchema {id: part})
SET p.token = $in.token`

	// Relations are written by transactions that do not wait for each other. Who begins
	// a restoration waits until those of the one before have ended.
	takePart = `MATCH (p:ConflictgraphSchema {id: $in.part}) USING INDEX SEEK p:ConflictgraphSchema(id)
SET p.writes = coalesce(p.writes, 0) + 1
RETURN p.token = $in.token`

	takeRestoration = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.writes = coalesce(s.writes, 0) + 1
RETURN coalesce(s.restoring, '') = $in.token, coalesce(s.classes, []), coalesce(s.merges, 0), coalesce(s.activities, 0)`

	endRestoration = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
REMOVE s.restoring
WITH s
UNWIND $in.parts AS part
MATCH (p:ConflictgraphSchema {id: part}) USING INDEX SEEK p:ConflictgraphSchema(id)
DELETE p`

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

// clearedAtOnce is how many nodes or edges one transaction deletes.
const clearedAtOnce = 10_000

// clearTexts delete some of what a restoration that was not finished has left: what
// links it first, since an entity may have any number of relations.
var clearTexts = func() (all []string) {
	some := fmt.Sprint(" LIMIT ", clearedAtOnce)
	for _, label := range []string{"Relation", "Entity"} {
		all = append(all, "MATCH (:"+label+")-[x]-() WITH DISTINCT x"+some+" DELETE x RETURN count(*)")
	}
	for _, label := range []string{"Relation", "Change", "Activity", "Entity", "Document", "RelationType"} {
		all = append(all, "MATCH (n:"+label+") WITH n"+some+" DETACH DELETE n RETURN count(*)")
	}
	return all
}()

// What is said while a backup is being restored, and by a restoration that
// another has taken the place of.
var (
	errRestoring        = &kg.Error{Code: kg.CodeUnavailable, Message: "a backup is being restored into the database, or was and that was not completed; wait for it, or run conflictgraph restore again"}
	errRestorationTaken = &kg.Error{Code: kg.CodeConflict, Message: "another restoration into this database has begun; let that one end"}
)

// OpenRestoration begins to restore into a database, which has to hold nothing of
// this program. What an earlier restoration that was not finished has left, it
// deletes. Other errors are those of Open.
func OpenRestoration(ctx context.Context, c Config) (kg.Restoration, error) {
	s, err := open(ctx, c, true)
	if err != nil {
		return nil, err
	}
	r := &restoration{store: s, token: rand.Text()}
	if err := r.begin(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return r, nil
}

// A restoration goes without the same indexes as a load.
type restoration struct {
	store *Store
	token string
	known *loadKnown
}

// partMarks are the ids of the nodes that say whose restoration parts are of.
var partMarks = func() (ids [partsAtOnce]string) {
	for i := range ids {
		ids[i] = fmt.Sprintf("restored-part-%d", i)
	}
	return ids
}()

// inTurn calls fn in a transaction, while nobody else writes.
func (s *database) inTurn(ctx context.Context, fn func(tx neo4j.ManagedTransaction) error) error {
	if err := s.calls.begin(); err != nil {
		return err
	}
	defer s.calls.end()
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) { return nil, fn(tx) })
	return explained(ctx, err)
}

func (r *restoration) begin(ctx context.Context) error {
	err := r.store.inTurn(ctx, func(tx neo4j.ManagedTransaction) error {
		run := func(text string, params map[string]any) (rows, error) {
			return r.store.run(ctx, tx, statement{text, params})
		}
		marks, err := run(takeTurn, map[string]any{"version": schemaVersion})
		if err != nil {
			return err
		}
		if err := checkLoad("", text(marks[0][5])); err != nil {
			return err
		}
		if marks[0][4] == nil {
			filled, err := run(holdsAnything, nil)
			if err != nil {
				return err
			}
			if filled[0][0] == true {
				return kg.Conflict("the database holds a graph already, and a backup is restored into an empty store; empty it, or give another by NEO4J_URI and NEO4J_DATABASE")
			}
		}
		_, err = run(beginRestoration, map[string]any{"token": r.token, "parts": partMarks[:]})
		return err
	})
	for _, text := range clearTexts {
		for left := int64(1); left > 0 && err == nil; {
			err = r.inTurn(ctx, func(t *transaction) error {
				deleted, err := t.run(ctx, statement{text: text})
				if err == nil {
					left = integer(deleted[0][0])
				}
				return err
			})
		}
	}
	if err != nil {
		return err
	}
	_, drops := unloaded()
	if err := r.store.change(ctx, drops...); err != nil {
		return err
	}
	r.known, err = newLoadKnown(ctx, r.store, time.Time{})
	return err
}

// inTurn calls fn with a transaction, unless another restoration has begun.
func (r *restoration) inTurn(ctx context.Context, fn func(t *transaction) error) error {
	return r.store.inTurn(ctx, func(tx neo4j.ManagedTransaction) error {
		t := r.store.transaction(tx)
		marks, err := t.run(ctx, statement{takeRestoration, map[string]any{"token": r.token}})
		if err != nil {
			return err
		}
		if len(marks) == 0 || marks[0][0] != true {
			return errRestorationTaken
		}
		t.last.Number = integer(marks[0][3])
		if err := t.readCatalog(ctx, integer(marks[0][2]), integers(marks[0][1])); err != nil {
			return err
		}
		return fn(t)
	})
}

// Write takes the next records; see kg.Restoration.
func (r *restoration) Write(ctx context.Context, records []kg.Record) error {
	part := kg.NewPart(records)
	check := func(ctx context.Context, b *kg.Batch) error { return b.Check(ctx, r.known) }
	if err := part.Check(ctx, check); err != nil {
		return err
	}
	r.known.add(&part.Batch)
	var known *catalog
	err := r.inTurn(ctx, func(t *transaction) error {
		known = t.catalog
		changes, _, err := plan.Things(ctx, t, part.Batch)
		if err != nil {
			return err
		}
		for i, n := range changes.Names {
			if at, given := part.Aliased[n.Entity][n.Name]; given {
				changes.Names[i].RecordedAt = at
			}
		}
		if err := t.Apply(ctx, changes); err != nil {
			return err
		}
		return t.noteClasses(ctx, part.Batch.Relations)
	})
	if err != nil {
		return err
	}
	if _, err := r.store.writeApart(ctx, &part.Batch, known, r.beginPart); err != nil {
		return err
	}
	return r.inTurn(ctx, func(t *transaction) error {
		if err := t.retell(ctx, officeHolders(part.Batch.Relations)); err != nil {
			return err
		}
		return t.restoreRest(ctx, part)
	})
}

// beginPart begins a transaction of some relations.
func (r *restoration) beginPart(ctx context.Context, t *transaction, number int) error {
	marks, err := t.run(ctx, statement{takePart, map[string]any{"part": partMarks[number], "token": r.token}})
	if err != nil {
		return err
	}
	if len(marks) == 0 || marks[0][0] != true {
		return errRestorationTaken
	}
	return nil
}

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
	return t.retell(ctx, t.catalog.merges.Below(merges))
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
	return t.retell(ctx, ids)
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

// Finish makes the indexes that a load goes without, as this does, and takes the
// mark away; see kg.Restoration.
func (r *restoration) Finish(ctx context.Context, progress func(done, total int)) error {
	err := r.inTurn(ctx, func(*transaction) error { return nil })
	if err == nil {
		err = r.store.makeIndexes(ctx, progress)
	}
	if err == nil {
		err = r.store.rename(ctx, renamedAtOnce)
	}
	if err == nil {
		err = r.inTurn(ctx, func(t *transaction) error {
			_, err := t.run(ctx, statement{endRestoration, map[string]any{"parts": partMarks[:]}})
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("ending the restoration: %w", err)
	}
	return nil
}

// Close closes the connections; see kg.Restoration.
func (r *restoration) Close() error { return r.store.Close() }
