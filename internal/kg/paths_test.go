package kg

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// randomWeb draws a graph of a few entities with many relations.
var randomWeb = rapid.Custom(func(t *rapid.T) *smallGraph {
	ids := strings.Split("abcdefg"[:rapid.IntRange(2, 7).Draw(t, "entities")], "")
	g := &smallGraph{entities: people(ids...), symmetric: []string{"met-with"}}
	for range rapid.IntRange(0, 20).Draw(t, "relations") {
		r := linked(rapid.SampledFrom(ids).Draw(t, "subject"), rapid.SampledFrom([]string{"knows", "met-with", "advised"}).Draw(t, "type"),
			rapid.SampledFrom(ids).Draw(t, "object"), time.Month(rapid.IntRange(1, 4).Draw(t, "month")))
		r.Status, r.Certainty = rapid.SampledFrom(Statuses).Draw(t, "status"), rapid.SampledFrom(Certainties).Draw(t, "certainty")
		r.ID = RelationID(*r, slices.Contains(g.symmetric, r.Type))
		if !slices.ContainsFunc(g.relations, func(old *Relation) bool { return old.ID == r.ID }) {
			g.relations = append(g.relations, r)
		}
	}
	return g
})

func randomPathRequest(t *rapid.T, g *smallGraph) PathRequest {
	entity := rapid.Map(rapid.SampledFrom(g.entities), func(e Entity) string { return e.ID })
	req := PathRequest{
		From: entity.Draw(t, "from"), To: entity.Draw(t, "to"), MaxLength: rapid.IntRange(1, MaxPathLength).Draw(t, "longest"),
		Avoid: rapid.SliceOfN(entity, 0, 2).Draw(t, "avoid"), First: rapid.SampledFrom([]int{0, 1, 3, 10_000, 10_000}).Draw(t, "first"),
	}
	f := &req.Filter
	f.Direction = rapid.SampledFrom([]Direction{"", DirectionAny, DirectionOut, DirectionIn}).Draw(t, "direction")
	f.Types = rapid.SampledFrom([][]string{nil, nil, {"knows"}, {"knows", "met-with"}}).Draw(t, "types")
	f.Certainty = rapid.SampledFrom([][]Certainty{nil, nil, nil, {CertaintyStated, CertaintyDenied}}).Draw(t, "certainty")
	f.From = rapid.SampledFrom([]*Date{nil, nil, new(NewDate(2025, time.February, 1))}).Draw(t, "since")
	return req
}

// everyPath goes every way from one entity to another, and sorts those that
// visit none twice.
func everyPath(g *smallGraph, req PathRequest) []Path {
	if slices.Contains(req.Avoid, req.From) || slices.Contains(req.Avoid, req.To) {
		return nil
	}
	var all []Path
	var walk func(p Path)
	walk = func(p Path) {
		at := p.Nodes[len(p.Nodes)-1]
		if at == req.To {
			all = append(all, p)
			return
		}
		if p.Length() == req.MaxLength {
			return
		}
		for _, e := range g.entities {
			if slices.Contains(p.Nodes, e.ID) || slices.Contains(req.Avoid, e.ID) {
				continue
			}
			filter := req.Filter
			filter.With = []string{e.ID}
			if links := g.standing(at, filter); len(links) > 0 {
				walk(Path{Nodes: append(slices.Clone(p.Nodes), e.ID), Relations: append(slices.Clone(p.Relations), links[0].ID)})
			}
		}
	}
	walk(Path{Nodes: []string{req.From}})
	slices.SortFunc(all, func(a, b Path) int {
		return cmp.Or(cmp.Compare(a.Length(), b.Length()), cmp.Compare(worst(g, a), worst(g, b)), slices.Compare(a.Nodes, b.Nodes))
	})
	return all
}

func worst(g *smallGraph, p Path) int {
	rank := 0
	for _, r := range g.relations {
		if slices.Contains(p.Relations, r.ID) {
			rank = max(rank, Attestation(r.Status, r.Certainty, r.Coding))
		}
	}
	return rank
}

func shown(paths []Path) (all []string) {
	for _, p := range paths {
		text := p.Nodes[0]
		for i, id := range p.Relations {
			text += fmt.Sprintf(" -%s- %s", id, p.Nodes[i+1])
		}
		all = append(all, text)
	}
	return all
}

func TestPathsAreThoseOfASearchThatGoesEveryWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := randomWeb.Draw(t, "graph")
		req := randomPathRequest(t, g)
		all := everyPath(g, req)
		got, err := FindPaths(t.Context(), g, req)
		if err != nil {
			t.Fatal(err)
		}
		want := shown(all[:min(len(all), req.First)])
		if !slices.Equal(shown(got.Paths), want) || got.Truncated {
			t.Fatalf("paths are\n%s\nnot\n%s\ntruncated: %t", strings.Join(shown(got.Paths), "\n"), strings.Join(want, "\n"), got.Truncated)
		}
		if most := bidirectional(g, req); got.Visited > most {
			t.Errorf("%d links were visited, where a search from both ends needs %d", got.Visited, most)
		}
		if g.calls["Links"] > req.MaxLength || g.calls["Get"] != 1 {
			t.Errorf("calls for a length of at most %d: %v", req.MaxLength, g.calls)
		}
	})
}

// bidirectional returns how many links a search from both ends looks at that
// goes on from every entity once, on the side that fewer are to go on from.
func bidirectional(g *smallGraph, req PathRequest) (visited int) {
	ends := [2][]string{{req.From}, {req.To}}
	filters := [2]RelationFilter{req.Filter, req.Filter.reversed()}
	seen := [2]map[string]bool{{req.From: true}, {req.To: true}}
	for range req.MaxLength {
		side := 0
		if len(ends[1]) < len(ends[0]) {
			side = 1
		}
		var next []string
		for _, at := range ends[side] {
			others := map[string]bool{}
			for _, r := range g.standing(at, filters[side]) {
				for _, other := range []string{r.Subject, r.Object} {
					if other != at && !slices.Contains(req.Avoid, other) {
						others[other] = true
					}
				}
			}
			visited += len(others)
			for other := range others {
				if !seen[side][other] {
					seen[side][other] = true
					next = append(next, other)
				}
			}
		}
		ends[side] = next
	}
	return visited
}

func TestABudgetOnPathsIsKeptAndSaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := randomWeb.Draw(t, "graph")
		req := randomPathRequest(t, g)
		req.First = 10_000
		whole, err := FindPaths(t.Context(), g, req)
		if err != nil {
			t.Fatal(err)
		}
		req.Budget = rapid.IntRange(1, 30).Draw(t, "budget")
		got, err := FindPaths(t.Context(), g, req)
		if err != nil {
			t.Fatal(err)
		}
		if got.Visited > req.Budget {
			t.Errorf("%d links were visited with a budget of %d", got.Visited, req.Budget)
		}
		if got.Truncated != (whole.Visited > req.Budget) {
			t.Errorf("truncated: %t, with a budget of %d where %d are to visit", got.Truncated, req.Budget, whole.Visited)
		}
		if !got.Truncated && !slices.Equal(shown(got.Paths), shown(whole.Paths)) {
			t.Errorf("paths are %v, not %v, and nothing says that there are more", shown(got.Paths), shown(whole.Paths))
		}
		all := shown(whole.Paths)
		for _, path := range shown(got.Paths) {
			if !slices.Contains(all, path) {
				t.Errorf("%s is no path", path)
			}
		}
	})
}

func TestPathsAsCallersAskForThem(t *testing.T) {
	doubtful := linked("a", "knows", "b", time.March)
	doubtful.Certainty = CertaintyDenied
	// Two ways of two links, a long way round, and a way against the direction.
	diamond := &smallGraph{
		entities:  append(people("a", "b", "c", "d", "e", "f", "g", "alone"), Entity{ID: "late", RecordedAt: time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)}),
		relations: slices.Concat(chain("a", "b", "d"), chain("a", "c", "d"), chain("a", "e", "f", "g", "d"), []*Relation{doubtful, linked("d", "met-with", "a", time.May), linked("a", "knows", "a", time.May)}),
		symmetric: []string{"met-with"},
		into:      map[string]string{"a2": "a", "d2": "d", "c2": "c"},
	}
	before := time.Date(2025, 5, 1, 0, 0, 0, 0, time.UTC)
	knows := RelationFilter{Types: []string{"knows"}, Direction: DirectionOut}
	for _, c := range []struct {
		name string
		req  PathRequest
		want string
	}{
		{"the shortest, then those on relations that are best attested, then by ids", PathRequest{From: "a", To: "d", MaxLength: 4}, "a d, a c d, a b d, a e f g d"},
		{"at most as many as are asked for", PathRequest{From: "a", To: "d", MaxLength: 4, First: 2}, "a d, a c d"},
		{"at most as long as is asked for", PathRequest{From: "a", To: "d", MaxLength: 3}, "a d, a c d, a b d"},
		{"just as long as is asked for", PathRequest{From: "e", To: "d", MaxLength: 3, Filter: knows}, "e f g d"},
		{"not one longer", PathRequest{From: "e", To: "d", MaxLength: 2, Filter: knows}, ""},
		{"not through what is to be avoided", PathRequest{From: "a", To: "d", MaxLength: 4, Avoid: []string{"c", "e"}}, "a d, a b d"},
		{"not through what is to be avoided by another id", PathRequest{From: "a", To: "d", MaxLength: 4, Avoid: []string{"c2", "e"}}, "a d, a b d"},
		{"none from what is to be avoided", PathRequest{From: "a", To: "d", MaxLength: 4, Avoid: []string{"a2"}}, ""},
		{"none to what is to be avoided", PathRequest{From: "a", To: "d", MaxLength: 4, Avoid: []string{"d"}}, ""},
		{"over relations of a type", PathRequest{From: "a", To: "d", MaxLength: 2, Filter: RelationFilter{Types: []string{"knows"}}}, "a c d, a b d"},
		{"with the direction of relations", PathRequest{From: "d", To: "a", MaxLength: 4, Filter: knows}, ""},
		{"against the direction of relations", PathRequest{From: "d", To: "a", MaxLength: 2, Filter: RelationFilter{Direction: DirectionIn}}, "d a, d c a, d b a"},
		{"either way over symmetric relations", PathRequest{From: "d", To: "a", MaxLength: 1, Filter: RelationFilter{Direction: DirectionOut}}, "d a"},
		{"whatever with says", PathRequest{From: "a", To: "d", MaxLength: 1, Filter: RelationFilter{With: []string{"alone"}}}, "a d"},
		{"between other ids of its ends", PathRequest{From: "a2", To: "d2", MaxLength: 1}, "a d"},
		{"to itself", PathRequest{From: "a", To: "a", MaxLength: 1}, "a"},
		{"to itself by another id", PathRequest{From: "a", To: "a2", MaxLength: 1}, "a"},
		{"none to what is linked to nothing", PathRequest{From: "a", To: "alone", MaxLength: 6}, ""},
		{"none from what is linked to nothing", PathRequest{From: "alone", To: "a", MaxLength: 6}, ""},
		{"none to what did not exist", PathRequest{From: "late", To: "late", MaxLength: 6, AsOf: &before}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.req.First == 0 {
				c.req.First = 10
			}
			got, err := FindPaths(t.Context(), diamond, c.req)
			if err != nil {
				t.Fatal(err)
			}
			var paths []string
			for _, p := range got.Paths {
				paths = append(paths, strings.Join(p.Nodes, " "))
			}
			if text := strings.Join(paths, ", "); text != c.want || got.Truncated {
				t.Errorf("paths are %q, not %q; truncated: %t", text, c.want, got.Truncated)
			}
		})
	}
}

func TestPathsOfAllLengthsAreFoundWhereEverythingIsLinked(t *testing.T) {
	ids := strings.Split("abcdef", "")
	g := &smallGraph{entities: people(ids...)}
	for i, a := range ids {
		for _, b := range ids[i+1:] {
			g.relations = append(g.relations, linked(a, "knows", b, time.January))
		}
	}
	got, err := FindPaths(t.Context(), g, PathRequest{From: "a", To: "f", MaxLength: 6, First: 1000})
	if err != nil {
		t.Fatal(err)
	}
	lengths := map[int]int{}
	for _, p := range got.Paths {
		lengths[p.Length()]++
	}
	// Of the 4 others, those on the way in their order: 1, 4, 4*3, 4*3*2, 4*3*2*1.
	if want := map[int]int{1: 1, 2: 4, 3: 12, 4: 24, 5: 24}; fmt.Sprint(lengths) != fmt.Sprint(want) {
		t.Errorf("there are paths of lengths %v, not %v", lengths, want)
	}
}

func TestAPathFromAHubIsSearchedFromItsOtherEnd(t *testing.T) {
	g := &smallGraph{entities: people("hub", "between", "leaf", "next")}
	g.relations = append(chain("hub", "between", "leaf"), chain("next", "leaf")...)
	for i := range 200 {
		id := fmt.Sprint("x", i)
		g.entities = append(g.entities, people(id)...)
		g.relations = append(g.relations, linked("hub", "knows", id, time.January))
	}
	got, err := FindPaths(t.Context(), g, PathRequest{From: "leaf", To: "hub", MaxLength: 2, First: 1})
	if err != nil {
		t.Fatal(err)
	}
	// The 2 links of the leaf; then, from the hub, which is 1 where they are 2, its 201.
	if len(got.Paths) != 1 || got.Visited != 203 {
		t.Errorf("%d paths, and %d links visited", len(got.Paths), got.Visited)
	}
	got, err = FindPaths(t.Context(), g, PathRequest{From: "hub", To: "next", MaxLength: 3, First: 1})
	if err != nil {
		t.Fatal(err)
	}
	// The hub's 201, then the 1 of next and the 2 of the leaf, but nothing of the 200.
	if len(got.Paths) != 1 || got.Visited != 204 {
		t.Errorf("%d paths, and %d links visited", len(got.Paths), got.Visited)
	}
}

func TestAttestationRanksRelations(t *testing.T) {
	for _, c := range []struct {
		status    Status
		certainty Certainty
		coding    Coding
		want      int
	}{
		{StatusOccurred, CertaintyStated, CodingQuoted, 0}, {StatusOngoing, CertaintyConfirmed, CodingQuoted, 0}, {StatusOccurred, CertaintyConfirmed, CodingSuggested, 1},
		{StatusOccurred, CertaintyStated, CodingHand, 2}, {StatusOccurred, CertaintyStated, CodingMachine, 3},
		{StatusPlanned, CertaintyConfirmed, CodingQuoted, 4}, {StatusProposed, CertaintyStated, CodingMachine, 7},
		{StatusOccurred, CertaintyAlleged, CodingQuoted, 8}, {StatusPlanned, CertaintyAlleged, CodingHand, 10},
		{StatusOngoing, CertaintyDisputed, CodingQuoted, 12}, {StatusPlanned, CertaintyDenied, CodingMachine, 15},
	} {
		if got := Attestation(c.status, c.certainty, c.coding); got != c.want {
			t.Errorf("what is %s, %s and %s ranks %d, not %d", c.status, c.certainty, c.coding, got, c.want)
		}
	}
}
