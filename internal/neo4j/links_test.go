package neo4j

import (
	"math"
	"reflect"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
)

// The conformance suite has few relations of each pair, and so looks at all.
func TestLinksAreTheSameHoweverTheNewestIsFound(t *testing.T) {
	s := newStore(t)
	batches := []kg.Batch{
		kgtest.Graph(), kgtest.HostileGraph(),
		{Retractions: []kg.Retraction{{Relation: kgtest.ID(kgtest.MetMonday)}}, Merges: []kg.Merge{{From: "northland", Into: "southland"}}},
	}
	var of []string
	for _, b := range batches {
		if _, err := s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		for _, e := range b.Entities {
			of = append(of, e.ID)
		}
	}
	links := 0
	day := kg.NewDate(2025, 12, 1)
	recorded := kgtest.Recorded
	for _, filter := range []kg.RelationFilter{
		{}, {Direction: kg.DirectionOut}, {Direction: kg.DirectionIn}, {Types: []string{"met-with", "advised"}, Direction: kg.DirectionIn}, {Documents: []string{kgtest.Interview}},
		{Status: []kg.Status{kg.StatusPlanned}}, {Certainty: []kg.Certainty{kg.CertaintyDisputed}}, {From: &day, To: &day},
	} {
		for _, req := range []kg.LinkRequest{
			{Limit: 1000}, {Limit: 3}, {Limit: 1000, Avoid: []string{"anna-keller"}}, {Limit: 1000, AsOf: &recorded},
		} {
			req.Of, req.Filter = of, filter
			var found [3]kg.Links
			for i, forOne := range []int64{0, 1, math.MaxInt32} {
				err := s.asking(t.Context(), momentOf(req.AsOf), func(m moment) (err error) {
					l := linker{store: s, moment: m, req: req, forOne: forOne}
					found[i], err = l.links(t.Context())
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			if !reflect.DeepEqual(found[1], found[0]) || !reflect.DeepEqual(found[2], found[0]) {
				t.Errorf("%+v finds\n%+v\n%+v\n%+v", req, found[0], found[1], found[2])
			}
			links += len(found[0].Links)
		}
	}
	if links < 100 {
		t.Errorf("only %d links were compared", links)
	}
}
