package neo4j

import (
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

const setEvidence = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET r.evidence = row.evidence, r.quotes = row.quotes, r.quoteWords = row.quoteWords`

// deleteRelation takes a relation away that has become one with another.
const deleteRelation = `MATCH (r:Relation {id: $in.id}) USING INDEX SEEK r:Relation(id)
MATCH (s:Entity {id: r.src}) USING INDEX SEEK s:Entity(id)
MATCH (o:Entity {id: r.dst}) USING INDEX SEEK o:Entity(id)
FOREACH (e IN CASE WHEN r.retractedMs IS NULL THEN [] ELSE [s, o] END | SET e.retractedRelations = e.retractedRelations - 1)
WITH r, s, o
MATCH (s)-[x:$(r.edge)]->(o) WHERE x.id = r.id
DELETE x
DETACH DELETE r`

// combine makes one relation of two that state the same, with the evidence of both,
// which is valid when either is, and returns it. The one that was recorded first stays,
// and with it how its ends are ordered.
func (r *renamer) combine(other, turned *kg.Relation) (*kg.Relation, error) {
	kept, gone := other, turned
	if gone.RecordedAt.Before(kept.RecordedAt) {
		kept, gone = gone, kept
	}
	if _, err := r.run(r.ctx, statement{deleteRelation, map[string]any{"id": gone.ID}}); err != nil {
		return nil, err
	}
	list := combined(kept.Evidence, gone.Evidence)
	rows := []map[string]any{{"id": kept.ID, "evidence": evidenceJSON(list), "quotes": quotes(list), "quoteWords": clippedWords(kg.QuoteWords(quotes(list)...))}}
	if err := r.each(r.ctx, setEvidence, rows, time.Time{}); err != nil || len(kept.Retractions) == 0 {
		return kept, err
	}
	gaps := kg.CombinedGaps(kept.Retractions, gone.Retractions, gone.RecordedAt)
	return kept, r.each(r.ctx, setRelationGaps, []map[string]any{gapsRow(kept.ID, gaps)}, time.Time{})
}

// combined returns the evidence of both, each piece as it was first recorded.
func combined(kept, gone []kg.Evidence) []kg.Evidence {
	list := slices.Clone(kept)
	for _, e := range gone {
		i := slices.IndexFunc(list, func(old kg.Evidence) bool { return (&kg.Relation{Evidence: []kg.Evidence{old}}).RestsOn(e) })
		if i < 0 {
			list = append(list, e)
		} else if e.RecordedAt.Before(list[i].RecordedAt) {
			list[i].RecordedAt = e.RecordedAt
		}
	}
	return list
}
