package kgtest

import (
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// retracted reports whether what has some gaps was not valid at a moment.
func retracted(gaps []kg.Gap, asOf *time.Time) bool {
	return slices.ContainsFunc(gaps, func(g kg.Gap) bool {
		return known(g.At, asOf) && (g.RestoredAt == nil || !known(*g.RestoredAt, asOf))
	})
}

// gapsThen returns what was known of gaps, and when the one began that was open.
func gapsThen(gaps []kg.Gap, asOf *time.Time) (then []kg.Gap, open *time.Time) {
	for _, g := range gaps {
		if !known(g.At, asOf) {
			continue
		}
		if g.RestoredAt = clonePointer(g.RestoredAt); g.RestoredAt == nil || !known(*g.RestoredAt, asOf) {
			g.RestoredAt, g.RestoredReason = nil, ""
			open = &g.At
		}
		then = append(then, g)
	}
	return then, clonePointer(open)
}

// close ends the gap of a thing that is open, if there is one.
func closeGap(gaps []kg.Gap, at time.Time, reason string) bool {
	if !retracted(gaps, nil) {
		return false
	}
	last := &gaps[len(gaps)-1]
	last.RestoredAt, last.RestoredReason = &at, reason
	return true
}

func (o *oracle) retract(i int, g kg.Gap, log *kg.ChangeLog) int {
	r := &o.relations[i]
	if retracted(r.Retractions, nil) {
		open := r.Retractions[len(r.Retractions)-1]
		if g.ByPublisher || g.Document != "" || !open.ByPublisher && open.Document == "" {
			return 0
		}
		closeGap(r.Retractions, g.At, "")
	}
	r.Retractions = append(r.Retractions, g)
	log.Add(kg.RelationRetracted, r.ID, "")
	return 1
}

// withdraw takes documents out of view, with what rests on nothing in view then.
func (o *oracle) withdraw(b kg.Batch, w *kg.Written, log *kg.ChangeLog) {
	for _, withdrawal := range b.Withdrawals {
		d := o.documentOf(withdrawal.Document)
		if retracted(d.Retractions, nil) {
			continue
		}
		g := kg.Gap{At: b.RecordedAt, Reason: withdrawal.Reason}
		d.Retractions = append(d.Retractions, g)
		w.Withdrawn++
		log.Add(kg.DocumentRetracted, d.ID, "")
		g.Document = d.ID
		for i, r := range o.relations {
			if slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool { return e.Document == d.ID }) && !o.supported(r) {
				w.Retracted += o.retract(i, g, log)
			}
		}
	}
}

func (o *oracle) documentOf(id string) *kg.Document {
	return &o.documents[slices.IndexFunc(o.documents, func(d kg.Document) bool { return d.ID == id })]
}

// supported reports whether some evidence of r is in view.
func (o *oracle) supported(r kg.Relation) bool {
	return slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool {
		return e.Source != nil || !retracted(o.documentOf(e.Document).Retractions, nil)
	})
}

// checkSupport returns the error of a batch that restores what rests on nothing that
// is in view then.
func (o *oracle) checkSupport(b kg.Batch) error {
	var restored, readmitted []string
	for _, r := range b.Restores {
		restored = append(restored, r.Relation)
	}
	for _, r := range b.Readmissions {
		readmitted = append(readmitted, r.Document)
	}
	if !isImport(b) {
		for _, r := range b.Relations {
			restored = append(restored, r.ID)
		}
		for _, d := range b.Documents {
			readmitted = append(readmitted, d.ID)
		}
	}
	for _, r := range o.relations {
		back := slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool { return slices.Contains(readmitted, e.Document) })
		if slices.Contains(restored, r.ID) && retracted(r.Retractions, nil) && !back && !o.supported(r) {
			return kg.Unsupported(r.ID)
		}
	}
	return nil
}

func isImport(b kg.Batch) bool {
	return slices.Contains([]string{"", "load", "import", "seed"}, b.Provenance.Operation)
}

// restate does what a batch does that has again what has some gaps: it restores,
// or leaves alone.
func (o *oracle) restate(b kg.Batch, w *kg.Written, gaps []kg.Gap, supported bool, restore func(reason string)) (left bool) {
	if !retracted(gaps, nil) {
		return false
	}
	if !isImport(b) || gaps[len(gaps)-1].ByPublisher && supported {
		restore(b.Provenance.Reason)
		return false
	}
	w.LeftRetracted++
	return true
}

// readmit brings a document back into view, and what went with it.
func (o *oracle) readmit(id string, at time.Time, reason string, w *kg.Written, log *kg.ChangeLog) {
	if !closeGap(o.documentOf(id).Retractions, at, reason) {
		return
	}
	w.Readmitted++
	log.Add(kg.DocumentRestored, id, "")
	for i, r := range o.relations {
		quotes := slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool { return e.Document == id })
		if n := len(r.Retractions); n > 0 && quotes && r.Retractions[n-1].Document != "" {
			o.restore(i, at, reason, w, log)
		}
	}
}

func (o *oracle) restore(i int, at time.Time, reason string, w *kg.Written, log *kg.ChangeLog) {
	if closeGap(o.relations[i].Retractions, at, reason) {
		w.Restored++
		log.Add(kg.RelationRestored, o.relations[i].ID, "")
	}
}
