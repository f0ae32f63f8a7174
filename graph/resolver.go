package graph

import (
	"context"

	"conflictgraph/graph/model"
	"conflictgraph/internal/curation"
	"conflictgraph/internal/kg"
)

func (queryResolver) Viewer(ctx context.Context) (*model.Viewer, error) {
	return viewer(ctx)
}

func (queryResolver) Node(ctx context.Context, _ string, _ asOf) (model.Node, error) {
	return planned[model.Node](ctx)
}

func (queryResolver) Nodes(ctx context.Context, _ []string, _ asOf) ([]model.Node, error) {
	return planned[[]model.Node](ctx)
}

func (queryResolver) Entity(ctx context.Context, _ string, _ asOf) (model.Entity, error) {
	return planned[model.Entity](ctx)
}

func (queryResolver) EntityBy(ctx context.Context, _, _ string, _ asOf) (model.Entity, error) {
	return planned[model.Entity](ctx)
}

func (queryResolver) Entities(ctx context.Context, _ *model.EntityFilter, _ *int, _ *string, _ *int, _ *string, _ asOf) (*model.EntityConnection, error) {
	return planned[*model.EntityConnection](ctx)
}

func (queryResolver) Actor(ctx context.Context, _ string, _ asOf) (model.Actor, error) {
	return planned[model.Actor](ctx)
}

func (queryResolver) Actors(ctx context.Context, _ *model.EntityFilter, _ *int, _ *string, _ *int, _ *string, _ asOf) (*model.ActorConnection, error) {
	return planned[*model.ActorConnection](ctx)
}

func (queryResolver) Relations(ctx context.Context, _ filter, _ relationsOrder, _ *int, _ *string, _ *int, _ *string, _ asOf) (*model.RelationConnection, error) {
	return planned[*model.RelationConnection](ctx)
}

func (queryResolver) Datasets(ctx context.Context) ([]kg.Dataset, error) {
	return planned[[]kg.Dataset](ctx)
}

func (queryResolver) RelationTypes(ctx context.Context) ([]model.RelationType, error) {
	return planned[[]model.RelationType](ctx)
}

func (queryResolver) Document(ctx context.Context, _ string, _ asOf) (*model.Document, error) {
	return planned[*model.Document](ctx)
}

func (queryResolver) Documents(ctx context.Context, _ *int, _ *string, _ *int, _ *string, _ asOf) (*model.DocumentConnection, error) {
	return planned[*model.DocumentConnection](ctx)
}

func (queryResolver) Search(ctx context.Context, _ string, _ []kg.EntityKind, _ *int, _ asOf) ([]model.SearchHit, error) {
	return planned[[]model.SearchHit](ctx)
}

func (queryResolver) Paths(ctx context.Context, _, _ string, _ *int, _ filter, _ []string, _ *int, _ asOf) (*model.Paths, error) {
	return planned[*model.Paths](ctx)
}

func (queryResolver) Chain(ctx context.Context, _ string, _ []string, _ kg.Direction, _ *string, _ *int, _ asOf) ([]model.Path, error) {
	return planned[[]model.Path](ctx)
}

func (queryResolver) Neighborhood(ctx context.Context, _ []string, _, _ *int, _ filter, _ asOf) (*model.Subgraph, error) {
	return planned[*model.Subgraph](ctx)
}

func (queryResolver) Timeline(ctx context.Context, _ *string, _ filter, _ kg.TimeBucket, _ asOf) ([]model.TimelineBucket, error) {
	return planned[[]model.TimelineBucket](ctx)
}

func (queryResolver) Stats(ctx context.Context, _ *string, _ filter, _ asOf) (*model.Stats, error) {
	return planned[*model.Stats](ctx)
}

func (queryResolver) History(ctx context.Context, _ *string, _, _ *int, _ asOf) ([]model.Activity, error) {
	return planned[[]model.Activity](ctx)
}

func (queryResolver) Duplicates(ctx context.Context, _ *string, _ *int, _ *string, _ *int, _ *string) (*model.DuplicateConnection, error) {
	return planned[*model.DuplicateConnection](ctx)
}

func (queryResolver) Suggestions(ctx context.Context, _ *kg.SuggestionFilter, _ *kg.RelationOrder, _ *int, _ *string, _ *int, _ *string) (*model.SuggestionConnection, error) {
	return planned[*model.SuggestionConnection](ctx)
}

func (queryResolver) Ingestion(ctx context.Context, _ string) (*model.Ingestion, error) {
	return planned[*model.Ingestion](ctx)
}

func (mutationResolver) ReadArticles(ctx context.Context, in model.ReadArticlesInput) (*model.ArticlesPayload, error) {
	return readArticles(ctx, in)
}

func (mutationResolver) IngestDocument(ctx context.Context, in model.IngestDocumentInput) (*model.IngestionPayload, error) {
	return ingest(ctx, in)
}

func (mutationResolver) SuggestRelation(ctx context.Context, in curation.SuggestRelationInput) (*model.SuggestionPayload, error) {
	return decideOne(ctx, curation.Curator.SuggestRelation, in)
}

func (mutationResolver) ReviseSuggestion(ctx context.Context, in curation.ReviseSuggestionInput) (*model.SuggestionPayload, error) {
	return decideOne(ctx, curation.Curator.ReviseSuggestion, in)
}

func (mutationResolver) AcceptSuggestions(ctx context.Context, in curation.DecideSuggestionsInput) (*model.SuggestionsPayload, error) {
	return decideSome(ctx, curation.Curator.AcceptSuggestions, in)
}

func (mutationResolver) RejectSuggestions(ctx context.Context, in curation.DecideSuggestionsInput) (*model.SuggestionsPayload, error) {
	return decideSome(ctx, curation.Curator.RejectSuggestions, in)
}

func (mutationResolver) AddDocument(ctx context.Context, in curation.AddDocumentInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.AddDocument, in)
}

func (mutationResolver) RetractDocument(ctx context.Context, in curation.RetractInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.RetractDocument, in)
}

func (mutationResolver) RestoreDocument(ctx context.Context, in curation.RestoreInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.RestoreDocument, in)
}

func (mutationResolver) AssertRelation(ctx context.Context, in curation.AssertRelationInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.AssertRelation, in)
}

func (mutationResolver) RetractRelation(ctx context.Context, in curation.RetractInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.RetractRelation, in)
}

func (mutationResolver) RestoreRelation(ctx context.Context, in curation.RestoreInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.RestoreRelation, in)
}

func (mutationResolver) AddEntity(ctx context.Context, in curation.AddEntityInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.AddEntity, in)
}

func (mutationResolver) AddIdentifier(ctx context.Context, in curation.AddIdentifierInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.AddIdentifier, in)
}

func (mutationResolver) RemoveIdentifier(ctx context.Context, in curation.RemoveIdentifierInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.RemoveIdentifier, in)
}

func (mutationResolver) AddAlias(ctx context.Context, in curation.AddAliasInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.AddAlias, in)
}

func (mutationResolver) MergeEntities(ctx context.Context, in curation.MergeEntitiesInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.MergeEntities, in)
}

func (mutationResolver) UnmergeEntities(ctx context.Context, in curation.UnmergeEntitiesInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.UnmergeEntities, in)
}

func (mutationResolver) JudgeDuplicate(ctx context.Context, in curation.JudgeDuplicateInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.JudgeDuplicate, in)
}

func (mutationResolver) UpdateEntity(ctx context.Context, in curation.UpdateEntityInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.UpdateEntity, in)
}

func (mutationResolver) AddRelationType(ctx context.Context, in curation.AddRelationTypeInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.AddRelationType, in)
}

func (mutationResolver) ImportAnnotations(ctx context.Context, in curation.ImportAnnotationsInput) (*model.Payload, error) {
	return curate(ctx, curation.Curator.ImportAnnotations, in)
}

func (subscriptionResolver) RelationAdded(ctx context.Context, f filter, after *string) (<-chan *model.RelationEvent, error) {
	return followRelations(ctx, kg.RelationAdded, f, after)
}

func (subscriptionResolver) RelationRetracted(ctx context.Context, f filter, after *string) (<-chan *model.RelationEvent, error) {
	return followRelations(ctx, kg.RelationRetracted, f, after)
}

func (subscriptionResolver) RelationRestored(ctx context.Context, f filter, after *string) (<-chan *model.RelationEvent, error) {
	return followRelations(ctx, kg.RelationRestored, f, after)
}

func (subscriptionResolver) EntityChanged(ctx context.Context, id string, after *string) (<-chan *model.EntityEvent, error) {
	return followEntity(ctx, id, after)
}

func (subscriptionResolver) SuggestionAdded(ctx context.Context, f *kg.SuggestionFilter, after *string) (<-chan *model.SuggestionEvent, error) {
	return followAdded(ctx, f, after)
}

func (subscriptionResolver) SuggestionDecided(ctx context.Context, after *string) (<-chan *model.SuggestionEvent, error) {
	return followDecisions(ctx, after)
}
