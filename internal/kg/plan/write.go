package plan

import (
	"context"

	"conflictgraph/internal/kg"
)

// Write implements kg.Store.
func (s *Store) Write(ctx context.Context, batch kg.Batch) (written kg.Written, err error) {
	err = s.driver.Write(ctx, func(tx Transaction) error {
		// Each attempt dates and completes a batch of its own.
		attempt := batch.Clone()
		w, err := newWriter(ctx, tx, &attempt)
		if err != nil {
			return err
		}
		if written, err = w.write(); err == nil && !written.Repeated {
			batch.FillIn(attempt)
		}
		return err
	})
	if err != nil {
		return kg.Written{}, err
	}
	return written, nil
}

// A writer works out what a batch changes. It is the kg.Known that the batch is
// checked against.
type writer struct {
	*query
	tx      Transaction
	batch   *kg.Batch
	written kg.Written
	log     kg.ChangeLog
	changes Changes

	entities  map[string]*writtenEntity
	relations map[string]*writtenRelation
	documents map[string]*writtenDocument
	into      map[string]string // what each that was merged was merged into, by the batch, too
	merged    []kg.MergeRecord  // by the batch
	number    int64             // of the batch's activity
	terms     map[string]bool   // the entities that are found by something else than before
}

func newWriter(ctx context.Context, tx Transaction, batch *kg.Batch) (*writer, error) {
	q, err := newQuery(ctx, tx, nil)
	return &writer{
		query: q, tx: tx, batch: batch, terms: map[string]bool{},
		entities: map[string]*writtenEntity{}, relations: map[string]*writtenRelation{}, documents: map[string]*writtenDocument{},
		changes: Changes{
			Identifiers: map[string][]kg.IdentifierRecord{}, RelationGaps: map[string][]kg.Gap{}, DocumentGaps: map[string][]kg.Gap{}, DocumentDetails: map[string][]kg.DetailsRecord{}, Degrees: map[string]int{}, Sizes: map[string]int{},
			EntityTerms: map[string]EntityTerms{}, RelationTerms: map[string]string{},
		},
	}, err
}

func (w *writer) write() (kg.Written, error) {
	if earlier, repeated, err := w.repeated(); repeated || err != nil {
		return earlier, err
	}
	last, at, err := w.tx.LastActivity(w.ctx)
	if err != nil {
		return kg.Written{}, err
	}
	if w.batch.RecordedAt.IsZero() {
		w.batch.RecordedAt = kg.NextMoment(at)
	}
	if err := w.batch.Check(w.ctx, known{w}); err != nil {
		return kg.Written{}, err
	}
	if err := w.expect(); err != nil {
		return kg.Written{}, err
	}
	w.number = last + 1
	changes, written, err := w.take(
		w.load, w.writeTypes, w.writeDocuments, w.writeEntities, w.writeRelations, w.writeRestores, w.writeRetractions, w.writeWithdrawals,
		w.writeMerges, w.writeJudgements, w.writeCorrections, w.writeTerms, w.writeQueue, w.writeActivity,
	)
	if err != nil {
		return kg.Written{}, err
	}
	return written, w.tx.Apply(w.ctx, changes)
}

// take takes steps and returns what these have changed.
func (w *writer) take(steps ...func() error) (*Changes, kg.Written, error) {
	w.changes.RecordedAt = w.batch.RecordedAt
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, kg.Written{}, err
		}
	}
	return &w.changes, w.written, nil
}

// repeated returns what was written under the batch's key before.
func (w *writer) repeated() (kg.Written, bool, error) {
	key := w.batch.Provenance.Key
	if key == "" {
		return kg.Written{}, false, nil
	}
	earlier, err := w.tx.ActivityByKey(w.ctx, key)
	if err != nil || earlier == nil {
		return kg.Written{}, false, err
	}
	return kg.Written{Activity: earlier.Number, Repeated: true}, true, w.batch.Provenance.Repeats(earlier.Digest)
}

// expect returns an error where an expectation of the batch is not met.
func (w *writer) expect() error {
	for _, e := range w.batch.Expect {
		ids := w.clusters.Members(w.clusters.Canonical(e.ID))
		last, err := w.tx.LastChange(w.ctx, ids)
		if err != nil {
			return err
		}
		if err := e.Unmet(last); err != nil {
			return err
		}
	}
	return nil
}

// writeActivity records what was changed.
func (w *writer) writeActivity() error {
	if w.log.Empty() && w.batch.Provenance.Key == "" {
		return nil
	}
	a := kg.Activity{Number: w.number, Provenance: w.batch.Provenance, RecordedAt: w.batch.RecordedAt}
	a.Changes, a.Unlisted = w.log.Changes()
	w.changes.Activity, w.written.Activity = &a, a.Number
	return nil
}

// known is what a batch is checked against.
type known struct{ *writer }

// Types implements kg.Known.
func (k known) Types(context.Context) ([]kg.RelationType, error) {
	return k.query.types.List(), nil
}

// Get implements kg.Known.
func (k known) Get(_ context.Context, keys kg.Keys) (*kg.Found, error) { return k.get(keys) }

// UseOf implements kg.Known.
func (k known) UseOf(ctx context.Context, uses kg.Uses) (relation, typeID string, err error) {
	return k.tx.UseOf(ctx, uses)
}

// Lineage implements kg.Known.
func (k known) Lineage(_ context.Context, ids []string) (*kg.Lineage, error) {
	return k.lineage(ids)
}

func (q *query) lineage(ids []string) (*kg.Lineage, error) {
	rows, err := q.Lookup(q.ctx, Keys{Entities: q.withMembers(ids), History: true})
	if err != nil {
		return nil, err
	}
	l := &kg.Lineage{Entities: rows.Entities}
	for _, m := range q.merges.all {
		if m.TakenBackAt == nil && q.clusters.into[m.From] == m.Into && l.Entities[m.From] != nil {
			l.Merges = append(l.Merges, m)
		}
	}
	for _, r := range l.Entities {
		r.Degree = 0
	}
	return l, nil
}
