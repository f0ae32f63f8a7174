package neo4j

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
)

// chunk is how many rows one statement of a write gets.
const chunk = 5000

// Write records all of a batch or nothing of it. Writers take turns, in all
// programs that use the database, so that what Check saw holds until the end.
func (s *Store) Write(ctx context.Context, batch kg.Batch) (kg.Written, error) {
	w, err := s.writing(ctx, &batch, (*writer).write)
	if errors.Is(err, errLoadPending) {
		if err := s.completeLoad(ctx); err != nil {
			return kg.Written{}, err
		}
		w, err = s.writing(ctx, &batch, (*writer).write)
	}
	return w, err
}

// writing takes some steps of writing a batch in one transaction. Each try of it has
// a copy of the batch, so that a try which the database gave up leaves nothing in it,
// such as when it would have been recorded.
func (s *Store) writing(ctx context.Context, batch *kg.Batch, steps func(*writer, context.Context) error) (kg.Written, error) {
	w, err := s.transact(ctx, batch, steps)
	if alreadyThere(err) {
		// Somebody who does not take turns wrote it in the meantime.
		w, err = s.transact(ctx, batch, steps)
	}
	if alreadyThere(err) {
		return kg.Written{}, kg.Conflict("something in the batch is being recorded by another program at the same time; try again")
	}
	return w, explained(ctx, err)
}

func (s *Store) transact(ctx context.Context, batch *kg.Batch, steps func(*writer, context.Context) error) (kg.Written, error) {
	if err := ctx.Err(); err != nil {
		return kg.Written{}, err
	}
	if err := s.calls.begin(); err != nil {
		return kg.Written{}, err
	}
	defer s.calls.end()
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	var classes []int64
	var written kg.Batch
	counts, err := neo4j.ExecuteWrite(ctx, session, func(tx neo4j.ManagedTransaction) (kg.Written, error) {
		attempt := batch.Clone()
		w := writer{store: s, tx: tx, batch: &attempt}
		err := steps(&w, ctx)
		classes, written = w.classes, attempt
		var refused *kg.Error
		if errors.As(err, &refused) {
			return kg.Written{}, refused
		}
		return w.written, err
	})
	if err == nil {
		s.learn(classes)
		batch.FillIn(written)
	}
	return counts, err
}

// writer writes one batch in one transaction.
type writer struct {
	store   *Store
	tx      neo4j.ManagedTransaction
	batch   *kg.Batch
	types   map[string]kg.RelationType // known, then with the batch's
	found   *kg.Found                  // what the batch names and the database has
	merges  *mergeTable                // those before the batch
	names   map[string]*kg.Entity      // what the batch names, as it is recorded
	kept    map[string][]any           // recordFields of entities that may be corrected, by id
	merged  []mergeRow                 // by the batch
	added   map[string][]string        // aliases, to entities that were there
	retold  []string                   // entities that are known by something new
	classes []int64                    // of relations, that there are
	written kg.Written
	log     kg.ChangeLog
	aliased map[string]map[string]time.Time // by entity and name: when it was recorded, where that is not when the batch was

	lastActivity int64 // the number of the last that is recorded
}

func (w *writer) write(ctx context.Context) error {
	last, err := w.begin(ctx, "")
	if err != nil {
		return err
	}
	if repeated, err := w.repeated(ctx); repeated || err != nil {
		return err
	}
	if w.batch.RecordedAt.IsZero() {
		w.batch.RecordedAt = kg.NextMoment(last)
	}
	if err := w.batch.Check(ctx, w); err != nil {
		return err
	}
	if err := w.expect(ctx); err != nil {
		return err
	}
	for _, part := range []func(context.Context) error{w.writeTypes, w.writeDocuments, w.writeReadmissions, w.writeEntities, w.writeRelations, w.writeRestores, w.writeRetractions, w.writeWithdrawals,
		w.writeMerges, w.writeCorrections, w.writeWords, w.writeActivity} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// begin takes the writer's turn, for a load or none, and returns when what was
// written last was recorded.
func (w *writer) begin(ctx context.Context, load string) (last time.Time, err error) {
	marks, err := w.run(ctx, takeTurn, map[string]any{"version": schemaVersion})
	if err != nil {
		return last, err
	}
	if marks[0][4] != nil {
		return last, errRestoring
	}
	if err := checkLoad(load, text(marks[0][5])); err != nil {
		return last, err
	}
	w.lastActivity, w.classes = integer(marks[0][1]), integers(marks[0][3])
	return time.UnixMilli(integer(marks[0][2])), w.loadMerges(ctx, integer(marks[0][0]))
}

func (w *writer) run(ctx context.Context, text string, params map[string]any) (rows, error) {
	return w.store.run(ctx, w.tx, statement{text, params})
}

// each runs a statement for all of rows, some at a time, which it finds in
// $in.rows.
func (w *writer) each(ctx context.Context, text string, rows []map[string]any) error {
	for part := range slices.Chunk(rows, chunk) {
		if _, err := w.run(ctx, text, map[string]any{"rows": part, "at": w.batch.RecordedAt.In(offsetZero), "ms": w.batch.RecordedAt.UnixMilli()}); err != nil {
			return err
		}
	}
	return nil
}

// Get is Store.Get within the transaction. It keeps what it found.
func (w *writer) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	m, run := w.moment(), func(one statement) (rows, error) { return w.store.run(ctx, w.tx, one) }
	ask := func(keys kg.Keys) (*kg.Found, map[string]*kg.Entity, error) {
		found, err := run(m.getStatement(keys))
		if err == nil {
			found, err = m.fresh(found)
		}
		if err != nil {
			return nil, nil, err
		}
		return m.got(keys, found, run)
	}
	found, names, err := ask(keys)
	if err != nil {
		return nil, err
	}
	w.found, w.names = found, names
	return found, addFormer(found, keys, run, func(keys kg.Keys) (*kg.Found, error) {
		more, _, err := ask(keys)
		return more, err
	})
}

// Types is Store.Types within the transaction. It keeps what it found.
func (w *writer) Types(ctx context.Context) ([]kg.RelationType, error) {
	found, err := w.run(ctx, typesText, nil)
	if err != nil {
		return nil, err
	}
	types := relationTypes(found)
	w.types = kg.TypesByID(types)
	return types, nil
}
