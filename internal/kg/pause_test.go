package kg

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

// star returns a hub that is linked with n others, which are linked in a row.
func star(n int) *smallGraph {
	g := &smallGraph{entities: people("hub")}
	for i := range n {
		g.entities = append(g.entities, people(fmt.Sprint("p", i))...)
		g.relations = append(g.relations, linked("hub", "knows", fmt.Sprint("p", i), time.May))
		if i > 0 {
			g.relations = append(g.relations, linked(fmt.Sprint("p", i-1), "knows", fmt.Sprint("p", i), time.May))
		}
	}
	return g
}

func TestLongWorkPausesBeforeEachStepAndEndsWhereAPauseDoes(t *testing.T) {
	ended := errors.New("ended")
	for name, ask := range map[string]func(context.Context, *smallGraph) error{
		"paths": func(ctx context.Context, g *smallGraph) error {
			_, err := FindPaths(ctx, g, PathRequest{From: "p0", To: "p9", MaxLength: 6, First: 1000})
			return err
		},
		"a neighbourhood": func(ctx context.Context, g *smallGraph) error {
			_, err := FindNeighborhood(ctx, g, NeighborhoodRequest{Center: []string{"p0"}, Depth: 3, Limit: 10})
			return err
		},
	} {
		g, pauses := star(20), 0
		if err := ask(WithPause(t.Context(), func(context.Context) error { pauses++; return nil }), g); err != nil {
			t.Fatal(err)
		}
		if calls := g.calls["Links"] + g.calls["Between"]; pauses < calls || calls == 0 {
			t.Errorf("%s: %d pauses for %d calls", name, pauses, calls)
		}
		for last := range pauses {
			left := last
			err := ask(WithPause(t.Context(), func(context.Context) error {
				if left == 0 {
					return ended
				}
				left--
				return nil
			}), star(20))
			if !errors.Is(err, ended) {
				t.Errorf("%s: a pause that ends is answered by %v", name, err)
			}
		}
	}
}

func TestEnumeratingPathsPausesEverySoManySteps(t *testing.T) {
	web := newLinkWeb()
	const n = 60
	for i := range n {
		for j := range n {
			if i != j {
				web.add(web.number(fmt.Sprint(i)), web.number(fmt.Sprint(j)), Link{Of: fmt.Sprint(i), Other: fmt.Sprint(j), Newest: positionUndated + "x", Attestation: 3})
			}
		}
	}
	pauses := 0
	ctx := WithPause(t.Context(), func(context.Context) error { pauses++; return nil })
	if _, complete, err := web.paths(ctx, 0, 1, 4, maxPathSteps); err != nil || complete {
		t.Fatal("it does not take all steps that it may", err)
	}
	if want := maxPathSteps / stepsInTurn; pauses != want {
		t.Errorf("%d pauses, not %d", pauses, want)
	}
}

func TestLinksInTurnsAreLinks(t *testing.T) {
	g := star(ownersInTurn + 20)
	var of []string
	for _, e := range g.entities {
		of = append(of, e.ID)
	}
	for _, limit := range []int{0, 1, ownersInTurn, ownersInTurn + 1, 1 << 30} {
		want, err := g.Links(t.Context(), LinkRequest{Of: of, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		got, err := linksInTurns(t.Context(), g, LinkRequest{Of: of, Limit: limit})
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("at most %d: %d links, truncated %t, not %d, %t (%v)", limit, len(got.Links), got.Truncated, len(want.Links), want.Truncated, err)
		}
	}
}
