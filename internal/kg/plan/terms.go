package plan

import (
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// noteTermsOf notes what the batch's relation r changes of what is found by words: r by
// its quotes, and its subject by an office.
func (w *writer) noteTermsOf(r *writtenRelation) {
	var quotes []string
	for _, e := range r.Evidence {
		if e.Document != "" {
			quotes = append(quotes, e.Exact)
		}
	}
	if len(quotes) > 0 {
		w.changes.RelationTerms[r.ID] = kg.QuoteWords(quotes...)
	}
	if r.isNew && isOffice(r.Type) {
		w.terms[r.Subject] = true
	}
}

// isOffice reports whether relations of a type give their subjects an office.
func isOffice(typeID string) bool { return kg.Office(typeID, "") != "" }

func (w *writer) officeTypes() (offices []string) {
	for _, id := range slices.Sorted(maps.Keys(w.query.types.byID)) {
		if isOffice(id) {
			offices = append(offices, id)
		}
	}
	return offices
}

// noteHolders notes that those who hold an office that an entity's name is part of are
// found by another name.
func (w *writer) noteHolders(object string) error {
	held, err := w.offices([]string{object}, kg.DirectionIn)
	for _, r := range held {
		w.terms[r.Subject] = true
	}
	return err
}

// offices returns the relations that give an office, retracted or not, whose subjects
// (kg.DirectionOut) or objects (kg.DirectionIn) are some entities, with those of the
// batch.
func (w *writer) offices(of []string, direction kg.Direction) ([]kg.Relation, error) {
	var recorded []string
	for _, id := range of {
		if e := w.entities[id]; e == nil || !e.isNew {
			recorded = append(recorded, id)
		}
	}
	var all []kg.Relation
	if types := w.officeTypes(); len(types) > 0 && len(recorded) > 0 {
		var err error
		if all, err = w.tx.OfTypes(w.ctx, recorded, direction, types); err != nil {
			return nil, err
		}
	}
	for _, r := range w.relations {
		end := r.Subject
		if direction == kg.DirectionIn {
			end = r.Object
		}
		if r.isNew && isOffice(r.Type) && slices.Contains(of, end) {
			all = append(all, r.Relation)
		}
	}
	return all, nil
}

// writeTerms works out what the entities are found by that are found by something else
// than before: by all that they ever were, went by, answered as and held as an office.
func (w *writer) writeTerms() error {
	ids := slices.Sorted(maps.Keys(w.terms))
	if len(ids) == 0 {
		return nil
	}
	held, err := w.offices(ids, kg.DirectionOut)
	if err != nil {
		return err
	}
	answered := w.everAnsweredAs(ids)
	needed := slices.Clone(ids)
	for _, r := range held {
		needed = append(needed, r.Object)
	}
	for _, others := range answered {
		needed = append(needed, others...)
	}
	if err := w.know(Keys{Entities: needed}); err != nil {
		return err
	}
	offices := map[string][]string{}
	for _, r := range held {
		for _, name := range w.entities[r.Object].stateNames() {
			offices[r.Subject] = append(offices[r.Subject], kg.Office(r.Type, name))
		}
	}
	for _, id := range ids {
		e := w.entities[id]
		names, descriptions := e.stateNames(), []string{e.Description}
		for _, a := range e.Names {
			names = append(names, a.Name)
		}
		for _, f := range e.Former {
			descriptions = append(descriptions, f.Description)
		}
		kinds := e.kinds()
		for _, other := range answered[id] {
			kinds = append(kinds, w.entities[other].kinds()...)
		}
		words, keys := kg.SearchTexts(names, append(offices[id], descriptions...)...)
		w.changes.EntityTerms[id] = EntityTerms{words, keys, distinct(kinds)}
	}
	return nil
}

// stateNames returns the names that are and were recorded of e, apart from aliases.
func (e *writtenEntity) stateNames() []string {
	names := []string{e.Name}
	for _, f := range e.Former {
		names = append(names, f.Name)
	}
	return names
}

// kinds returns the kinds that e is and was of.
func (e *writtenEntity) kinds() []kg.EntityKind {
	kinds := []kg.EntityKind{e.Kind}
	for _, f := range e.Former {
		kinds = append(kinds, f.Kind)
	}
	return kinds
}

// everAnsweredAs returns as which others some entities answered at any time.
func (w *writer) everAnsweredAs(ids []string) map[string][]string {
	into := map[string][]string{}
	for _, m := range slices.Concat(w.merges.all, w.merged) {
		into[m.From] = append(into[m.From], m.Into)
	}
	answered := map[string][]string{}
	for _, id := range ids {
		all := []string{id}
		for i := 0; i < len(all); i++ {
			for _, other := range into[all[i]] {
				if !slices.Contains(all, other) {
					all = append(all, other)
				}
			}
		}
		if len(all) > 1 {
			answered[id] = all[1:]
		}
	}
	return answered
}
