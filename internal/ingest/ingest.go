// Package ingest reads an article into the review queue: the document is recorded, an
// extractor reads it, and what passes the gate is queued, all at once.
package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"strings"

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

	// Spent, where not nil, is told what each article that was read cost, whatever came of it.
	Spent func(extract.Cost)
}

// Ingest records a document, reads it, and queues what it claims. What was read before, by
// the same version of the extractor and the same model, is not read again: the ingestion is
// then that of before. It writes all or nothing.
func (r Reader) Ingest(ctx context.Context, document kg.Document) (*kg.Ingestion, error) {
	if before, err := r.begin(ctx, &document); err != nil || before != nil {
		return before, err
	}
	batch, err := r.read(ctx, document)
	if err != nil {
		return nil, err
	}
	if _, err := r.Store.Write(ctx, batch); err != nil {
		return nil, ofDocument(err)
	}
	return r.known(ctx, batch.Ingestions[0].ID)
}

// ofDocument returns an error of a write with the document in place of where it is in the
// batch.
func ofDocument(err error) error {
	var wrong *kg.Error
	if !errors.As(err, &wrong) {
		return err
	}
	named := *wrong
	named.Field = strings.Replace(named.Field, "documents[0]", "document", 1)
	return &named
}

// Before returns what came of a document when it was read before, nil where it was not.
func (r Reader) Before(ctx context.Context, document kg.Document) (*kg.Ingestion, error) {
	before, err := r.known(ctx, r.ingestion(document).ID)
	return ifDone(before), err
}

func ifDone(in *kg.Ingestion) *kg.Ingestion {
	if in == nil || in.State != kg.IngestionDone {
		return nil
	}
	return in
}

func (r Reader) ingestion(document kg.Document) kg.Ingestion {
	in := kg.Ingestion{Document: document.ID, Extractor: r.Extractor.Name(), Version: r.Extractor.Version(), State: kg.IngestionDone, Agent: r.Agent}
	if m, is := r.Extractor.(interface{ Model() string }); is {
		in.Model = m.Model()
	}
	in.ID = kg.IngestionID(in.Document, in.Extractor, in.Version, in.Model)
	return in
}

// Read returns what Ingest writes of a document that was not read before: the document, what
// is suggested, and the ingestion.
func (r Reader) Read(ctx context.Context, document kg.Document) (kg.Batch, error) {
	if _, err := r.begin(ctx, &document); err != nil {
		return kg.Batch{}, err
	}
	return r.read(ctx, document)
}

// read is Read of a document that was begun.
func (r Reader) read(ctx context.Context, document kg.Document) (kg.Batch, error) {
	in := r.ingestion(document)
	if t := document.PublishedAt; t != nil {
		parsed, err := kg.ParseEDTF(t.EDTF)
		if err != nil {
			return kg.Batch{}, kg.BadInput("document.publishedAt.edtf", "%v", err)
		}
		parsed.Inferred, parsed.Reasoning = t.Inferred, t.Reasoning
		document.PublishedAt = &parsed
	}
	var err error
	if in.CopyOf, in.Hashes, err = r.copyOf(ctx, document); err != nil {
		return kg.Batch{}, err
	}
	article := extract.Article{Document: document.ID, Title: document.Title, Text: document.Text, Language: document.Details.Language, PublishedAt: document.PublishedAt}
	extraction, err := r.extract(ctx, article)
	if r.Spent != nil {
		r.Spent(extraction.Cost)
	}
	if err != nil {
		return kg.Batch{}, fmt.Errorf("%s could not read %s: %w", in.Extractor, document.ID, err)
	}
	origin := kg.Origin{Extractor: in.Extractor, Version: in.Version, Model: in.Model, Run: in.ID, Agent: r.Agent}
	result, err := gate.Check(ctx, r.Store, gate.Request{Document: &document, Proposals: extraction.Proposals, Origin: origin})
	if err != nil {
		return kg.Batch{}, err
	}
	in.Queued, in.Known, in.Refused = len(result.Suggestions), len(result.Known), append(shownOf(extraction.Refused), result.Refused...)
	in.Found = len(extraction.Proposals)
	for _, refused := range extraction.Refused {
		in.Found += refused.Count
	}
	types, err := r.Store.Types(ctx)
	if err != nil {
		return kg.Batch{}, err
	}
	return kg.Batch{
		Types: kg.MissingTypes(types), Documents: []kg.Document{document}, Suggestions: result.Suggestions, Ingestions: []kg.Ingestion{in},
		Provenance: kg.Provenance{Operation: kg.OperationIngest, Agent: r.Agent, Source: document.ID},
	}, nil
}

// extract is the extractor's Extract, whose panic is an error: others' articles are read all
// the same.
func (r Reader) extract(ctx context.Context, article extract.Article) (extraction extract.Extraction, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			slog.ErrorContext(ctx, "an extractor panicked", "extractor", r.Extractor.Name(), "document", article.Document, "panic", reason, "stack", string(debug.Stack()))
			err = errors.New("it failed; the log says where")
		}
	}()
	return r.Extractor.Extract(ctx, article, r.Known)
}

// begin takes what is recorded of a document, and returns what came of it when it was read
// before. It returns an error where the document was taken out of view or has another text.
func (r Reader) begin(ctx context.Context, document *kg.Document) (before *kg.Ingestion, err error) {
	id := r.ingestion(*document).ID
	found, err := r.Store.Get(ctx, kg.Keys{Documents: []string{document.ID}, Ingestions: []string{id}, Need: kg.Need{Text: true}})
	if err != nil {
		return nil, err
	}
	switch known := found.Documents[document.ID]; {
	case known == nil:
	case known.RetractedAt != nil:
		return nil, kg.ConflictIn("document", "document %q was taken out of view; restore it with restoreDocument before it is read", document.ID)
	case known.Text != document.Text:
		return nil, kg.ConflictIn("document.text", "document %q is recorded with another text; give the changed text an id of its own", document.ID)
	case document.PublishedAt == nil:
		document.PublishedAt = known.PublishedAt
	}
	return ifDone(found.Ingestions[id]), nil
}

// copyOf returns the first document that was read before and of which one is a near copy, and
// the hashes by which copies of it are found.
func (r Reader) copyOf(ctx context.Context, document kg.Document) (original string, hashes []string, err error) {
	fingerprint := kg.Fingerprint(document.Text)
	hashes = kg.LeastHashes(fingerprint)
	read, err := r.Store.Get(ctx, kg.Keys{Hashes: hashes})
	if err != nil || len(read.Ingestions) == 0 {
		return "", hashes, err
	}
	before := slices.SortedFunc(maps.Values(read.Ingestions), func(a, b *kg.Ingestion) int { return cmp.Compare(a.Number, b.Number) })
	var ids []string
	for _, in := range before {
		ids = append(ids, in.Document)
	}
	found, err := r.Store.Get(ctx, kg.Keys{Documents: ids, Need: kg.Need{Copies: true}})
	if err != nil {
		return "", hashes, err
	}
	for _, id := range ids {
		if d := found.Documents[id]; d != nil && id != document.ID && d.RetractedAt == nil && kg.AreCopies(d.Fingerprint, fingerprint) {
			return id, hashes, nil
		}
	}
	return "", hashes, nil
}

func (r Reader) known(ctx context.Context, id string) (*kg.Ingestion, error) {
	found, err := r.Store.Get(ctx, kg.Keys{Ingestions: []string{id}})
	if err != nil {
		return nil, err
	}
	return found.Ingestions[id], nil
}

// shownOf returns refusals of an extractor as they can be kept.
func shownOf(refused []kg.Refusal) (shown []kg.Refusal) {
	text := func(s string) string {
		return kg.Shorten(strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\x00", "�"))
	}
	for _, r := range refused {
		kept := kg.Refusal{Reason: text(r.Reason), Count: r.Count}
		for _, e := range r.Examples[:min(len(r.Examples), kg.MaxRefusalExamples)] {
			kept.Examples = append(kept.Examples, text(e))
		}
		shown = append(shown, kept)
	}
	return shown
}
