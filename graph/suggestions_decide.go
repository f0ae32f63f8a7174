package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/graph/model"
	"conflictgraph/internal/auth"
	"conflictgraph/internal/curation"
	"conflictgraph/internal/kg"
)

// decide has a curator do what a mutation asks for of suggestions.
func decide[In any](ctx context.Context, do func(curation.Curator, context.Context, In) (curation.Suggested, error), in In) (*run, curation.Suggested, error) {
	run, err := runOf(ctx)
	if err != nil {
		return nil, curation.Suggested{}, err
	}
	done, err := do(curation.Curator{Store: run.store, Agent: auth.From(ctx).Subject}, ctx, in)
	if err == nil {
		run.feed.Wake()
	}
	return run, done, err
}

func decideOne[In any](ctx context.Context, do func(curation.Curator, context.Context, In) (curation.Suggested, error), in In) (*model.SuggestionPayload, error) {
	run, done, err := decide(ctx, do, in)
	if err != nil {
		return nil, err
	}
	payload := &model.SuggestionPayload{Activity: activityOf(done.Activity)}
	return payload, run.showSuggestion(ctx, graphql.GetFieldContext(ctx).Field, done.IDs[0], payload.Set)
}

// showSuggestion sets what is selected of a suggestion beneath a field.
func (r *run) showSuggestion(ctx context.Context, parent graphql.CollectedField, id string, set func(alias string, value any)) error {
	v := r.showing(ctx, parent, id, func(alias string, n model.Node) { set(alias, present[*model.Suggestion](n, id)) }, "suggestion")
	return v.plan.complete(ctx)
}

func decideSome(ctx context.Context, do func(curation.Curator, context.Context, curation.DecideSuggestionsInput) (curation.Suggested, error), in curation.DecideSuggestionsInput) (*model.SuggestionsPayload, error) {
	run, done, err := decide(ctx, do, in)
	if err != nil {
		return nil, err
	}
	payload := &model.SuggestionsPayload{Activity: activityOf(done.Activity)}
	p := run.newPlan(ctx)
	v := p.now()
	field := graphql.GetFieldContext(ctx).Field
	for _, f := range p.query.selection(field.Selections).on(field.Definition.Type.Name()) {
		if f.Name != "suggestions" {
			continue
		}
		for _, id := range done.IDs {
			v.want(f.sub, id)
		}
		v.then = append(v.then, func() {
			all := make([]*model.Suggestion, 0, len(done.IDs))
			for _, id := range done.IDs {
				if s := v.known.Suggestions[id]; s != nil {
					all = append(all, v.suggestion(f.sub, s))
				}
			}
			payload.Set(f.Alias, all)
		})
	}
	return payload, p.complete(ctx)
}

// ingest records a document and queues what an extractor finds in it.
func ingest(ctx context.Context, in model.IngestDocumentInput) (*model.IngestionPayload, error) {
	run, err := runOf(ctx)
	if err != nil {
		return nil, err
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
	v := run.showing(ctx, graphql.GetFieldContext(ctx).Field, done.ID, func(alias string, n model.Node) {
		payload.Set(alias, present[*model.Ingestion](n, done.ID))
	}, "ingestion")
	return payload, v.plan.complete(ctx)
}
