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
		for _, a := range e.Names {
			name := plan.Name{Entity: e.ID, Name: a.Name, RecordedAt: a.RecordedAt}
			if err := w.insertNames([]plan.Name{name}); err != nil {
				return err
			}
			if a.RemovedAt == nil {
				continue
			}
			if err := w.removeName(name, *a.RemovedAt); err != nil {
				return err
			}
		}
	}
	return w.rewriteEntityTerms(keys)
}
