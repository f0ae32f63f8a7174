package plan

import (
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// writtenEntity is an entity as the batch has made it so far.
type writtenEntity struct {
	kg.EntityRecord
	isNew bool
}

func (e *writtenEntity) everCalled(name string) bool {
	return name == e.Name || slices.ContainsFunc(e.Names, func(a kg.AliasRecord) bool { return a.Name == name }) ||
		slices.ContainsFunc(e.Former, func(f kg.FormerState) bool { return f.Name == name })
}

// writtenDocument is a document as the batch has made it so far, without its text.
type writtenDocument struct {
	kg.Document
	isNew, again bool
}

func (d *writtenDocument) inView() bool { return !isOpen(d.Retractions) }

// load reads what is recorded of what the batch names.
func (w *writer) load() error {
	w.into = maps.Clone(w.clusters.into)
	var entities, relations, documents []string
	for _, e := range w.batch.Entities {
		entities = append(entities, e.ID)
	}
	for _, r := range w.batch.Relations {
		relations = append(relations, r.ID)
		for _, e := range r.Evidence {
			documents = append(documents, e.Document)
		}
	}
	for _, c := range w.batch.Corrections {
		entities = append(entities, c.Entity)
	}
	for _, d := range w.batch.Documents {
		documents = append(documents, d.ID)
	}
	for _, d := range w.batch.Readmissions {
		documents = append(documents, d.Document)
	}
	for _, d := range w.batch.Withdrawals {
		documents = append(documents, d.Document)
	}
	for _, r := range w.batch.Restores {
		relations = append(relations, r.Relation)
	}
	for _, r := range w.batch.Retractions {
		relations = append(relations, r.Relation)
	}
	return w.know(Keys{Entities: entities, Relations: relations, Documents: documents})
}

// know reads what is not known yet of some rows, and of the documents that relations rest
// on.
func (w *writer) know(keys Keys) error {
	keys.Entities = without(distinct(keys.Entities), w.entities)
	keys.Relations = without(distinct(keys.Relations), w.relations)
	keys.Documents = slices.DeleteFunc(without(distinct(keys.Documents), w.documents), func(id string) bool { return id == "" })
	if len(keys.Entities)+len(keys.Relations)+len(keys.Documents) == 0 {
		return nil
	}
	keys.Need.Claims, keys.History = len(keys.Relations) > 0, true
	rows, err := w.tx.Lookup(w.ctx, keys)
	if err != nil {
		return err
	}
	for id, row := range rows.Entities {
		if w.entities[id] == nil {
			w.entities[id] = &writtenEntity{EntityRecord: *row}
		}
	}
	for id, row := range rows.Documents {
		if w.documents[id] == nil {
			w.documents[id] = &writtenDocument{Document: *row}
		}
	}
	var documents []string
	for _, row := range rows.Relations {
		if w.relations[row.ID] == nil {
			w.relations[row.ID] = &writtenRelation{Relation: *row}
		}
		for _, e := range row.Evidence {
			documents = append(documents, e.Document)
		}
	}
	return w.know(Keys{Documents: documents})
}

func (w *writer) writeTypes() error {
	added := map[string]bool{}
	for _, t := range w.batch.Types {
		if _, is := w.query.types.byID[t.ID]; is || added[t.ID] {
			w.written.Existing++
			continue
		}
		added[t.ID] = true
		w.written.Types++
		w.log.Add(kg.TypeAdded, t.ID, "")
		w.changes.Types = append(w.changes.Types, t)
	}
	w.query.types = w.query.types.with(w.changes.Types)
	return nil
}

// writeDocuments adds those that are new, and readmits others.
func (w *writer) writeDocuments() error {
	for _, d := range w.batch.Documents {
		if there := w.documents[d.ID]; there != nil {
			w.written.Existing++
			if err := w.stateDocument(there); err != nil {
				return err
			}
			w.detail(there, d.Details)
			continue
		}
		w.written.Documents++
		w.log.Add(kg.DocumentAdded, d.ID, "")
		w.documents[d.ID] = &writtenDocument{Document: d, isNew: true, again: true}
		w.changes.Documents = append(w.changes.Documents, d)
	}
	for _, r := range w.batch.Readmissions {
		if err := w.readmit(w.documents[r.Document], r.Reason); err != nil {
			return err
		}
	}
	return nil
}

// stateDocument readmits a document that the batch has again, or leaves it alone.
func (w *writer) stateDocument(d *writtenDocument) error {
	if d.again {
		return nil
	}
	d.again = true
	switch {
	case d.inView():
		return nil
	case w.batch.Provenance.Restores(d.Retractions[len(d.Retractions)-1]):
		return w.readmit(d, w.batch.Provenance.Reason)
	}
	w.written.LeftRetracted++
	return nil
}

// detail fills in what was not known of a document in view.
func (w *writer) detail(d *writtenDocument, more kg.Details) {
	known, _ := kg.DetailsAsOf(d.DetailsRecords, nil)
	added := known.NewIn(more)
	if added == (kg.Details{}) || !d.inView() {
		return
	}
	d.DetailsRecords = append(d.DetailsRecords, kg.DetailsRecord{Details: added, RecordedAt: w.batch.RecordedAt})
	w.changes.DocumentDetails[d.ID] = d.DetailsRecords
	if d.isNew {
		return
	}
	w.written.Updated++
	added.Each(func(name, value string) { w.log.Add(kg.DocumentUpdated, d.ID, name+": "+value) })
}

// writeEntities adds those that are new, and all names and identifiers that are not
// recorded of them: another name than the recorded one is an alias, unless it was taken
// away, as an identifier may have been, too.
func (w *writer) writeEntities() error {
	for _, e := range w.batch.Entities {
		there := w.entities[e.ID]
		wasThere := there != nil
		names := append([]string{e.Name}, e.Aliases...)
		identifiers := e.Identifiers
		if e.Aliases, e.Identifiers = nil, nil; !wasThere {
			there = &writtenEntity{EntityRecord: kg.EntityRecord{Entity: e}, isNew: true}
			w.entities[e.ID], w.terms[e.ID] = there, true
			w.written.Entities++
			w.log.Add(kg.EntityAdded, e.ID, "")
			w.changes.Entities = append(w.changes.Entities, e)
		} else {
			w.written.Existing++
		}
		for _, name := range names {
			if there.everCalled(name) {
				continue
			}
			w.addName(there, name)
			if wasThere {
				w.written.Aliases++
			}
			if !there.isNew {
				w.log.Add(kg.AliasAdded, e.ID, name)
			}
		}
		for _, i := range identifiers {
			if there.everHad(i) {
				continue
			}
			w.addIdentifier(there, i)
			if wasThere {
				w.written.Identifiers++
			}
			if !there.isNew {
				w.log.Add(kg.IdentifierAdded, e.ID, i.String())
			}
		}
	}
	return nil
}

func (e *writtenEntity) everHad(i kg.Identifier) bool {
	return slices.ContainsFunc(e.IdentifierRecords, func(r kg.IdentifierRecord) bool { return r.Identifier == i })
}

func (w *writer) addIdentifier(e *writtenEntity, i kg.Identifier) {
	e.IdentifierRecords = append(slices.Clone(e.IdentifierRecords), kg.IdentifierRecord{Identifier: i, RecordedAt: w.batch.RecordedAt})
	w.changes.Identifiers[e.ID] = e.IdentifierRecords
}

func (w *writer) addName(e *writtenEntity, name string) {
	e.Names = append(e.Names, kg.AliasRecord{Name: name, RecordedAt: w.batch.RecordedAt})
	w.changes.Names = append(w.changes.Names, Name{e.ID, name, w.batch.RecordedAt})
	w.terms[e.ID] = true
}
