package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/graph/model"
	"conflictgraph/internal/kg"
)

func planDuplicates(ctx context.Context, p *plan, f *field) error {
	args := p.arguments(f.CollectedField)
	slice, err := p.query.slice(args, kg.DuplicateCursor)
	if err != nil {
		return err
	}
	request := kg.DuplicateRequest{Slice: slice}
	if of, err := optionalArgument(args, "of", graphql.UnmarshalID); err != nil {
		return err
	} else if of != nil {
		if request.Of, err = entityID(args, "of"); err != nil {
			return err
		}
	}
	found, err := kg.FindDuplicates(ctx, p.store, request)
	if err != nil {
		return err
	}
	v := p.now()
	for _, d := range found.Duplicates {
		v.known.Entities[d.A.ID], v.known.Entities[d.B.ID] = d.A, d.B
	}
	p.roots[f.Alias] = connection(f, "Duplicate", listed[kg.Duplicate]{
		items: found.Duplicates, hasPrevious: found.HasPrevious, hasNext: found.HasNext, total: found.Total,
		cursor: func(d kg.Duplicate) string { return kg.Cursor(kg.DuplicateCursor, d.Position()) },
	}, func(at *selection, d kg.Duplicate) (*model.Duplicate, bool) { return v.duplicate(at, d), true })
	return nil
}

func (v *view) duplicate(at *selection, d kg.Duplicate) *model.Duplicate {
	shown := &model.Duplicate{Score: d.Score, Why: d.Why, Unsure: d.Unsure}
	for _, part := range at.on("Duplicate") {
		switch part.Name {
		case "a":
			shown.Set(part.Alias, v.entity(part.sub, d.A.ID))
		case "b":
			shown.Set(part.Alias, v.entity(part.sub, d.B.ID))
		}
	}
	return shown
}
