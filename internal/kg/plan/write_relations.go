package plan

import (
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// writtenRelation is a relation as the batch has made it so far, with its claims.
type writtenRelation struct {
	kg.Relation
	isNew bool // the batch adds it
	again bool // the batch had it before
	left  bool // it is retracted and stays so, as it is
}

func isOpen(gaps []kg.Gap) bool {
	return len(gaps) > 0 && gaps[len(gaps)-1].RestoredAt == nil
}

// writeRelations adds those that are new, restores others, and adds evidence to these.
func (w *writer) writeRelations() error {
	for _, r := range w.batch.Relations {
		there := w.relations[r.ID]
		if there == nil {
			w.addRelation(r)
			continue
		}
		w.written.Existing++
		if err := w.stateRelation(there); err != nil {
			return err
		}
		if there.left {
			continue
		}
		for _, e := range r.Evidence {
			w.addEvidence(there, e)
		}
	}
	// What the batch has several times is recorded with all its evidence.
	for i, r := range w.changes.Relations {
		w.changes.Relations[i].Evidence = w.relations[r.ID].Evidence
	}
	return nil
}

func (w *writer) addRelation(r kg.Relation) {
	w.written.Relations++
	w.log.Add(kg.RelationAdded, r.ID, "")
	evidence := r.Evidence
	r.Evidence = nil
	added := &writtenRelation{Relation: r, isNew: true, again: true}
	w.relations[r.ID] = added
	for _, e := range evidence {
		if !added.RestsOn(e) {
			added.Evidence = append(added.Evidence, e)
		}
	}
	w.changes.Relations = append(w.changes.Relations, r)
	w.noteTermsOf(added)
	w.count(added, 1)
}

// addEvidence adds evidence to a relation unless it rests on it already.
func (w *writer) addEvidence(r *writtenRelation, e kg.Evidence) {
	if r.RestsOn(e) {
		return
	}
	r.Evidence = append(r.Evidence, e)
	w.written.Evidence++
	if !r.isNew {
		w.log.Add(kg.EvidenceAdded, r.ID, "")
		w.changes.Evidence = append(w.changes.Evidence, Evidence{r.ID, e})
	}
	w.noteTermsOf(r)
}

// count notes that n more relations are valid like one.
func (w *writer) count(r *writtenRelation, n int) {
	w.changes.Sizes[r.Type] += n
	w.changes.Degrees[r.Subject] += n
	if r.Object != r.Subject {
		w.changes.Degrees[r.Object] += n
	}
}

// stateRelation restores a relation that the batch has again, or leaves it alone.
func (w *writer) stateRelation(r *writtenRelation) error {
	if r.again {
		return nil
	}
	r.again = true
	if !isOpen(r.Retractions) {
		return nil
	}
	p := w.batch.Provenance
	// What nobody sees the words of stays out of view, too, where a file states it.
	if p.Restores(r.Retractions[len(r.Retractions)-1]) && (!p.IsImport() || w.isSupported(r)) {
		return w.restore(r, p.Reason)
	}
	r.left = true
	w.written.LeftRetracted++
	return nil
}

// isSupported reports whether some evidence of a relation is in view.
func (w *writer) isSupported(r *writtenRelation) bool {
	return slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool { return e.Source != nil || w.documents[e.Document].inView() })
}

// restore restores a relation if it is retracted.
func (w *writer) restore(r *writtenRelation, reason string) error {
	if !isOpen(r.Retractions) {
		return nil
	}
	if !w.isSupported(r) {
		return kg.Unsupported(r.ID)
	}
	r.Retractions = w.closed(r.Retractions, reason)
	w.changes.RelationGaps[r.ID] = r.Retractions
	w.written.Restored++
	w.log.Add(kg.RelationRestored, r.ID, "")
	w.count(r, 1)
	return nil
}

func (w *writer) closed(gaps []kg.Gap, reason string) []kg.Gap {
	gaps = slices.Clone(gaps)
	last, at := &gaps[len(gaps)-1], w.batch.RecordedAt
	last.RestoredAt, last.RestoredReason = &at, reason
	return gaps
}

// readmit brings a document back into view, and what rests on it and went with this
// document or another.
func (w *writer) readmit(d *writtenDocument, reason string) error {
	if d.inView() {
		return nil
	}
	d.Retractions = w.closed(d.Retractions, reason)
	w.changes.DocumentGaps[d.ID] = d.Retractions
	w.written.Readmitted++
	w.log.Add(kg.DocumentRestored, d.ID, "")
	resting, err := w.resting(d.ID)
	if err != nil {
		return err
	}
	for _, r := range resting {
		if isOpen(r.Retractions) && r.Retractions[len(r.Retractions)-1].Document != "" {
			if err := w.restore(r, reason); err != nil {
				return err
			}
		}
	}
	return nil
}

// resting returns the relations that rest on words of a document, by id.
func (w *writer) resting(document string) (all []*writtenRelation, err error) {
	ids, err := w.tx.QuotedIn(w.ctx, document)
	if err != nil {
		return nil, err
	}
	if err := w.know(Keys{Relations: ids}); err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(w.relations)) {
		r := w.relations[id]
		if slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool { return e.Document == document }) {
			all = append(all, r)
		}
	}
	return all, nil
}

func (w *writer) writeRestores() error {
	for _, r := range w.batch.Restores {
		if err := w.restore(w.relations[r.Relation], r.Reason); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) writeRetractions() error {
	for _, r := range w.batch.Retractions {
		w.retract(w.relations[r.Relation], kg.Gap{At: w.batch.RecordedAt, Reason: r.Reason, ByPublisher: r.ByPublisher})
	}
	return nil
}

func (w *writer) retract(r *writtenRelation, g kg.Gap) {
	switch isRetracted := isOpen(r.Retractions); {
	case !isRetracted:
		w.count(r, -1)
	case g.Overrides(r.Retractions[len(r.Retractions)-1]):
		r.Retractions = w.closed(r.Retractions, "")
	default:
		return
	}
	r.Retractions = append(slices.Clone(r.Retractions), g)
	w.changes.RelationGaps[r.ID] = r.Retractions
	w.written.Retracted++
	w.log.Add(kg.RelationRetracted, r.ID, "")
}

// writeWithdrawals takes documents out of view, with what rests on nothing in view then.
func (w *writer) writeWithdrawals() error {
	for _, withdrawal := range w.batch.Withdrawals {
		d := w.documents[withdrawal.Document]
		if !d.inView() {
			continue
		}
		g := kg.Gap{At: w.batch.RecordedAt, Reason: withdrawal.Reason}
		d.Retractions = append(slices.Clone(d.Retractions), g)
		w.changes.DocumentGaps[d.ID] = d.Retractions
		w.written.Withdrawn++
		w.log.Add(kg.DocumentRetracted, d.ID, "")
		resting, err := w.resting(d.ID)
		if err != nil {
			return err
		}
		g.Document = d.ID
		for _, r := range resting {
			if !w.isSupported(r) {
				w.retract(r, g)
			}
		}
	}
	return nil
}
