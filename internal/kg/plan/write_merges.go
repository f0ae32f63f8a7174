package plan

import (
	"slices"

	"conflictgraph/internal/kg"
)

// writeMerges adds the merges that make one of two, then the unmerges of what is
// merged.
func (w *writer) writeMerges() error {
	for _, m := range w.batch.Merges {
		from, into := follow(w.into, m.From), follow(w.into, m.Into)
		if from == into {
			continue
		}
		for _, id := range w.clusters.Members(from) {
			w.terms[id] = true
		}
		w.into[from] = into
		merge := kg.Merge{From: from, Into: into, Kind: m.Kind, Reason: m.Reason}
		w.changes.Merges = append(w.changes.Merges, merge)
		w.merged = append(w.merged, kg.MergeRecord{Merge: merge})
		w.written.Merged++
		w.log.Add(kg.EntityMerged, from, into)
	}
	for _, u := range w.batch.Unmerges {
		into, merged := w.into[u.Entity]
		if !merged {
			continue
		}
		delete(w.into, u.Entity)
		w.changes.Unmerges = append(w.changes.Unmerges, u)
		w.written.Unmerged++
		w.log.Add(kg.EntityUnmerged, u.Entity, into)
	}
	return nil
}

// writeJudgements notes the judgements, which the journal keeps.
func (w *writer) writeJudgements() error {
	for _, j := range w.batch.Judgements {
		j.Log(&w.log)
		w.written.Judged++
	}
	return nil
}

// writeCorrections makes of entities what the batch does, beside what they were.
func (w *writer) writeCorrections() error {
	at := w.batch.RecordedAt
	for _, c := range w.batch.Corrections {
		c.Note(&w.written, &w.log)
		e := w.entities[c.Entity]
		if c.Before != c.After {
			e.Former = append(slices.Clone(e.Former), kg.FormerState{EntityState: c.Before, Until: at})
			e.SetState(c.After)
		}
		e.OwnKind, e.KindStatedAt = c.OwnKind, c.KindStatedAt
		e.Names = slices.Clone(e.Names)
		for i, a := range e.Names {
			if a.RemovedAt == nil && slices.Contains(c.Removed, a.Name) {
				e.Names[i].RemovedAt = &at
				w.changes.RemovedNames = append(w.changes.RemovedNames, Name{Entity: c.Entity, Name: a.Name})
			}
		}
		for _, name := range c.Added {
			w.addName(e, name)
		}
		w.correctIdentifiers(e, c)
		w.changes.Corrections = append(w.changes.Corrections, c)
		w.terms[c.Entity] = true
		if c.Before.Name != c.After.Name {
			if err := w.noteHolders(c.Entity); err != nil {
				return err
			}
		}
	}
	return nil
}

// correctIdentifiers gives and takes away what a correction does.
func (w *writer) correctIdentifiers(e *writtenEntity, c kg.Correction) {
	at := w.batch.RecordedAt
	e.IdentifierRecords = slices.Clone(e.IdentifierRecords)
	for i, r := range e.IdentifierRecords {
		if r.RemovedAt == nil && slices.Contains(c.RemovedIdentifiers, r.Identifier) {
			e.IdentifierRecords[i].RemovedAt = &at
			w.changes.Identifiers[e.ID] = e.IdentifierRecords
		}
	}
	for _, i := range c.AddedIdentifiers {
		w.addIdentifier(e, i)
	}
}
