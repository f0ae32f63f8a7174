package neo4j

import (
	"context"
	"encoding/json"
	"time"

	"conflictgraph/internal/kg"
)

const activityFields = `[a.number, a.operation, a.agent, a.reason, a.source, a.key, a.recordedMs, a.unlisted, a.changes]`

const (
	activitiesAfter = keepPlan + `MATCH (a:Activity) USING INDEX SEEK a:Activity(number)
WHERE a.number > $in.after AND a.recordedMs <= $in.asOf
RETURN ` + activityFields + ` ORDER BY a.number LIMIT $in.limit`

	// What changed some things is told by Change nodes; what lists nothing, by when
	// it was recorded.
	activitiesOf = keepPlan + `CALL () {
  UNWIND $in.of AS id
  MATCH (c:Change) USING INDEX SEEK c:Change(thing, activity)
  WHERE c.thing = id AND c.activity > $in.after
  RETURN c.activity AS number
 UNION
  UNWIND $in.at AS ms
  MATCH (a:Activity) USING INDEX SEEK a:Activity(recordedMs)
  WHERE a.recordedMs = ms AND a.unlisted AND a.number > $in.after
  RETURN a.number AS number
}
MATCH (a:Activity) USING INDEX SEEK a:Activity(number)
WHERE a.number = number AND a.recordedMs <= $in.asOf
RETURN ` + activityFields + ` ORDER BY a.number LIMIT $in.limit`

	latestActivity = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
MATCH (a:Activity) USING INDEX SEEK a:Activity(number)
WHERE a.number = s.activities AND a.recordedMs <= $in.asOf
RETURN ` + activityFields

	// noteSurvivors adds the Change nodes of what was merged into an entity to a database
	// of a program that had only those of what was merged.
	noteSurvivors = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
WHERE s.survivorsNoted IS NULL
SET s.survivorsNoted = true
WITH s
MATCH (:Entity)-[m:MERGED_INTO]->(into:Entity)
UNWIND [m.recordedMs, m.retractedMs] AS ms
MATCH (a:Activity) USING INDEX SEEK a:Activity(recordedMs)
WHERE a.recordedMs = ms AND a.changes CONTAINS 'MERGED'
MERGE (:Change {thing: into.id, activity: a.number})`

	activityByKey = `MATCH (a:Activity) USING INDEX SEEK a:Activity(key) WHERE a.key = $in.key RETURN a.number, a.digest`

	lastChangesOf = `UNWIND $in.of AS id
OPTIONAL MATCH (c:Change) USING INDEX SEEK c:Change(thing, activity) WHERE c.thing = id AND c.activity > 0
RETURN id, max(c.activity)`

	createActivity = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.activities = $in.activity.number, s.recordedMs = $in.activity.recordedMs
CREATE (a:Activity) SET a = $in.activity
WITH a
UNWIND $in.things AS thing
CREATE (:Change {thing: thing, activity: a.number})`
)

// activities returns what a request asks for.
func (m moment) activities(req kg.JournalRequest, read func(statement) (rows, error)) ([]kg.Activity, error) {
	params := map[string]any{"after": req.After, "asOf": m.ms, "limit": req.Limit}
	text := activitiesAfter
	if len(req.Of) > 0 {
		at := make([]int64, len(req.At))
		for i, t := range req.At {
			at[i] = t.UnixMilli()
		}
		params["of"], params["at"], text = plausible(req.Of), at, activitiesOf
	}
	if req.Latest {
		text = latestActivity
	}
	found, err := read(statement{text, params})
	if err != nil {
		return nil, err
	}
	var all []kg.Activity
	for _, row := range found {
		all = append(all, activity(row[0].([]any)))
	}
	return all, nil
}

func activity(f []any) kg.Activity {
	a := kg.Activity{
		Number: integer(f[0]),
		Provenance: kg.Provenance{
			Operation: text(f[1]), Agent: text(f[2]), Reason: text(f[3]), Source: text(f[4]), Key: text(f[5]),
		},
		RecordedAt: time.UnixMilli(integer(f[6])).UTC(),
	}
	a.Unlisted, _ = f[7].(bool)
	_ = json.Unmarshal([]byte(text(f[8])), &a.Changes)
	return a
}

// repeated returns what was written under the batch's key, if that was used.
func (w *writer) repeated(ctx context.Context) (bool, error) {
	p := w.batch.Provenance
	if p.Key == "" {
		return false, nil
	}
	found, err := w.run(ctx, activityByKey, map[string]any{"key": p.Key})
	if err != nil || len(found) == 0 {
		return false, err
	}
	if err := p.Repeats(text(found[0][1])); err != nil {
		return true, err
	}
	w.written = kg.Written{Activity: integer(found[0][0]), Repeated: true}
	return true, nil
}

// expect checks what the batch expects of things.
func (w *writer) expect(ctx context.Context) error {
	if len(w.batch.Expect) == 0 {
		return nil
	}
	var ids []string
	for _, e := range w.batch.Expect {
		ids = append(ids, w.merges.now.members(e.ID)...)
	}
	found, err := w.run(ctx, lastChangesOf, map[string]any{"of": plausible(ids)})
	if err != nil {
		return err
	}
	last := map[string]int64{}
	for _, row := range found {
		last[text(row[0])] = integer(row[1])
	}
	for _, e := range w.batch.Expect {
		var newest int64
		for _, id := range w.merges.now.members(e.ID) {
			newest = max(newest, last[id])
		}
		if err := e.Unmet(newest); err != nil {
			return err
		}
	}
	return nil
}

// writeActivity records what the batch changed, if anything, or if it has a key.
func (w *writer) writeActivity(ctx context.Context) error {
	p := w.batch.Provenance
	if w.log.Empty() && p.Key == "" {
		return nil
	}
	a := kg.Activity{Provenance: p}
	a.Changes, a.Unlisted = w.log.Changes()
	return w.insertActivity(ctx, a)
}

// insertActivity records an activity as the next, now.
func (w *writer) insertActivity(ctx context.Context, a kg.Activity) error {
	a.Number, a.RecordedAt = w.lastActivity+1, w.batch.RecordedAt
	w.written.Activity = a.Number
	_, err := w.run(ctx, createActivity, activityRow(a))
	return err
}

// activityRow returns the properties of an activity and the things that it lists.
func activityRow(a kg.Activity) map[string]any {
	things := []string{}
	for _, c := range a.Changes {
		things = append(things, c.Of()...)
	}
	p := properties{
		"number": a.Number, "operation": a.Operation, "recordedMs": a.RecordedAt.UnixMilli(),
		"recordedAt": a.RecordedAt.In(offsetZero), "unlisted": a.Unlisted, "changes": asJSON(a.Changes),
	}
	p.text("agent", a.Agent)
	p.text("reason", a.Reason)
	p.text("source", a.Source)
	p.text("key", a.Key)
	p.text("digest", a.Digest)
	return map[string]any{"activity": map[string]any(p), "things": once(things)}
}
