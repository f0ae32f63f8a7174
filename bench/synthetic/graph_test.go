package synthetic_test

import (
	"reflect"
	"slices"
	"testing"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
)

const relations = 5000

func TestHubsHaveATenthOfTheRelationsEach(t *testing.T) {
	g := synthetic.New(relations)
	for hub := range synthetic.Hubs {
		if got := g.Degree(hub); got < relations/10 {
			t.Errorf("hub %d has %d of %d relations", hub, got, relations)
		}
	}
}

func TestHubsOfTwoSidesAreThreeLinksApart(t *testing.T) {
	g := synthetic.New(relations)
	near, far := g.Linked(0), g.Linked(1)
	if slices.Contains(near, 1) {
		t.Error("they are linked")
	}
	across := false
	for _, other := range near {
		if slices.Contains(far, other) {
			t.Errorf("both are linked with %d", other)
		}
		across = across || slices.ContainsFunc(g.Linked(int(other)), func(o int32) bool { return slices.Contains(far, o) })
	}
	if !across {
		t.Error("no path of three links leads from one to the other")
	}
}

func TestEveryRelationStatesSomethingElse(t *testing.T) {
	g := synthetic.New(relations)
	ids, quoted := map[string]bool{}, 0
	for b := range g.Batches(1000) {
		for _, r := range b.Relations {
			ids[kg.RelationID(r)] = true
			if r.Evidence[0].Source == nil {
				quoted++
			}
		}
	}
	if len(ids) != relations || quoted != len(g.Quotes()) || quoted == 0 {
		t.Errorf("%d relations of %d are different; %d of %d quotes are quoted", len(ids), relations, quoted, len(g.Quotes()))
	}
}

func TestAGraphIsTheSameOnEveryRun(t *testing.T) {
	if !reflect.DeepEqual(synthetic.New(relations), synthetic.New(relations)) {
		t.Error("two graphs of one size differ")
	}
}
