package sqlite

import (
	"context"
	"time"

	"conflictgraph/internal/kg"
)

// Write records all of a batch or nothing of it; see kg.Store. No other write, of
// this or another process, comes between the checks and the end of it.
func (s *Store) Write(ctx context.Context, batch kg.Batch) (written kg.Written, err error) {
	err = s.write(ctx, func(current *session) error {
		w := newWriter(current)
		if earlier, repeated, err := w.repeated(batch.Provenance); repeated || err != nil {
			written = earlier
			return err
		}
		if err := w.date(&batch); err != nil {
			return err
		}
		if err := batch.Check(ctx, w); err != nil {
			return err
		}
		if err := w.expect(&batch); err != nil {
			return err
		}
		w.recordedAt = batch.RecordedAt.UnixMilli()
		for _, step := range []func(*kg.Batch) error{w.writeTypes, w.writeDocuments, w.writeReadmissions, w.writeEntities, w.writeRelations, w.writeRestores, w.writeRetractions,
			w.writeWithdrawals, w.writeMerges, w.writeCorrections, w.writeSubjects, w.writeEntityWords, w.writeRelationWords, w.tally, w.writeActivity, w.countWrite} {
			if err := step(&batch); err != nil {
				return err
			}
		}
		written = w.written
		return nil
	})
	if err != nil {
		return kg.Written{}, err
	}
	return written, nil
}

// A writer writes one batch. It is the kg.Known that the batch is checked
// against, and remembers what that asked for.
type writer struct {
	*session
	register   *register                 // of what was known of the entities that the batch names
	former     map[int64]map[string]bool // by what names these went before they were corrected
	recordedAt int64
	written    kg.Written
	log        kg.ChangeLog

	aliased map[string]map[string]time.Time // by entity and name: when it was recorded, where that is not when the batch was

	lastActivity int64 // the number of the last that is recorded

	types, entities, documents map[string]int64 // keys by id of all that the batch names
	datasets                   map[string]int64

	pairs    map[[2]int64]bool // the objects and subjects of relations that are new
	retold   map[int64]bool    // the entities whose names or offices have changed, and whether they were known before
	merged   []mergeRow        // by this batch
	requoted map[int64]bool    // the relations that are quoted anew, and whether they were known before

	entityTally, typeTally map[int64]int64 // by how much the kept counts of relations change, by key
}

func newWriter(current *session) *writer {
	return &writer{
		session: current, entityTally: map[int64]int64{}, typeTally: map[int64]int64{},
		pairs: map[[2]int64]bool{}, retold: map[int64]bool{}, requoted: map[int64]bool{},
	}
}

// Types implements kg.Known.
func (w *writer) Types(context.Context) ([]kg.RelationType, error) {
	return w.session.types.list(), nil
}

// Get implements kg.Known. The entities that it finds have only what Check looks
// at.
func (w *writer) Get(_ context.Context, keys kg.Keys) (*kg.Found, error) {
	ids := keys.Entities
	keys.Entities = nil
	found, err := w.get(keys)
	if err != nil {
		return nil, err
	}
	if err := w.knowEntities(ids); err != nil {
		return nil, err
	}
	for id, key := range w.entities {
		survivor := w.register.rows[w.register.survivor(key)]
		found.Entities[id] = &kg.Entity{ID: survivor.ID, Kind: survivor.Kind}
	}
	w.documents, err = w.keysOf(documentKeysByID, keys.Documents)
	return found, err
}

// knowEntities notes what is recorded of the entities that have some ids.
func (w *writer) knowEntities(ids []string) error {
	w.register = w.newRegister(w.moment(nil))
	keys, err := w.register.read(entitiesByID, hexList(ids))
	if err != nil {
		return err
	}
	w.entities = make(map[string]int64, len(keys))
	for _, key := range keys {
		w.entities[w.register.rows[key].ID] = key
	}
	if err := w.register.complete(); err != nil {
		return err
	}
	corrected, err := w.corrects()
	if corrected {
		w.former, err = w.formerNames(keys)
	}
	return err
}

// formerNames returns by what names some entities went before they were corrected.
func (w *writer) formerNames(keys []int64) (map[int64]map[string]bool, error) {
	former, names := map[int64]map[string]bool{}, map[int64][]string{}
	states, err := w.formerStates(keys)
	if err != nil {
		return nil, err
	}
	for key, all := range states {
		for _, f := range all {
			names[key] = append(names[key], f.Name)
		}
	}
	aliases, err := w.aliasesEver(keys)
	for key, all := range aliases {
		for _, a := range all {
			if a.RemovedAt != nil {
				names[key] = append(names[key], a.Name)
			}
		}
	}
	for key, all := range names {
		former[key] = map[string]bool{}
		for _, name := range all {
			former[key][name] = true
		}
	}
	return former, err
}

// leastKey is the least key of entities and types. SQLite plans a statement again
// whenever a parameter changes from or to 0 or 1.
const leastKey = 2

// nextKey returns the key that follows the greatest, which st finds.
func (w *writer) nextKey(greatest *statement) (int64, error) {
	n, err := w.number(greatest)
	return n + 1, err
}
