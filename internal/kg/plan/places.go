package plan

import (
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// located returns a filter whose places have with them all that lies in them.
func (q *query) located(f kg.RelationFilter) (kg.RelationFilter, error) {
	if !f.NamesPlaces() {
		return f, nil
	}
	return f.Locating(func(places []string) ([]string, error) {
		pages := func(_ context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
			return q.pages(reqs)
		}
		return kg.PlacesIn(q.ctx, pages, places, q.asOf)
	})
}

// eachLocated returns a copy of what asks by filters, these located.
func eachLocated[T any](q *query, asking []T, filter func(*T) *kg.RelationFilter) (all []T, err error) {
	all = slices.Clone(asking)
	for i := range all {
		of := filter(&all[i])
		if *of, err = q.located(*of); err != nil {
			return nil, err
		}
	}
	return all, nil
}
