package sqlite

import (
	"context"
	"database/sql"

	"conflictgraph/internal/kg"
)

var entitiesIdentified = define(`SELECT e.id FROM identifier i CROSS JOIN entity e ON e.key = i.entity WHERE i.scheme = ?1 AND i.value = ?2`)

// Identified implements plan.Snapshot.
func (s *session) Identified(_ context.Context, identifiers []kg.Identifier) (map[kg.Identifier][]string, error) {
	by := map[kg.Identifier][]string{}
	for _, i := range identifiers {
		err := s.each(entitiesIdentified, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			by[i] = append(by[i], id)
			return err
		}, i.Scheme, i.Value)
		if err != nil {
			return nil, err
		}
	}
	return by, nil
}
