package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/graph/model"
	"conflictgraph/internal/auth"
	"conflictgraph/internal/curation"
	"conflictgraph/internal/kg"
)

// maxHistory is how many activities history(first:) takes.
const maxHistory = 100

// curate has a curator do what a mutation asks for, and reads what is selected of
// what came of it.
func curate[In any](ctx context.Context, do func(curation.Curator, context.Context, In) (curation.Done, error), in In) (*model.Payload, error) {
	run, err := runOf(ctx)
	if err != nil {
		return nil, err
	}
	done, err := do(curation.Curator{Store: run.store, Agent: auth.From(ctx).Subject}, ctx, in)
	if err != nil {
		return nil, err
	}
	run.feed.Wake()
	payload := &model.Payload{Activity: activityOf(done.Activity)}
	return payload, run.read(ctx, graphql.GetFieldContext(ctx).Field, done.ID, payload)
}

// activityOf returns what was recorded, nil where nothing was.
func activityOf(a *kg.Activity) *model.Activity {
	if a == nil {
		return nil
	}
	return &model.Activity{Activity: *a}
}

// read sets what is selected of the thing that a mutation was about.
func (r *run) read(ctx context.Context, mutation graphql.CollectedField, id string, payload *model.Payload) error {
	v := r.showing(ctx, mutation, id, func(alias string, n model.Node) { payload.Set(alias, any(n)) }, "entity", "relation", "document")
	for _, f := range v.plan.query.selection(mutation.Selections).on(mutation.Definition.Type.Name()) {
		if f.Name == "relationType" {
			types := v.plan.query.types
			if err := types.require(ctx, id); err != nil {
				return err
			}
			payload.Set(f.Alias, types.shown(id))
		}
	}
	return v.plan.complete(ctx)
}

// showing returns a view of the present, in a plan of its own, that looks a thing
// up for what is selected beneath parent: set is called with each field of one of
// the names, once the thing is there, or nil where it is not.
func (r *run) showing(ctx context.Context, parent graphql.CollectedField, id string, set func(alias string, n model.Node), names ...string) *view {
	p := r.newPlan(ctx)
	v := p.now()
	for _, f := range p.query.selection(parent.Selections).on(parent.Definition.Type.Name()) {
		if slices.Contains(names, f.Name) {
			v.want(f.sub, id)
			v.then = append(v.then, func() { set(f.Alias, v.node(f.sub, id)) })
		}
	}
	return v
}

func planHistory(ctx context.Context, p *plan, f *field) error {
	v, err := p.at(f)
	if err != nil {
		return err
	}
	args := p.arguments(f.CollectedField)
	req := kg.HistoryRequest{AsOf: v.asOf}
	if id, err := optionalArgument(args, "id", graphql.UnmarshalID); err != nil {
		return err
	} else if id != nil {
		if req.ID = *id; req.ID == "" {
			return kg.NotFound("id", kg.ThingEntity, req.ID)
		}
	}
	if req.Limit, err = bounded(args, "first", 0, maxHistory); err != nil {
		return err
	}
	if after, err := optionalArgument(args, "after", graphql.UnmarshalInt64); err != nil {
		return err
	} else if after != nil {
		req.After = *after
	}
	p.roots[f.Alias] = []model.Activity{}
	if req.Limit == 0 {
		return nil
	}
	activities, err := kg.History(ctx, p.store, req)
	if err != nil {
		return err
	}
	shown := make([]model.Activity, len(activities))
	for i, a := range activities {
		shown[i].Activity = a
	}
	p.roots[f.Alias] = shown
	return nil
}
