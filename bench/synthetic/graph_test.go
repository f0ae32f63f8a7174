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
	ids, quoted, types := map[string]bool{}, 0, kg.TypesByID(g.Types())
	for b := range g.Batches(1000) {
		for _, r := range b.Relations {
			ids[kg.RelationID(r, types[r.Type].Symmetric)] = true
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

func TestFewRelationsOfAnOwnerAreRareInAnyWay(t *testing.T) {
	g := synthetic.New(relations)
	symmetric := map[string]bool{}
	for _, typ := range g.Types() {
		symmetric[typ.ID] = typ.Symmetric
	}
	r, all := g.Rare(), 0
	found := map[string]int{}
	for b := range g.Owner(synthetic.Owner{Relations: 1000}, 300) {
		for i := range b.Relations {
			all++
			if b.Relations[i].Evidence[0].Source == nil {
				found["words"]++
			}
			for name, f := range map[string]kg.RelationFilter{
				"type": {Types: []string{r.Type}}, "counterpart": {With: []string{r.Counterpart}}, "document": {Documents: []string{r.Document}},
				"status": {Status: []kg.Status{r.Status}}, "certainty": {Certainty: []kg.Certainty{r.Certainty}},
				"time": {From: &r.From, To: &r.To}, "direction": {Direction: kg.DirectionIn},
			} {
				if f.Holds(&b.Relations[i], g.OwnerID(synthetic.Owner{Relations: 1000}), symmetric[b.Relations[i].Type], nil) {
					found[name]++
				}
			}
		}
	}
	want := map[string]int{"type": 12, "counterpart": 12, "document": 12, "status": 12, "certainty": 12, "time": 12, "direction": 12, "words": 12}
	if all != 1000 || !reflect.DeepEqual(found, want) {
		t.Errorf("of %d relations there are %v, not %v", all, found, want)
	}
}
