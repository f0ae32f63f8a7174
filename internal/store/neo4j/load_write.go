package neo4j

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// partsAtOnce is how many transactions of one batch are in flight: while the
// database works on one, another is made ready, and it has a processor for each.
const partsAtOnce = 2

// Write records a batch that Check has passed; see kg.Load. What relations rest on
// comes first, with the activity that says that they are recorded, then, in several
// transactions at once, the relations, and then what people are found by. So whatever
// is written is complete once the batch has been written again.
func (l *load) Write(ctx context.Context, b kg.Batch) (written kg.Written, err error) {
	var things *transaction
	err = l.store.writing(ctx, func(t *transaction) error {
		if err := t.begin(ctx, l.token); err != nil {
			return err
		}
		things = t
		changes, counts, err := plan.Things(ctx, t, b)
		if err != nil {
			return err
		}
		written = counts
		if err := t.Apply(ctx, changes); err != nil {
			return err
		}
		return t.noteKinds(ctx, b.Relations)
	})
	if err != nil {
		return kg.Written{}, err
	}
	relations, err := l.store.writeApart(ctx, &b, things.catalog, l.beginPart)
	if err != nil {
		return kg.Written{}, err
	}
	activity := written.Activity
	written = written.Sum(relations)
	written.Activity = activity
	held := officeHolders(b.Relations)
	if len(held) == 0 {
		return written, nil
	}
	return written, l.store.writing(ctx, func(t *transaction) error {
		if err := t.begin(ctx, l.token); err != nil {
			return err
		}
		return plan.RewriteTerms(ctx, t, held)
	})
}

// beginPart begins a transaction of some of a batch's relations. It does not wait for
// its turn: nobody but the load writes.
func (l *load) beginPart(ctx context.Context, t *transaction, _ int) error {
	marks, err := t.run(ctx, statement{text: readMarker})
	if err != nil {
		return err
	}
	return checkLoad(l.token, text(marks[0][2]))
}

// writeApart writes the relations of a batch whose other things are written, several
// parts of them at once, each in a transaction of its own that begin begins. What is
// there twice is in one part.
func (d *database) writeApart(ctx context.Context, b *kg.Batch, known *catalog, begin func(ctx context.Context, t *transaction, number int) error) (written kg.Written, err error) {
	var parts [partsAtOnce]kg.Batch
	for _, r := range b.Relations {
		part := &parts[int(r.ID[len(r.ID)-1])%partsAtOnce]
		part.Relations = append(part.Relations, r)
	}
	var mu sync.Mutex
	group, together := errgroup.WithContext(ctx)
	for number, part := range parts {
		if len(part.Relations) == 0 {
			continue
		}
		part.RecordedAt, part.Provenance = b.RecordedAt, b.Provenance
		group.Go(func() error {
			var some kg.Written
			err := d.writePart(together, func(t *transaction) error {
				err := begin(together, t, number)
				if err == nil {
					t.catalog = known
					some, err = t.addRelations(together, part)
				}
				return err
			})
			mu.Lock()
			defer mu.Unlock()
			written = written.Sum(some)
			return err
		})
	}
	return written, group.Wait()
}

// addRelations adds the relations of a batch whose other things are written.
func (t *transaction) addRelations(ctx context.Context, b kg.Batch) (kg.Written, error) {
	changes, written, err := plan.Relations(ctx, t, b)
	if err != nil {
		return kg.Written{}, err
	}
	return written, t.Apply(ctx, changes)
}

// partTries is how often a part is tried that the database gave up, as it does with
// one of two transactions that wait for each other.
const partTries = 5

func (d *database) writePart(ctx context.Context, fn func(*transaction) error) (err error) {
	for range partTries {
		if err = d.writing(ctx, fn); kg.ErrorCode(err) != kg.CodeUnavailable {
			break
		}
	}
	return err
}

// officeHolders returns those whom relations give an office.
func officeHolders(relations []kg.Relation) (ids []string) {
	for i := range relations {
		if r := &relations[i]; kg.Office(r.Type, "") != "" {
			ids = append(ids, r.Subject)
		}
	}
	return ids
}
