package plan

import (
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// Dumping is what a dump reads, of one moment between two writes.
type Dumping struct {
	Types                                              []kg.RelationType
	Documents, Entities, Relations, Merges, Activities RecordPages
	Queue                                              RecordPages
}

// RecordPages returns the records that follow a cursor, nil before the first, and the
// cursor that the next follow, nil after the last.
type RecordPages func(after any) (records []kg.Record, next any, err error)

// Dump calls put with every record, in the order that kg.Archive promises.
func Dump(d Dumping, put func(kg.Record) error) error {
	for _, t := range d.Types {
		if err := put(kg.Record{Type: &t}); err != nil {
			return err
		}
	}
	for _, page := range []RecordPages{d.Documents, d.Entities, d.Relations, d.Merges, d.Activities, d.Queue} {
		for after, more := any(nil), true; more; more = after != nil {
			records, next, err := page(after)
			if err != nil {
				return err
			}
			for _, r := range records {
				if r.Relation != nil {
					sortByRecording(r.Relation.Evidence)
				}
				if err := put(r); err != nil {
					return err
				}
			}
			after = next
		}
	}
	return nil
}

// sortByRecording puts evidence in the order of recording, of what was recorded at once
// rows of data sets first.
func sortByRecording(evidence []kg.Evidence) {
	slices.SortStableFunc(evidence, func(a, b kg.Evidence) int {
		if c := a.RecordedAt.Compare(b.RecordedAt); c != 0 || (a.Source == nil) == (b.Source == nil) {
			return c
		}
		if a.Source != nil {
			return -1
		}
		return 1
	})
}

// Restoring is a Transaction of a restoration, which adds what no batch says, too.
type Restoring interface {
	Transaction

	// AddFormerIDs records by which ids relations answer besides their own, which are
	// given by these.
	AddFormerIDs(ctx context.Context, present map[string]string) error

	// AwaitRenaming notes that there are relations to be renamed once all are there.
	AwaitRenaming(ctx context.Context) error

	// AddHistory adds what recorded entities were, and all their names, of which none are
	// recorded yet.
	AddHistory(ctx context.Context, entities []kg.EntityRecord) error

	// AddMerges adds merges, which Merges returns from then on.
	AddMerges(ctx context.Context, merges []kg.MergeRecord) error

	// AddActivities adds activities with their digests.
	AddActivities(ctx context.Context, activities []kg.Activity) error
}

// RestoredThings is Things of the batch of some records.
func RestoredThings(ctx context.Context, tx Transaction, part *kg.Part) (*Changes, error) {
	changes, _, err := Things(ctx, tx, part.Batch)
	if err != nil {
		return nil, err
	}
	changes.Activity = nil
	for i, n := range changes.Names {
		if at, known := part.Aliased[n.Entity][n.Name]; known {
			changes.Names[i].RecordedAt = at
		}
	}
	return changes, nil
}

// Restore adds what some records say besides their batch, which is written.
func Restore(ctx context.Context, tx Restoring, part *kg.Part) error {
	for _, step := range []func(context.Context, Restoring, *kg.Part) error{restoreGaps, restoreIdentifiers, restoreFormer, restoreHistory, restoreActivities, restoreQueue} {
		if err := step(ctx, tx, part); err != nil {
			return err
		}
	}
	return nil
}

func restoreGaps(ctx context.Context, tx Restoring, part *kg.Part) error {
	gaps := func(all []kg.Undone) map[string][]kg.Gap {
		byID := make(map[string][]kg.Gap, len(all))
		for _, u := range all {
			byID[u.ID] = u.Gaps
		}
		return byID
	}
	if len(part.Withdrawn)+len(part.Retracted) == 0 {
		return nil
	}
	return tx.Apply(ctx, &Changes{DocumentGaps: gaps(part.Withdrawn), RelationGaps: gaps(part.Retracted)})
}

func restoreIdentifiers(ctx context.Context, tx Restoring, part *kg.Part) error {
	if len(part.Identified) == 0 {
		return nil
	}
	return tx.Apply(ctx, &Changes{Identifiers: part.Identified})
}

func restoreFormer(ctx context.Context, tx Restoring, part *kg.Part) error {
	if len(part.Former) > 0 {
		if err := tx.AddFormerIDs(ctx, part.Former); err != nil {
			return err
		}
	}
	if !part.Renamed {
		return nil
	}
	return tx.AwaitRenaming(ctx)
}

// restoreHistory adds what entities were and what was merged, and brings up to date what
// they are found by, which was written without.
func restoreHistory(ctx context.Context, tx Restoring, part *kg.Part) error {
	var changed []string
	if len(part.Corrected) > 0 {
		if err := tx.AddHistory(ctx, part.Corrected); err != nil {
			return err
		}
	}
	for _, e := range part.Corrected {
		changed = append(changed, e.ID)
	}
	if len(part.Merges) > 0 {
		if err := checkMerged(ctx, tx, part.Merges); err != nil {
			return err
		}
		if err := tx.AddMerges(ctx, part.Merges); err != nil {
			return err
		}
		merges, err := tx.Merges(ctx)
		if err != nil {
			return err
		}
		changed = append(changed, merges.Below(part.Merges)...)
	}
	return RewriteTerms(ctx, tx, distinct(changed))
}

// checkMerged returns an error unless merges are of recorded entities.
func checkMerged(ctx context.Context, tx Transaction, merges []kg.MergeRecord) error {
	var ids []string
	for _, m := range merges {
		ids = append(ids, m.From, m.Into)
	}
	rows, err := tx.Lookup(ctx, Keys{Entities: distinct(ids)})
	if err != nil {
		return err
	}
	for _, m := range merges {
		if rows.Entities[m.From] == nil || rows.Entities[m.Into] == nil {
			return kg.BadInput("merge", "%q or %q is no entity of the backup", m.From, m.Into)
		}
	}
	return nil
}

func restoreActivities(ctx context.Context, tx Restoring, part *kg.Part) error {
	if len(part.Activities) == 0 {
		return nil
	}
	last, _, err := tx.LastActivity(ctx)
	if err != nil {
		return err
	}
	for _, a := range part.Activities {
		if a.Number <= last {
			return kg.BadInput("activity", "%d comes after %d", a.Number, last)
		}
		last = a.Number
	}
	return tx.AddActivities(ctx, part.Activities)
}

func restoreQueue(ctx context.Context, tx Restoring, part *kg.Part) error {
	if len(part.Suggestions)+len(part.Ingestions) == 0 {
		return nil
	}
	rows := make([]QueueRow, 0, len(part.Suggestions)+len(part.Ingestions))
	for i := range part.Suggestions {
		row, err := SuggestionRow(&part.Suggestions[i])
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	for i := range part.Ingestions {
		row, err := IngestionRow(&part.Ingestions[i])
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return tx.Apply(ctx, &Changes{Queue: rows})
}

// termsAtOnce is of how many entities what they are found by is worked out at once.
const termsAtOnce = 5000

// RewriteTerms writes anew what recorded entities are found by.
func RewriteTerms(ctx context.Context, tx Transaction, ids []string) error {
	for some := range slices.Chunk(ids, termsAtOnce) {
		w, err := newWriter(ctx, tx, &kg.Batch{})
		if err != nil {
			return err
		}
		for _, id := range some {
			w.terms[id] = true
		}
		changes, _, err := w.take(w.writeTerms)
		if err != nil {
			return err
		}
		if err := tx.Apply(ctx, changes); err != nil {
			return err
		}
	}
	return nil
}
