package main

import (
	"context"
	"fmt"
	"time"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
)

// filterKinds returns the filters by what relations name, and by when they were recorded,
// that usual relations of an owner pass, and those that few do.
func filterKinds(g *synthetic.Graph) []pageKind {
	r := g.Rare()
	return []pageKind{
		{name: "said by a usual one", filter: kg.RelationFilter{AttributedTo: []string{g.UsualBy()}}},
		{name: "said by a rare one", filter: kg.RelationFilter{AttributedTo: []string{r.By}}},
		{name: "a usual place", filter: kg.RelationFilter{Places: []string{g.UsualPlace()}}},
		{name: "a rare place", filter: kg.RelationFilter{Places: []string{r.Place}}},
		{name: "a usual publisher", filter: kg.RelationFilter{Publishers: []string{synthetic.UsualPublisher}}, quoted: true},
		{name: "a rare publisher", filter: kg.RelationFilter{Publishers: []string{synthetic.RarePublisher}}},
		{name: "a usual data set", filter: kg.RelationFilter{Datasets: []string{g.Dataset}}},
		{name: "a rare data set", filter: kg.RelationFilter{Datasets: []string{synthetic.RareDataset}}},
		{name: "a usual box", filter: kg.RelationFilter{BBox: &synthetic.UsualBox}},
		{name: "a rare box", filter: kg.RelationFilter{BBox: &synthetic.RareBox}},
		{name: "recorded since a usual moment", filter: kg.RelationFilter{RecordedSince: new(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))}},
	}
}

// measureFilters compares filtered pages of an entity of many relations, and of one of
// few, with the unfiltered page of the same entity.
func measureFilters(ctx context.Context, t *target, g *synthetic.Graph) (table []row, err error) {
	large, err := writeOwners(ctx, t, g)
	if err != nil {
		return nil, err
	}
	for _, n := range []int{large, smallDegree} {
		for _, kind := range filterKinds(g) {
			taken, err := alternate(pages, pageOf(ctx, t, g, n, kind), pageOf(ctx, t, g, n, pageKind{quoted: kind.quoted}))
			if err != nil {
				return nil, err
			}
			r := comparedTimes(fmt.Sprintf("filtered page of %d: %s", pageSize, kind.name), taken[0], "unfiltered", taken[1], pageAim)
			r.remark = fmt.Sprintf("on an entity of %d relations", n)
			table = append(table, r)
		}
	}
	return table, nil
}
