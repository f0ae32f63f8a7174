package main

import (
	"context"
	"fmt"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
)

const (
	neighborhoodNodes     = 200
	callsPerDepthAim      = 3
	nearNeighborhoods     = 20
	wideNeighborhoods     = 4 // which take seconds
	leafDegree            = 1
	mostNeighborhoodDepth = 2
)

// measureNeighborhoods counts the store calls that a neighbourhood takes.
func measureNeighborhoods(ctx context.Context, t *target, g *synthetic.Graph) (table []row, err error) {
	store := kgtest.NewCounting(t)
	for _, center := range []struct {
		name   string
		entity int
	}{{"a hub", 0}, {"a leaf", g.OfDegree(leafDegree)}} {
		for depth := 1; depth <= mostNeighborhoodDepth; depth++ {
			n := nearNeighborhoods
			if depth > 1 {
				n = wideNeighborhoods
			}
			var answer *kg.Subgraph
			var calls int
			taken, err := alternate(n, func(int) (err error) {
				store.Reset()
				answer, err = kg.FindNeighborhood(ctx, store, kg.NeighborhoodRequest{Center: []string{g.ID(center.entity)}, Depth: depth, Limit: neighborhoodNodes})
				calls = max(calls, store.Total())
				return err
			})
			if err != nil {
				return nil, err
			}
			r := row{
				question: fmt.Sprintf("neighbourhood of %d nodes, depth %d: %s", neighborhoodNodes, depth, center.name), times: taken[0],
				measured: fmt.Sprintf("%d store calls", calls), reference: fmt.Sprintf("depth %d", depth),
				ratio: float64(calls) / float64(depth), aim: callsPerDepthAim,
				remark: fmt.Sprintf("%d of %d nodes, %d edges", len(answer.Nodes), answer.TotalNodes, len(answer.Edges)),
			}
			table = append(table, r)
		}
	}
	return table, nil
}
