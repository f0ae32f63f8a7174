package model

import (
	"context"
	"time"

	"conflictgraph/internal/kg"
)

// Relation is a relation with what was planned beneath it.
type Relation struct {
	*kg.Relation
	Children // all that is beneath it but its type and time
	Type     *RelationType
}

// IsNode marks a Node.
func (*Relation) IsNode() {}

// Time returns nil where nothing is known.
func (r *Relation) Time() *Time { return NewTime(r.Relation.Time) }

// Retractions returns when it was not valid.
func (r *Relation) Retractions() []Retraction { return retractions(r.Relation.Retractions) }

// Subject and the other methods hand out what was planned for the field.
func (r *Relation) Subject(ctx context.Context) (Entity, error) {
	return child[Entity](ctx, r.Children)
}

func (r *Relation) Object(ctx context.Context) (Entity, error) {
	return child[Entity](ctx, r.Children)
}

func (r *Relation) Places(ctx context.Context) ([]*Place, error) {
	return child[[]*Place](ctx, r.Children)
}

func (r *Relation) Attributions(ctx context.Context) ([]Attribution, error) {
	return child[[]Attribution](ctx, r.Children)
}

// Quantities returns none for a relation whose evidence tells none.
func (r *Relation) Quantities() []Quantity {
	return NewQuantities(r.Relation.Quantities())
}

// NewQuantities returns quantities as the API has them, never nil.
func NewQuantities(all []kg.Quantity) []Quantity {
	list := make([]Quantity, len(all))
	for i, q := range all {
		list[i].Quantity = q
	}
	return list
}

func (r *Relation) Evidence(ctx context.Context) ([]Evidence, error) {
	return child[[]Evidence](ctx, r.Children)
}

func (r *Relation) ContradictedBy(ctx context.Context) ([]*Relation, error) {
	return child[[]*Relation](ctx, r.Children)
}

func (r *Relation) SupportedBy(ctx context.Context) ([]*Relation, error) {
	return child[[]*Relation](ctx, r.Children)
}

func (r *Relation) FulfilledBy(ctx context.Context) ([]*Relation, error) {
	return child[[]*Relation](ctx, r.Children)
}

func (r *Relation) Sources(ctx context.Context) (*kg.SourceCount, error) {
	return child[*kg.SourceCount](ctx, r.Children)
}

// Attribution is an attribution with what was planned beneath it.
type Attribution struct {
	kg.Attribution
	Children // by
}

// By hands out what was planned for the field.
func (a *Attribution) By(ctx context.Context) (Entity, error) { return child[Entity](ctx, a.Children) }

// Evidence is a piece of evidence with what was planned beneath it.
type Evidence struct {
	kg.Evidence
	Children // document
}

// Document hands out what was planned for the field.
func (e *Evidence) Document(ctx context.Context) (*Document, error) {
	return child[*Document](ctx, e.Children)
}

// Exact, Prefix, Suffix, Start and End are nil for a row of a data set.
func (e *Evidence) Exact() *string  { return quoted(e, e.Evidence.Exact) }
func (e *Evidence) Prefix() *string { return quoted(e, e.Evidence.Prefix) }
func (e *Evidence) Suffix() *string { return quoted(e, e.Evidence.Suffix) }
func (e *Evidence) Start() *int     { return quoted(e, e.Evidence.Start) }
func (e *Evidence) End() *int       { return quoted(e, e.Evidence.End) }

func quoted[T any](e *Evidence, v T) *T {
	if e.Evidence.Source != nil {
		return nil
	}
	return &v
}

// Source returns nil for words of a document.
func (e *Evidence) Source() *Source {
	if e.Evidence.Source == nil {
		return nil
	}
	return &Source{e.Evidence.Source}
}

// Source is a row of a data set.
type Source struct{ *kg.Source }

// URL, Publisher and Note return nil where the row has none.
func (s *Source) URL() *string       { return optional(s.Source.URL) }
func (s *Source) Publisher() *string { return optional(s.Source.Publisher) }
func (s *Source) Note() *string      { return optional(s.Source.Note) }

// Quantity is how many, or how much, there were.
type Quantity struct{ kg.Quantity }

// Unit returns nil where things are counted.
func (q *Quantity) Unit() *string { return optional(q.Quantity.Unit) }

// Document is a document.
type Document struct{ *kg.Document }

// IsNode marks a Node.
func (*Document) IsNode() {}

// Title, URL and PublishedAt return nil where there is none.
func (d *Document) Title() *string     { return optional(d.Document.Title) }
func (d *Document) URL() *string       { return optional(d.Document.URL) }
func (d *Document) PublishedAt() *Time { return NewTime(d.Document.PublishedAt) }

// What is known of where it is from; nil where nothing is.
func (d *Document) Publisher() *string   { return optional(d.Details.Publisher) }
func (d *Document) Language() *string    { return optional(d.Details.Language) }
func (d *Document) Licence() *string     { return optional(d.Details.Licence) }
func (d *Document) ArchivedURL() *string { return optional(d.Details.ArchivedURL) }
func (d *Document) Sha256() *string      { return optional(d.Details.SHA256) }
func (d *Document) Reliability() *string { return optional(d.Details.Reliability) }

// CapturedAt returns nil where it is not known.
func (d *Document) CapturedAt() *time.Time {
	if d.Details.CapturedAt.IsZero() {
		return nil
	}
	return &d.Details.CapturedAt
}

// Retractions returns when it was out of view.
func (d *Document) Retractions() []Retraction { return retractions(d.Document.Retractions) }

// Retraction is an interval in which something was not valid.
type Retraction struct{ kg.Gap }

func retractions(gaps []kg.Gap) []Retraction {
	all := make([]Retraction, len(gaps))
	for i, g := range gaps {
		all[i].Gap = g
	}
	return all
}

// Reason, Document and RestoredReason return nil where there is none.
func (r *Retraction) Reason() *string         { return optional(r.Gap.Reason) }
func (r *Retraction) Document() *string       { return optional(r.Gap.Document) }
func (r *Retraction) RestoredReason() *string { return optional(r.Gap.RestoredReason) }

// RelationType is a relation type.
type RelationType struct{ kg.RelationType }

// Plover and Cameo return nil where there is none.
func (t *RelationType) Plover() *string { return optional(t.PLOVER) }
func (t *RelationType) Cameo() *string  { return optional(t.CAMEO) }

// Time is when something happened or is to happen.
type Time struct{ *kg.Time }

// NewTime returns nil for nil.
func NewTime(t *kg.Time) *Time {
	if t == nil {
		return nil
	}
	return &Time{t}
}

// Reasoning returns nil where there is none.
func (t *Time) Reasoning() *string { return optional(t.Time.Reasoning) }
