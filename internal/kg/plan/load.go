package plan

import (
	"context"
	"maps"
	"slices"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"conflictgraph/internal/kg"
)

// FewBefore is up to how many relations a graph may hold that a load is begun for:
// making the indexes of more anew can cost more than it saves.
const FewBefore = 100_000

// What a load remembers, at the most, so that its memory stays flat.
const (
	rememberedKinds   = 500_000 // of entities
	rememberedBatches = 4       // with their documents: more than may be checked and not written yet
)

// Loading is what the batches of a load are checked against: what is recorded, and the
// batches before, which may not be written yet.
type Loading struct {
	read      func(context.Context, func(Snapshot) error) error
	last      time.Time // when the batch before was recorded
	types     map[string]kg.RelationType
	kinds     *lru.Cache[string, kg.EntityKind]
	documents [rememberedBatches]map[string]*kg.Document // of the last batches
}

// NewLoading returns the Loading of a graph that read reads, which has some types and
// whose last activity was recorded at last.
func NewLoading(read func(context.Context, func(Snapshot) error) error, types []kg.RelationType, last time.Time) *Loading {
	kinds, err := lru.New[string, kg.EntityKind](rememberedKinds)
	if err != nil {
		panic(err) // only where it is to remember nothing
	}
	return &Loading{read: read, last: last, types: kg.TypesByID(types), kinds: kinds}
}

// Check implements kg.Load.
func (l *Loading) Check(ctx context.Context, b *kg.Batch) error {
	if err := b.CheckLoadable(); err != nil {
		return err
	}
	if b.RecordedAt.IsZero() {
		b.RecordedAt = kg.NextMoment(l.last)
	}
	if err := b.Check(ctx, loaded{l}); err != nil {
		return err
	}
	l.add(b)
	return nil
}

// add notes what a batch adds.
func (l *Loading) add(b *kg.Batch) {
	l.last = b.RecordedAt
	for _, e := range b.Entities {
		l.kinds.Add(e.ID, e.Kind)
	}
	for _, t := range b.Types {
		if _, known := l.types[t.ID]; !known {
			l.types[t.ID] = t
		}
	}
	copy(l.documents[1:], l.documents[:])
	l.documents[0] = make(map[string]*kg.Document, len(b.Documents))
	for i := range b.Documents {
		l.documents[0][b.Documents[i].ID] = &b.Documents[i]
	}
}

func (l *Loading) document(id string) *kg.Document {
	for _, batch := range l.documents {
		if d := batch[id]; d != nil {
			return d
		}
	}
	return nil
}

// loaded is the kg.Known of a Loading.
type loaded struct{ *Loading }

// Types implements kg.Known.
func (l loaded) Types(context.Context) ([]kg.RelationType, error) {
	return slices.Collect(maps.Values(l.types)), nil
}

// Get implements kg.Known. Entities that are remembered have only a kind.
func (l loaded) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	found := kg.NewFound()
	missing := kg.Keys{Need: kg.Need{Text: true}}
	for _, id := range keys.Entities {
		if kind, known := l.kinds.Get(id); known {
			found.Entities[id] = &kg.Entity{Kind: kind}
		} else {
			missing.Entities = append(missing.Entities, id)
		}
	}
	for _, id := range keys.Documents {
		if d := l.document(id); d != nil {
			found.Documents[id] = d
		} else {
			missing.Documents = append(missing.Documents, id)
		}
	}
	if len(missing.Entities)+len(missing.Documents) == 0 {
		return found, nil
	}
	return found, l.read(ctx, func(snapshot Snapshot) error {
		q, err := newQuery(ctx, snapshot, nil)
		if err != nil {
			return err
		}
		recorded, err := q.get(missing)
		if err != nil {
			return err
		}
		maps.Copy(found.Entities, recorded.Entities)
		maps.Copy(found.Documents, recorded.Documents)
		for id, e := range recorded.Entities {
			l.kinds.Add(id, e.Kind)
		}
		return nil
	})
}

// Lineage implements kg.Known.
func (l loaded) Lineage(ctx context.Context, ids []string) (lineage *kg.Lineage, err error) {
	err = l.read(ctx, func(snapshot Snapshot) error {
		q, err := newQuery(ctx, snapshot, nil)
		if err == nil {
			lineage, err = q.lineage(ids)
		}
		return err
	})
	return lineage, err
}

// UseOf implements kg.Known: a load corrects nothing.
func (loaded) UseOf(context.Context, kg.Uses) (relation, typeID string, err error) {
	return "", "", nil
}

// Things works out what a batch that Loading.Check has passed adds besides relations, and
// what has to be written of it: types, documents, and entities with their names. Its
// activity lists nothing, since which relations are new shows only once they are there.
func Things(ctx context.Context, tx Transaction, batch kg.Batch) (*Changes, kg.Written, error) {
	relations := len(batch.Relations)
	batch.Relations = nil
	w, err := newWriter(ctx, tx, &batch)
	if err != nil {
		return nil, kg.Written{}, err
	}
	changes, written, err := w.take(w.load, w.writeTypes, w.writeDocuments, w.writeEntities, w.writeTerms)
	if err != nil || relations == 0 && changes.AreNone() {
		return changes, written, err
	}
	last, _, err := tx.LastActivity(ctx)
	changes.Activity = &kg.Activity{Number: last + 1, Provenance: batch.Provenance, RecordedAt: batch.RecordedAt, Unlisted: true}
	written.Activity = last + 1
	return changes, written, err
}

// Relations works out what a batch that was checked, and whose other things are recorded,
// adds of relations, and what has to be written of it, but for what entities are found by.
func Relations(ctx context.Context, tx Transaction, batch kg.Batch) (*Changes, kg.Written, error) {
	batch = kg.Batch{Relations: batch.Relations, RecordedAt: batch.RecordedAt, Provenance: batch.Provenance}
	ids := make([]string, len(batch.Relations))
	for i, r := range batch.Relations {
		ids[i] = r.ID
	}
	w, err := newWriter(ctx, tx, &batch)
	if err != nil {
		return nil, kg.Written{}, err
	}
	return w.take(func() error { return w.know(Keys{Relations: ids}) }, w.writeRelations)
}
