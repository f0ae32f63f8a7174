package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/graph/model"
	"conflictgraph/internal/auth"
	"conflictgraph/internal/curation"
	"conflictgraph/internal/kg"
)

// decide has a curator do what a mutation asks for of suggestions, and reads these as they
// are then: set is called with what is selected of them.
func decide[In any](ctx context.Context, do func(curation.Curator, context.Context, In) (curation.Suggested, error), in In, set func(alias string, all []*model.Suggestion)) (*model.Activity, error) {
	run, ok := ctx.Value(runKey{}).(*run)
	if !ok {
		return nil, errNoPlan
	}
	done, err := do(curation.Curator{Store: run.store, Agent: auth.From(ctx).Subject}, ctx, in)
	if err != nil {
		return nil, err
	}
	run.feed.Wake()
	p := run.newPlan(ctx)
	v := p.now()
	field := graphql.GetFieldContext(ctx).Field
	for _, f := range p.query.selection(field.Selections).on(field.Definition.Type.Name()) {
		if f.Name == "suggestion" || f.Name == "suggestions" {
			v.showSuggestions(f.sub, done.IDs, func(all []*model.Suggestion) { set(f.Alias, all) })
		}
	}
	if err := p.complete(ctx); err != nil || done.Activity == nil {
		return nil, err
	}
	return &model.Activity{Activity: *done.Activity}, nil
}

// showSuggestions has suggestions that are there looked up, and set to what is selected of
// them.
func (v *view) showSuggestions(at *selection, ids []string, set func([]*model.Suggestion)) {
	v.needOf(at)
	v.keys.Suggestions = append(v.keys.Suggestions, ids...)
	v.then = append(v.then, func() {
		all := make([]*model.Suggestion, 0, len(ids))
		for _, id := range ids {
			if s := v.known.Suggestions[id]; s != nil {
				all = append(all, v.suggestion(at, s))
			}
		}
		set(all)
	})
}

func decideOne[In any](ctx context.Context, do func(curation.Curator, context.Context, In) (curation.Suggested, error), in In) (_ *model.SuggestionPayload, err error) {
	payload := &model.SuggestionPayload{}
	payload.Activity, err = decide(ctx, do, in, func(alias string, all []*model.Suggestion) { payload.Set(alias, all[0]) })
	return payload, err
}

func decideSome(ctx context.Context, do func(curation.Curator, context.Context, curation.DecideSuggestionsInput) (curation.Suggested, error), in curation.DecideSuggestionsInput) (_ *model.SuggestionsPayload, err error) {
	payload := &model.SuggestionsPayload{}
	payload.Activity, err = decide(ctx, do, in, func(alias string, all []*model.Suggestion) { payload.Set(alias, all) })
	return payload, err
}

// ingest records a document and queues what an extractor finds in it.
func ingest(ctx context.Context, in model.IngestDocumentInput) (*model.IngestionPayload, error) {
	run, ok := ctx.Value(runKey{}).(*run)
	if !ok {
		return nil, errNoPlan
	}
	if run.ingest == nil {
		return nil, &kg.Error{Code: kg.CodeUnavailable, Message: "this server has no extractor"}
	}
	document, err := in.Document.Document()
	if err != nil {
		return nil, kg.Within("input.document", err)
	}
	extractor := "rules"
	if in.Extractor != nil {
		extractor = *in.Extractor
	}
	done, err := run.ingest(ctx, extractor, auth.From(ctx).Subject, document)
	if err != nil {
		return nil, err
	}
	run.feed.Wake()
	payload := &model.IngestionPayload{}
	p := run.newPlan(ctx)
	v := p.now()
	field := graphql.GetFieldContext(ctx).Field
	for _, f := range p.query.selection(field.Selections).on(field.Definition.Type.Name()) {
		if f.Name == "ingestion" {
			v.want(f.sub, done.ID)
			v.then = append(v.then, func() { payload.Set(f.Alias, v.ingestion(f.sub, v.known.Ingestions[done.ID])) })
		}
	}
	return payload, p.complete(ctx)
}
