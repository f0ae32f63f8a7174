package synthetic

import (
	"math/rand/v2"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// edge is a relation, by numbers.
type edge struct {
	subject, object   int32
	day               int16 // since firstDay; undated where negative
	relationType      uint8 // of relationTypes
	status, certainty uint8 // of kg.Statuses, kg.Certainties
}

const (
	days            = 3652 // ten years
	undated         = -1
	undatedInOf     = 50
	officeInOf      = 500
	otherSideInOf   = 10
	otherHubInOf    = 1000
	unlikelyValueOf = 4 // one in so many has another status or certainty than the usual
)

var firstDay = kg.NewDate(2015, time.January, 1)

// relationTypes are types of which any actor may be at both ends, those of
// offices last.
var relationTypes = func() []kg.RelationType {
	byID := kg.TypesByID(kg.CoreTypes())
	var types []kg.RelationType
	for _, id := range []string{
		"met-with", "negotiated-with", "at-war-with", "advised", "represents", "criticized", "supports", "called-on", "described", "favors",
		"spokesperson-for", "adviser-to",
	} {
		types = append(types, byID[id])
	}
	return types
}()

const officeTypes = 2

func (g *Graph) makeEdges(random *rand.Rand, n int) {
	seen := make(map[edge]struct{}, n)
	g.edges = make([]edge, 0, n)
	for len(g.edges) < n {
		e := g.newEdge(random, len(g.edges)%relationsPerHub)
		// Two relations that state the same would be one.
		if _, twice := seen[e]; !twice {
			seen[e] = struct{}{}
			g.edges = append(g.edges, e)
		}
	}
}

// newEdge returns a relation of a hub, where owner is less than Hubs, or of two
// others.
func (g *Graph) newEdge(random *rand.Rand, owner int) edge {
	var one, other int
	if owner < Hubs {
		one, other = owner, g.ordinary(random, owner%2)
		if random.IntN(otherHubInOf) == 0 {
			other = (owner + Hubs/2) % Hubs
		}
	} else {
		side := random.IntN(2)
		one = g.ordinary(random, side)
		if random.IntN(otherSideInOf) == 0 {
			side = 1 - side
		}
		other = g.ordinary(random, side)
	}
	if random.IntN(2) == 0 {
		one, other = other, one
	}
	e := edge{
		subject: int32(one), object: int32(other), day: int16(random.IntN(days)),
		relationType: uint8(random.IntN(len(relationTypes) - officeTypes)),
	}
	if random.IntN(undatedInOf) == 0 {
		e.day = undated
	}
	if random.IntN(officeInOf) == 0 {
		e.relationType = uint8(len(relationTypes) - 1 - random.IntN(officeTypes))
	}
	if random.IntN(unlikelyValueOf) == 0 {
		e.status, e.certainty = uint8(random.IntN(len(kg.Statuses))), uint8(random.IntN(len(kg.Certainties)))
	}
	return e
}

// ordinary returns an entity of one side that is no hub.
func (g *Graph) ordinary(random *rand.Rand, side int) int {
	perSide := (len(g.entities) - Hubs) / 2
	return Hubs + 2*skewed(random, perSide) + side
}

func (g *Graph) relation(number int) kg.Relation {
	e := g.edges[number]
	r := kg.Relation{
		Type: relationTypes[e.relationType].ID, Subject: g.ID(int(e.subject)), Object: g.ID(int(e.object)),
		Status: kg.Statuses[e.status], Certainty: kg.Certainties[e.certainty],
	}
	if e.day != undated {
		r.Time = kg.Day(firstDay + kg.Date(e.day))
	}
	r.Evidence = []kg.Evidence{g.evidence(number)}
	return r
}

// Types returns the relation types that the graph has relations of.
func (g *Graph) Types() []kg.RelationType { return slices.Clone(relationTypes) }
