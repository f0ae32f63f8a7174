package kg

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
)

func TestBetweennessIsThatOfAnotherProgram(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	for _, links := range []int{0, 3, 20, 60, 300} {
		const n = 30
		near, g := make([][]int, n), simple.NewUndirectedGraph()
		for i := range n {
			g.AddNode(simple.Node(i))
		}
		for range links {
			a, b := random.IntN(n), random.IntN(n)
			if a == b || g.HasEdgeBetween(int64(a), int64(b)) {
				continue
			}
			g.SetEdge(simple.Edge{F: simple.Node(a), T: simple.Node(b)})
			near[a], near[b] = append(near[a], b), append(near[b], a)
		}
		want := network.Betweenness(g)
		for i, got := range betweennessOf(n, near) {
			if math.Abs(got-want[int64(i)]) > 1e-9 {
				t.Errorf("of %d links, %d has a betweenness of %v, not %v", links, i, got, want[int64(i)])
			}
		}
	}
}
