// Package ingest reads an article into the review queue: the document is recorded, an
// extractor reads it, and what passes the gate is queued, all at once.
package ingest

import (
	"context"
	"fmt"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/gate"
	"conflictgraph/internal/kg"
)

// Reader reads articles into the queue of a store.
type Reader struct {
	Store     kg.Store
	Known     extract.Known
	Extractor extract.Extractor
	Agent     string // who asks for it
}

// Ingest records a document, reads it, and queues what it claims. What was read before, by
// the same version of the extractor and the same model, is not read again: the ingestion is
// then that of before. It writes all or nothing.
func (r Reader) Ingest(ctx context.Context, document kg.Document) (*kg.Ingestion, error) {
	batch, err := r.Read(ctx, document)
	if err != nil {
		return nil, err
	}
	if batch.Ingestions[0].Number > 0 {
		return &batch.Ingestions[0], nil
	}
	if _, err := r.Store.Write(ctx, batch); err != nil {
		return nil, err
	}
	return r.known(ctx, batch.Ingestions[0].ID)
}

// Read returns what Ingest would write. Where there is nothing to be read anew, it is the
// ingestion of before, which has a number.
func (r Reader) Read(ctx context.Context, document kg.Document) (kg.Batch, error) {
	if err := r.checkView(ctx, &document); err != nil {
		return kg.Batch{}, err
	}
	in := kg.Ingestion{Document: document.ID, Extractor: r.Extractor.Name(), Version: r.Extractor.Version(), State: kg.IngestionDone, Agent: r.Agent}
	if m, is := r.Extractor.(interface{ Model() string }); is {
		in.Model = m.Model()
	}
	in.ID = kg.IngestionID(in.Document, in.Extractor, in.Version, in.Model)
	before, err := r.known(ctx, in.ID)
	if err != nil {
		return kg.Batch{}, err
	}
	if before != nil && before.State == kg.IngestionDone {
		return kg.Batch{Ingestions: []kg.Ingestion{*before}}, nil
	}
	article := extract.Article{Document: document.ID, Title: document.Title, Text: document.Text, Language: document.Details.Language, PublishedAt: document.PublishedAt}
	extraction, err := r.Extractor.Extract(ctx, article, r.Known)
	if err != nil {
		return kg.Batch{}, fmt.Errorf("%s could not read %s: %w", in.Extractor, document.ID, err)
	}
	origin := kg.Origin{Extractor: in.Extractor, Version: in.Version, Model: in.Model, Run: in.ID, Agent: r.Agent}
	result, err := gate.Check(ctx, r.Store, gate.Request{Document: &document, Proposals: extraction.Proposals, Origin: origin})
	if err != nil {
		return kg.Batch{}, err
	}
	in.Found, in.Queued, in.Known, in.Refused = len(extraction.Proposals), len(result.Suggestions), len(result.Known), result.Refused
	return kg.Batch{
		Documents: []kg.Document{document}, Suggestions: result.Suggestions, Ingestions: []kg.Ingestion{in},
		Provenance: kg.Provenance{Operation: kg.OperationIngest, Agent: r.Agent, Source: document.ID},
	}, nil
}

// checkView takes what is recorded of a document that was read before, and returns an error
// where that was taken out of view.
func (r Reader) checkView(ctx context.Context, document *kg.Document) error {
	found, err := r.Store.Get(ctx, kg.Keys{Documents: []string{document.ID}, Need: kg.Need{Text: true}})
	if err != nil {
		return err
	}
	known := found.Documents[document.ID]
	switch {
	case known == nil:
		return nil
	case known.RetractedAt != nil:
		return kg.ConflictIn("document", "document %q was taken out of view; restore it with restoreDocument before it is read", document.ID)
	case known.Text == document.Text && document.PublishedAt == nil:
		document.PublishedAt = known.PublishedAt
	}
	return nil
}

func (r Reader) known(ctx context.Context, id string) (*kg.Ingestion, error) {
	found, err := r.Store.Get(ctx, kg.Keys{Ingestions: []string{id}})
	if err != nil {
		return nil, err
	}
	return found.Ingestions[id], nil
}
