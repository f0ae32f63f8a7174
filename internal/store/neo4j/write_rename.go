package neo4j

import (
	"context"
	"encoding/json"
	"math"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
)

// While relations may have former ids, the marker's renaming is the id of the last that
// was looked at.
const (
	beginRenaming = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
WHERE s.version < 3
SET s.version = 3, s.renaming = ''`

	awaitRenaming = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.renaming = coalesce(s.renaming, '')`

	takeRenaming = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
WHERE s.renaming IS NOT NULL
SET s.writes = coalesce(s.writes, 0) + 1
RETURN s.renaming`

	noteRenamed = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.renaming = $in.upTo`

	endRenaming = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
REMOVE s.renaming`

	renameRelations = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.was}) USING INDEX SEEK r:Relation(id)
MATCH (s:Entity {id: r.src}) USING INDEX SEEK s:Entity(id)
MATCH (o:Entity {id: r.dst}) USING INDEX SEEK o:Entity(id)
SET r.id = row.id, r.position = row.position, r.formerId = row.former
WITH r, row, s, o
MATCH (s)-[x:$(r.edge)]->(o) WHERE x.id = row.was
SET x.id = row.id`

	activitiesOfThings = `UNWIND $in.ids AS id
MATCH (c:Change) USING INDEX SEEK c:Change(thing, activity) WHERE c.thing = id AND c.activity > 0
WITH DISTINCT c.activity AS number
MATCH (a:Activity) USING INDEX SEEK a:Activity(number) WHERE a.number = number
RETURN a.number, a.changes`

	setChanges = `UNWIND $in.rows AS row
MATCH (a:Activity) USING INDEX SEEK a:Activity(number) WHERE a.number = row.number
SET a.changes = row.changes`

	renameChanges = `UNWIND $in.rows AS row
MATCH (c:Change) USING INDEX SEEK c:Change(thing, activity) WHERE c.thing = row.was AND c.activity > 0
WITH row, c, c.activity AS activity
DELETE c
MERGE (:Change {thing: row.id, activity: activity})`
)

var (
	symmetricAfter = `MATCH (r:Relation) USING INDEX SEEK r:Relation(id)
WHERE r.id > $in.after AND r.type IN $in.types AND NOT r.evidence CONTAINS '"dataset":"'
WITH r ORDER BY r.id LIMIT $in.limit
RETURN ` + dumpedRelation

	relationsWithIDs = `UNWIND $in.ids AS id
MATCH (r:Relation {id: id}) USING INDEX SEEK r:Relation(id)
RETURN ` + dumpedRelation
)

// renamedAtOnce is how many relations one transaction looks at.
const renamedAtOnce = 5000

// rename gives relations that have a former id their present one, under which those
// that state the same become one. Where another call was interrupted, or another
// program is at it, it goes on from there.
func (s *database) rename(ctx context.Context, limit int) error {
	marks, err := s.read(ctx, statement{text: readMarker})
	if err != nil || len(marks) == 0 || marks[0][3] == nil {
		return err
	}
	for _, texts := range [][]string{schema, {"CALL db.awaitIndexes(600)"}} {
		if err := s.change(ctx, texts...); err != nil {
			return err
		}
	}
	for more := true; more && err == nil; {
		more, err = s.renameSome(ctx, limit)
	}
	return err
}

// renameSome looks at the next relations, and reports whether there may be more.
func (s *database) renameSome(ctx context.Context, limit int) (more bool, err error) {
	err = s.inTurn(ctx, func(tx neo4j.ManagedTransaction) error {
		r := renamer{transaction: s.transaction(tx), ctx: ctx}
		more, err = r.some(limit)
		return err
	})
	return more, err
}

// A renamer renames relations in one transaction.
type renamer struct {
	*transaction
	ctx context.Context
}

func (r *renamer) some(limit int) (more bool, err error) {
	marks, err := r.run(r.ctx, statement{text: takeRenaming})
	if err != nil || len(marks) == 0 {
		return false, err
	}
	types, err := r.run(r.ctx, statement{text: typesText})
	if err != nil {
		return false, err
	}
	ids := []string{}
	for _, t := range relationTypes(types) {
		if t.Symmetric {
			ids = append(ids, t.ID)
		}
	}
	next, err := r.relations(symmetricAfter, map[string]any{"after": text(marks[0][0]), "types": ids, "limit": limit})
	if err != nil {
		return false, err
	}
	if len(next) == 0 {
		_, err := r.run(r.ctx, statement{text: endRenaming})
		return false, err
	}
	if err := r.renameAll(next); err != nil {
		return false, err
	}
	_, err = r.run(r.ctx, statement{noteRenamed, map[string]any{"upTo": next[len(next)-1].ID}})
	return true, err
}

// relations returns what a statement finds, by id where it is a page.
func (r *renamer) relations(text string, params map[string]any) (all []*kg.Relation, err error) {
	found, err := r.run(r.ctx, statement{text, params})
	if err != nil {
		return nil, err
	}
	d := dump{ms: math.MaxInt64}
	for _, row := range found {
		record, _, err := d.relation(row)
		if err != nil {
			return nil, err
		}
		all = append(all, record.Relation)
	}
	return all, nil
}

// renameAll renames those of some relations that have a former id.
func (r *renamer) renameAll(some []*kg.Relation) error {
	ids, kept := []string{}, map[string]*kg.Relation{} // by present id
	present := map[string]string{}                     // by former id
	for _, one := range some {
		if id := kg.RelationID(*one, true); id != one.ID {
			ids, kept[id], present[one.ID] = append(ids, id), one, id
		}
	}
	if len(ids) == 0 {
		return nil
	}
	former := map[string]string{}
	for was, id := range present {
		former[id] = was
	}
	there, err := r.relations(relationsWithIDs, map[string]any{"ids": ids})
	if err != nil {
		return err
	}
	for _, other := range there {
		if kept[other.ID], err = r.combine(other, kept[other.ID]); err != nil {
			return err
		}
	}
	rows := []map[string]any{}
	for _, id := range ids {
		one := kept[id]
		row := map[string]any{"was": one.ID, "id": id, "former": former[id]}
		one.ID = id
		row["position"] = one.Position()
		rows = append(rows, row)
	}
	if _, err := r.run(r.ctx, statement{renameRelations, map[string]any{"rows": rows}}); err != nil {
		return err
	}
	return r.renameChanges(present)
}

// renameChanges has the activities that changed some relations say so by their
// present ids.
func (r *renamer) renameChanges(present map[string]string) error {
	former, rows := []string{}, []map[string]any{}
	for was, id := range present {
		former, rows = append(former, was), append(rows, map[string]any{"was": was, "id": id})
	}
	found, err := r.run(r.ctx, statement{activitiesOfThings, map[string]any{"ids": former}})
	if err != nil {
		return err
	}
	activities := []map[string]any{}
	for _, row := range found {
		var changes []kg.Change
		if err := json.Unmarshal([]byte(text(row[1])), &changes); err != nil {
			return err
		}
		activities = append(activities, map[string]any{"number": integer(row[0]), "changes": asJSON(kg.RenamedChanges(changes, present))})
	}
	if _, err := r.run(r.ctx, statement{setChanges, map[string]any{"rows": activities}}); err != nil {
		return err
	}
	_, err = r.run(r.ctx, statement{renameChanges, map[string]any{"rows": rows}})
	return err
}
