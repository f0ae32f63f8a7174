package main

import (
	"context"
	"fmt"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
)

const timelines = 40

// measureTimeline counts the relations of hubs by month and by type.
func measureTimeline(ctx context.Context, t *target, g *synthetic.Graph) ([]row, error) {
	var line []kg.TimelineBucket
	taken, err := alternate(timelines, func(i int) error {
		counts, err := t.Counts(ctx, kg.CountRequests{Counts: []kg.CountRequest{{Owner: g.ID(i % synthetic.Hubs), By: kg.ByType, Bucket: kg.BucketMonth}}})
		if err == nil {
			line = kg.Timeline(kg.BucketMonth, counts[0])
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	counted := 0
	for _, b := range line {
		counted += b.Count
	}
	return []row{{
		question: "timeline of a hub by month", times: taken[0],
		measured: fmt.Sprintf("%d relations counted", counted), reference: fmt.Sprintf("%d dated and undated", g.Degree((timelines-1)%synthetic.Hubs)),
		remark: fmt.Sprintf("%d months", len(line)),
	}}, nil
}
