package curation

import (
	"context"
	"errors"
	"fmt"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/quote"
)

// AssertRelationInput states a relation and the words it rests on.
type AssertRelationInput struct {
	Type, Subject, Object string
	Status                kg.Status
	Certainty             kg.Certainty
	Time                  *TimeInput
	Places                []string
	Attributions          []AttributionInput
	Evidence              []QuoteInput
	Point                 *kg.Point     `json:",omitempty"`
	Quantities            []kg.Quantity `json:",omitempty"`
	Common
}

// TimeInput is when something happened, in EDTF.
type TimeInput struct {
	Edtf      string
	Inferred  bool
	Reasoning *string
}

func (t *TimeInput) time() *kg.Time {
	if t == nil {
		return nil
	}
	return &kg.Time{EDTF: t.Edtf, Inferred: t.Inferred, Reasoning: value(t.Reasoning)}
}

func (t *TimeInput) reasoning() *string {
	if t == nil {
		return nil
	}
	return t.Reasoning
}

// AttributionInput says who stands how to a relation.
type AttributionInput struct {
	By     string
	Stance kg.Stance
}

// QuoteInput is a W3C text quote selector in a document.
type QuoteInput struct {
	Document, Exact string
	Prefix, Suffix  *string
}

// AssertRelation records a relation, or more evidence for one that is recorded. One
// that was retracted is valid again.
// Words that do not stand in their document exactly once are an error that says
// what does.
func (c Curator) AssertRelation(ctx context.Context, in AssertRelationInput) (Done, error) {
	r := kg.Relation{
		Type: in.Type, Subject: in.Subject, Object: in.Object, Status: in.Status, Certainty: in.Certainty,
		Time: in.Time.time(), Places: in.Places,
	}
	for _, a := range in.Attributions {
		r.Attributions = append(r.Attributions, kg.Attribution(a))
	}
	keys := kg.Keys{Need: kg.Need{Text: true}}
	named := kg.Named(nil).With("input.subject", kg.ThingEntity, in.Subject).With("input.object", kg.ThingEntity, in.Object)
	for i, id := range in.Places {
		named = named.With(fmt.Sprintf("input.places[%d]", i), kg.ThingEntity, id)
	}
	for i, a := range in.Attributions {
		named = named.With(fmt.Sprintf("input.attributions[%d].by", i), kg.ThingEntity, a.By)
	}
	keys.Entities = named.Keys(nil).Entities
	for _, q := range in.Evidence {
		keys.Documents = append(keys.Documents, q.Document)
	}
	found, err := c.Store.Get(ctx, keys)
	if err == nil {
		err = kg.Suggest(ctx, c.Store, named.Missing(found.Has))
	}
	if err != nil {
		return Done{}, err
	}
	for i, q := range in.Evidence {
		field := fmt.Sprintf("input.evidence[%d]", i)
		d := found.Documents[q.Document]
		if d == nil {
			return Done{}, kg.Suggest(ctx, c.Store, kg.NotFound(field+".document", kg.ThingDocument, q.Document))
		}
		if d.RetractedAt != nil {
			return Done{}, kg.ConflictIn(field+".document", "document %q was taken out of view; restore it with restoreDocument, or quote another", q.Document)
		}
		if kg.IsBlank(q.Exact) {
			return Done{}, kg.BadInput(field+".exact", "the quote %q shows nothing; copy words of the document as they stand there", kg.Shorten(q.Exact))
		}
		e, err := quote.In(d, quote.Quote{Exact: q.Exact, Prefix: value(q.Prefix), Suffix: value(q.Suffix)})
		var wrong *quote.Error
		switch {
		case errors.As(err, &wrong):
			return Done{}, kg.BadInput(field+"."+wrong.Part, "%v", err)
		case err != nil:
			return Done{}, err
		}
		r.Evidence = append(r.Evidence, e)
	}
	for i, q := range in.Quantities {
		if err := q.CheckOrder(fmt.Sprintf("input.quantities[%d]", i)); err != nil {
			return Done{}, err
		}
	}
	if len(r.Evidence) > 0 {
		r.Evidence[0].Point, r.Evidence[0].Quantities = in.Point, in.Quantities
	}
	types, err := c.Store.Types(ctx)
	if err != nil {
		return Done{}, err
	}
	id := kg.RelationID(r, kg.TypesByID(types)[r.Type].Symmetric)
	return c.write(ctx, "assertRelation", id, kg.Batch{Relations: []kg.Relation{r}}, in.Common, "", in)
}

// RetractInput names a relation or a document that was found wrong.
type RetractInput struct {
	ID string
	Common
}

// RetractRelation takes a relation back.
func (c Curator) RetractRelation(ctx context.Context, in RetractInput) (Done, error) {
	b := kg.Batch{Retractions: []kg.Retraction{{Relation: in.ID, Reason: value(in.Reason)}}}
	return c.write(ctx, "retractRelation", in.ID, b, in.Common, "", in)
}

// RetractDocument takes a document out of view, and the claims that rest on
// nothing else.
func (c Curator) RetractDocument(ctx context.Context, in RetractInput) (Done, error) {
	b := kg.Batch{Withdrawals: []kg.Withdrawal{{Document: in.ID, Reason: value(in.Reason)}}}
	return c.write(ctx, "retractDocument", in.ID, b, in.Common, "", in)
}

// RestoreInput names a relation or a document that was retracted and is right.
type RestoreInput struct {
	ID string
	Common
}

// RestoreRelation has a relation that was retracted be valid again.
func (c Curator) RestoreRelation(ctx context.Context, in RestoreInput) (Done, error) {
	b := kg.Batch{Restores: []kg.Restore{{Relation: in.ID, Reason: value(in.Reason)}}}
	return c.write(ctx, "restoreRelation", in.ID, b, in.Common, "", in)
}

// RestoreDocument brings a document back into view, and the relations that went
// with it.
func (c Curator) RestoreDocument(ctx context.Context, in RestoreInput) (Done, error) {
	b := kg.Batch{Readmissions: []kg.Readmission{{Document: in.ID, Reason: value(in.Reason)}}}
	return c.write(ctx, "restoreDocument", in.ID, b, in.Common, "", in)
}
