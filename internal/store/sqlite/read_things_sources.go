package sqlite

import (
	"context"
	"database/sql"

	"conflictgraph/internal/kg"
)

var (
	datasetKey   = define(`SELECT coalesce((SELECT key FROM dataset WHERE name = ?1), 0)`)
	recordsAfter = define(`SELECT paged.key, s.record, paged.digest, paged.retracted_at IS NOT NULL, coalesce(paged.retracted_at IS NOT NULL AND paged.retractions ->> '$[#-1].byPublisher', 0)
		FROM (SELECT key, digest, retracted_at, retractions FROM relation WHERE key > ?2 ORDER BY key LIMIT +?3) paged
		CROSS JOIN source s ON s.relation = paged.key WHERE s.dataset = ?1 ORDER BY paged.key, s.ordinal`)
	titlesNamed  = define(selectDocument + `'' FROM document WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT +?3`)
	lastKeyAfter = define(`SELECT coalesce(max(key), 0) FROM (SELECT key FROM relation WHERE key > ?1 ORDER BY key LIMIT +?2)`)
)

// relationsAtOnce is how many relations are looked at at once for their rows.
const relationsAtOnce = 10_000

// Records calls each with what a data set has here; see kg.Sources. Each call of the
// database is a transaction of its own, so that each may write.
func (s *Store) Records(ctx context.Context, dataset string, each func(kg.SourceRecord) error) error {
	for after, more := int64(0), true; more; {
		var found []kg.SourceRecord
		err := s.read(ctx, func(current *session) error {
			key, err := current.number(datasetKey, dataset)
			if err != nil || key == 0 {
				more = false
				return err
			}
			from := after
			if after, err = current.number(lastKeyAfter, from, relationsAtOnce); err != nil || after == 0 {
				more = false
				return err
			}
			return current.each(recordsAfter, func(rows *sql.Rows) error {
				var relation int64
				var digest []byte
				var r kg.SourceRecord
				err := rows.Scan(&relation, &r.Record, &digest, &r.Retracted, &r.ByPublisher)
				if err == nil {
					r.Relation = kg.RelationIDOf([16]byte(digest))
				}
				found = append(found, r)
				return err
			}, key, from, relationsAtOnce)
		})
		for _, r := range found {
			if err == nil {
				err = each(r)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// documentsListed is how many documents are looked at at once for their titles.
const documentsListed = 1000

// DocumentsNamed calls each with the documents that a prefix begins the ids of; see
// kg.Sources.
func (s *Store) DocumentsNamed(ctx context.Context, prefix string, each func(kg.Document) error) error {
	for after, more := prefix, true; more; {
		var found []*kg.Document
		err := s.read(ctx, func(current *session) error {
			return current.each(titlesNamed, func(rows *sql.Rows) error {
				d, err := scanDocument(rows)
				found = append(found, d)
				return err
			}, after, prefix+afterPrefix, documentsListed)
		})
		for _, d := range found {
			if err == nil {
				err = each(*d)
				after = d.ID
			}
		}
		if err != nil {
			return err
		}
		more = len(found) == documentsListed
	}
	return nil
}

// afterPrefix is greater than what can follow a prefix in an id.
const afterPrefix = "\U0010ffff"
