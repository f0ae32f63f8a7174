package neo4j

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
)

const (
	entitiesAfter = `MATCH (e:Entity) USING INDEX SEEK e:Entity(id)
WHERE e.id > $in.after
RETURN e.id AS id ORDER BY id LIMIT $in.limit`

	relationsAfter = `MATCH (r:Relation) USING INDEX SEEK r:Relation(id)
WHERE r.id > $in.after
RETURN r.id AS id, r.src, r.dst, r.edtf, r.retractedMs, r.evidence ORDER BY id LIMIT $in.limit`

	setDaysAndWords = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET r += row.more`

	setVersion = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.version = $in.version`
)

// upgrade gives what was written under schema version 1 the words it is found by
// and the days that timelines are made of. Breaking it off does no harm.
func (s *Store) upgrade(ctx context.Context) error {
	for _, part := range []func(context.Context, *writer, string) (last string, err error){upgradeEntities, upgradeRelations} {
		for after, more := "", true; more; {
			err := s.inTransaction(ctx, func(w *writer) (err error) {
				last, err := part(ctx, w, after)
				more, after = last != "", last
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return s.inTransaction(ctx, func(w *writer) error {
		_, err := w.run(ctx, setVersion, map[string]any{"version": schemaVersion})
		return err
	})
}

func (s *Store) inTransaction(ctx context.Context, do func(w *writer) error) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		return nil, do(&writer{store: s, tx: tx, batch: &kg.Batch{RecordedAt: time.Now()}})
	})
	return explained(ctx, err)
}

// upgradeEntities upgrades the first entities after an id. It returns the id of
// the last one, or "" where there was none.
func upgradeEntities(ctx context.Context, w *writer, after string) (last string, err error) {
	if _, err := w.Types(ctx); err != nil {
		return "", err
	}
	found, err := w.run(ctx, entitiesAfter, map[string]any{"after": after, "limit": chunk})
	var ids []string
	for _, row := range found {
		last = text(row[0])
		ids = append(ids, last)
	}
	if err != nil {
		return "", err
	}
	return last, w.retell(ctx, ids)
}

// upgradeRelations upgrades the first relations after an id, and returns the id
// of the last one, or "".
func upgradeRelations(ctx context.Context, w *writer, after string) (last string, err error) {
	found, err := w.run(ctx, relationsAfter, map[string]any{"after": after, "limit": chunk})
	if err != nil {
		return "", err
	}
	var rows []map[string]any
	for _, row := range found {
		last = text(row[0])
		more := properties{}
		dated(more, &kg.Relation{Subject: text(row[1]), Object: text(row[2]), Time: timeOf(row[3], nil, nil)})
		if row[4] != nil {
			delete(more, "datedSrc")
			delete(more, "datedDst")
		}
		more.text("quoteWords", quoteWords(allEvidence(row[5])))
		rows = append(rows, map[string]any{"id": last, "more": map[string]any(more)})
	}
	return last, w.each(ctx, setDaysAndWords, rows)
}
