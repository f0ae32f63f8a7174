package neo4j

import (
	"context"
	"maps"
	"unicode/utf8"

	"conflictgraph/internal/kg"
)

// getText finds relations by id, whether they are retracted or not.
var getText = mergesVersion + `CALL () {
  UNWIND $in.relations AS id
  WITH DISTINCT id
  MATCH (r:Relation {id: id}) USING INDEX SEEK r:Relation(id)
  WHERE r.recordedMs <= $in.asOf
  RETURN null AS page, [] AS owners, r
}
` + found

// Get returns what is known under some ids.
func (s *Store) Get(ctx context.Context, keys kg.Keys) (answer *kg.Found, err error) {
	err = s.asking(ctx, momentOf(keys.AsOf), func(m moment) error {
		found, err := s.ask(ctx, m, m.getStatement(keys))
		if err != nil {
			return err
		}
		read := func(one statement) (rows, error) { return s.read(ctx, one) }
		answer, _, err = m.got(keys, found, read)
		if err == nil {
			err = addFormer(answer, keys, read, func(keys kg.Keys) (*kg.Found, error) {
				found, err := s.ask(ctx, m, m.getStatement(keys))
				if err != nil {
					return nil, err
				}
				more, _, err := m.got(keys, found, read)
				return more, err
			})
		}
		if err == nil && keys.Journal != nil {
			answer.Journal, err = m.activities(*keys.Journal, read)
		}
		if err != nil || !keys.Need.Degree {
			return err
		}
		return s.readDegrees(ctx, m, keys, answer)
	})
	return answer, err
}

func (m moment) getStatement(keys kg.Keys) statement {
	params := m.foundParams(keys.Need)
	params["relations"], params["entities"], params["documents"] = plausible(keys.Relations), m.membersOf(plausible(keys.Entities)), plausible(keys.Documents)
	return statement{getText, params}
}

// got makes an answer of what getStatement found. It also returns the entities
// as they are recorded.
func (m moment) got(keys kg.Keys, found rows, lookUp func(statement) (rows, error)) (*kg.Found, map[string]*kg.Entity, error) {
	answer := kg.NewFound()
	for _, row := range found {
		if r := m.add(answer, row); r != nil {
			answer.Relations[r.ID] = r
		}
	}
	recorded := answer.Entities
	united, err := m.unite(recorded, lookUp)
	if err != nil {
		return nil, nil, err
	}
	answer.Entities = maps.Clone(united)
	for _, id := range keys.Entities {
		if e := m.answering(id, recorded, united); e != nil {
			answer.Entities[id] = e
		}
	}
	return answer, recorded, nil
}

// answering returns what an id answers as, of what unite made of recorded entities;
// nil where it is not known.
func (m moment) answering(id string, recorded, united map[string]*kg.Entity) *kg.Entity {
	if recorded[id] == nil {
		return nil
	}
	return united[m.survivor(id)]
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
