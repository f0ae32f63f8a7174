package neo4j

import (
	"context"

	"conflictgraph/internal/kg"
)

// A quote in the JSON of evidence has its own quotation marks escaped, so that only
// a row of the data set can have what is looked for.
const evidenceAfter = `MATCH (r:Relation) USING INDEX SEEK r:Relation(id)
WHERE r.id > $in.after
WITH r ORDER BY r.id LIMIT $in.limit
RETURN r.id, CASE WHEN r.evidence CONTAINS $in.dataset THEN r.evidence END, r.retractedMs IS NOT NULL, coalesce(r.retractedBy, '') = $in.publisher`

var titlesNamed = `MATCH (d:Document) USING INDEX SEEK d:Document(id)
WHERE d.id > $in.after AND d.id STARTS WITH $in.prefix
WITH d ORDER BY d.id LIMIT $in.limit
RETURN ` + documentFields

// relationsLookedAt is how many relations are looked at at once for their rows.
const relationsLookedAt = 10_000

// Records calls each with what a data set has here; see kg.Sources.
func (s *Store) Records(ctx context.Context, dataset string, each func(kg.SourceRecord) error) error {
	named := `"dataset":` + asJSON(dataset)
	for after, more := "", true; more; {
		found, err := s.read(ctx, statement{evidenceAfter, map[string]any{"after": after, "limit": relationsLookedAt, "dataset": named, "publisher": publisherGap}})
		if err != nil {
			return err
		}
		for _, row := range found {
			after = text(row[0])
			retracted, _ := row[2].(bool)
			byPublisher, _ := row[3].(bool)
			for _, e := range evidenceOf(row[1]) {
				if e.Source == nil || e.Source.Dataset != dataset {
					continue
				}
				if err := each(kg.SourceRecord{Record: e.Source.Record, Relation: after, Retracted: retracted, ByPublisher: retracted && byPublisher}); err != nil {
					return err
				}
			}
		}
		more = len(found) == relationsLookedAt
	}
	return nil
}

// documentsListed is how many documents are looked at at once for their titles.
const documentsListed = 1000

// DocumentsNamed calls each with the documents that a prefix begins the ids of; see
// kg.Sources.
func (s *Store) DocumentsNamed(ctx context.Context, prefix string, each func(kg.Document) error) error {
	for after, more := prefix, true; more; {
		found, err := s.read(ctx, statement{titlesNamed, map[string]any{"after": after, "prefix": prefix, "limit": documentsListed, "text": false}})
		if err != nil {
			return err
		}
		for _, row := range found {
			d := document(row[0].([]any))
			d.Retractions, d.RetractedAt = kg.GapsAsOf(d.Retractions, nil)
			if err := each(*d); err != nil {
				return err
			}
			after = d.ID
		}
		more = len(found) == documentsListed
	}
	return nil
}
