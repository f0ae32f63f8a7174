package neo4j

import (
	"context"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// A relation that had another id has it as formerId, and answers by it.
const (
	presentOfFormer = keepPlan + `UNWIND $in.ids AS id
MATCH (r:Relation) USING INDEX SEEK r:Relation(formerId) WHERE r.formerId = id
RETURN id, r.id`

	setFormer = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET r.formerId = row.former`
)

// addFormer puts those relations into answer that keys ask for by the ids they had,
// which look finds in the database and ask finds as keys do.
func addFormer(answer *kg.Found, keys kg.Keys, look func(statement) (rows, error), ask func(kg.Keys) (*kg.Found, error)) error {
	var missing []string
	for _, id := range keys.Relations {
		if _, isRelation := kg.RelationDigest(id); isRelation && answer.Relations[id] == nil {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	found, err := look(statement{presentOfFormer, map[string]any{"ids": missing}})
	if err != nil || len(found) == 0 {
		return err
	}
	present := map[string]string{}
	for _, row := range found {
		present[text(row[0])] = text(row[1])
	}
	more, err := ask(kg.Keys{Relations: slices.Collect(maps.Values(present)), Need: keys.Need, AsOf: keys.AsOf})
	if err != nil {
		return err
	}
	for former, id := range present {
		if r := more.Relations[id]; r != nil {
			answer.Relations[id], answer.Relations[former] = r, r
		}
	}
	for id, e := range more.Entities {
		if answer.Entities[id] == nil {
			answer.Entities[id] = e
		}
	}
	for id, d := range more.Documents {
		if answer.Documents[id] == nil {
			answer.Documents[id] = d
		}
	}
	return nil
}

// noteFormer records by which ids relations of a part answer besides their own, and
// that others are to be renamed.
func (w *writer) noteFormer(ctx context.Context, part *kg.Part) error {
	var rows []map[string]any
	for former, id := range part.Former {
		rows = append(rows, map[string]any{"id": id, "former": former})
	}
	if err := w.each(ctx, setFormer, rows); err != nil || !part.Renamed {
		return err
	}
	_, err := w.run(ctx, awaitRenaming, nil)
	return err
}
