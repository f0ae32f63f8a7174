package neo4j

import (
	"context"

	"conflictgraph/internal/kg"
)

const typesText = `MATCH (t:RelationType)
RETURN t.id, t.label, t.inverseLabel, t.symmetric, t.plover, t.cameo, t.subjectKinds, t.objectKinds ORDER BY t.id`

// Types returns every relation type, by id. It asks the database each time: a
// program beside this one may have added some.
func (s *Store) Types(ctx context.Context) ([]kg.RelationType, error) {
	found, err := s.read(ctx, statement{text: typesText})
	if err != nil {
		return nil, err
	}
	types := relationTypes(found)
	s.remember(types)
	return types, nil
}

func relationTypes(found rows) []kg.RelationType {
	types := make([]kg.RelationType, len(found))
	for i, row := range found {
		types[i] = kg.RelationType{
			ID: text(row[0]), Label: text(row[1]), InverseLabel: text(row[2]), PLOVER: text(row[4]), CAMEO: text(row[5]),
			SubjectKinds: kinds(row[6]), ObjectKinds: kinds(row[7]),
		}
		types[i].Symmetric, _ = row[3].(bool)
	}
	return types
}

func kinds(v any) []kg.EntityKind {
	var all []kg.EntityKind
	for _, kind := range texts(v) {
		all = append(all, kg.EntityKind(kind))
	}
	return all
}

func (s *Store) remember(types []kg.RelationType) map[string]bool {
	mutual := make(map[string]bool, len(types))
	for _, t := range types {
		mutual[t.ID] = t.Symmetric
	}
	s.mutual.Store(&mutual)
	return mutual
}

// mutualTypes says of each type whether it is symmetric. What a type is never
// changes, so that it is read again only where a filter names one that was not
// there when it was read last.
func (s *Store) mutualTypes(ctx context.Context, filters []kg.RelationFilter) (map[string]bool, error) {
	mutual := *s.mutual.Load()
	for _, f := range filters {
		for _, t := range f.Types {
			if _, known := mutual[t]; known || !isPlausible(t) {
				continue
			}
			types, err := s.Types(ctx)
			if err != nil {
				return nil, err
			}
			return s.remember(types), nil
		}
	}
	return mutual, nil
}
