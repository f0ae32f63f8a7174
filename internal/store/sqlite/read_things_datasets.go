package sqlite

import (
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// Datasets implements plan.Snapshot.
func (s *session) Datasets(context.Context) (all []kg.Dataset, err error) {
	err = s.eachDataset(func(id string, d dataset) {
		one := kg.Dataset{ID: id}
		for code, coding := range kg.CodingCodes {
			if d.codings>>code&1 == 1 {
				one.Add(coding)
			}
		}
		all = append(all, one)
	})
	return all, err
}

// datasetKeys returns the keys of those of some data sets that there are.
func (s *session) datasetKeys(ids []string) (keys []int64, err error) {
	err = s.eachDataset(func(id string, d dataset) {
		if slices.Contains(ids, id) {
			keys = append(keys, d.key)
		}
	})
	return keys, err
}
