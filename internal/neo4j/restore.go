package neo4j

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
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

	putDocumentGaps = `UNWIND $in.rows AS row
MATCH (d:Document {id: row.id}) USING INDEX SEEK d:Document(id)
SET d.gaps = row.gaps, d.gapReasons = row.reasons`

	putRelationGaps = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET r.gaps = row.gaps, r.gapReasons = row.reasons`

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
func (s *Store) inTurn(ctx context.Context, fn func(tx neo4j.ManagedTransaction) error) error {
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
			err = r.inTurn(ctx, func(w *writer) error {
				deleted, err := w.run(ctx, text, nil)
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

// inTurn calls fn with a writer, unless another restoration has begun.
func (r *restoration) inTurn(ctx context.Context, fn func(w *writer) error) error {
	return r.store.inTurn(ctx, func(tx neo4j.ManagedTransaction) error {
		w := &writer{store: r.store, tx: tx, merges: newMergeTable(nil)}
		marks, err := w.run(ctx, takeRestoration, map[string]any{"token": r.token})
		if err != nil {
			return err
		}
		if len(marks) == 0 || marks[0][0] != true {
			return errRestorationTaken
		}
		w.classes, w.merges.version, w.lastActivity = integers(marks[0][1]), integer(marks[0][2]), integer(marks[0][3])
		return fn(w)
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
	var things *writer
	err := r.inTurn(ctx, func(w *writer) error {
		w.batch, w.aliased = &part.Batch, part.Aliased
		things = w
		return w.writeThings(ctx)
	})
	if err != nil {
		return err
	}
	if _, err := things.writeApart(ctx, r.beginPart); err != nil {
		return err
	}
	return r.inTurn(ctx, func(w *writer) error {
		w.batch, w.types = &part.Batch, things.types
		if err := w.retell(ctx, officeHolders(part.Batch.Relations)); err != nil {
			return err
		}
		return w.restoreRest(ctx, part)
	})
}

// beginPart begins a transaction of some relations.
func (r *restoration) beginPart(ctx context.Context, w *writer, number int) error {
	marks, err := w.run(ctx, takePart, map[string]any{"part": partMarks[number], "token": r.token})
	if err != nil {
		return err
	}
	if len(marks) == 0 || marks[0][0] != true {
		return errRestorationTaken
	}
	return nil
}

// restoreRest adds what a batch does not say.
func (w *writer) restoreRest(ctx context.Context, part *kg.Part) error {
	if err := w.restoreGaps(ctx, withdraw, putDocumentGaps, part.Withdrawn); err != nil {
		return err
	}
	if err := w.restoreGaps(ctx, retractRelations, putRelationGaps, part.Retracted); err != nil {
		return err
	}
	if err := w.noteFormer(ctx, part); err != nil {
		return err
	}
	if err := w.restoreCorrected(ctx, part.Corrected); err != nil {
		return err
	}
	if err := w.restoreMerges(ctx, part.Merges); err != nil {
		return err
	}
	return w.restoreActivities(ctx, part.Activities)
}

// restoreGaps has begin note the gaps that are open, and put the others.
func (w *writer) restoreGaps(ctx context.Context, begin, put string, list []kg.Undone) error {
	var open, closed []map[string]any
	for _, u := range list {
		if g, is := u.Open(); is {
			open = append(open, begun(u.ID, g))
		}
		if len(u.Closed()) > 0 {
			closed = append(closed, ended(u))
		}
	}
	if err := w.each(ctx, begin, open); err != nil {
		return err
	}
	return w.each(ctx, put, closed)
}

func (w *writer) restoreMerges(ctx context.Context, merges []kg.MergeRecord) error {
	if len(merges) == 0 {
		return nil
	}
	version := w.merges.version
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
	found, err := w.run(ctx, restoreMerges, map[string]any{"rows": rows})
	if err != nil {
		return err
	}
	if n := integer(found[0][0]); n != int64(len(merges)) {
		return kg.BadInput("merge", "%d of %d merges are of something that is no entity of the backup", int64(len(merges))-n, len(merges))
	}
	if _, err = w.run(ctx, countMerges, map[string]any{"version": version}); err != nil {
		return err
	}
	// The words of what was merged were written before it was.
	all, err := w.run(ctx, allMerges, nil)
	if err != nil {
		return err
	}
	w.merges.all = newMergeTable(all).all
	var ids []string
	for _, m := range w.merges.all {
		ids = append(ids, m.from)
	}
	return w.retell(ctx, ids)
}

// restoreCorrected adds what entities were, and all their names.
func (w *writer) restoreCorrected(ctx context.Context, corrected []kg.EntityRecord) error {
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
	if err := w.each(ctx, correctEntities, rows); err != nil {
		return err
	}
	return w.retell(ctx, ids)
}

func (w *writer) restoreActivities(ctx context.Context, activities []kg.Activity) error {
	if len(activities) == 0 {
		return nil
	}
	rows := make([]map[string]any, len(activities))
	for i, a := range activities {
		if a.Number <= w.lastActivity {
			return kg.BadInput("activity", "%d comes after %d", a.Number, w.lastActivity)
		}
		w.lastActivity = a.Number
		rows[i] = activityRow(a)
	}
	if err := w.each(ctx, restoreActivities, rows); err != nil {
		return err
	}
	last := activities[len(activities)-1]
	_, err := w.run(ctx, noteActivities, map[string]any{"number": last.Number, "ms": last.RecordedAt.UnixMilli()})
	return err
}

// Finish makes the indexes that a load goes without, as this does, and takes the
// mark away; see kg.Restoration.
func (r *restoration) Finish(ctx context.Context, progress func(done, total int)) error {
	err := r.inTurn(ctx, func(*writer) error { return nil })
	if err == nil {
		err = r.store.makeIndexes(ctx, progress)
	}
	if err == nil {
		err = r.store.rename(ctx, renamedAtOnce)
	}
	if err == nil {
		err = r.inTurn(ctx, func(w *writer) error {
			_, err := w.run(ctx, endRestoration, map[string]any{"parts": partMarks[:]})
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
