package plan

import (
	"context"

	"conflictgraph/internal/kg"
)

// AddThings records what a batch adds that was checked, all but its relations, without
// an activity.
func AddThings(ctx context.Context, tx Transaction, batch *kg.Batch) (kg.Written, error) {
	things := *batch
	things.Relations = nil
	w, err := newWriter(ctx, tx, &things)
	if err != nil {
		return kg.Written{}, err
	}
	return w.apply(w.load, w.writeTypes, w.writeDocuments, w.writeEntities, w.writeTerms)
}

// AddRelations records the relations of a batch that was checked and whose other things
// are recorded, without an activity. What entities are found by stays as it is.
func AddRelations(ctx context.Context, tx Transaction, batch *kg.Batch) (kg.Written, error) {
	relations := kg.Batch{Relations: batch.Relations, RecordedAt: batch.RecordedAt, Provenance: batch.Provenance}
	w, err := newWriter(ctx, tx, &relations)
	if err != nil {
		return kg.Written{}, err
	}
	return w.apply(func() error { return w.knowRelations(idsOf(batch.Relations)) }, w.writeRelations)
}

func idsOf(relations []kg.Relation) []string {
	ids := make([]string, len(relations))
	for i, r := range relations {
		ids[i] = r.ID
	}
	return ids
}
