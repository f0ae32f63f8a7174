package sqlite

import "conflictgraph/internal/kg"

var (
	// Counting stops at ?2.
	countQuotes = define(`SELECT count(*) FROM (SELECT 1 FROM quote INDEXED BY quote_by_document
		WHERE document IN (SELECT value FROM json_each(?1)) LIMIT +?2)`)
	keptOfAny = define(`SELECT coalesce(sum(relations), 0) FROM entity WHERE key IN (SELECT value FROM json_each(?1))`)
)

// runsOf returns the runs that find what is chosen of the parts of a request. Where
// documents have fewer quotes than there are relations to walk over, they go
// through the quotes.
func (s *session) runsOf(parts []part, req kg.PageRequest, p *planner) (runs []run, err error) {
	if len(parts) > 0 && len(req.Filter.Documents) > 0 {
		fewer, err := s.fewerQuotes(req, p)
		if err != nil {
			return nil, err
		}
		if fewer {
			for _, one := range parts {
				runs = append(runs, run{part: one, walk: one.seek.quoted, lower: firstBound, upper: lastBound})
			}
			return runs, nil
		}
	}
	choice := choiceOf(req.Filter)
	for _, one := range parts {
		some, err := s.runs(one, choice)
		if err != nil {
			return nil, err
		}
		runs = append(runs, some...)
	}
	return runs, nil
}

// fewerQuotes reports whether the documents of a request's filter have at most as
// many quotes as there are relations of its owner and of those it asks for with
// them, or of its types.
func (s *session) fewerQuotes(req kg.PageRequest, p *planner) (bool, error) {
	var ends [][]int64
	if req.Owner != "" {
		ends = append(ends, p.members(p.entities[req.Owner]))
	}
	if len(req.Filter.With) > 0 {
		ends = append(ends, p.membersOf(keysIn(p.entities, req.Filter.With)))
	}
	relations, err := s.number(keptOfTypes, listOrNil(keysIn(p.types.keys, req.Filter.Types)))
	for _, members := range ends {
		if err == nil {
			var n int64
			n, err = s.number(keptOfAny, keyList(members))
			relations = min(relations, n)
		}
	}
	if err != nil {
		return false, err
	}
	quotes, err := s.number(countQuotes, keyList(keysIn(p.documents, req.Filter.Documents)), relations+1)
	return quotes <= relations, err
}
