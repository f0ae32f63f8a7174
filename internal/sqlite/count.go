package sqlite

import "conflictgraph/internal/kg"

// The counts that are kept of relations that stand.
var (
	keptOfEntity = define(`SELECT relations FROM entity WHERE key = ?1`)
	keptOfTypes  = define(`SELECT coalesce(sum(relations), 0) FROM relation_type WHERE ?1 IS NULL OR key IN (SELECT value FROM json_each(?1))`)
)

// unconditional are the conditions that every relation meets that stands.
var unconditional = (&planner{moment: moment{asOf: instant(nil)}}).conditions(kg.RelationFilter{})

// total returns how many relations the pages of a request have in all, whose
// parts and conditions are given.
func (s *session) total(req kg.PageRequest, parts []part, c conditions, p *planner) (int, error) {
	if len(parts) == 0 {
		return 0, nil
	}
	if st, key := p.kept(req, c); st != nil {
		n, err := s.number(st, key)
		return int(n), err
	}
	return s.count(req.Filter, parts, c)
}

// kept returns the statement that finds the kept count for a request, and its
// parameter, or nil where none is kept.
func (p *planner) kept(req kg.PageRequest, c conditions) (*statement, any) {
	types, direction := req.Filter.Types, req.Filter.Direction
	switch {
	case c != unconditional || len(req.Filter.With) > 0:
		return nil, nil
	case req.Owner == "" && len(types) == 0:
		return keptOfTypes, nil
	case req.Owner == "":
		return keptOfTypes, keyList(keysIn(p.types.keys, types))
	case len(types) == 0 && (direction == "" || direction == kg.DirectionAny) && len(p.members(p.entities[req.Owner])) == 1:
		return keptOfEntity, p.entities[req.Owner]
	}
	return nil, nil
}

// count goes through all that the parts of a filter find.
func (s *session) count(f kg.RelationFilter, parts []part, c conditions) (total int, err error) {
	for _, p := range parts {
		err := s.tally(p, c, lowerBound(f), nil, "", func(r talliedRow) { total += int(r.n) })
		if err != nil {
			return 0, err
		}
	}
	return total, nil
}

// lowerBound returns the bound beneath which nothing passes a filter.
func lowerBound(f kg.RelationFilter) bound { return boundAfter(kg.PageRequest{Filter: f}.Scan().Lower) }
