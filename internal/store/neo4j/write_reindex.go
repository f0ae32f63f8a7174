package neo4j

import (
	"context"
	"log/slog"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// The marker says by which version of the program's words things are found, see
// kg.IndexVersion, and how far they are written anew: up to which entity, then up to
// which relation.
const (
	indexedUpTo = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.writes = coalesce(s.writes, 0) + 1
RETURN coalesce(s.indexVersion, 1), coalesce(s.indexTarget, 1), coalesce(s.indexedEntity, ''), coalesce(s.indexedRelation, '')`

	noteIndexed = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.indexVersion = $in.version, s.indexTarget = $in.target, s.indexedEntity = $in.entity, s.indexedRelation = $in.relation`

	nextEntities = `MATCH (e:Entity) USING INDEX SEEK e:Entity(id)
WHERE e.id > $in.after
RETURN e.id ORDER BY e.id LIMIT $in.limit`

	nextQuoted = `MATCH (r:Relation) USING INDEX SEEK r:Relation(id)
WHERE r.id > $in.after
WITH r ORDER BY r.id LIMIT $in.limit
RETURN r.id, r.quotes, r.quoteWords`

	setQuoteWords = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET r.quoteWords = row.quoteWords`
)

// reindexedAtOnce is how many entities, or relations, one transaction indexes anew.
const reindexedAtOnce = 5000

// reindex writes anew what entities and relations are found by, where that was written
// by an earlier version of kg.SearchTexts and kg.QuoteWords. It goes on where another
// call was interrupted.
func (s *database) reindex(ctx context.Context) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	for done, more := 0, true; more; done++ {
		if done == 1 {
			slog.InfoContext(ctx, "writing anew what the graph is searched by")
		}
		var err error
		more, err = neo4j.ExecuteWrite(ctx, session, func(tx neo4j.ManagedTransaction) (bool, error) {
			return s.transaction(tx).reindexSome(ctx)
		})
		if err != nil {
			return explained(ctx, err)
		}
	}
	return nil
}

// reindexSome indexes the next entities, or, where all are, relations, and reports
// whether there may be more.
func (t *transaction) reindexSome(ctx context.Context) (more bool, err error) {
	marks, err := t.run(ctx, statement{text: indexedUpTo})
	if err != nil || len(marks) == 0 || integer(marks[0][0]) == kg.IndexVersion {
		return false, err
	}
	entity, relation := text(marks[0][2]), text(marks[0][3])
	if integer(marks[0][1]) != kg.IndexVersion {
		entity, relation = "", ""
	}
	note := map[string]any{"version": integer(marks[0][0]), "target": kg.IndexVersion, "entity": entity, "relation": relation}
	next := func(text, after string) (rows, error) {
		return t.run(ctx, statement{text, map[string]any{"after": after, "limit": reindexedAtOnce}})
	}
	entities, err := next(nextEntities, entity)
	if err != nil {
		return false, err
	}
	if len(entities) > 0 {
		ids := make([]string, len(entities))
		for i, row := range entities {
			ids[i] = text(row[0])
		}
		note["entity"] = ids[len(ids)-1]
		if err = t.readCatalog(ctx, -1, nil); err == nil {
			err = plan.RewriteTerms(ctx, t, ids)
		}
	} else {
		var quoted rows
		if quoted, err = next(nextQuoted, relation); err == nil && len(quoted) > 0 {
			note["relation"] = text(quoted[len(quoted)-1][0])
			err = t.rewriteQuoteTerms(ctx, quoted)
		}
		if more = len(quoted) > 0; !more {
			note["version"], note["entity"], note["relation"] = kg.IndexVersion, "", ""
		}
	}
	if err == nil {
		_, err = t.run(ctx, statement{noteIndexed, note})
	}
	return more || len(entities) > 0, err
}

// rewriteQuoteTerms brings up to date what relations are found by.
func (t *transaction) rewriteQuoteTerms(ctx context.Context, quoted rows) error {
	var changed []map[string]any
	for _, row := range quoted {
		exact := texts(row[1])
		if words := clippedWords(kg.QuoteWords(exact...)); len(exact) > 0 && words != text(row[2]) {
			changed = append(changed, map[string]any{"id": text(row[0]), "quoteWords": words})
		}
	}
	return t.each(ctx, setQuoteWords, changed, time.Time{})
}
