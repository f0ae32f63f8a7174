package neo4j

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"conflictgraph/internal/kg"
)

const (
	setClasses = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.classes = $in.classes`

	setEvidence = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET r.evidence = row.evidence, r.quotes = row.quotes, r.quoteWords = row.quoteWords`

	retractRelations = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET r.retractedMs = row.ms, r.retractedReason = row.reason, r.retractedBy = row.by
REMOVE r.datedSrc, r.datedDst
WITH r, row
MATCH (s:Entity {id: r.src}) USING INDEX SEEK s:Entity(id)
MATCH (o:Entity {id: r.dst}) USING INDEX SEEK o:Entity(id)
FOREACH (e IN CASE WHEN s = o THEN [s] ELSE [s, o] END | SET e.retractedRelations = coalesce(e.retractedRelations, 0) + 1)
WITH r, row, s, o
MATCH (s)-[x:$(r.edge)]->(o) WHERE x.id = r.id
SET x.retractedAt = row.at, x.retractedReason = row.reason`
)

// overrideGaps ends the gaps of relations and begins others.
var overrideGaps = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET ` + closeGap("r", "r.retractedMs", "''") + `
SET r.retractedMs = row.ms, r.retractedReason = row.reason, r.retractedBy = row.by
WITH r, row
MATCH (s:Entity {id: r.src}) USING INDEX SEEK s:Entity(id)
MATCH (o:Entity {id: r.dst}) USING INDEX SEEK o:Entity(id)
MATCH (s)-[x:$(r.edge)]->(o) WHERE x.id = r.id
SET x.retractedAt = row.at, x.retractedReason = row.reason`

var knownRelations = `UNWIND $in.ids AS id
MATCH (r:Relation {id: id}) USING INDEX SEEK r:Relation(id)
RETURN r.id, r.evidence, ` + relationGaps

// pendingRelation is a relation of a batch with the evidence it is going to
// have.
type pendingRelation struct {
	*kg.Relation
	evidence []kg.Evidence
	isNew    bool
	changed  bool
	gaps     []kg.Gap // of one that was there and is retracted
	left     bool     // it stays so, as it is
}

func (w *writer) writeRelations(ctx context.Context) error {
	pending, err := w.knownRelations(ctx)
	if err != nil {
		return err
	}
	if err := w.restate(ctx, pending); err != nil {
		return err
	}
	var order []*pendingRelation
	for i := range w.batch.Relations {
		r := &w.batch.Relations[i]
		p := pending[r.ID]
		counted := p != nil
		if p == nil {
			p = &pendingRelation{isNew: true}
			pending[r.ID] = p
			w.written.Relations++
			w.log.Add(kg.RelationAdded, r.ID, "")
		} else {
			w.written.Existing++
		}
		if p.Relation == nil {
			p.Relation = r
			order = append(order, p)
		}
		if p.left {
			continue
		}
		added := p.add(r.Evidence)
		if counted {
			w.written.Evidence += added
			if added > 0 && !p.isNew {
				w.log.Add(kg.EvidenceAdded, r.ID, "")
			}
		}
	}
	var created []*pendingRelation
	var quoting, requoted []map[string]any
	for _, p := range order {
		switch {
		case p.isNew:
			if isOffice(p.Type) {
				w.retold = append(w.retold, p.Subject)
			}
			created = append(created, p)
			if documents := documentsOf(p.evidence); len(documents) > 0 {
				quoting = append(quoting, map[string]any{"id": p.ID, "documents": documents})
			}
		case p.changed:
			requoted = append(requoted, map[string]any{"id": p.ID, "evidence": evidenceJSON(p.evidence), "quotes": quotes(p.evidence), "quoteWords": quoteWords(p.evidence)})
		}
	}
	if err := w.createRelations(ctx, created); err != nil {
		return err
	}
	if err := w.each(ctx, createQuotes, quoting); err != nil {
		return err
	}
	if err := w.noteClasses(ctx, created); err != nil {
		return err
	}
	return w.each(ctx, setEvidence, requoted)
}

// noteClasses brings up to date of which classes there are relations, some more of
// which are written.
func (w *writer) noteClasses(ctx context.Context, written []*pendingRelation) error {
	known := len(w.classes)
	for _, p := range written {
		if class := p.Class(); !slices.Contains(w.classes, class) {
			w.classes = append(w.classes, class)
		}
	}
	if len(w.classes) == known {
		return nil
	}
	_, err := w.run(ctx, setClasses, map[string]any{"classes": w.classes})
	return err
}

// knownRelations returns those of the batch's relations that are there.
func (w *writer) knownRelations(ctx context.Context) (map[string]*pendingRelation, error) {
	known := map[string]*pendingRelation{}
	ids := make([]string, len(w.batch.Relations))
	for i, r := range w.batch.Relations {
		ids[i] = r.ID
	}
	for part := range slices.Chunk(ids, chunk) {
		found, err := w.run(ctx, knownRelations, map[string]any{"ids": part})
		if err != nil {
			return nil, err
		}
		for _, row := range found {
			p := &pendingRelation{evidence: allEvidence(row[1])}
			if gaps, at := kg.GapsAsOf(gapsOf(row[2]), nil); at != nil {
				p.gaps = gaps
			}
			known[text(row[0])] = p
		}
	}
	return known, nil
}

// restate restores those of known relations that are retracted, and notes of the
// others that they are left alone.
func (w *writer) restate(ctx context.Context, known map[string]*pendingRelation) error {
	var restored []string
	for id, p := range known {
		switch {
		case len(p.gaps) == 0:
		case w.batch.Provenance.Restores(p.gaps[len(p.gaps)-1]):
			restored = append(restored, id)
		default:
			p.left = true
			w.written.LeftRetracted++
		}
	}
	if w.batch.Provenance.IsImport() {
		// What nobody sees the words of stays out of view, too.
		without, err := w.unsupportedAmong(ctx, restored)
		if err != nil {
			return err
		}
		for _, id := range without {
			known[id].left = true
			w.written.LeftRetracted++
		}
		restored = slices.DeleteFunc(restored, func(id string) bool { return known[id].left })
	}
	slices.Sort(restored)
	return w.restore(ctx, restored, w.batch.Provenance.Reason)
}

// add adds what of more is not there, and returns how much that was.
func (p *pendingRelation) add(more []kg.Evidence) int {
	added := 0
	for _, e := range more {
		if !slices.ContainsFunc(p.evidence, func(old kg.Evidence) bool { return sameEvidence(old, e) }) {
			p.evidence = append(p.evidence, e)
			added++
		}
	}
	p.changed = p.changed || added > 0
	return added
}

// sameEvidence reports whether two pieces point at the same row, or at the same
// place of a document.
func sameEvidence(a, b kg.Evidence) bool {
	if a.Source != nil && b.Source != nil {
		return *a.Source == *b.Source
	}
	return a.Source == b.Source && a.Document == b.Document && a.Start == b.Start && a.End == b.End
}

func quotes(list []kg.Evidence) []string {
	exact := []string{}
	for _, e := range list {
		if e.Source == nil {
			exact = append(exact, e.Exact)
		}
	}
	return exact
}

// documentsOf returns the documents of evidence. A relation's id names them, so
// that more evidence never adds one.
func documentsOf(list []kg.Evidence) []string {
	ids := []string{}
	for _, e := range list {
		if e.Source == nil && !slices.Contains(ids, e.Document) {
			ids = append(ids, e.Document)
		}
	}
	return ids
}

// namedBy returns the entities that r's claims name.
func namedBy(r *kg.Relation) []string {
	ids := slices.Clone(r.Places)
	for _, a := range r.Attributions {
		ids = append(ids, a.By)
	}
	slices.Sort(ids)
	return slices.Compact(append([]string{}, ids...))
}

func attributionsJSON(list []kg.Attribution) string {
	kept := make([]attribution, len(list))
	for i, a := range list {
		kept[i] = attribution(a)
	}
	return asJSON(kept)
}

func evidenceJSON(list []kg.Evidence) string {
	kept := make([]evidence, len(list))
	for i, e := range list {
		kept[i] = evidence{
			Document: e.Document, Exact: e.Exact, Prefix: e.Prefix, Suffix: e.Suffix, Start: e.Start, End: e.End, RecordedMs: e.RecordedAt.UnixMilli(),
		}
		if e.Source != nil {
			kept[i].Dataset, kept[i].Record = e.Source.Dataset, e.Source.Record
		}
	}
	return asJSON(kept)
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("strings and numbers are always JSON: %v", err))
	}
	return string(b)
}

// writeRetractions retracts what is not retracted yet, or for another reason.
func (w *writer) writeRetractions(ctx context.Context) error {
	var begin, override []map[string]any
	for _, r := range w.batch.Retractions {
		known := w.found.Relations[r.Relation]
		g := kg.Gap{At: w.batch.RecordedAt, Reason: r.Reason, ByPublisher: r.ByPublisher}
		switch {
		case known.RetractedAt == nil:
			begin = append(begin, begun(r.Relation, g))
		case g.Overrides(known.Retractions[len(known.Retractions)-1]):
			override = append(override, begun(r.Relation, g))
		default:
			continue
		}
		known.RetractedAt, known.Retractions = &g.At, append(known.Retractions, g)
		w.written.Retracted++
		w.log.Add(kg.RelationRetracted, r.Relation, "")
	}
	if err := w.each(ctx, retractRelations, begin); err != nil {
		return err
	}
	return w.each(ctx, overrideGaps, override)
}
