package sqlite

import (
	"maps"
	"slices"

	"conflictgraph/internal/kg/plan"
)

var (
	putIdentifiers   = define(`UPDATE entity SET identifiers = ?2 WHERE key = ?1`)
	insertIdentifier = define(`INSERT OR IGNORE INTO identifier (scheme, value, entity) VALUES (?, ?, ?)`)
)

func (w *writer) applyIdentifiers(c *plan.Changes) error {
	ids := slices.Sorted(maps.Keys(c.Identifiers))
	if _, err := w.entityKeys(ids); err != nil {
		return err
	}
	for _, id := range ids {
		key, records := w.entities.keys[id], c.Identifiers[id]
		if _, err := w.exec(putIdentifiers, key, plan.IdentifiersJSON(records)); err != nil {
			return err
		}
		for _, r := range records {
			if _, err := w.exec(insertIdentifier, r.Scheme, r.Value, key); err != nil {
				return err
			}
		}
	}
	return nil
}
