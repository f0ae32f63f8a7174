package neo4j

import (
	"slices"

	"conflictgraph/internal/kg"
)

const entitiesByID = keepPlan + `UNWIND $in.entities AS id
MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
WHERE e.recordedAt <= $in.when
RETURN 1 AS kind, null AS page, ` + entityFields + ` AS fields`

// unite returns, by their ids, the entities that recorded ones answer as. What is
// one with these and not among them is looked up, and added to recorded.
func (m moment) unite(recorded map[string]*kg.Entity, lookUp func(statement) (rows, error)) (map[string]*kg.Entity, error) {
	if len(m.links) == 0 {
		return recorded, nil
	}
	asked := map[string]bool{}
	var missing []string
	for id := range recorded {
		asked[m.survivor(id)] = true
	}
	for survivor := range asked {
		for _, id := range m.members(survivor) {
			if recorded[id] == nil {
				missing = append(missing, id)
			}
		}
	}
	if len(missing) > 0 {
		params := m.foundParams(kg.Need{})
		params["entities"] = missing
		found, err := lookUp(statement{entitiesByID, params})
		if err != nil {
			return nil, err
		}
		for _, row := range found {
			e := m.entity(row[2].([]any))
			recorded[e.ID] = e
		}
	}
	united := make(map[string]*kg.Entity, len(asked))
	for survivor := range asked {
		if recorded[survivor] != nil {
			united[survivor] = m.united(survivor, recorded)
		}
	}
	return united, nil
}

// united returns an entity with the names of what was merged into it.
func (m moment) united(survivor string, recorded map[string]*kg.Entity) *kg.Entity {
	e := *recorded[survivor]
	e.Merged = slices.Clone(m.all[survivor])
	if len(e.Merged) == 0 {
		return &e
	}
	names := slices.Clone(e.Aliases)
	for _, id := range e.Merged {
		if other := recorded[id]; other != nil {
			names = append(append(names, other.Name), other.Aliases...)
		}
	}
	e.Aliases = slices.DeleteFunc(once(names), func(name string) bool { return name == e.Name })
	return &e
}
