package sqlite

import (
	"database/sql"
	"math"
	"slices"

	"conflictgraph/internal/kg"
)

// A planner turns the filters of pages into parts and conditions.
type planner struct {
	types     *typeTable
	asked     map[string]int64 // of each id of an entity, its key
	entities  map[string]int64 // and the key of what it answers as
	documents map[string]int64
	sizes     map[int64]int64 // how many relations stand of each entity, where that is of use
	moment
}

// newPlanner returns one that knows the entities, and those and the documents
// that the filters name.
func (s *session) newPlanner(now moment, entities []string, filters ...kg.RelationFilter) (*planner, error) {
	var documents []string
	for _, f := range filters {
		entities = append(entities, f.With...)
		documents = append(documents, f.Documents...)
	}
	p := &planner{types: s.types, moment: now}
	var err error
	if p.asked, err = s.keysOf(entityKeysByID, entities); err != nil {
		return nil, err
	}
	p.entities = make(map[string]int64, len(p.asked))
	for id, key := range p.asked {
		p.entities[id] = p.survivor(key)
	}
	p.documents, err = s.keysOf(documentKeysByID, documents)
	return p, err
}

// readSizes notes how many relations the planner's entities have, where a filter chooses
// some of them.
func (s *session) readSizes(p *planner, filters []kg.RelationFilter) error {
	if !slices.ContainsFunc(filters, func(f kg.RelationFilter) bool { return choiceOf(f).narrows() || len(f.Documents) > 0 }) {
		return nil
	}
	var keys []int64
	for _, key := range p.entities {
		keys = append(keys, key)
	}
	p.sizes = make(map[int64]int64, len(keys))
	return s.each(keptOfEntities, func(rows *sql.Rows) error {
		var key, relations int64
		err := rows.Scan(&key, &relations)
		p.sizes[key] = relations
		return err
	}, keyList(p.membersOf(keys)))
}

// size returns how many relations stand of some entities, at most.
func (p *planner) size(ids ...string) (relations int64) {
	for _, member := range p.membersOf(keysIn(p.entities, ids)) {
		relations += p.sizes[member]
	}
	return relations
}

func (p *planner) conditions(f kg.RelationFilter) conditions {
	c := conditions{asOf: p.asOf, statuses: mask(statusCodes, f.Status), certainties: mask(certaintyCodes, f.Certainty)}
	switch {
	case f.From != nil:
		c.notBefore = int64(*f.From)
	case f.To != nil:
		c.notBefore = int64(math.MinInt32)
	}
	if len(f.Documents) > 0 {
		c.documents = keyList(keysIn(p.documents, f.Documents))
	}
	return c
}

// parts returns the seeks that together find each relation that the filter can
// hold for once: none where nothing can.
func (p *planner) parts(owner string, f kg.RelationFilter) []part {
	types, with := keysIn(p.types.keys, f.Types), p.membersOf(keysIn(p.entities, f.With))
	if len(f.Types) > 0 && len(types) == 0 || len(f.With) > 0 && len(with) == 0 {
		return nil
	}
	if owner == "" {
		return p.graphParts(types, with)
	}
	key, known := p.entities[owner]
	if !known {
		return nil
	}
	main, rest := outward, inward
	if f.Direction == kg.DirectionIn {
		main, rest = inward, outward
	}
	restTypes := types
	if f.Direction == kg.DirectionOut || f.Direction == kg.DirectionIn {
		// The other way round, only relations that have both directions count.
		if restTypes = p.types.symmetricAmong(types); len(restTypes) == 0 {
			rest = nil
		}
	}
	owners := p.members(key)
	if len(with) > 0 {
		return pairParts(main, rest, owners, with, types, restTypes)
	}
	return ownerParts(main, rest, owners, types, restTypes)
}

// ownerParts returns the parts that find what owners that are one have at an
// end.
func ownerParts(main, rest *side, owners, types, restTypes []int64) (parts []part) {
	for _, key := range owners {
		parts = append(parts, main.parts(key, types, nil)...)
		if rest != nil {
			// Relations of the owners with themselves are among the main ones.
			parts = append(parts, rest.parts(key, restTypes, owners)...)
		}
	}
	return parts
}

// graphParts returns the parts of a page without an owner.
func (p *planner) graphParts(types, with []int64) (parts []part) {
	switch {
	case len(with) > 0:
		for _, key := range with {
			parts = append(parts, outward.parts(key, types, nil)...)
			parts = append(parts, inward.parts(key, types, with)...)
		}
	case len(types) > 0:
		for _, t := range types {
			parts = append(parts, part{seek: seekType, key1: t})
		}
	default:
		parts = []part{{seek: seekAll}}
	}
	return parts
}

// A side is an end that an owner stands at.
type side struct {
	all, oneType seek
}

var (
	outward = &side{seekSubject, seekSubjectType}
	inward  = &side{seekObject, seekObjectType}
)

// parts returns those that find what has the owner at this end and is of one of
// some types, of any where there are none, without what has some entities at the
// other end.
func (s *side) parts(owner int64, types, without []int64) (parts []part) {
	var leaveOut any
	if len(without) == 1 {
		leaveOut = without[0]
	} else if len(without) > 1 {
		leaveOut = keyList(without)
	}
	if len(types) == 0 {
		return []part{{seek: s.all, key1: owner, leaveOut: leaveOut}}
	}
	for _, t := range types {
		parts = append(parts, part{seek: s.oneType, key1: owner, key2: t, leaveOut: leaveOut})
	}
	return parts
}

// pairParts returns the parts that find what links owners that are one with some
// others.
func pairParts(main, rest *side, owners, with, types, restTypes []int64) (parts []part) {
	pair := func(s *side, owner, other int64, types []int64) part {
		p := part{seek: seekPair, key1: owner, key2: other}
		if s == inward {
			p.key1, p.key2 = other, owner
		}
		if len(types) > 0 {
			p.types = keyList(types)
		}
		return p
	}
	for _, owner := range owners {
		for _, other := range with {
			parts = append(parts, pair(main, owner, other, types))
			if rest != nil && !slices.Contains(owners, other) {
				parts = append(parts, pair(rest, owner, other, restTypes))
			}
		}
	}
	return parts
}
