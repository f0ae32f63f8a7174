package sqlite

import (
	"context"

	"conflictgraph/internal/kg"
)

// EntityRecords returns what is kept of entities by themselves; see kg.Store.
func (s *Store) EntityRecords(ctx context.Context, ids []string) (map[string]*kg.EntityRecord, error) {
	found := map[string]*kg.EntityRecord{}
	err := s.read(ctx, func(current *session) error {
		r := current.newRegister(current.moment(nil))
		if _, err := r.read(entitiesByID, hexList(ids)); err != nil {
			return err
		}
		records, err := current.records(r.rows)
		for _, e := range records {
			found[e.ID] = e
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// Merges returns every merge there was; see kg.Store.
func (s *Store) Merges(ctx context.Context) (all []kg.MergeRecord, err error) {
	err = s.read(ctx, func(current *session) error {
		all, err = current.mergeRecords()
		return err
	})
	return all, err
}
