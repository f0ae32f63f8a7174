package sqlite

import (
	"context"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// Datasets implements plan.Snapshot.
func (s *session) Datasets(context.Context) (all []kg.Dataset, err error) {
	known, err := s.knownDatasets()
	for _, id := range slices.Sorted(maps.Keys(known)) {
		one := kg.Dataset{ID: id}
		for code, coding := range kg.CodingCodes {
			if known[id].codings>>code&1 == 1 {
				one.Add(coding)
			}
		}
		all = append(all, one)
	}
	return all, err
}

// datasetKeys returns the keys of those of some data sets that there are.
func (s *session) datasetKeys(ids []string) (keys []int64, err error) {
	known, err := s.knownDatasets()
	for _, id := range ids {
		if d, is := known[id]; is {
			keys = append(keys, d.key)
		}
	}
	return keys, err
}

func (s *session) knownDatasets() (map[string]dataset, error) {
	if s.datasetRows != nil {
		return s.datasetRows, nil
	}
	all := map[string]dataset{}
	err := s.eachDataset(func(id string, d dataset) { all[id] = d })
	s.datasetRows = all
	return all, err
}
