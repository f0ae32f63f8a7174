package sqlite

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var entityKindsByID = define(`SELECT id, kind FROM entity WHERE id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`)

// loadKnown is what the batches of a load are checked against: what the database
// holds, and the batches before, which may not have been written yet.
type loadKnown struct {
	store     *Store
	db        *database // one connection, which only reads
	kinds     *simplelru.LRU[string, kg.EntityKind]
	types     []kg.RelationType
	typeIDs   map[string]bool
	last      time.Time                             // when the last batch was recorded
	documents [checkedAhead]map[string]*kg.Document // of the last batches
}

// checkedAhead is how many batches may have been checked and not been written, at
// the most.
const checkedAhead = 4

func newLoadKnown(ctx context.Context, s *Store, token string) (*loadKnown, error) {
	db, err := openDatabase(s.file, 1, reading())
	if err != nil {
		return nil, err
	}
	db.token = token
	k := &loadKnown{store: s, db: db, typeIDs: map[string]bool{}, kinds: newRecent[string, kg.EntityKind](rememberedIDs)}
	db.prepared, err = db.preparable(ctx)
	return k, err
}

// date gives a batch the time that it is recorded at, unless it has one.
func (k *loadKnown) date(ctx context.Context, b *kg.Batch) error {
	if k.last.IsZero() {
		err := k.store.run(ctx, k.db, true, func(current *session) (err error) {
			_, k.last, err = current.LastActivity(ctx)
			return err
		})
		if err != nil {
			return err
		}
	}
	if b.RecordedAt.IsZero() {
		b.RecordedAt = kg.NextMoment(k.last)
	}
	k.last = b.RecordedAt
	return nil
}

// Types implements kg.Known.
func (k *loadKnown) Types(ctx context.Context) ([]kg.RelationType, error) {
	if k.types != nil {
		return k.types, nil
	}
	err := k.store.run(ctx, k.db, true, func(current *session) error {
		k.types = current.types.types.List()
		return nil
	})
	for _, t := range k.types {
		k.typeIDs[t.ID] = true
	}
	return k.types, err
}

// Get implements kg.Known. The entities that it finds have only a kind.
func (k *loadKnown) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	found := kg.NewFound()
	var entities, documents []string
	ofKind := map[kg.EntityKind]*kg.Entity{}
	for _, kind := range kg.EntityKinds {
		ofKind[kind] = &kg.Entity{Kind: kind}
	}
	for _, id := range keys.Entities {
		if kind, known := k.kinds.Get(id); known {
			found.Entities[id] = ofKind[kind]
		} else {
			entities = append(entities, id)
		}
	}
	for _, id := range keys.Documents {
		if d := k.document(id); d != nil {
			found.Documents[id] = d
		} else {
			documents = append(documents, id)
		}
	}
	if len(entities)+len(documents) == 0 {
		return found, nil
	}
	return found, k.store.run(ctx, k.db, true, func(current *session) error {
		rows, err := current.Lookup(ctx, plan.Keys{Documents: documents, Need: kg.Need{Text: true}})
		if err != nil {
			return err
		}
		maps.Copy(found.Documents, rows.Documents)
		kinds, err := current.answeredKinds(entities)
		for id, kind := range kinds {
			found.Entities[id] = ofKind[kind]
			k.kinds.Add(id, kind)
		}
		return err
	})
}

// answeredKinds returns the kinds of what some ids answer as.
func (s *session) answeredKinds(ids []string) (map[string]kg.EntityKind, error) {
	clusters := s.merges.merges.AsOf(nil)
	canonical := clusters.CanonicalOf(ids)
	kinds := make(map[string]kg.EntityKind, len(canonical))
	read := func(ids []string) error {
		return s.each(entityKindsByID, func(rows *sql.Rows) error {
			var id string
			var kind kg.EntityKind
			err := rows.Scan(&id, &kind)
			kinds[id] = kind
			return err
		}, hexList(ids))
	}
	if err := read(canonical); err != nil {
		return nil, err
	}
	for _, id := range ids {
		if kind, known := kinds[clusters.Canonical(id)]; known {
			kinds[id] = kind
		}
	}
	return kinds, nil
}

// Lineage implements kg.Known.
func (k *loadKnown) Lineage(ctx context.Context, ids []string) (l *kg.Lineage, err error) {
	err = k.store.run(ctx, k.db, true, func(current *session) error {
		l, err = plan.Lineage(ctx, current, ids)
		return err
	})
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
	for _, e := range b.Entities {
		k.kinds.Add(e.ID, e.Kind)
	}
	for _, t := range b.Types {
		if !k.typeIDs[t.ID] {
			k.typeIDs[t.ID] = true
			k.types = append(slices.Clip(k.types), t)
		}
	}
	copy(k.documents[1:], k.documents[:])
	k.documents[0] = make(map[string]*kg.Document, len(b.Documents))
	for i := range b.Documents {
		k.documents[0][b.Documents[i].ID] = &b.Documents[i]
	}
}
