package neo4j

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

const (
	publishersAdded = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
RETURN coalesce(s.publishersAdded, false), coalesce(s.publishersAddedUpTo, '')`

	nextRelations = `MATCH (r:Relation) USING INDEX SEEK r:Relation(id)
WHERE r.id > $in.after
WITH r ORDER BY r.id LIMIT $in.limit
RETURN max(r.id), collect(CASE WHEN r.evidence CONTAINS '"publisher":"' THEN [r.id, r.evidence] END)`

	setRowPublishers = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET r += row.set`

	notePublishers = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.publishersAddedUpTo = $in.upTo, s.publishersAdded = CASE WHEN $in.upTo IS NULL THEN true END`
)

// addRowPublishers notes by whom rows are, in a database of a program that did not. Broken
// off, it goes on with the next relations by id.
func (s *database) addRowPublishers(ctx context.Context) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	for {
		done, err := neo4j.ExecuteWrite(ctx, session, func(tx neo4j.ManagedTransaction) (bool, error) {
			run := func(text string, params map[string]any) (rows, error) {
				return s.run(ctx, tx, statement{text, params})
			}
			marks, err := run(publishersAdded, nil)
			if err != nil || len(marks) == 0 || marks[0][0] == true {
				return true, err
			}
			found, err := run(nextRelations, map[string]any{"after": text(marks[0][1]), "limit": upgradedAtOnce})
			if err != nil {
				return false, err
			}
			if found[0][0] == nil {
				_, err := run(notePublishers, map[string]any{"upTo": nil})
				return true, err
			}
			changed := []map[string]any{}
			relations, _ := found[0][1].([]any)
			for _, r := range relations {
				of := texts(r)
				changed = append(changed, map[string]any{"id": of[0], "set": reported(evidenceOf(of[1]))})
			}
			if _, err := run(setRowPublishers, map[string]any{"rows": changed}); err != nil {
				return false, err
			}
			_, err = run(notePublishers, map[string]any{"upTo": found[0][0]})
			return false, err
		})
		if err != nil || done {
			return explained(ctx, err)
		}
	}
}
