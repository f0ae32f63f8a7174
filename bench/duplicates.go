package main

import (
	"context"
	"fmt"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
)

const duplicateSearches = 5

// measureDuplicates looks for pairs that may be one among all entities, against listing
// these by themselves, and for those of one of a few relations.
func measureDuplicates(ctx context.Context, t *target, g *synthetic.Graph) ([]row, error) {
	var page kg.DuplicatePage
	find := func(req kg.DuplicateRequest) (err error) {
		req.Slice.Limit = kg.MaxPageSize
		page, err = kg.FindDuplicates(ctx, t, req)
		return err
	}
	list := func(int) error {
		slice := kg.Slice{Limit: 5000}
		for more := true; more; {
			page, err := t.ListEntities(ctx, kg.EntityList{Kinds: kg.ActorKinds, Slice: slice})
			if err != nil {
				return err
			}
			if more = page.HasNext; more {
				slice.After = page.Entities[len(page.Entities)-1].Position()
			}
		}
		return nil
	}
	taken, err := alternate(duplicateSearches, func(int) error { return find(kg.DuplicateRequest{}) }, list)
	if err != nil {
		return nil, err
	}
	all := comparedTimes("duplicates: the first 100 of all", taken[0], "to list all actors", taken[1], 0)
	all.remark = fmt.Sprintf("%d pairs", page.Total)
	if taken, err = alternate(20*duplicateSearches, func(i int) error { return find(kg.DuplicateRequest{Of: g.ID((1000 + i) % g.Size())}) }); err != nil {
		return nil, err
	}
	return []row{all, {question: "duplicates of an entity", times: taken[0], remark: fmt.Sprintf("%d pairs", page.Total)}}, nil
}
