package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

var (
	entitiesMatching = define(`SELECT e.id FROM entity_words w CROSS JOIN entity e ON e.key = w.rowid
		WHERE entity_words MATCH ?1 ORDER BY e.relations DESC, e.id LIMIT +?2`)
	relationsMatching = define(`SELECT r.digest FROM relation_words w CROSS JOIN relation r ON r.key = w.rowid
		WHERE relation_words MATCH ?1 ORDER BY r.day, r.digest LIMIT +?2`)
)

// Candidates returns what the full-text index has for a search; see kg.Store.
func (s *Store) Candidates(ctx context.Context, req kg.CandidateRequest) (found kg.Candidates, err error) {
	if len(req.Terms) == 0 {
		return found, nil
	}
	entities, relations, err := matches(req)
	if err != nil {
		return found, err
	}
	if !req.Relations {
		relations = ""
	}
	err = s.read(ctx, func(current *session) error {
		found, err = current.candidates(entities, relations, req.Limit)
		return err
	})
	if err != nil {
		return kg.Candidates{}, err
	}
	return found, nil
}

// candidates returns what full-text queries find, nothing for an empty one.
func (s *session) candidates(entities, relations string, limit int) (found kg.Candidates, err error) {
	if entities != "" {
		err = s.each(entitiesMatching, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			found.Entities = append(found.Entities, id)
			return err
		}, entities, limit)
	}
	if err != nil || relations == "" {
		return found, err
	}
	err = s.each(relationsMatching, func(rows *sql.Rows) error {
		var digest []byte
		err := rows.Scan(&digest)
		if err == nil {
			found.Relations = append(found.Relations, kg.RelationIDOf([16]byte(digest)))
		}
		return err
	}, relations, limit)
	return found, err
}

// matches returns the full-text queries for the entities and the relations that
// a request is for, which are empty where nothing can match. They are made of
// plain words, each in quotes.
func matches(req kg.CandidateRequest) (entities, relations string, err error) {
	if err := req.CheckTerms(); err != nil {
		return "", "", err
	}
	var byName, byWord []string
	for _, t := range req.Terms {
		word := `"` + t.Word + `"`
		if !t.Whole {
			word += " *"
		}
		names := []string{word}
		for _, key := range t.Keys {
			names = append(names, `"`+soundPrefix+key+`"`)
		}
		byWord = append(byWord, word)
		byName = append(byName, "("+strings.Join(names, " OR ")+")")
	}
	join := " AND "
	if req.Any {
		join = " OR "
	}
	entities = strings.Join(byName, join)
	for _, key := range req.Whole {
		entities += ` OR "` + soundPrefix + key + `"`
	}
	if len(req.Kinds) > 0 {
		var kinds []string
		for _, k := range kg.EntityKinds {
			if slices.Contains(req.Kinds, k) {
				kinds = append(kinds, `"`+kindToken(k)+`"`)
			}
		}
		if len(kinds) == 0 {
			return "", strings.Join(byWord, join), nil
		}
		entities = "(" + entities + ") AND (" + strings.Join(kinds, " OR ") + ")"
	}
	return entities, strings.Join(byWord, join), nil
}
