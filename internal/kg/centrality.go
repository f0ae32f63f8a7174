package kg

import (
	"math"
	"slices"

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
	betweenness := betweennessOf(len(ids), neighbors(index, relations))
	pageRank := network.PageRankSparse(g, pageRankDamping, pageRankTolerance)
	n := float64(len(ids))
	pairs := math.Max(1, (n-1)*(n-2))
	measures := make([]measure, len(ids))
	for i := range ids {
		measures[i] = measure{betweenness: fourDigits(betweenness[i] / pairs), pageRank: fourDigits(pageRank[int64(i)])}
	}
	return measures
}

// neighbors returns what each entity is linked with, by numbers, each once.
func neighbors(numbers map[string]int64, relations []*Relation) [][]int {
	near := make([][]int, len(numbers))
	for _, r := range relations {
		if from, to := int(numbers[r.Subject]), int(numbers[r.Object]); from != to {
			near[from], near[to] = append(near[from], to), append(near[to], from)
		}
	}
	for i := range near {
		slices.Sort(near[i])
		near[i] = slices.Compact(near[i])
	}
	return near
}

// betweennessOf returns the betweenness centrality of each of n entities, both ways of each
// pair counted, by Brandes' algorithm.
func betweennessOf(n int, near [][]int) []float64 {
	sum, dependency, ways, distance := make([]float64, n), make([]float64, n), make([]float64, n), make([]int, n)
	reached := make([]int, 0, n)
	for source := range n {
		for i := range n {
			dependency[i], ways[i], distance[i] = 0, 0, -1
		}
		ways[source], distance[source] = 1, 0
		reached = append(reached[:0], source)
		for at := 0; at < len(reached); at++ {
			v := reached[at]
			for _, w := range near[v] {
				if distance[w] < 0 {
					distance[w] = distance[v] + 1
					reached = append(reached, w)
				}
				if distance[w] == distance[v]+1 {
					ways[w] += ways[v]
				}
			}
		}
		for _, w := range slices.Backward(reached[1:]) {
			for _, v := range near[w] {
				if distance[v] == distance[w]-1 {
					dependency[v] += ways[v] / ways[w] * (1 + dependency[w])
				}
			}
			sum[w] += dependency[w]
		}
	}
	return sum
}

// fourDigits hides in which order floating-point sums were added.
func fourDigits(v float64) float64 { return math.Round(v*1e4) / 1e4 }
