package neo4j

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"conflictgraph/internal/kg"
)

// partsAtOnce is how many transactions of one batch are in flight: while the
// database works on one, another is made ready, and it has a processor for each.
const partsAtOnce = 2

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
		if err := w.writeThings(ctx); err != nil || len(b.Relations) == 0 && w.log.Empty() {
			return err
		}
		// Which relations are new is not known yet.
		return w.insertActivity(ctx, kg.Activity{Provenance: b.Provenance, Unlisted: true})
	})
	if err != nil {
		return kg.Written{}, err
	}
	relations, err := things.writeApart(ctx, l.beginPart)
	if err != nil {
		return kg.Written{}, err
	}
	written = written.Sum(relations)
	held := officeHolders(b.Relations)
	if len(held) == 0 {
		return written, nil
	}
	_, err = l.store.writing(ctx, &b, func(w *writer, ctx context.Context) error {
		if _, err := w.begin(ctx, l.token); err != nil {
			return err
		}
		w.types = things.types
		return w.retell(ctx, held)
	})
	return written, err
}

// beginPart begins a transaction of some of a batch's relations. It does not wait for
// its turn: nobody but the load writes.
func (l *load) beginPart(ctx context.Context, w *writer, _ int) error {
	marks, err := w.run(ctx, readMarker, nil)
	if err != nil {
		return err
	}
	return checkLoad(l.token, text(marks[0][2]))
}

// writeApart writes the relations of a batch whose things w has written, several
// parts of them at once, each in a transaction of its own that begin begins. What is
// there twice is in one part.
func (w *writer) writeApart(ctx context.Context, begin func(ctx context.Context, w *writer, number int) error) (written kg.Written, err error) {
	var parts [partsAtOnce]kg.Batch
	for _, r := range w.batch.Relations {
		part := &parts[int(r.ID[len(r.ID)-1])%partsAtOnce]
		part.Relations = append(part.Relations, r)
	}
	var mu sync.Mutex
	group, together := errgroup.WithContext(ctx)
	for number, part := range parts {
		if len(part.Relations) == 0 {
			continue
		}
		part.RecordedAt, part.Provenance = w.batch.RecordedAt, w.batch.Provenance
		group.Go(func() error {
			some, err := w.store.writePart(together, &part, func(p *writer, ctx context.Context) error {
				p.types, p.classes = w.types, w.classes
				if err := begin(ctx, p, number); err != nil {
					return err
				}
				return p.writeRelations(ctx)
			})
			mu.Lock()
			defer mu.Unlock()
			written = written.Sum(some)
			return err
		})
	}
	return written, group.Wait()
}

// partTries is how often a part is tried that the database gave up, as it does with
// one of two transactions that wait for each other.
const partTries = 5

func (s *Store) writePart(ctx context.Context, part *kg.Batch, steps func(*writer, context.Context) error) (written kg.Written, err error) {
	for range partTries {
		written, err = s.writing(ctx, part, steps)
		if kg.ErrorCode(err) != kg.CodeUnavailable {
			break
		}
	}
	return written, err
}

// writeThings writes all of a batch that was checked but its relations.
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
	return w.noteClasses(ctx, relations)
}

// officeHolders returns those whom relations give an office.
func officeHolders(relations []kg.Relation) (ids []string) {
	for i := range relations {
		if r := &relations[i]; isOffice(r.Type) {
			ids = append(ids, r.Subject)
		}
	}
	return ids
}
