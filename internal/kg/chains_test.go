package kg

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// everyChain goes on in every way, and sorts those that end.
func everyChain(g *smallGraph, req ChainRequest) []Path {
	var all []Path
	var walk func(p Path)
	walk = func(p Path) {
		at, goesOn := p.Nodes[len(p.Nodes)-1], false
		if at != req.Until && p.Length() < req.MaxLength {
			for _, e := range g.entities {
				links := g.standing(at, RelationFilter{Types: req.Types, Direction: req.Direction, With: []string{e.ID}})
				if len(links) > 0 && !slices.Contains(p.Nodes, e.ID) {
					goesOn = true
					walk(Path{Nodes: append(slices.Clone(p.Nodes), e.ID), Relations: append(slices.Clone(p.Relations), links[0].ID)})
				}
			}
		}
		if at == req.Until || req.Until == "" && !goesOn && p.Length() > 0 {
			all = append(all, p)
		}
	}
	walk(Path{Nodes: []string{req.Of}})
	slices.SortFunc(all, func(a, b Path) int {
		return cmp.Or(cmp.Compare(a.Length(), b.Length()), cmp.Compare(worst(g, a), worst(g, b)), slices.Compare(a.Nodes, b.Nodes))
	})
	return all
}

func TestChainsAreThoseOfASearchThatGoesEveryWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := randomWeb.Draw(t, "graph")
		entity := rapid.Map(rapid.SampledFrom(g.entities), func(e Entity) string { return e.ID })
		req := ChainRequest{
			Of: entity.Draw(t, "of"), Types: rapid.SampledFrom([][]string{{"knows"}, {"knows", "advised"}, {"met-with"}}).Draw(t, "types"),
			Direction: rapid.SampledFrom([]Direction{DirectionAny, DirectionOut, DirectionIn}).Draw(t, "direction"), MaxLength: rapid.IntRange(1, 7).Draw(t, "longest"),
		}
		if rapid.Bool().Draw(t, "is there an end") {
			req.Until = entity.Draw(t, "until")
		}
		want := everyChain(g, req)
		got, err := FindChains(t.Context(), g, req)
		if len(want) > MaxChains {
			if refused := (*Error)(nil); !errors.As(err, &refused) || refused.Field != "maxLength" {
				t.Fatalf("%d chains are answered with %v", len(want), err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(shown(got), shown(want)) {
			t.Fatalf("chains are\n%s\nnot\n%s", strings.Join(shown(got), "\n"), strings.Join(shown(want), "\n"))
		}
		if g.calls["Links"] > req.MaxLength || g.calls["Get"] != 1 {
			t.Errorf("calls for a length of at most %d: %v", req.MaxLength, g.calls)
		}
	})
}

func TestChainsAsCallersAskForThem(t *testing.T) {
	command := &smallGraph{
		entities: append(people("private", "sergeant", "captain", "general", "staff", "a", "b"), Entity{ID: "late", RecordedAt: time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)}),
		relations: slices.Concat(chain("private", "sergeant", "captain", "general"), chain("captain", "staff"), chain("a", "b"), chain("b", "a"),
			[]*Relation{linked("captain", "met-with", "a", time.May)}),
		symmetric: []string{"met-with"},
		into:      map[string]string{"general2": "general", "private2": "private"},
	}
	before := time.Date(2025, 5, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		req  ChainRequest
		want string
	}{
		{"up to the top", ChainRequest{Of: "private"}, "private sergeant captain general, private sergeant captain staff"},
		{"down from it", ChainRequest{Of: "general", Direction: DirectionIn}, "general captain sergeant private"},
		{"until someone", ChainRequest{Of: "private", Until: "captain"}, "private sergeant captain"},
		{"until someone by another id", ChainRequest{Of: "private2", Until: "general2"}, "private sergeant captain general"},
		{"as far as asked for", ChainRequest{Of: "private", MaxLength: 2}, "private sergeant captain"},
		{"not until someone who is further", ChainRequest{Of: "private", Until: "general", MaxLength: 2}, ""},
		{"nobody above", ChainRequest{Of: "general"}, ""},
		{"round and round", ChainRequest{Of: "a"}, "a b"},
		{"until itself", ChainRequest{Of: "a", Until: "a"}, "a"},
		{"until someone who is not above", ChainRequest{Of: "private", Until: "a"}, ""},
		{"of what did not exist", ChainRequest{Of: "late", AsOf: &before}, ""},
		{"until what did not exist", ChainRequest{Of: "private", Until: "late", AsOf: &before}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.req.Types, c.req.Direction = []string{"knows"}, cmp.Or(c.req.Direction, DirectionOut)
			c.req.MaxLength = cmp.Or(c.req.MaxLength, MaxChainLength)
			got, err := FindChains(t.Context(), command, c.req)
			if err != nil {
				t.Fatal(err)
			}
			var chains []string
			for _, p := range got {
				chains = append(chains, strings.Join(p.Nodes, " "))
			}
			if text := strings.Join(chains, ", "); text != c.want {
				t.Errorf("chains are %q, not %q", text, c.want)
			}
		})
	}
}

func TestChainsThatAreTooManyAreRefused(t *testing.T) {
	fromHub := ChainRequest{Of: "hub", Types: []string{"knows"}, Direction: DirectionOut, MaxLength: 1}
	_, err := FindChains(t.Context(), star(MaxChains+1), fromHub)
	checkError(t, err, CodeBadInput, "maxLength")
	if chains, err := FindChains(t.Context(), star(MaxChains), fromHub); err != nil || len(chains) != MaxChains {
		t.Errorf("%d chains, not %d: %v", len(chains), MaxChains, err)
	}
	long := &smallGraph{entities: people("end")}
	for i := range MaxPathLength + 1 {
		id := fmt.Sprint("x", i)
		long.entities = append(long.entities, people(id)...)
		long.relations = append(long.relations, linked(id, "knows", fmt.Sprint("x", i+1), time.May))
	}
	for i := range MaxChains {
		id := fmt.Sprint("y", i)
		long.entities = append(long.entities, people(id)...)
		long.relations = append(long.relations, linked(fmt.Sprint("x", MaxPathLength), "knows", id, time.May))
	}
	_, err = FindChains(t.Context(), long, ChainRequest{Of: "x0", Types: []string{"knows"}, Direction: DirectionOut, MaxLength: MaxChainLength})
	checkError(t, err, CodeBadInput, "maxLength")
	_, err = FindChains(t.Context(), village(), ChainRequest{Of: "a", MaxLength: 1})
	checkError(t, err, CodeBadInput, "types")
	_, err = FindChains(t.Context(), village(), ChainRequest{Of: "nobody", Types: []string{"knows"}, MaxLength: 1})
	checkError(t, err, CodeNotFound, "of")
	_, err = FindChains(t.Context(), village(), ChainRequest{Of: "a", Until: "nobody", Types: []string{"knows"}, MaxLength: 1})
	checkError(t, err, CodeNotFound, "until")
}

// Thirty squares, each of which can be gone round by either side, have a thousand million
// ways through.
func TestChainsThatCrossEndlesslyAreGivenUp(t *testing.T) {
	g := &smallGraph{}
	for i := range 30 {
		from, to := fmt.Sprint("n", i), fmt.Sprint("n", i+1)
		g.entities = append(g.entities, people(from, from+"l", from+"r")...)
		g.relations = slices.Concat(g.relations, chain(from, from+"l", to), chain(from, from+"r", to))
	}
	g.entities = append(g.entities, people("n30")...)
	req := ChainRequest{Of: "n0", Types: []string{"knows"}, Direction: DirectionOut, MaxLength: MaxChainLength}
	_, err := FindChains(t.Context(), g, req)
	checkError(t, err, CodeBadInput, "maxLength")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := FindChains(ctx, g, req); err == nil {
		t.Error("it went on though nobody waits any more")
	}
}
