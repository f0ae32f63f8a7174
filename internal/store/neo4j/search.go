package neo4j

import (
	"context"
	"strings"

	"conflictgraph/internal/kg"
)

var (
	entitiesMatching = `CALL db.index.fulltext.queryNodes('` + entityWords + `', $in.names) YIELD node
WITH node WHERE $in.kinds IS NULL OR node.kind IN $in.kinds OR any(kind IN node.otherKinds WHERE kind IN $in.kinds)
WITH node.id AS id, ` + degreeOf("node") + ` AS relations ORDER BY relations DESC, id LIMIT $in.limit
RETURN 1 AS kind, id`

	allMatching = entitiesMatching + `
UNION ALL
CALL db.index.fulltext.queryNodes('` + relationWords + `', $in.quotes) YIELD node
WITH node.id AS id, node.position AS position ORDER BY position LIMIT $in.limit
RETURN 0 AS kind, id`
)

// Match implements plan.Snapshot.
func (s *snapshot) Match(ctx context.Context, req kg.CandidateRequest) (found kg.Candidates, err error) {
	if req.Limit <= 0 {
		return found, nil
	}
	names, quotes := matches(req)
	one := statement{entitiesMatching, map[string]any{"names": names, "quotes": quotes, "limit": req.Limit}}
	if len(req.Kinds) > 0 {
		one.params["kinds"] = req.Kinds
	}
	if req.Relations && req.Beginning == "" {
		one.text = allMatching
	}
	matching, err := s.run(ctx, one)
	for _, row := range matching {
		if id := text(row[1]); integer(row[0]) == entityRow {
			found.Entities = append(found.Entities, id)
		} else {
			found.Relations = append(found.Relations, id)
		}
	}
	return found, err
}

// matches returns the full-text queries for the entities and the relations that
// a request is for. They are made of plain words, of which none means anything
// to Lucene, whose own are in upper case.
func matches(req kg.CandidateRequest) (names, quotes string) {
	if req.Beginning != "" {
		return "soundKeys:" + kg.BeginningKey(req.Beginning), ""
	}
	var byName, byQuote []string
	sign := "+"
	if req.Any {
		sign = ""
	}
	for _, t := range req.Terms {
		word := clipped(t.Word)
		if !t.Whole {
			word += "*"
		}
		either := []string{"words:" + word}
		for _, key := range t.Keys {
			either = append(either, "soundKeys:"+clipped(key))
		}
		byName = append(byName, sign+"("+strings.Join(either, " ")+")")
		byQuote = append(byQuote, sign+"quoteWords:"+word)
	}
	names = strings.Join(byName, " ")
	if len(req.Whole) > 0 {
		names = "(" + names + ")"
		for _, key := range req.Whole {
			names += " soundKeys:" + clipped(key)
		}
	}
	return names, strings.Join(byQuote, " ")
}

// longestWord is how many bytes of a word an index keeps. Lucene would make two
// words of a longer one.
const longestWord = 250

func clipped(word string) string { return word[:min(len(word), longestWord)] }

func clippedWords(text string) string {
	if len(text) <= longestWord {
		return text
	}
	words := strings.Fields(text)
	for i, w := range words {
		words[i] = clipped(w)
	}
	return strings.Join(words, " ")
}
