package sqlite

import (
	"context"
	"database/sql"

	"conflictgraph/internal/kg"
)

var entitiesIdentified = define(`SELECT e.id FROM identifier i CROSS JOIN entity e ON e.key = i.entity WHERE i.scheme = ?1 AND i.value = ?2`)

// Identified implements plan.Snapshot.
func (s *session) Identified(_ context.Context, identifier kg.Identifier) (ids []string, err error) {
	err = s.each(entitiesIdentified, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, identifier.Scheme, identifier.Value)
	return ids, err
}
