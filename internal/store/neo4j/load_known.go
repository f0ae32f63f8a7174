package neo4j

import (
	"context"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"conflictgraph/internal/kg"
)

// What a load remembers, at the most, so that its memory stays flat.
const (
	rememberedKinds     = 200_000 // of entities
	rememberedDocuments = 4       // batches, which is more than may be checked and not written yet
)

// loadKnown is what the batches of a load are checked against: what the database
// holds, and the batches before, which may not have been written yet.
type loadKnown struct {
	store     *Store
	last      time.Time // when the batch before was recorded
	types     map[string]kg.RelationType
	kinds     *lru.Cache[string, kg.EntityKind]
	documents [rememberedDocuments]map[string]*kg.Document // of the last batches
}

func newLoadKnown(ctx context.Context, s *Store, last time.Time) (*loadKnown, error) {
	kinds, err := lru.New[string, kg.EntityKind](rememberedKinds)
	if err != nil {
		return nil, err
	}
	types, err := s.Types(ctx)
	return &loadKnown{store: s, last: last, types: kg.TypesByID(types), kinds: kinds}, err
}

// Types implements kg.Known.
func (k *loadKnown) Types(context.Context) ([]kg.RelationType, error) {
	types := make([]kg.RelationType, 0, len(k.types))
	for _, t := range k.types {
		types = append(types, t)
	}
	return types, nil
}

// Get implements kg.Known. The entities that it finds have only a kind.
func (k *loadKnown) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	found := kg.NewFound()
	missing := kg.Keys{Need: kg.Need{Text: true}}
	for _, id := range keys.Entities {
		if kind, known := k.kinds.Get(id); known {
			found.Entities[id] = &kg.Entity{Kind: kind}
		} else {
			missing.Entities = append(missing.Entities, id)
		}
	}
	for _, id := range keys.Documents {
		if d := k.document(id); d != nil {
			found.Documents[id] = d
		} else {
			missing.Documents = append(missing.Documents, id)
		}
	}
	if len(missing.Entities)+len(missing.Documents) == 0 {
		return found, nil
	}
	stored, err := k.store.Get(ctx, missing)
	if err != nil {
		return nil, err
	}
	for id, e := range stored.Entities {
		found.Entities[id] = e
		k.kinds.Add(id, e.Kind)
	}
	for id, d := range stored.Documents {
		found.Documents[id] = d
	}
	return found, nil
}

// Lineage implements kg.Known.
func (k *loadKnown) Lineage(ctx context.Context, ids []string) (*kg.Lineage, error) {
	found, err := k.store.read(ctx, statement{recordsText, map[string]any{"ids": plausible(ids), "history": true}})
	l := &kg.Lineage{Entities: map[string]*kg.EntityRecord{}}
	for _, row := range found {
		r := entityRecord(row[0].([]any))
		l.Entities[r.ID] = r
	}
	return l, err
}

// UseOf implements kg.Known: a load corrects nothing.
func (k *loadKnown) UseOf(context.Context, kg.Uses) (relation, typeID string, err error) {
	return "", "", nil
}

func (k *loadKnown) document(id string) *kg.Document {
	for _, batch := range k.documents {
		if d := batch[id]; d != nil {
			return d
		}
	}
	return nil
}

// add notes what a batch that was checked adds.
func (k *loadKnown) add(b *kg.Batch) {
	k.last = b.RecordedAt
	for _, e := range b.Entities {
		k.kinds.Add(e.ID, e.Kind)
	}
	for _, t := range b.Types {
		if _, known := k.types[t.ID]; !known {
			k.types[t.ID] = t
		}
	}
	copy(k.documents[1:], k.documents[:])
	k.documents[0] = make(map[string]*kg.Document, len(b.Documents))
	for i := range b.Documents {
		k.documents[0][b.Documents[i].ID] = &b.Documents[i]
	}
}
