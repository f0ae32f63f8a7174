package ingest

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"conflictgraph/internal/kg"
)

// Background reads articles that take longer than their callers wait, one after the other.
type Background struct {
	ctx context.Context

	mu      sync.Mutex
	reading map[string]bool // ingestions that have begun
	turn    chan struct{}
}

// NewBackground returns a Background that ends once closing is closed; never where that is
// nil. What it is reading then is read anew when it is asked for again.
func NewBackground(closing <-chan struct{}) *Background {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-closing
		cancel()
	}()
	return &Background{ctx: ctx, reading: map[string]bool{}, turn: make(chan struct{}, 1)}
}

// Ingest records a document and begins to read it: the ingestion is RUNNING, until it is DONE
// or FAILED. What was read before is returned as it is.
func (b *Background) Ingest(ctx context.Context, r Reader, document kg.Document) (*kg.Ingestion, error) {
	if before, err := r.begin(ctx, &document); err != nil || before != nil {
		return before, err
	}
	in := r.ingestion(document)
	in.State = kg.IngestionRunning
	if !b.begin(in.ID) {
		return r.known(ctx, in.ID)
	}
	types, err := r.Store.Types(ctx)
	if err == nil {
		_, err = r.Store.Write(ctx, kg.Batch{
			Types: kg.MissingTypes(types), Documents: []kg.Document{document}, Ingestions: []kg.Ingestion{in},
			Provenance: kg.Provenance{Operation: kg.OperationIngest, Agent: r.Agent, Source: document.ID},
		})
	}
	if err != nil {
		b.end(in.ID)
		return nil, err
	}
	go b.read(r, document, in)
	return r.known(ctx, in.ID)
}

// begin reports whether nobody else is reading what has an id.
func (b *Background) begin(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.reading[id] {
		return false
	}
	b.reading[id] = true
	return true
}

func (b *Background) end(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.reading, id)
}

// read waits for its turn and reads a document.
func (b *Background) read(r Reader, document kg.Document, in kg.Ingestion) {
	defer b.end(in.ID)
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-b.ctx.Done():
		return
	}
	batch, err := r.Read(b.ctx, document)
	if err == nil {
		_, err = r.Store.Write(b.ctx, batch)
	}
	if err == nil || b.ctx.Err() != nil {
		return
	}
	slog.WarnContext(b.ctx, "an article could not be read", "document", document.ID, "extractor", in.Extractor, "error", err)
	in.State, in.Error = kg.IngestionFailed, reasonOf(err)
	if _, err := r.Store.Write(b.ctx, kg.Batch{Ingestions: []kg.Ingestion{in}}); err != nil {
		slog.WarnContext(b.ctx, "that an article could not be read was not recorded", "document", document.ID, "error", err)
	}
}

// longestReason is how many bytes of an error are kept.
const longestReason = 1000

// reasonOf returns what of an error is for those who asked.
func reasonOf(err error) string {
	var known *kg.Error
	text := err.Error()
	if errors.As(err, &known) {
		text = known.Message
	}
	return string([]rune(text)[:min(len([]rune(text)), longestReason)])
}
