package neo4j

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"conflictgraph/internal/kg"
)

const (
	entitiesMatching = `CALL db.index.fulltext.queryNodes('` + entityWords + `', $in.query) YIELD node
WITH node WHERE $in.kinds IS NULL OR node.kind IN $in.kinds
WITH node.id AS id ORDER BY id LIMIT $in.limit
RETURN id`

	relationsMatching = `CALL db.index.fulltext.queryNodes('` + relationWords + `', $in.query) YIELD node
WITH node.id AS id ORDER BY id LIMIT $in.limit
RETURN id`
)

// Candidates returns what the full-text indexes have for a search.
func (s *Store) Candidates(ctx context.Context, req kg.CandidateRequest) (found kg.Candidates, err error) {
	if len(req.Terms) == 0 || req.Limit <= 0 {
		return found, nil
	}
	entities, relations, err := matches(req)
	if err != nil {
		return found, err
	}
	params := map[string]any{"query": entities, "limit": req.Limit}
	if len(req.Kinds) > 0 {
		params["kinds"] = req.Kinds
	}
	if found.Entities, err = s.readIDs(ctx, statement{entitiesMatching, params}); err != nil || !req.Relations {
		return found, err
	}
	found.Relations, err = s.readIDs(ctx, statement{relationsMatching, map[string]any{"query": relations, "limit": req.Limit}})
	return found, err
}

func (s *Store) readIDs(ctx context.Context, one statement) ([]string, error) {
	found, err := s.read(ctx, one)
	var ids []string
	for _, row := range found {
		ids = append(ids, text(row[0]))
	}
	return ids, err
}

var plainWord = regexp.MustCompile(`^[a-z0-9]+$`)

// matches returns the full-text queries for the entities and the relations that
// a request is for. They are made of plain words, of which none means anything
// to Lucene, whose own are in upper case.
func matches(req kg.CandidateRequest) (entities, relations string, err error) {
	var byName, byQuote []string
	sign := "+"
	if req.Any {
		sign = ""
	}
	for _, t := range req.Terms {
		for _, w := range append([]string{t.Word}, t.Keys...) {
			if !plainWord.MatchString(w) {
				return "", "", &kg.Error{Code: kg.CodeInternal, Message: "the search could not be run", Err: fmt.Errorf("%q is not a word of a-z and 0-9", w)}
			}
		}
		word := clipped(t.Word)
		if !t.Whole {
			word += "*"
		}
		names := []string{"words:" + word}
		for _, key := range t.Keys {
			names = append(names, "soundKeys:"+clipped(key))
		}
		byName = append(byName, sign+"("+strings.Join(names, " ")+")")
		byQuote = append(byQuote, sign+"quoteWords:"+word)
	}
	return strings.Join(byName, " "), strings.Join(byQuote, " "), nil
}
