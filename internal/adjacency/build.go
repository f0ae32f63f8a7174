package adjacency

import (
	"cmp"
	"slices"

	"conflictgraph/internal/kg"
)

// A builder gathers the relations of a new graph, in the order of their positions.
type builder struct {
	*graph
	ends []ends // of the relations, by their numbers
}

type ends struct{ subject, object, place, kind uint32 }

// bytesOfEnds is what a relation takes besides until the graph is whole.
const bytesOfEnds = 16

func (b *builder) bytes() int64 { return b.graph.bytes() + int64(len(b.ends))*bytesOfEnds }

func (b *builder) add(r *kg.Relation, digest [16]byte) {
	b.take(digest)
	b.ends = append(b.ends, ends{b.entity(r.Subject), b.entity(r.Object), kg.PlaceOf(r.Time), b.kindOf(r)})
}

// build returns the graph of what was gathered.
func (b *builder) build() *graph {
	g := b.graph
	rank := g.rankNames()
	degree := make([]int, len(g.names))
	for i, e := range b.ends {
		e.subject, e.object = rank[e.subject], rank[e.object]
		b.ends[i] = e
		degree[e.subject]++
		degree[e.object]++
	}
	room := make([]link, 2*len(b.ends))
	for entity, n := range degree {
		g.links[entity], room = room[:0:n], room[n:]
	}
	for i, e := range b.ends {
		l := link{relation: uint32(i), place: e.place}
		l.other, l.kind = e.object, e.kind<<1
		g.links[e.subject] = append(g.links[e.subject], l)
		l.other, l.kind = e.subject, l.kind|inward
		g.links[e.object] = append(g.links[e.object], l)
	}
	b.ends = nil
	for _, links := range g.links {
		// Numbers of entities are in the order of ids here, and those of relations in that of positions.
		slices.SortFunc(links, func(a, b link) int {
			return cmp.Or(cmp.Compare(a.other, b.other), cmp.Compare(a.relation, b.relation), cmp.Compare(a.kind, b.kind))
		})
	}
	return g
}

// rankNames numbers the entities anew, in the order of their ids, and returns the numbers
// by the former ones.
func (g *graph) rankNames() []uint32 {
	sorted := slices.Sorted(slices.Values(g.names))
	for i, name := range sorted {
		g.numbers[name] = uint32(i)
	}
	rank := make([]uint32, len(sorted))
	for former, name := range g.names {
		rank[former] = g.numbers[name]
	}
	g.names = sorted
	return rank
}
