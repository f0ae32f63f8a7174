package adjacency

import (
	"slices"

	"conflictgraph/internal/kg"
)

// holds reports whether the arrays have all that a filter asks for.
func holds(f kg.RelationFilter) bool {
	foreign := len(f.With)+len(f.Documents)+len(f.Datasets)+len(f.AttributedTo)+len(f.Places)+len(f.Publishers) > 0 || f.RecordedSince != nil || f.BBox != nil
	return !foreign && !anyNested(f, func(one kg.RelationFilter) bool { return !holds(one) })
}

// isDated reports whether a filter asks for a time.
func isDated(f kg.RelationFilter) bool { return f.From != nil || f.To != nil || anyNested(f, isDated) }

func anyNested(f kg.RelationFilter, is func(kg.RelationFilter) bool) bool {
	return slices.ContainsFunc(f.And, is) || slices.ContainsFunc(f.Or, is) || f.Not != nil && is(*f.Not)
}

// A sieve lets the links pass that a filter, which holds, chooses as seen from an owner,
// or, without owners, in all.
type sieve struct {
	graph     *graph
	types     map[string]kg.RelationType
	filter    kg.RelationFilter
	owned     bool
	all       bool // of them pass
	dated     bool
	decided   []int8 // by link.kind, unless the filter is dated: 1 passes, -1 does not, 0 was not asked yet
	relation  kg.Relation
	attesting []int // by the kind's number, one more than kg.Attestation; 0 was not asked yet
}

func newSieve(g *graph, types map[string]kg.RelationType, f kg.RelationFilter, owned bool) *sieve {
	return &sieve{
		graph: g, types: types, filter: f, owned: owned, all: f.IsEmpty(), dated: isDated(f),
		decided: make([]int8, 2*len(g.kinds)), attesting: make([]int, len(g.kinds)),
	}
}

func (s *sieve) passes(l link) bool {
	if s.all || s.decided[l.kind] > 0 {
		return true
	}
	if s.decided[l.kind] < 0 {
		return false
	}
	passes := s.decide(l)
	if !s.dated {
		s.decided[l.kind] = -1
		if passes {
			s.decided[l.kind] = 1
		}
	}
	return passes
}

func (s *sieve) decide(l link) bool {
	const owner, other = "owner", "other"
	k := s.graph.kinds[l.kind>>1]
	s.relation = kg.Relation{Type: k.typeID, Status: k.status, Certainty: k.certainty, Coding: k.coding, Subject: owner, Object: other}
	if l.kind&inward != 0 {
		s.relation.Subject, s.relation.Object = other, owner
	}
	if s.dated {
		s.relation.Time = k.time(l.place)
	}
	if !s.owned {
		return s.filter.Holds(&s.relation, "", false, nil)
	}
	return s.filter.Holds(&s.relation, owner, s.types[k.typeID].Symmetric, nil)
}

// attestation returns kg.Attestation of a link's relation.
func (s *sieve) attestation(l link) int {
	at := &s.attesting[l.kind>>1]
	if *at == 0 {
		k := s.graph.kinds[l.kind>>1]
		*at = 1 + kg.Attestation(k.status, k.certainty, k.coding)
	}
	return *at - 1
}
