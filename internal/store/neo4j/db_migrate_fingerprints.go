package neo4j

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
)

const (
	fingerprinted = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
RETURN coalesce(s.fingerprinted, false)`

	noFingerprints = `MATCH (d:Document) WHERE d.fingerprint IS NULL RETURN d.id, d.text LIMIT $in.limit`

	setFingerprints = `UNWIND $in.rows AS row
MATCH (d:Document {id: row.id}) USING INDEX SEEK d:Document(id)
SET d.fingerprint = row.fingerprint`

	noteFingerprinted = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.fingerprinted = true`
)

// addFingerprints gives documents their fingerprints, in a database of a program that did
// not. Broken off, it goes on with the next.
func (s *database) addFingerprints(ctx context.Context) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	for {
		done, err := neo4j.ExecuteWrite(ctx, session, func(tx neo4j.ManagedTransaction) (bool, error) {
			run := func(text string, params map[string]any) (rows, error) {
				return s.run(ctx, tx, statement{text, params})
			}
			marks, err := run(fingerprinted, nil)
			if err != nil || len(marks) == 0 || marks[0][0] == true {
				return true, err
			}
			found, err := run(noFingerprints, map[string]any{"limit": documentsAtOnce})
			if err != nil {
				return false, err
			}
			if len(found) == 0 {
				_, err := run(noteFingerprinted, nil)
				return true, err
			}
			made := make([]map[string]any, len(found))
			for i, row := range found {
				made[i] = map[string]any{"id": row[0], "fingerprint": kg.Fingerprint(text(row[1]))}
			}
			_, err = run(setFingerprints, map[string]any{"rows": made})
			return false, err
		})
		if err != nil || done {
			return explained(ctx, err)
		}
	}
}
