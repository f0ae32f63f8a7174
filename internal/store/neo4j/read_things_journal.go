package neo4j

import (
	"context"
	"encoding/json"
	"slices"
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

	activityByKey = `MATCH (a:Activity) USING INDEX SEEK a:Activity(key) WHERE a.key = $in.key RETURN ` + activityFields + `, a.digest`

	createActivity = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.activities = $in.activity.number, s.recordedMs = $in.activity.recordedMs
CREATE (a:Activity) SET a = $in.activity
WITH a
UNWIND $in.things AS thing
CREATE (:Change {thing: thing, activity: a.number})`
)

// Journal implements plan.Snapshot.
func (s *snapshot) Journal(ctx context.Context, req kg.JournalRequest, asOf *time.Time) ([]kg.Activity, error) {
	params := map[string]any{"after": req.After, "asOf": asOfMs(asOf), "limit": req.Limit}
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
	found, err := s.run(ctx, statement{text, params})
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
		RecordedAt: msTime(integer(f[6])),
	}
	a.Unlisted, _ = f[7].(bool)
	_ = json.Unmarshal([]byte(text(f[8])), &a.Changes)
	return a
}

// ActivityByKey implements plan.Transaction.
func (t *transaction) ActivityByKey(ctx context.Context, key string) (*kg.Activity, error) {
	found, err := t.run(ctx, statement{activityByKey, map[string]any{"key": key}})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	a := activity(found[0][0].([]any))
	a.Digest = text(found[0][1])
	return &a, nil
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
	return map[string]any{"activity": map[string]any(p), "things": slices.Compact(slices.Sorted(slices.Values(things)))}
}
