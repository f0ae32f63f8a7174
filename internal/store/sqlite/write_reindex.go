package sqlite

import (
	"context"
	"database/sql"
	"log/slog"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/names"
	"conflictgraph/internal/kg/plan"
)

var (
	indexedUpTo        = define(`SELECT CASE WHEN version = ?2 THEN -1 WHEN target = ?2 THEN up_to ELSE 0 END FROM word_index WHERE part = ?1`)
	noteIndexed        = define(`UPDATE word_index SET target = ?2, up_to = ?3 WHERE part = ?1`)
	noteIndexedAll     = define(`UPDATE word_index SET version = ?2, target = ?2, up_to = 0 WHERE part = ?1`)
	nextEntities       = define(`SELECT key, id FROM entity WHERE key > ?1 ORDER BY key LIMIT +?2`)
	uniteEntityWords   = define(`INSERT INTO entity_words (entity_words) VALUES ('optimize')`)
	uniteRelationWords = define(`INSERT INTO relation_words (relation_words) VALUES ('optimize')`)
	nextQuotes         = define(`SELECT key, relation, exact FROM quote WHERE key > ?1 ORDER BY key LIMIT +?2`)
)

// reindexedAtOnce is how many entities, or quotes, one transaction indexes anew.
const reindexedAtOnce = 5000

// reindex writes anew what entities and relations are found by, where that was written
// by an earlier version of kg.SearchTexts and kg.QuoteWords. It goes on where another
// call was interrupted.
func (s *Store) reindex(ctx context.Context) error {
	for _, part := range []struct {
		name string
		some func(w *writer, after int64) (upTo int64, err error)
	}{{"entity", reindexEntities}, {"quote", reindexQuotes}} {
		for done, more := 0, true; more; done++ {
			if done == 1 {
				slog.InfoContext(ctx, "writing anew what the graph is searched by", "part", part.name)
			}
			err := s.run(ctx, s.writer, false, func(current *session) (err error) {
				more, err = reindexSome(newWriter(current), part.name, part.some)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// reindexSome indexes the next things of a part, and reports whether there may be more.
func reindexSome(w *writer, part string, some func(*writer, int64) (int64, error)) (more bool, err error) {
	after := int64(-1)
	err = w.each(indexedUpTo, func(rows *sql.Rows) error { return rows.Scan(&after) }, part, kg.IndexVersion)
	if err != nil || after < 0 {
		return false, err
	}
	upTo, err := some(w, after)
	if err != nil {
		return false, err
	}
	if upTo > 0 {
		_, err = w.exec(noteIndexed, part, kg.IndexVersion, upTo)
		return true, err
	}
	if err = uniteSegments(w.session); err != nil {
		return false, err
	}
	if _, err = w.exec(noteIndexedAll, part, kg.IndexVersion); err == nil {
		_, err = w.exec(countVersion)
	}
	return false, err
}

// uniteSegments makes one segment of those that much writing left in each full-text
// index. A word is looked up in every segment.
func uniteSegments(s *session) error {
	for _, one := range []*statement{uniteEntityWords, uniteRelationWords} {
		if _, err := s.exec(one); err != nil {
			return err
		}
	}
	return nil
}

// reindexEntities indexes the next entities, and returns the greatest of their keys, 0
// where there are none.
func reindexEntities(w *writer, after int64) (upTo int64, err error) {
	var ids []string
	err = w.each(nextEntities, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&upTo, &id)
		ids = append(ids, id)
		return err
	}, after, reindexedAtOnce)
	if err != nil {
		return 0, err
	}
	return upTo, plan.RewriteTerms(w.ctx, w, ids)
}

// reindexQuotes indexes the relations of the next quotes in which words are written
// otherwise than ids are, and returns the greatest key of a quote, 0 where there is none.
func reindexQuotes(w *writer, after int64) (upTo int64, err error) {
	requoted := map[int64]bool{}
	err = w.each(nextQuotes, func(rows *sql.Rows) error {
		var relation int64
		var exact string
		err := rows.Scan(&upTo, &relation, &exact)
		if !slices.Equal(names.Words(exact), names.Slug(exact)) {
			requoted[relation] = true
		}
		return err
	}, after, reindexedAtOnce)
	if err != nil {
		return 0, err
	}
	return upTo, w.rewriteQuoteTerms(keysOfSet(requoted))
}
