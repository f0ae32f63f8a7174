package sqlite

import (
	"slices"

	"conflictgraph/internal/kg"
)

// writeCorrected adds what entities were, and all their names.
func (r *restoration) writeCorrected(w *writer, corrected []kg.EntityRecord) error {
	w.retold = map[int64]bool{}
	for i := range corrected {
		e := &corrected[i]
		key := w.entities[e.ID]
		for _, f := range e.Former {
			if err := w.keepFormer(key, e.ID, f); err != nil {
				return err
			}
		}
		if err := w.setState(key, e); err != nil {
			return err
		}
		// A name is taken away once the next is there, which would else get its key and
		// with it its place.
		var gone *kg.AliasRecord
		takeAway := func() (err error) {
			if gone != nil {
				err = w.removeAlias(key, gone.Name, gone.RemovedAt.UnixMilli())
			}
			gone = nil
			return err
		}
		for i, a := range e.Names {
			if gone != nil && gone.Name == a.Name {
				if err := takeAway(); err != nil {
					return err
				}
			}
			if err := w.insert(insertAliases, 1, func(args []any, _ int) []any { return append(args, key, a.Name, a.RecordedAt.UnixMilli()) }, nil); err != nil {
				return err
			}
			if err := takeAway(); err != nil {
				return err
			}
			if a.RemovedAt == nil {
				w.register.aliases[key] = append(w.register.aliases[key], a.Name)
			} else {
				gone = &e.Names[i]
			}
		}
		if err := takeAway(); err != nil {
			return err
		}
		w.retold[key] = true
	}
	if len(corrected) == 0 {
		return nil
	}
	return w.putEntityWords(nil)
}

// retellMerged brings up to date what entities are found by that were ever merged,
// whose words were written before they were.
func (w *writer) retellMerged() error {
	w.register, w.retold = w.newRegister(w.moment(nil)), map[int64]bool{}
	for _, m := range slices.Concat(w.merges.all, w.merged) {
		w.retold[m.entity] = true
	}
	if len(w.retold) == 0 {
		return nil
	}
	if _, err := w.register.read(entitiesByKey, keyList(keysOfSet(w.retold))); err != nil {
		return err
	}
	if err := w.register.complete(); err != nil {
		return err
	}
	return w.putEntityWords(nil)
}
