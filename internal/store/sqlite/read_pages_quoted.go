package sqlite

import "conflictgraph/internal/kg/plan"

// Counting stops at ?2.
var countQuotes = define(`SELECT count(*) FROM (SELECT 1 FROM quote INDEXED BY quote_by_document
	WHERE document IN (SELECT value FROM json_each(?1)) LIMIT +?2)`)

// fewerQuotes reports whether the documents that a scan asks for have at most as many
// quotes as its ranges have relations.
func (s *session) fewerQuotes(scan plan.RelationScan, sizes map[string]int64) (bool, error) {
	relations, known := sizeOf(scan.Ranges, sizes)
	if !known {
		var types []string
		for _, r := range scan.Ranges {
			if r.Type != "" {
				types = append(types, r.Type)
			}
		}
		var err error
		if relations, err = s.number(keptOfTypes, listOrNil(s.types.keysOf(types))); err != nil {
			return false, err
		}
	}
	keys, err := s.documentList(scan.Conditions.Documents)
	if err != nil {
		return false, err
	}
	quotes, err := s.number(countQuotes, keyList(keys), relations+1)
	return quotes <= relations, err
}

// sizeOf returns how many relations the entities have whose ranges are given, where
// all are of some: at most so many are in the ranges.
func sizeOf(ranges []plan.Range, sizes map[string]int64) (relations int64, known bool) {
	counted := map[string]bool{}
	for _, r := range ranges {
		least := ""
		for _, id := range []string{r.Subject, r.Object} {
			if id != "" && (least == "" || sizes[id] < sizes[least]) {
				least = id
			}
		}
		if least == "" {
			return 0, false
		}
		if !counted[least] {
			counted[least] = true
			relations += sizes[least]
		}
	}
	return relations, true
}
