package sqlite

import "conflictgraph/internal/kg"

// Counting stops at ?2.
var countQuotes = define(`SELECT count(*) FROM (SELECT 1 FROM quote INDEXED BY quote_by_document
	WHERE document IN (SELECT value FROM json_each(?1)) LIMIT +?2)`)

// fewerQuotes reports whether the documents of a request's filter have at most as
// many quotes as there are relations of its types, of its owner and of those it
// asks for with them, whichever is least.
func (s *session) fewerQuotes(req kg.PageRequest, p *planner) (bool, error) {
	relations, err := s.number(keptOfTypes, listOrNil(keysIn(p.types.keys, req.Filter.Types)))
	if err != nil {
		return false, err
	}
	if req.Owner != "" {
		relations = min(relations, p.size(req.Owner))
	}
	if len(req.Filter.With) > 0 {
		relations = min(relations, p.size(req.Filter.With...))
	}
	quotes, err := s.number(countQuotes, keyList(keysIn(p.documents, req.Filter.Documents)), relations+1)
	return quotes <= relations, err
}
