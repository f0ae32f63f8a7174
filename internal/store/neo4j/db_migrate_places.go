package neo4j

import (
	"context"
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Up to version 4, the coordinates of places stood in their descriptions. How near they
// are to where something happened, the name of a place tells as well as can be known now:
// "Bangui, Bangui, Central African Republic" is a town, "Ouham, Central African Republic"
// is not.
const (
	locatePlaces = `MATCH (e:Entity) USING INDEX SEEK e:Entity(kind, position)
WHERE e.kind = 'PLACE' AND e.position > '' AND e.description =~ 'latitude [-]?[0-9.]+, longitude [-]?[0-9.]+'
WITH e LIMIT $in.limit
SET e.point = replace(substring(e.description, 9), ', longitude ', ',') + [' COUNTRY', ' PROVINCE', ' TOWN'][CASE WHEN size(split(e.name, ', ')) > 3 THEN 2 ELSE size(split(e.name, ', ')) - 1 END]
REMOVE e.description
RETURN count(*)`

	// A name within the JSON of evidence has its quotation marks escaped where words have it.
	locateRelations = `MATCH (r:Relation) USING INDEX SEEK r:Relation(id)
WHERE r.id > $in.after
WITH r ORDER BY r.id LIMIT $in.limit
CALL (r) {
  WITH r WHERE size(r.places) > 0 AND r.documents IS NULL AND NOT r.evidence CONTAINS '"point":'
  MATCH (e:Entity {id: r.places[0]}) USING INDEX SEEK e:Entity(id)
  WHERE e.point IS NOT NULL
  SET r.evidence = replace(r.evidence, '"recordedMs":', '"point":"' + e.point + '","recordedMs":')
  WITH r, split(split(e.point, ' ')[0], ',') AS degrees,
    [x IN split(r.evidence, '"dataset":"')[1..] | split(x, '"')[0] + '\n' + split(split(x, '"record":"')[1], '"')[0]] AS spotRows
  WHERE e.point ENDS WITH ' TOWN'
  SET r.spotRows = spotRows, r.spotMs = [x IN spotRows | r.recordedMs],
    r.spotLatitudes = [x IN spotRows | toFloat(degrees[0])], r.spotLongitudes = [x IN spotRows | toFloat(degrees[1])]
}
RETURN max(r.id)`

	noteLocated = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.writes = coalesce(s.writes, 0) + 1
RETURN 0`
)

// locate makes points of coordinates that stand in descriptions. Broken off, it begins
// anew, and leaves what is done as it is.
func (s *database) locate(ctx context.Context) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	run := func(text string, params map[string]any) (any, error) {
		return s.firstValue(ctx, session, statement{text, params})
	}
	places, err := run(locatePlaces, map[string]any{"limit": upgradedAtOnce})
	for err == nil && integer(places) > 0 {
		places, err = run(locatePlaces, map[string]any{"limit": upgradedAtOnce})
	}
	for after := any(""); err == nil && after != nil; {
		after, err = run(locateRelations, map[string]any{"after": after, "limit": upgradedAtOnce})
	}
	if err == nil {
		_, err = run(noteLocated, nil)
	}
	if err != nil {
		return fmt.Errorf("bringing the database to version %d: %w", schemaVersion, explained(ctx, err))
	}
	return nil
}
