package plan

import (
	"maps"
	"math"
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
	for _, id := range slices.Sorted(maps.Keys(w.query.types)) {
		if isOffice(id) {
			offices = append(offices, id)
		}
	}
	return offices
}

// noteHolders notes that those who hold an office that an entity's name is part of are
// found by another name.
func (w *writer) noteHolders(object string) error {
	held, err := w.offices([]string{object}, Range{Index: ByObjectType, Object: object})
	for _, r := range held {
		w.terms[r.Subject] = true
	}
	return err
}

// offices returns the relations that give an office, retracted or not, of ranges that
// are of each type of office, with those of the batch that have an end among some
// entities.
func (w *writer) offices(ends []string, ranges ...Range) ([]*kg.Relation, error) {
	scan := RelationScan{Conditions: Conditions{Retracted: true}, Scan: kg.Scan{Upper: kg.PositionEnd, Limit: math.MaxInt}}
	for _, r := range ranges {
		for _, r.Type = range w.officeTypes() {
			scan.Ranges = append(scan.Ranges, r)
		}
	}
	var all []*kg.Relation
	if len(scan.Ranges) > 0 {
		found, _, err := w.tx.Scan(w.ctx, ScanRequest{Scans: []RelationScan{scan}})
		if err != nil {
			return nil, err
		}
		all = found[0]
	}
	for _, r := range w.relations {
		if r.isNew && isOffice(r.Type) && (slices.Contains(ends, r.Subject) || slices.Contains(ends, r.Object)) {
			all = append(all, &r.Relation)
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
	var ranges []Range
	for _, id := range ids {
		if e := w.entities[id]; e == nil || !e.isNew {
			ranges = append(ranges, Range{Index: BySubjectType, Subject: id})
		}
	}
	held, err := w.offices(ids, ranges...)
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
	if err := w.knowEntities(needed); err != nil {
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
		into[m.Entity] = append(into[m.Entity], m.Into)
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
