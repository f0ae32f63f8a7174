package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
)

const (
	pages       = 500
	pageSize    = 10
	pageAim     = 1.5
	smallDegree = 100
)

// measurePages compares a page of a hub with one of an entity of few relations.
func measurePages(ctx context.Context, t *target, g *synthetic.Graph) ([]row, error) {
	random := rand.New(rand.NewPCG(3, 0))
	small := g.OfDegree(smallDegree)
	page := func(owner func() int) func(int) error {
		return func(int) error {
			answer, _, err := t.Pages(ctx, kg.PageRequests{
				Pages: []kg.PageRequest{{Owner: g.ID(owner()), Slice: kg.Slice{Limit: pageSize}}}, Need: kg.Need{Ends: true},
			})
			if err == nil && len(answer[0].Relations) != pageSize {
				err = fmt.Errorf("a page of %d relations has %d", pageSize, len(answer[0].Relations))
			}
			return err
		}
	}
	taken, err := alternate(pages, page(func() int { return random.IntN(synthetic.Hubs) }), page(func() int { return small }))
	if err != nil {
		return nil, err
	}
	with := fmt.Sprintf("on an entity of %d relations", g.Degree(small))
	r := comparedTimes(fmt.Sprintf("page of %d on a hub", pageSize), taken[0], with, taken[1], pageAim)
	r.remark = fmt.Sprintf("hubs of %d relations", g.Degree(0))
	return []row{r}, nil
}
