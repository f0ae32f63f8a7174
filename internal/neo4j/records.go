package neo4j

import (
	"context"

	"conflictgraph/internal/kg"
)

// EntityRecords returns what is kept of entities by themselves; see kg.Store.
func (s *Store) EntityRecords(ctx context.Context, ids []string) (map[string]*kg.EntityRecord, error) {
	found, err := s.read(ctx, statement{recordsText, map[string]any{"ids": plausible(ids)}})
	if err != nil {
		return nil, err
	}
	records := make(map[string]*kg.EntityRecord, len(found))
	for _, row := range found {
		r := entityRecord(row)
		records[r.ID] = r
	}
	return records, nil
}

// Merges returns every merge there was; see kg.Store.
func (s *Store) Merges(ctx context.Context) ([]kg.MergeRecord, error) {
	found, err := s.read(ctx, statement{text: mergesDumped})
	if err != nil {
		return nil, err
	}
	var all []kg.MergeRecord
	for _, row := range found {
		all = append(all, mergeRecord(row))
	}
	return all, nil
}

// mergeRecord reads a row of mergesDumped.
func mergeRecord(f []any) kg.MergeRecord {
	m := kg.MergeRecord{
		Merge:      kg.Merge{From: text(f[0]), Into: text(f[1]), Kind: kg.EntityKind(text(f[7])), Reason: text(f[2])},
		RecordedAt: msTime(integer(f[3])), BackingReason: text(f[5]),
	}
	if ms, takenBack := f[4].(int64); takenBack {
		m.TakenBackAt = msTimeOrNil(&ms)
	}
	return m
}
