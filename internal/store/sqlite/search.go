package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

var (
	entitiesMatching = define(`SELECT e.key, e.id FROM entity_words w CROSS JOIN entity e ON e.key = w.rowid
		WHERE entity_words MATCH ?1 ORDER BY e.relations DESC, e.id LIMIT +?2`)
	entitiesBeginning = define(`SELECT e.key, e.id FROM name_beginning b CROSS JOIN entity e ON e.key = b.entity
		WHERE b.beginning = ?1 AND b.tier >= (SELECT min(tier) FROM (SELECT tier FROM name_beginning WHERE beginning = ?1 ORDER BY tier DESC LIMIT +?2))
		ORDER BY e.relations DESC, e.id LIMIT +?2`)
	relationsMatching = define(`SELECT r.digest FROM relation_words w CROSS JOIN relation r ON r.key = w.rowid
		WHERE relation_words MATCH ?1 ORDER BY r.day, r.digest LIMIT +?2`)
)

// Match implements plan.Snapshot.
func (s *session) Match(_ context.Context, req kg.CandidateRequest) (found kg.Candidates, err error) {
	addEntity := func(rows *sql.Rows) error {
		var key int64
		var id string
		err := rows.Scan(&key, &id)
		s.entities.add(id, key)
		found.Entities = append(found.Entities, id)
		return err
	}
	if req.Beginning != "" && len(req.Kinds) == 0 {
		return found, s.each(entitiesBeginning, addEntity, req.Beginning, req.Limit)
	}
	entities, relations := matchTexts(req)
	if entities != "" {
		err = s.each(entitiesMatching, addEntity, entities, req.Limit)
	}
	if err != nil || !req.Relations || req.Beginning != "" {
		return found, err
	}
	err = s.each(relationsMatching, func(rows *sql.Rows) error {
		var digest []byte
		err := rows.Scan(&digest)
		if err == nil {
			found.Relations = append(found.Relations, kg.RelationIDOf([16]byte(digest)))
		}
		return err
	}, relations, req.Limit)
	return found, err
}

// matchTexts returns the full-text queries for the entities and the relations that a
// request is for. They are made of plain words, each in quotes; that for entities is
// empty where nothing can match.
func matchTexts(req kg.CandidateRequest) (entities, relations string) {
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
	entities, relations = strings.Join(byName, join), strings.Join(byWord, join)
	for _, key := range req.Whole {
		entities += ` OR "` + soundPrefix + key + `"`
	}
	if req.Beginning != "" {
		entities = `"` + soundPrefix + kg.BeginningKey(req.Beginning) + `"`
	}
	if len(req.Kinds) == 0 {
		return entities, relations
	}
	var kinds []string
	for _, k := range kg.EntityKinds {
		if slices.Contains(req.Kinds, k) {
			kinds = append(kinds, `"`+kindToken(k)+`"`)
		}
	}
	if len(kinds) == 0 {
		return "", relations
	}
	return "(" + entities + ") AND (" + strings.Join(kinds, " OR ") + ")", relations
}
