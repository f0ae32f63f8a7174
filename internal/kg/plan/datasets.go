package plan

import (
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// Datasets implements kg.Store.
func (s *Store) Datasets(ctx context.Context) (all []kg.Dataset, err error) {
	err = s.driver.Read(ctx, func(snapshot Snapshot) error {
		all, err = snapshot.Datasets(ctx)
		return err
	})
	return all, err
}

// knowDatasets reads which data sets there are, where a filter names some.
func (q *query) knowDatasets(f kg.RelationFilter) error {
	if q.codings != nil || !f.NamesDatasets() {
		return nil
	}
	all, err := q.Datasets(q.ctx)
	q.codings = map[string][]kg.Coding{}
	for _, d := range all {
		q.codings[d.ID] = d.Codings
	}
	return err
}

// narrowed returns those of some conjunctions that may hold for any relation, with the
// codings of what rests on rows of the data sets that they ask for.
func (q *query) narrowed(all []conjunction) (possible []conjunction) {
	if q.codings == nil {
		return all
	}
	for _, c := range all {
		any := true
		for _, some := range c.some[InDataset] {
			of := []kg.Coding{}
			for _, id := range some {
				of = append(of, q.codings[id]...)
			}
			slices.Sort(of)
			var left bool
			c.codings, left = common(c.codings, slices.Compact(of))
			any = any && left
		}
		if c.codings = wholeAsNil(c.codings, len(kg.Codings)); any {
			possible = append(possible, c)
		}
	}
	return possible
}
