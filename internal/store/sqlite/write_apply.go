package sqlite

import (
	"context"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var (
	putDocumentGaps = define(`UPDATE document SET retracted_at = ?2, retractions = ?3 WHERE key = ?1`)
	putDetails      = define(`INSERT OR REPLACE INTO document_details (document, records, publisher, publisher_at) VALUES (?, ?, nullif(?, ''), ?)`)
	putRelationGaps = define(`UPDATE relation SET retracted_at = ?2, retractions = ?3 WHERE key = ?1`)

	insertMerge   = define(`INSERT INTO merge (entity, survivor, kind, reason, recorded_at) VALUES (?, ?, nullif(?, ''), ?, ?)`)
	insertUnmerge = define(`INSERT INTO merge (entity, reason, recorded_at) VALUES (?, ?, ?)`)

	insertFormerState = define(`INSERT INTO former_entity (entity, kind, name, description, unnamed, position, until) VALUES (?, ?, ?, ?, ?, ?, ?)`)
	correctEntity     = define(`UPDATE entity SET kind = ?2, name = ?3, description = ?4, unnamed = ?5, position = ?6, own_kind = nullif(?7, ''), kind_stated_at = ?8 WHERE key = ?1`)
	keepAlias         = define(`INSERT INTO former_alias (entity, place, name, document, recorded_at, removed_at)
		SELECT entity, key, name, document, recorded_at, ?3 FROM alias WHERE entity = ?1 AND name = ?2`)
	deleteAlias = define(`DELETE FROM alias WHERE entity = ?1 AND name = ?2`)

	addToEntity = define(`UPDATE entity SET relations = relations + ?2 WHERE key = ?1`)
	addToType   = define(`UPDATE relation_type SET relations = relations + ?2 WHERE key = ?1`)
)

// Apply implements plan.Transaction.
func (s *session) Apply(ctx context.Context, c *plan.Changes) error {
	return newWriter(s).Apply(ctx, c)
}

// Apply implements plan.Transaction.
func (w *writer) Apply(_ context.Context, c *plan.Changes) error {
	for _, step := range []func(*plan.Changes) error{
		w.applyThings, w.applyRelations, w.applyGaps, w.applyNames, w.applyIdentifiers, w.applyCorrections, w.applyMerges, w.applySizes, w.applyTerms, w.applyQueue, w.applyActivity,
	} {
		if err := step(c); err != nil {
			return err
		}
	}
	_, err := w.exec(countVersion)
	return err
}

func (w *writer) applyThings(c *plan.Changes) error {
	if err := w.insertTypes(c.Types); err != nil {
		return err
	}
	if err := w.insertDocuments(c.Documents); err != nil {
		return err
	}
	return w.insertEntities(c.Entities)
}

func (w *writer) applyRelations(c *plan.Changes) error {
	if len(c.Relations)+len(c.Evidence) == 0 {
		return nil
	}
	if err := w.nameEnds(c.Relations); err != nil {
		return err
	}
	first, err := w.insertRelations(c.Relations)
	if err != nil {
		return err
	}
	pieces := make([]piece, 0, len(c.Relations)+len(c.Evidence))
	for i := range c.Relations {
		r := &c.Relations[i]
		w.relations[r.ID] = first + int64(i)
		for j := range r.Evidence {
			pieces = append(pieces, piece{first + int64(i), r.Coding, &r.Evidence[j]})
		}
	}
	if err := w.insertClaims(c.Relations, func(i int) int64 { return first + int64(i) }); err != nil {
		return err
	}
	if err := w.knowRelations(evidenced(c.Evidence)); err != nil {
		return err
	}
	for i := range c.Evidence {
		pieces = append(pieces, piece{relation: w.relations[c.Evidence[i].Relation], evidence: &c.Evidence[i].Evidence})
	}
	if err := w.insertEvidence(pieces); err != nil {
		return err
	}
	return w.insertSubjects(c.Relations)
}

func evidenced(all []plan.Evidence) (ids []string) {
	for _, e := range all {
		ids = append(ids, e.Relation)
	}
	return ids
}

func (w *writer) applyGaps(c *plan.Changes) error {
	var relations, documents []string
	for id := range c.RelationGaps {
		relations = append(relations, id)
	}
	for id := range c.DocumentGaps {
		documents = append(documents, id)
	}
	for id := range c.DocumentDetails {
		documents = append(documents, id)
	}
	if err := w.knowRelations(relations); err != nil {
		return err
	}
	if err := w.knowDocuments(documents); err != nil {
		return err
	}
	for id, gaps := range c.RelationGaps {
		if err := w.putGaps(putRelationGaps, w.relations[id], gaps); err != nil {
			return err
		}
	}
	for id, gaps := range c.DocumentGaps {
		if err := w.putGaps(putDocumentGaps, w.documents[id], gaps); err != nil {
			return err
		}
	}
	for id, records := range c.DocumentDetails {
		if err := w.putDetails(w.documents[id], records); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) putDetails(document int64, records []kg.DetailsRecord) error {
	var at any
	publisher, recordedAt := plan.PublisherOf(records)
	if publisher != "" {
		at = recordedAt.UnixMilli()
	}
	_, err := w.exec(putDetails, document, plan.DetailsText(records), kg.FoldName(publisher), at)
	return err
}

// putGaps has st note the gaps of what has a key.
func (w *writer) putGaps(st *statement, key int64, gaps []kg.Gap) error {
	if len(gaps) == 0 {
		_, err := w.exec(st, key, nil, nil)
		return err
	}
	var at any
	rows := make([]gapRow, len(gaps))
	for i, g := range gaps {
		rows[i] = gapRowOf(g)
		if g.RestoredAt == nil {
			at = g.At.UnixMilli()
		}
	}
	_, err := w.exec(st, key, at, asJSON(rows))
	return err
}

func (w *writer) applyNames(c *plan.Changes) error {
	ids := make([]string, 0, len(c.Names)+len(c.RemovedNames))
	for _, n := range append(c.RemovedNames[:len(c.RemovedNames):len(c.RemovedNames)], c.Names...) {
		ids = append(ids, n.Entity)
	}
	if _, err := w.entityKeys(ids); err != nil {
		return err
	}
	for _, n := range c.RemovedNames {
		if err := w.removeName(n, c.RecordedAt); err != nil {
			return err
		}
	}
	return w.insertNames(c.Names)
}

func (w *writer) removeName(n plan.Name, at time.Time) error {
	key := w.entities.keys[n.Entity]
	if _, err := w.exec(keepAlias, key, n.Name, at.UnixMilli()); err != nil {
		return err
	}
	_, err := w.exec(deleteAlias, key, n.Name)
	return err
}

func (w *writer) applyCorrections(c *plan.Changes) error {
	ids := make([]string, len(c.Corrections))
	for i, correction := range c.Corrections {
		ids[i] = correction.Entity
	}
	if _, err := w.entityKeys(ids); err != nil {
		return err
	}
	for _, correction := range c.Corrections {
		r := kg.EntityRecord{Entity: kg.Entity{ID: correction.Entity}, OwnKind: correction.OwnKind, KindStatedAt: correction.KindStatedAt}
		r.SetState(correction.After)
		if correction.Before != correction.After {
			r.Former = []kg.FormerState{{EntityState: correction.Before, Until: c.RecordedAt}}
		}
		if err := w.correct(r); err != nil {
			return err
		}
	}
	return nil
}

// correct makes an entity what r is, and adds to what it was.
func (w *writer) correct(r kg.EntityRecord) error {
	key := w.entities.keys[r.ID]
	for _, f := range r.Former {
		position := kg.Entity{ID: r.ID, Name: f.Name}.Position()
		if _, err := w.exec(insertFormerState, key, string(f.Kind), f.Name, f.Description, f.Unnamed, []byte(position), f.Until.UnixMilli()); err != nil {
			return err
		}
	}
	var statedAt any
	if r.KindStatedAt != nil {
		statedAt = r.KindStatedAt.UnixMilli()
	}
	_, err := w.exec(correctEntity, key, string(r.Kind), r.Name, r.Description, r.Unnamed, []byte(r.Position()), string(r.OwnKind), statedAt)
	return err
}

func (w *writer) applyMerges(c *plan.Changes) error {
	var ids []string
	for _, m := range c.Merges {
		ids = append(ids, m.From, m.Into)
	}
	for _, u := range c.Unmerges {
		ids = append(ids, u.Entity)
	}
	if _, err := w.entityKeys(ids); err != nil {
		return err
	}
	at := c.RecordedAt.UnixMilli()
	for _, m := range c.Merges {
		if _, err := w.exec(insertMerge, w.entities.keys[m.From], w.entities.keys[m.Into], string(m.Kind), m.Reason, at); err != nil {
			return err
		}
	}
	for _, u := range c.Unmerges {
		if _, err := w.exec(insertUnmerge, w.entities.keys[u.Entity], u.Reason, at); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) applySizes(c *plan.Changes) error {
	ids := make([]string, 0, len(c.Degrees))
	for id := range c.Degrees {
		ids = append(ids, id)
	}
	if _, err := w.entityKeys(ids); err != nil {
		return err
	}
	for id, n := range c.Degrees {
		for _, st := range []*statement{addToEntity, moveBeginnings} {
			if _, err := w.exec(st, w.entities.keys[id], n); err != nil {
				return err
			}
		}
	}
	for id, n := range c.Sizes {
		if _, err := w.exec(addToType, w.typeKeys[id], n); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) applyTerms(c *plan.Changes) error {
	fresh := make(map[string]bool, len(c.Entities))
	for i := range c.Entities {
		fresh[c.Entities[i].ID] = true
	}
	if err := w.putEntityTerms(c.EntityTerms, fresh, c.Degrees); err != nil {
		return err
	}
	return w.putRelationTerms(c.RelationTerms)
}

func (w *writer) applyActivity(c *plan.Changes) error {
	if c.Activity == nil {
		return nil
	}
	return w.insertActivity(*c.Activity)
}
