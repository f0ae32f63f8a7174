package graph

import (
	"context"
	"time"

	"conflictgraph/graph/model"
	"conflictgraph/internal/kg"
)

func planTimeline(ctx context.Context, p *plan, f *field) error {
	v, args, err := p.exploring(f)
	if err != nil {
		return err
	}
	request, err := p.counting(ctx, args)
	if err != nil {
		return err
	}
	bucket, _ := args["bucket"].(string)
	request.By, request.Bucket = kg.ByType, kg.TimeBucket(bucket)
	counts, err := p.store.Counts(ctx, kg.CountRequests{Counts: []kg.CountRequest{request}, AsOf: v.asOf})
	if err != nil {
		return err
	}
	if err := p.checkCounted(ctx, request, counts[0]); err != nil {
		return err
	}
	told, err := p.quantities(ctx, f, "TimelineBucket", request, v.asOf)
	if err != nil {
		return err
	}
	line := kg.Timeline(request.Bucket, counts[0])
	shown := make([]model.TimelineBucket, len(line))
	for i, b := range line {
		shown[i] = model.TimelineBucket{Start: b.Start, End: b.End, Count: b.Count, Quantities: model.NewQuantities(told[b.Start])}
		if shown[i].ByType, err = p.typeCounts(ctx, b.ByType); err != nil {
			return err
		}
	}
	p.roots[f.Alias] = shown
	return nil
}

// quantities returns the sums of what the relations of a request tell, by the first days
// of its units of time, or by 0, if a field asks for them.
func (p *plan) quantities(ctx context.Context, f *field, of string, request kg.CountRequest, asOf *time.Time) (map[kg.Date][]kg.Quantity, error) {
	told := map[kg.Date][]kg.Quantity{}
	if !f.sub.selects(of, "quantities") {
		return told, nil
	}
	sums, err := kg.Quantities(ctx, p.store, request, asOf)
	for _, sum := range sums {
		var bucket kg.Date
		if sum.Bucket != nil {
			bucket = *sum.Bucket
		}
		told[bucket] = sum.Quantities
	}
	return told, err
}

// counting reads the arguments that timeline and stats have in common.
func (p *plan) counting(ctx context.Context, args map[string]any) (kg.CountRequest, error) {
	var request kg.CountRequest
	var err error
	if args["of"] != nil {
		if request.Owner, err = entityID(args, "of"); err != nil {
			return request, err
		}
	}
	request.Filter, err = p.filter(ctx, args)
	return request, err
}

// checkCounted returns an error for the first id in the arguments that counting reads
// which names nothing. Where something was counted, each that is the only one of its
// argument names something.
func (p *plan) checkCounted(ctx context.Context, request kg.CountRequest, counts []kg.Count) error {
	named := request.Filter.Named("filter")
	if request.Owner != "" {
		named = append(kg.Named(nil).With("of", kg.ThingEntity, request.Owner), named...)
	}
	if len(counts) > 0 && named.Single() {
		return nil
	}
	return p.query.known.check(ctx, named)
}

func (p *plan) typeCounts(ctx context.Context, counts []kg.Count) ([]model.TypeCount, error) {
	shown := make([]model.TypeCount, len(counts))
	for i, c := range counts {
		if err := p.query.types.require(ctx, c.Key); err != nil {
			return nil, err
		}
		shown[i] = model.TypeCount{Type: p.query.types.shown(c.Key), Count: c.N}
	}
	return shown, nil
}

func planStats(ctx context.Context, p *plan, f *field) error {
	v, args, err := p.exploring(f)
	if err != nil {
		return err
	}
	request, err := p.counting(ctx, args)
	if err != nil {
		return err
	}
	counterparts := f.sub.named("Stats", "byCounterpart")
	requests := kg.CountRequests{AsOf: v.asOf}
	by := func(d kg.Dimension, limit int) {
		request.By, request.Limit = d, limit
		requests.Counts = append(requests.Counts, request)
	}
	by(kg.ByStatus, 0) // always, since the total is made of it
	by(kg.ByType, 0)
	by(kg.ByCertainty, 0)
	asked := make([]int, len(counterparts)) // where the counts of each are; 0 where none were asked for
	for i, c := range counterparts {
		limit, err := counterpartLimit(c.ArgumentMap(p.query.operation.Variables))
		if err != nil {
			return err
		}
		if request.Owner != "" && limit > 0 {
			asked[i] = len(requests.Counts)
			by(kg.ByCounterpart, limit)
		}
	}
	counts, err := p.store.Counts(ctx, requests)
	if err != nil {
		return err
	}
	if err := p.checkCounted(ctx, request, counts[0]); err != nil {
		return err
	}
	request.Bucket = ""
	told, err := p.quantities(ctx, f, "Stats", request, v.asOf)
	if err != nil {
		return err
	}
	shown := &model.Stats{Quantities: model.NewQuantities(told[0])}
	if shown.ByType, err = p.typeCounts(ctx, counts[1]); err != nil {
		return err
	}
	for _, c := range counts[0] {
		shown.ByStatus = append(shown.ByStatus, model.StatusCount{Status: kg.Status(c.Key), Count: c.N})
		shown.Total += c.N
		shown.First, shown.Last = earliest(shown.First, c.First), latest(shown.Last, c.Last)
	}
	for _, c := range counts[2] {
		shown.ByCertainty = append(shown.ByCertainty, model.CertaintyCount{Certainty: kg.Certainty(c.Key), Count: c.N})
	}
	for i, f := range counterparts {
		var of []kg.Count
		if asked[i] > 0 {
			of = counts[asked[i]]
		}
		built, err := v.counterparts(ctx, f, of)
		if err != nil {
			return err
		}
		shown.Set(f.Alias, built)
	}
	p.roots[f.Alias] = shown
	return nil
}

func counterpartLimit(args map[string]any) (int, error) {
	if args["first"] == nil {
		return kg.DefaultPageSize, nil
	}
	limit, err := bounded(args, "first", 0, kg.MaxPageSize)
	return limit, err
}

func (v *view) counterparts(ctx context.Context, f *field, counts []kg.Count) ([]model.CounterpartCount, error) {
	var keys kg.Keys
	for _, c := range counts {
		keys.Entities = append(keys.Entities, c.Key)
	}
	if err := v.fetch(ctx, keys); err != nil {
		return nil, err
	}
	shown := make([]model.CounterpartCount, len(counts))
	for i, c := range counts {
		shown[i] = model.CounterpartCount{Count: c.N, First: c.First, Last: c.Last}
		for _, e := range f.sub.named("CounterpartCount", "entity") {
			shown[i].Set(e.Alias, v.entity(e.sub, c.Key))
		}
	}
	return shown, nil
}

func earliest(a, b *kg.Date) *kg.Date {
	if a == nil || b != nil && *b < *a {
		return b
	}
	return a
}

func latest(a, b *kg.Date) *kg.Date {
	if a == nil || b != nil && *b > *a {
		return b
	}
	return a
}
