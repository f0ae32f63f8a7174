package model

import (
	"context"

	"conflictgraph/internal/curation"
	"conflictgraph/internal/kg"
)

// Suggestion is a claim of the review queue with what was planned beneath it.
type Suggestion struct {
	*kg.Suggestion
	Children // document, ends, places, attributions, evidence, related, relation and decision
	Type     *RelationType
}

// IsNode marks a Node.
func (*Suggestion) IsNode() {}

// Time returns nil where nothing is known.
func (s *Suggestion) Time() *Time {
	if s.Suggestion.Time == nil {
		return nil
	}
	t, err := kg.ParseEDTF(s.Suggestion.Time.EDTF)
	if err != nil {
		return nil
	}
	t.Inferred, t.Reasoning = s.Suggestion.Time.Inferred, s.Suggestion.Time.Reasoning
	return NewTime(&t)
}

// TimeWords returns nil where no words say when.
func (s *Suggestion) TimeWords() *string {
	if s.Suggestion.Time == nil {
		return nil
	}
	return optional(s.Suggestion.Time.Words)
}

// SupersededBy and RevisionOf return nil where there is none.
func (s *Suggestion) SupersededBy() *string { return optional(s.Suggestion.SupersededBy) }
func (s *Suggestion) RevisionOf() *string   { return optional(s.Suggestion.RevisionOf) }

// Problems returns what to look at twice, never nil.
func (s *Suggestion) Problems() []SuggestionProblem {
	all := make([]SuggestionProblem, len(s.Suggestion.Problems))
	for i, p := range s.Suggestion.Problems {
		all[i].SuggestionProblem = p
	}
	return all
}

// Origin returns who or what proposed it.
func (s *Suggestion) Origin() *Origin { return &Origin{s.Suggestion.Origin} }

// Document and the other methods hand out what was planned for the field.
func (s *Suggestion) Document(ctx context.Context) (*Document, error) {
	return child[*Document](ctx, s.Children)
}

func (s *Suggestion) Subject(ctx context.Context) (*SuggestedEntity, error) {
	return child[*SuggestedEntity](ctx, s.Children)
}

func (s *Suggestion) Object(ctx context.Context) (*SuggestedEntity, error) {
	return child[*SuggestedEntity](ctx, s.Children)
}

func (s *Suggestion) Places(ctx context.Context) ([]*SuggestedEntity, error) {
	return child[[]*SuggestedEntity](ctx, s.Children)
}

func (s *Suggestion) Attributions(ctx context.Context) ([]*SuggestedAttribution, error) {
	return child[[]*SuggestedAttribution](ctx, s.Children)
}

func (s *Suggestion) Evidence(ctx context.Context) ([]Evidence, error) {
	return child[[]Evidence](ctx, s.Children)
}

func (s *Suggestion) Related(ctx context.Context) (*SuggestionRelated, error) {
	return child[*SuggestionRelated](ctx, s.Children)
}

func (s *Suggestion) Relation(ctx context.Context) (*Relation, error) {
	return planned[*Relation](ctx, s.Children)
}

func (s *Suggestion) Decision(ctx context.Context) (*Activity, error) {
	return planned[*Activity](ctx, s.Children)
}

// SuggestedEntity is an end of a suggestion with what was planned beneath it.
type SuggestedEntity struct {
	kg.SuggestedEntity
	Children // entity and candidates
}

// Words and Description return nil where there are none.
func (e *SuggestedEntity) Words() *string       { return optional(e.SuggestedEntity.Words) }
func (e *SuggestedEntity) Description() *string { return optional(e.SuggestedEntity.Description) }

// Entity and Candidates hand out what was planned for the field.
func (e *SuggestedEntity) Entity(ctx context.Context) (Entity, error) {
	return planned[Entity](ctx, e.Children)
}

func (e *SuggestedEntity) Candidates(ctx context.Context) ([]*EntityCandidate, error) {
	return child[[]*EntityCandidate](ctx, e.Children)
}

// EntityCandidate is an entity that may be meant.
type EntityCandidate struct {
	kg.EntityCandidate
	Children // entity
}

// Entity hands out what was planned for the field.
func (c *EntityCandidate) Entity(ctx context.Context) (Entity, error) {
	return child[Entity](ctx, c.Children)
}

// SuggestedAttribution is who stands how to what is suggested.
type SuggestedAttribution struct {
	kg.SuggestedAttribution
	Children // by
}

// By hands out what was planned for the field.
func (a *SuggestedAttribution) By(ctx context.Context) (*SuggestedEntity, error) {
	return child[*SuggestedEntity](ctx, a.Children)
}

// SuggestionProblem is something to look at twice.
type SuggestionProblem struct{ kg.SuggestionProblem }

// Quote returns nil where no words are meant.
func (p *SuggestionProblem) Quote() *string { return optional(p.SuggestionProblem.Quote) }

// Origin is who or what proposed a suggestion.
type Origin struct{ kg.Origin }

// Extractor and the others return nil where there is none.
func (o *Origin) Extractor() *string { return optional(o.Origin.Extractor) }
func (o *Origin) Version() *string   { return optional(o.Origin.Version) }
func (o *Origin) Rule() *string      { return optional(o.Origin.Rule) }
func (o *Origin) Model() *string     { return optional(o.Origin.Model) }
func (o *Origin) Run() *string       { return optional(o.Origin.Run) }
func (o *Origin) Agent() *string     { return optional(o.Origin.Agent) }

// SuggestionRelated is what the graph says to a suggestion.
type SuggestionRelated struct{ Children }

// Restates and the others hand out what was planned for the field.
func (r *SuggestionRelated) Restates(ctx context.Context) ([]*Relation, error) {
	return child[[]*Relation](ctx, r.Children)
}

func (r *SuggestionRelated) Contradicts(ctx context.Context) ([]*Relation, error) {
	return child[[]*Relation](ctx, r.Children)
}

func (r *SuggestionRelated) Fulfils(ctx context.Context) ([]*Relation, error) {
	return child[[]*Relation](ctx, r.Children)
}

// Ingestion is what came of one reading of a document.
type Ingestion struct {
	*kg.Ingestion
	Children // document
}

// IsNode marks a Node.
func (*Ingestion) IsNode() {}

// Document hands out what was planned for the field.
func (i *Ingestion) Document(ctx context.Context) (*Document, error) {
	return child[*Document](ctx, i.Children)
}

// CopyOf hands out what was planned for the field.
func (i *Ingestion) CopyOf(ctx context.Context) (*Document, error) {
	return planned[*Document](ctx, i.Children)
}

// Model, Error and Agent return nil where there is none.
func (i *Ingestion) Model() *string { return optional(i.Ingestion.Model) }
func (i *Ingestion) Error() *string { return optional(i.Ingestion.Error) }
func (i *Ingestion) Agent() *string { return optional(i.Ingestion.Agent) }

// Refused returns what was refused, by reason, never nil.
func (i *Ingestion) Refused() []kg.Refusal {
	if i.Ingestion.Refused == nil {
		return []kg.Refusal{}
	}
	return i.Ingestion.Refused
}

// SuggestionPayload is what came of a mutation of one suggestion.
type SuggestionPayload struct {
	Activity *Activity // nil where nothing was decided
	Children           // suggestion
}

// Suggestion hands out what was planned for the field.
func (p *SuggestionPayload) Suggestion(ctx context.Context) (*Suggestion, error) {
	return child[*Suggestion](ctx, p.Children)
}

// SuggestionsPayload is what came of a mutation of several suggestions.
type SuggestionsPayload struct {
	Activity *Activity
	Children // suggestions
}

// Suggestions hands out what was planned for the field.
func (p *SuggestionsPayload) Suggestions(ctx context.Context) ([]*Suggestion, error) {
	return child[[]*Suggestion](ctx, p.Children)
}

// IngestionPayload is what came of ingestDocument.
type IngestionPayload struct {
	Children // ingestion
}

// Ingestion hands out what was planned for the field.
func (p *IngestionPayload) Ingestion(ctx context.Context) (*Ingestion, error) {
	return child[*Ingestion](ctx, p.Children)
}

// SuggestionEvent is something that became of a suggestion.
type SuggestionEvent struct {
	ID       string
	Activity *Activity // nil where it was added
	Children           // suggestion
}

// Suggestion hands out what was planned for the field.
func (e *SuggestionEvent) Suggestion(ctx context.Context) (*Suggestion, error) {
	return child[*Suggestion](ctx, e.Children)
}

// The pages of suggestions.
type (
	SuggestionConnection = Connection[*Suggestion]
	SuggestionEdge       = Edge[*Suggestion]
)

// IngestDocumentInput is an article to be read.
type IngestDocumentInput struct {
	Document  curation.AddDocumentInput
	Extractor *string
}
