package neo4j

import (
	"context"
	"unicode/utf8"

	"conflictgraph/internal/kg"
)

// getText finds relations by id, whether they are retracted or not.
const getText = keepPlan + `CALL () {
  UNWIND $in.relations AS id
  WITH DISTINCT id
  MATCH (r:Relation {id: id}) USING INDEX SEEK r:Relation(id)
  WHERE r.recordedMs <= $in.asOf
  RETURN null AS page, '' AS owner, r
}
` + found

// degreesText counts by what each entity node keeps of its edges.
const degreesText = keepPlan + `UNWIND $in.ids AS id
MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
RETURN id, COUNT { (e)--() } - coalesce(e.retractedRelations, 0)`

// degreesThenText counts the relations that there were.
const degreesThenText = keepPlan + `UNWIND $in.ids AS id
CALL (id) {
    MATCH (r:Relation) USING INDEX SEEK r:Relation(src, position)
    WHERE r.src = id AND r.position > '' AND r.recordedMs <= $in.asOf AND coalesce(r.retractedMs, 9223372036854775807) > $in.asOf
    RETURN count(r) AS n
  UNION ALL
    MATCH (r:Relation) USING INDEX SEEK r:Relation(dst, position)
    WHERE r.dst = id AND r.src <> id AND r.position > '' AND r.recordedMs <= $in.asOf AND coalesce(r.retractedMs, 9223372036854775807) > $in.asOf
    RETURN count(r) AS n
}
RETURN id, sum(n)`

// Get returns what is known under some ids.
func (s *Store) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	found, err := s.read(ctx, getStatement(keys))
	if err != nil {
		return nil, err
	}
	answer := got(keys, found)
	if keys.Need.Degree {
		err = s.readDegrees(ctx, keys, answer)
	}
	return answer, err
}

func getStatement(keys kg.Keys) statement {
	params := momentOf(keys.AsOf).foundParams(keys.Need)
	params["relations"], params["entities"], params["documents"] = plausible(keys.Relations), plausible(keys.Entities), plausible(keys.Documents)
	return statement{getText, params}
}

// got makes an answer of what getStatement found.
func got(keys kg.Keys, found rows) *kg.Found {
	m, answer := momentOf(keys.AsOf), kg.NewFound()
	for _, row := range found {
		if r := m.add(answer, row); r != nil {
			answer.Relations[r.ID] = r
		}
	}
	return answer
}

func (s *Store) readDegrees(ctx context.Context, keys kg.Keys, answer *kg.Found) error {
	one := statement{degreesText, map[string]any{"ids": distinct(keys.Entities), "asOf": momentOf(keys.AsOf).ms}}
	if keys.AsOf != nil {
		one.text = degreesThenText
	}
	found, err := s.read(ctx, one)
	if err != nil {
		return err
	}
	for _, row := range found {
		if e := answer.Entities[text(row[0])]; e != nil {
			e.Degree = int(integer(row[1]))
		}
	}
	return nil
}

// longestID is more than the length of any id that can be recorded.
const longestID = 256

// plausible returns those of ids that something may have. An index cannot look
// up a key of any length.
func plausible(ids []string) []string {
	kept := make([]string, 0, len(ids))
	for _, id := range ids {
		if isPlausible(id) {
			kept = append(kept, id)
		}
	}
	return kept
}

func isPlausible(id string) bool { return len(id) <= longestID && utf8.ValidString(id) }
