package neo4j

import (
	"context"

	"conflictgraph/internal/kg"
)

// degreeOfNode counts by what the entity node called node keeps of its edges.
const degreeOfNode = `COUNT { (node)--() } - COUNT { (node)-[:MERGED_INTO]-() } - coalesce(node.retractedRelations, 0)`

const degreesText = keepPlan + `UNWIND $in.ids AS id
MATCH (node:Entity {id: id}) USING INDEX SEEK node:Entity(id)
RETURN id, ` + degreeOfNode

// degreesThenText counts the relations that there were of entities that were
// several.
var degreesThenText = keepPlan + unlessLoading + `UNWIND $in.clusters AS c
CALL (c) {
    UNWIND c.members AS id
    MATCH (r:Relation) USING INDEX SEEK r:Relation(src, ordinary, position)
    WHERE r.src = id AND r.ordinary IS NOT NULL AND r.position > '' AND ` + standingThen + `
    RETURN count(r) AS n
  UNION ALL
    UNWIND c.members AS id
    MATCH (r:Relation) USING INDEX SEEK r:Relation(dst, ordinary, position)
    WHERE r.dst = id AND NOT r.src IN c.members AND r.ordinary IS NOT NULL AND r.position > '' AND ` + standingThen + `
    RETURN count(r) AS n
}
RETURN c.id, sum(n)`

func (s *Store) readDegrees(ctx context.Context, m moment, keys kg.Keys, answer *kg.Found) error {
	degrees, err := s.degrees(ctx, m, plausible(keys.Entities))
	for _, id := range keys.Entities {
		if e := answer.Entities[id]; e != nil {
			e.Degree = degrees[e.ID]
		}
	}
	return err
}

// degrees returns how many relations that are not retracted entities have, by
// the ids that they answer as.
func (s *Store) degrees(ctx context.Context, m moment, ids []string) (map[string]int, error) {
	kept, counted := []string{}, []map[string]any{}
	for _, id := range m.survivors(ids) {
		if members := m.members(id); m.asOf != nil || len(members) > 1 {
			counted = append(counted, map[string]any{"id": id, "members": members})
		} else {
			kept = append(kept, id)
		}
	}
	var statements []statement
	if len(kept) > 0 {
		statements = append(statements, statement{degreesText, map[string]any{"ids": kept}})
	}
	if len(counted) > 0 {
		statements = append(statements, statement{degreesThenText, map[string]any{"clusters": counted, "asOf": m.ms}})
	}
	degrees := map[string]int{}
	for _, one := range statements {
		found, err := s.read(ctx, one)
		if err != nil {
			return nil, err
		}
		for _, row := range found {
			degrees[text(row[0])] = int(integer(row[1]))
		}
	}
	return degrees, nil
}
