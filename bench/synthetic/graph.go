// Package synthetic makes graphs to measure on: of any size, the same on every
// run, with hubs and a long tail of entities that few relations name.
package synthetic

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"conflictgraph/internal/kg"
)

// Hubs is how many entities have a tenth of all relations each. They are those
// of the lowest numbers. Entities are of two sides, by whether their number is
// even; a hub has relations only with its own side, so that hubs of different
// sides are three links apart.
const Hubs = 4

const (
	relationsPerEntity = 20
	relationsPerHub    = 10 // one in so many is each hub's
	relationsPerQuote  = 250
	fewestEntities     = 60
)

// Graph is a graph of entities, which are known by numbers from 0.
type Graph struct {
	Dataset string // what the ids of its entities begin with

	entities  []kg.Entity
	edges     []edge
	documents []kg.Document
	quotes    []kg.Evidence // of the edges that have one
	linked    [][]int32
	degrees   []int
}

// New returns the graph of so many relations, of which there should be 1,000 at
// the least.
func New(relations int) *Graph {
	g := &Graph{Dataset: fmt.Sprintf("synthetic-%d", relations)}
	random := rand.New(rand.NewPCG(2025, uint64(relations)))
	g.makeEntities(random, max(fewestEntities, relations/relationsPerEntity))
	g.makeQuotes(random, max(2*quotesPerDocument, relations/relationsPerQuote))
	g.makeEdges(random, relations)
	g.link()
	return g
}

// Size returns how many entities there are.
func (g *Graph) Size() int { return len(g.entities) }

// Relations returns how many relations there are.
func (g *Graph) Relations() int { return len(g.edges) }

// ID returns the id of an entity.
func (g *Graph) ID(entity int) string { return g.entities[entity].ID }

// Name returns the name of an entity.
func (g *Graph) Name(entity int) string { return g.entities[entity].Name }

// Quotes returns the words that relations rest on, one text for each relation
// that has any.
func (g *Graph) Quotes() []string {
	texts := make([]string, len(g.quotes))
	for i, q := range g.quotes {
		texts[i] = q.Exact
	}
	return texts
}

// Degree returns how many relations have an entity at an end.
func (g *Graph) Degree(entity int) int { return g.degrees[entity] }

// Linked returns the entities that share a relation with one, in order, each
// once, itself left out. It must not be changed.
func (g *Graph) Linked(entity int) []int32 { return g.linked[entity] }

// OfDegree returns the entity whose degree is closest to one.
func (g *Graph) OfDegree(degree int) int {
	best := 0
	for entity, d := range g.degrees {
		if distance(d, degree) < distance(g.degrees[best], degree) {
			best = entity
		}
	}
	return best
}

func distance(a, b int) int { return max(a, b) - min(a, b) }

// link works out who is linked with whom.
func (g *Graph) link() {
	g.degrees = make([]int, len(g.entities))
	g.linked = make([][]int32, len(g.entities))
	for _, e := range g.edges {
		g.degrees[e.subject]++
		if e.subject == e.object {
			continue
		}
		g.degrees[e.object]++
		g.linked[e.subject] = append(g.linked[e.subject], e.object)
		g.linked[e.object] = append(g.linked[e.object], e.subject)
	}
	for i, others := range g.linked {
		slices.Sort(others)
		g.linked[i] = slices.Clip(slices.Compact(others))
	}
}
