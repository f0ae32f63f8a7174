package sqlite

import (
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// writeCorrected adds what entities were, and all their names.
func (r *restoration) writeCorrected(w *writer, corrected []kg.EntityRecord) error {
	ids := make([]string, len(corrected))
	for i := range corrected {
		ids[i] = corrected[i].ID
	}
	keys, err := w.entityKeys(ids)
	if err != nil || len(keys) == 0 {
		return err
	}
	for _, e := range corrected {
		if err := w.correct(e); err != nil {
			return err
		}
		if err := w.insertNamesEver(e); err != nil {
			return err
		}
	}
	return w.rewriteEntityTerms(keys)
}

// insertNamesEver adds all names that an entity goes by or went by. One is taken away
// only once the next is there, which would else get its key and with it its place.
func (w *writer) insertNamesEver(e kg.EntityRecord) error {
	var gone *kg.AliasRecord
	takeAway := func() error {
		if gone == nil {
			return nil
		}
		name, at := plan.Name{Entity: e.ID, Name: gone.Name}, *gone.RemovedAt
		gone = nil
		return w.removeName(name, at)
	}
	for i, a := range e.Names {
		if gone != nil && gone.Name == a.Name {
			if err := takeAway(); err != nil {
				return err
			}
		}
		if err := w.insertNames([]plan.Name{{Entity: e.ID, Name: a.Name, RecordedAt: a.RecordedAt}}); err != nil {
			return err
		}
		if err := takeAway(); err != nil {
			return err
		}
		if a.RemovedAt != nil {
			gone = &e.Names[i]
		}
	}
	return takeAway()
}
