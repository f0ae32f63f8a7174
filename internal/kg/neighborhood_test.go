package kg

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// village is a graph around a: b and c are linked to it, d to both of these, e
// and f to one, d to e, and g to d.
func village() *smallGraph {
	g := &smallGraph{entities: people("a", "b", "c", "d", "e", "f", "g", "alone"), into: map[string]string{"a2": "a", "d2": "d"}}
	g.relations = []*Relation{
		linked("a", "knows", "b", time.January), linked("c", "knows", "a", time.February), linked("a", "knows", "c", time.January), linked("a", "knows", "a", time.January),
		linked("b", "knows", "d", time.January), linked("c", "knows", "d", time.January), linked("b", "knows", "e", time.January), linked("c", "met-with", "f", time.March),
		linked("d", "knows", "e", time.April), linked("d", "knows", "g", time.May),
	}
	return g
}

func nodes(s *Subgraph) string {
	var all []string
	for _, n := range s.Nodes {
		all = append(all, fmt.Sprint(n.Entity.ID, n.Depth))
	}
	return strings.Join(all, " ")
}

func TestANeighborhoodComesByDepthThenByRelevance(t *testing.T) {
	for _, c := range []struct {
		name      string
		req       NeighborhoodRequest
		want      string // ids, each with its depth
		edges     int
		total     int
		truncated bool
	}{
		{name: "a centre alone", req: NeighborhoodRequest{Center: []string{"a"}}, want: "a0", edges: 1, total: 1},
		{name: "those with the newest link first", req: NeighborhoodRequest{Center: []string{"a"}, Depth: 1}, want: "a0 c1 b1", edges: 4, total: 3},
		{name: "those with more links to those nearer first; and edges among the outermost", req: NeighborhoodRequest{Center: []string{"a"}, Depth: 2}, want: "a0 c1 b1 d2 f2 e2", edges: 9, total: 6},
		{name: "all there is", req: NeighborhoodRequest{Center: []string{"a"}, Depth: 3}, want: "a0 c1 b1 d2 f2 e2 g3", edges: 10, total: 7},
		{name: "up to a limit, of which it says how many there are", req: NeighborhoodRequest{Center: []string{"a"}, Depth: 2, Limit: 4}, want: "a0 c1 b1 d2", edges: 6, total: 6, truncated: true},
		{name: "up to a limit that is just enough", req: NeighborhoodRequest{Center: []string{"a"}, Depth: 2, Limit: 6}, want: "a0 c1 b1 d2 f2 e2", edges: 9, total: 6},
		{name: "several centres in their order, by any of their ids, each once", req: NeighborhoodRequest{Center: []string{"d2", "a", "a2", "d"}, Depth: 1}, want: "d0 a0 c1 b1 g1 e1", edges: 9, total: 6},
		{name: "a centre with no relations", req: NeighborhoodRequest{Center: []string{"alone"}, Depth: 3}, want: "alone0", total: 1},
		{name: "over relations that pass a filter", req: NeighborhoodRequest{Center: []string{"c"}, Depth: 3, Filter: RelationFilter{Types: []string{"met-with"}}}, want: "c0 f1", edges: 1, total: 2},
		{name: "in the direction of relations", req: NeighborhoodRequest{Center: []string{"b"}, Depth: 3, Filter: RelationFilter{Direction: DirectionOut}}, want: "b0 d1 e1 g2", edges: 4, total: 4},
		{name: "as far as a budget of links goes", req: NeighborhoodRequest{Center: []string{"a"}, Depth: 2, Budget: 4}, want: "a0 c1 b1 d2", edges: 6, total: 4, truncated: true},
		{name: "as far as a budget goes that a level has used up", req: NeighborhoodRequest{Center: []string{"a"}, Depth: 2, Budget: 2}, want: "a0 c1 b1", edges: 4, total: 3, truncated: true},
		{name: "with a budget that is just enough", req: NeighborhoodRequest{Center: []string{"a"}, Depth: 1, Budget: 2}, want: "a0 c1 b1", edges: 4, total: 3},
		{name: "as of before all", req: NeighborhoodRequest{Center: []string{"late"}, AsOf: &time.Time{}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.req.Limit == 0 {
				c.req.Limit = 100
			}
			g := village()
			g.entities = append(g.entities, Entity{ID: "late", RecordedAt: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)})
			got, err := FindNeighborhood(t.Context(), g, c.req)
			if err != nil {
				t.Fatal(err)
			}
			if nodes(got) != c.want || len(got.Edges) != c.edges || got.TotalNodes != c.total || got.Truncated != c.truncated {
				t.Errorf("nodes are %q with %d edges, %d in all, truncated: %t\nnot %q with %d edges, %d in all, truncated: %t",
					nodes(got), len(got.Edges), got.TotalNodes, got.Truncated, c.want, c.edges, c.total, c.truncated)
			}
			if g.calls["Links"] > c.req.Depth || g.calls["Get"] > 2 || g.calls["Between"] > 1 {
				t.Errorf("calls for a depth of %d: %v", c.req.Depth, g.calls)
			}
		})
	}
}

func TestWhatIsBetterAttestedIsNearerInANeighborhood(t *testing.T) {
	g := &smallGraph{entities: people("a", "b", "c", "d", "e", "f")}
	add := func(other string, month time.Month, certainty Certainty, coding Coding) {
		r := linked("a", "knows", other, month)
		r.Certainty, r.Coding = certainty, coding
		g.relations = append(g.relations, r)
	}
	add("b", time.June, CertaintyStated, CodingMachine)
	add("c", time.May, CertaintyAlleged, CodingQuoted)
	add("d", time.April, CertaintyStated, CodingHand)
	add("e", time.March, CertaintyConfirmed, CodingQuoted)
	add("f", time.February, CertaintyStated, CodingQuoted)
	got, err := FindNeighborhood(t.Context(), g, NeighborhoodRequest{Center: []string{"a"}, Depth: 1, Limit: 10})
	if err != nil || nodes(got) != "a0 e1 f1 d1 b1 c1" {
		t.Errorf("nodes are %q (%v)", nodes(got), err)
	}
}

func TestTheDegreeInANeighborhoodIsThatInTheWholeGraph(t *testing.T) {
	got, err := FindNeighborhood(t.Context(), village(), NeighborhoodRequest{Center: []string{"a"}, Depth: 1, Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	// a knows itself, b, and c twice; c is linked to d and f besides.
	if len(got.Nodes) != 2 || got.Nodes[0].Degree != 4 || got.Nodes[1].Degree != 4 {
		t.Errorf("nodes are %+v", got.Nodes)
	}
}

func TestANeighborhoodHasNothingTwiceAndEveryEdgeAmongItsNodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := randomWeb.Draw(t, "graph")
		entity := rapid.Map(rapid.SampledFrom(g.entities), func(e Entity) string { return e.ID })
		req := NeighborhoodRequest{
			Center: rapid.SliceOfN(entity, 1, 3).Draw(t, "centres"), Depth: rapid.IntRange(0, 3).Draw(t, "depth"), Limit: rapid.IntRange(3, 9).Draw(t, "limit"),
			Filter: RelationFilter{Types: rapid.SampledFrom([][]string{nil, {"knows", "met-with"}}).Draw(t, "types")},
		}
		got, err := FindNeighborhood(t.Context(), g, req)
		if err != nil {
			t.Fatal(err)
		}
		reach := distances(g, req)
		if got.TotalNodes != len(reach) || len(got.Nodes) != min(len(reach), req.Limit) || got.Truncated != (len(reach) > req.Limit) {
			t.Errorf("%d nodes of %d, truncated: %t, where %d are in reach and the limit is %d", len(got.Nodes), got.TotalNodes, got.Truncated, len(reach), req.Limit)
		}
		shown := map[string]bool{}
		for i, n := range got.Nodes {
			if shown[n.Entity.ID] || reach[n.Entity.ID] != n.Depth || i > 0 && n.Depth < got.Nodes[i-1].Depth {
				t.Errorf("%s stands at depth %d among %s", n.Entity.ID, n.Depth, nodes(got))
			}
			shown[n.Entity.ID] = true
		}
		var want []string
		for _, r := range g.standing("", req.Filter) {
			if shown[r.Subject] && shown[r.Object] {
				want = append(want, r.ID)
			}
		}
		var edges []string
		for _, r := range got.Edges {
			edges = append(edges, r.ID)
		}
		if !slices.Equal(edges, want) {
			t.Errorf("edges are %v, not %v", edges, want)
		}
		sum := 0.0
		for _, n := range got.Nodes {
			sum += n.PageRank
			if n.Betweenness < 0 || n.Betweenness > 1 {
				t.Errorf("%s has a betweenness of %v", n.Entity.ID, n.Betweenness)
			}
		}
		if sum < 0.99 || sum > 1.01 {
			t.Errorf("the ranks add up to %v", sum)
		}
	})
}

// distances goes out from the centres, one link at a time.
func distances(g *smallGraph, req NeighborhoodRequest) map[string]int {
	reach := map[string]int{}
	for _, id := range req.Center {
		reach[id] = 0
	}
	for depth := 1; depth <= req.Depth; depth++ {
		for _, r := range g.standing("", req.Filter) {
			for _, way := range [][2]string{{r.Subject, r.Object}, {r.Object, r.Subject}} {
				from, ok := reach[way[0]]
				if _, seen := reach[way[1]]; ok && from == depth-1 && !seen {
					reach[way[1]] = depth
				}
			}
		}
	}
	return reach
}

func TestCentralityOfGraphsThatCanBeWorkedOutByHand(t *testing.T) {
	for _, c := range []struct {
		name      string
		ids       []string
		relations []*Relation
		want      []measure
	}{
		// In a star of 4 all 3*2 ways between others go over the middle. Its rank x is
		// 0.15/4 + 0.85*3y, that of each other y is 0.15/4 + 0.85*x/3.
		{"a star", []string{"l1", "middle", "l2", "l3"}, []*Relation{linked("middle", "knows", "l1", 1), linked("l2", "knows", "middle", 1), linked("middle", "knows", "l3", 1)},
			[]measure{{0, 0.1734}, {1, 0.4797}, {0, 0.1734}, {0, 0.1734}}},
		// On a path of 4 each inner one lies on 4 of the 3*2 ways between others. The
		// rank x of an end is 0.15/4 + 0.85*y/2, that of an inner one y is 1/2 - x.
		{"a path", []string{"1", "2", "3", "4"}, chain("1", "2", "3", "4"),
			[]measure{{0, 0.1754}, {0.6667, 0.3246}, {0.6667, 0.3246}, {0, 0.1754}}},
		{"a path of which one pair is linked twice and one to itself", []string{"1", "2", "3", "4"}, append(chain("1", "2", "3", "4"), linked("3", "met-with", "2", 1), linked("1", "knows", "1", 1)),
			[]measure{{0, 0.1754}, {0.6667, 0.3246}, {0.6667, 0.3246}, {0, 0.1754}}},
		{"two that are not linked", []string{"1", "2"}, nil, []measure{{0, 0.5}, {0, 0.5}}},
		{"one", []string{"1"}, nil, []measure{{0, 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := centrality(c.ids, c.relations); !slices.Equal(got, c.want) {
				t.Errorf("measures are %v, not %v", got, c.want)
			}
		})
	}
}

func TestANeighborhoodHasTenEdgesForEachNodeOfItsLimit(t *testing.T) {
	g := &smallGraph{entities: people("a")}
	for month := range 11 {
		g.relations = append(g.relations, linked("a", "knows", "a", time.Month(1+month)))
	}
	got, err := FindNeighborhood(t.Context(), g, NeighborhoodRequest{Center: []string{"a"}, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Edges) != 10 || !got.Truncated || got.TotalNodes != 1 {
		t.Errorf("of 11 edges there are %d, truncated: %t", len(got.Edges), got.Truncated)
	}
}
