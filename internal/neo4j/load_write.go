package neo4j

import (
	"context"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"conflictgraph/internal/kg"
)

// loadsAtOnce is how many transactions of one batch are in flight: while the
// database works on one, another is made ready, and it has a processor for each.
const loadsAtOnce = 2

// Write records a batch that Check has passed; see kg.Load. What relations rest on
// comes first, with the activity that says that they are recorded, then, in several
// transactions at once, the relations, and then what people are found by. So whatever
// is written is complete once the batch has been written again.
func (l *load) Write(ctx context.Context, b kg.Batch) (kg.Written, error) {
	var things *writer
	written, err := l.store.writing(ctx, &b, func(w *writer, ctx context.Context) error {
		if _, err := w.begin(ctx, l.token); err != nil {
			return err
		}
		things = w
		return w.writeThings(ctx)
	})
	if err != nil {
		return kg.Written{}, err
	}
	var mu sync.Mutex
	group, together := errgroup.WithContext(ctx)
	for _, some := range l.apart(b.Relations) {
		group.Go(func() error {
			part := kg.Batch{Relations: some, RecordedAt: b.RecordedAt}
			w, err := l.writePart(together, &part, things)
			mu.Lock()
			defer mu.Unlock()
			written = written.Sum(w)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return kg.Written{}, err
	}
	return written, l.writeOffices(ctx, &b, things.types)
}

// partTries is how often a part is tried that the database gave up, as it does with
// one of two transactions that wait for each other.
const partTries = 5

// writePart writes relations of a batch, whose things have been written.
func (l *load) writePart(ctx context.Context, part *kg.Batch, things *writer) (written kg.Written, err error) {
	for range partTries {
		written, err = l.store.writing(ctx, part, func(w *writer, ctx context.Context) error {
			w.types, w.classes = things.types, things.classes
			return l.writeRelations(ctx, w)
		})
		if kg.ErrorCode(err) != kg.CodeUnavailable {
			break
		}
	}
	return written, err
}

// writeThings writes all of a batch that was checked but its relations. Which of
// these are new is not known yet, so that its activity lists nothing.
func (w *writer) writeThings(ctx context.Context) error {
	if _, err := w.Types(ctx); err != nil {
		return err
	}
	var keys kg.Keys
	for i := range w.batch.Entities {
		keys.Entities = append(keys.Entities, w.batch.Entities[i].ID)
	}
	for i := range w.batch.Documents {
		keys.Documents = append(keys.Documents, w.batch.Documents[i].ID)
	}
	if _, err := w.Get(ctx, keys); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{w.writeTypes, w.writeDocuments, w.writeEntities, w.writeWords} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	relations := make([]*pendingRelation, len(w.batch.Relations))
	for i := range relations {
		relations[i] = &pendingRelation{Relation: &w.batch.Relations[i]}
	}
	if err := w.noteClasses(ctx, relations); err != nil {
		return err
	}
	if len(relations) == 0 && w.log.Empty() {
		return nil
	}
	return w.insertActivity(ctx, kg.Activity{Provenance: w.batch.Provenance, Unlisted: true})
}

// apart returns relations in several parts. What is there twice is in one part.
func (l *load) apart(relations []kg.Relation) [][]kg.Relation {
	parts := make([][]kg.Relation, loadsAtOnce)
	for _, r := range relations {
		i := int(r.ID[len(r.ID)-1]) % len(parts)
		parts[i] = append(parts[i], r)
	}
	return slices.DeleteFunc(parts, func(part []kg.Relation) bool { return len(part) == 0 })
}

// writeRelations writes some of a batch's relations. It does not wait for its turn:
// nobody but the load writes.
func (l *load) writeRelations(ctx context.Context, w *writer) error {
	marks, err := w.run(ctx, readMarker, nil)
	if err != nil {
		return err
	}
	if err := checkLoad(l.token, text(marks[0][2])); err != nil {
		return err
	}
	return w.writeRelations(ctx)
}

// writeOffices brings up to date by which offices people are found.
func (l *load) writeOffices(ctx context.Context, b *kg.Batch, types map[string]kg.RelationType) error {
	var held []string
	for i := range b.Relations {
		if isOffice(b.Relations[i].Type) {
			held = append(held, b.Relations[i].Subject)
		}
	}
	if len(held) == 0 {
		return nil
	}
	_, err := l.store.writing(ctx, b, func(w *writer, ctx context.Context) error {
		if _, err := w.begin(ctx, l.token); err != nil {
			return err
		}
		w.types = types
		return w.retell(ctx, held)
	})
	return err
}
