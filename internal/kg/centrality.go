package kg

import (
	"math"

	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
)

// The usual damping of PageRank, and how exactly it is worked out.
const (
	pageRankDamping   = 0.85
	pageRankTolerance = 1e-9
)

type measure struct{ betweenness, pageRank float64 }

// centrality measures the entities of ids, in that order, in the graph that
// relations make of them, its links taken both ways.
func centrality(ids []string, relations []*Relation) []measure {
	g, index := simple.NewDirectedGraph(), map[string]int64{}
	for i, id := range ids {
		index[id] = int64(i)
		g.AddNode(simple.Node(i))
	}
	for _, r := range relations {
		from, to := index[r.Subject], index[r.Object]
		if from == to {
			continue
		}
		g.SetEdge(g.NewEdge(simple.Node(from), simple.Node(to)))
		g.SetEdge(g.NewEdge(simple.Node(to), simple.Node(from)))
	}
	betweenness := network.Betweenness(g)
	pageRank := network.PageRankSparse(g, pageRankDamping, pageRankTolerance)
	n := float64(len(ids))
	pairs := math.Max(1, (n-1)*(n-2))
	measures := make([]measure, len(ids))
	for i := range ids {
		measures[i] = measure{betweenness: fourDigits(betweenness[int64(i)] / pairs), pageRank: fourDigits(pageRank[int64(i)])}
	}
	return measures
}

// fourDigits hides in which order floating-point sums were added.
func fourDigits(v float64) float64 { return math.Round(v*1e4) / 1e4 }
