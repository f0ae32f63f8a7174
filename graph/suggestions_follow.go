package graph

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/graph/model"
	"conflictgraph/internal/kg"
)

// How often the queue is read on by a subscription, and how much of it at once.
const (
	queueInterval = 500 * time.Millisecond
	queuedAtOnce  = 100
)

// followAdded sends suggestions that pass a filter as they are queued, whichever server
// queued them.
func followAdded(ctx context.Context, f *kg.SuggestionFilter, after *string) (<-chan *model.SuggestionEvent, error) {
	run, err := runOf(ctx)
	if err != nil {
		return nil, err
	}
	filter := kg.SuggestionFilter{}
	if f != nil {
		filter = *f
	}
	if err := checkSuggestionFilter(ctx, run.newPlan(ctx), filter); err != nil {
		return nil, err
	}
	filter.States = asAdded(filter.States)
	// All that is queued is read, once, and not what passes: that would be sought again and
	// again among all that does not.
	req := kg.SuggestionList{Slice: kg.Slice{Limit: queuedAtOnce}}
	newest, err := run.store.ListSuggestions(ctx, kg.SuggestionList{Slice: kg.Slice{Limit: 1}, NewestFirst: true})
	if err != nil {
		return nil, err
	}
	last := int64(0)
	if len(newest.Suggestions) > 0 {
		last = newest.Suggestions[0].Number
	}
	if after != nil {
		n, err := strconv.ParseInt(*after, 10, 64)
		if err != nil || n < 1 || n > last || strconv.FormatInt(n, 10) != *after {
			return nil, kg.BadInput("after", "%q is not the id of an event; give one that this subscription sent, or none to follow from now on", kg.Shorten(*after))
		}
		last = n
	}
	req.Slice.After = kg.QueuePosition(last)
	subscription := graphql.GetFieldContext(ctx).Field
	return stream(ctx, run, func(ctx context.Context, send func(*model.SuggestionEvent) error) error {
		again := time.NewTicker(queueInterval)
		defer again.Stop()
		for {
			page, err := run.store.ListSuggestions(ctx, req)
			if err != nil {
				return err
			}
			for _, s := range page.Suggestions {
				req.Slice.After = s.Position()
				if !filter.Accepts(s) {
					continue
				}
				shown := &model.SuggestionEvent{ID: strconv.FormatInt(s.Number, 10)}
				if err := run.showSuggestion(ctx, subscription, s.ID, shown.Set); err != nil {
					return err
				}
				if err := send(shown); err != nil {
					return err
				}
			}
			if page.HasNext {
				continue
			}
			select {
			case <-again.C:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}), nil
}

// asAdded returns the states in which suggestions that were added in some states may be by
// now: whatever is added is pending, and may be decided before it is sent.
func asAdded(states []kg.SuggestionState) []kg.SuggestionState {
	if slices.Contains(states, kg.SuggestionPending) {
		return nil
	}
	return states
}

// followDecisions sends what becomes of suggestions.
func followDecisions(ctx context.Context, after *string) (<-chan *model.SuggestionEvent, error) {
	subscription := graphql.GetFieldContext(ctx).Field
	return follow(ctx, after, func(ctx context.Context, run *run, e event) (*model.SuggestionEvent, error) {
		if e.change.Kind != kg.SuggestionDecided {
			return nil, nil
		}
		shown := &model.SuggestionEvent{ID: e.id.String(), Activity: e.activity}
		return shown, run.showSuggestion(ctx, subscription, e.change.ID, shown.Set)
	})
}
