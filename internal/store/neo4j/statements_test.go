package neo4j_test

import (
	"sync"
	"testing"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
)

// texts are the statements that a store ran.
type texts struct {
	sync.Mutex
	ran map[string]int
}

func (x *texts) add(text string, _ map[string]any) {
	x.Lock()
	defer x.Unlock()
	x.ran[text]++
}

// take returns how many statements were run since it was called last, and of how
// many texts.
func (x *texts) take() (statements, different int) {
	x.Lock()
	defer x.Unlock()
	for _, n := range x.ran {
		statements += n
	}
	different = len(x.ran)
	x.ran = map[string]int{}
	return statements, different
}

func TestALevelIsOneStatementAndItsShapeAddsNoText(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	x := &texts{ran: map[string]int{}}
	config := configOf(c)
	config.OnStatement = x.add
	s := openConfig(t, config)
	if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Types(t.Context()); err != nil {
		t.Fatal(err)
	}
	x.take()
	day, asOf := kg.NewDate(2025, 12, 1), time.Now()
	seen := map[string]bool{}
	var shapes int
	for _, direction := range []kg.Direction{"", kg.DirectionOut, kg.DirectionIn, kg.DirectionAny} {
		for _, types := range [][]string{nil, {"met-with"}, {"met-with", "proposed"}} {
			for _, with := range [][]string{nil, {"northland"}, {"northland", "anna-keller"}} {
				for _, f := range []kg.RelationFilter{{}, {Status: kg.Statuses[:2]}, {Certainty: kg.Certainties, From: &day}, {To: &day, Documents: []string{kgtest.Interview}}} {
					f.Direction, f.Types, f.With = direction, types, with
					reqs := kg.PageRequests{Need: kg.Need{Ends: shapes%2 == 0, Claims: shapes%3 == 0, Text: shapes%5 == 0}}
					if shapes%2 == 0 {
						reqs.AsOf = &asOf
					}
					for i, owner := range []string{"", "anna-keller", "southland", "allies", "nobody"}[:1+shapes%5] {
						reqs.Pages = append(reqs.Pages, kg.PageRequest{Owner: owner, Filter: f, Slice: kg.Slice{Limit: 1 + i}})
					}
					if _, _, err := s.Pages(t.Context(), reqs); err != nil {
						t.Fatal(err)
					}
					for text := range x.ran {
						seen[text] = true
					}
					most := 1
					if len(f.Status) > 0 || f.From != nil || f.To != nil {
						most = 2 // at once: what is ordinary, and the rest by class
					}
					if n, _ := x.take(); n == 0 || n > most {
						t.Errorf("a level with filter %+v took %d statements", f, n)
					}
					shapes++
				}
			}
		}
	}
	if shapes < 100 || len(seen) != 3 {
		t.Errorf("%d shapes took %d statement texts", shapes, len(seen))
	}
}

func TestWhatAnotherProgramAddedIsSeen(t *testing.T) {
	s, c := openAt(t)
	other := openConfig(t, configOf(c))
	for i, id := range []string{"knows", "trusts"} {
		b := kg.Batch{
			Types:    []kg.RelationType{{ID: id, Label: id, InverseLabel: id, Symmetric: true}},
			Entities: []kg.Entity{{ID: "a", Kind: kg.KindPerson, Name: "A"}, {ID: "b", Kind: kg.KindPerson, Name: "B"}},
			Relations: []kg.Relation{{Type: id, Subject: "a", Object: "b", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
				Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "d", Record: "1"}}}}},
		}
		if _, err := other.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		// Only who knows that the type is symmetric finds it from b.
		pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{
			Owner: "b", Filter: kg.RelationFilter{Types: []string{id}, Direction: kg.DirectionOut}, Slice: kg.Slice{Limit: 1},
		}}})
		if err != nil || len(pages[0].Relations) != 1 {
			t.Errorf("of type %s there are %d relations: %v", id, len(pages[0].Relations), err)
		}
		types, err := s.Types(t.Context())
		if err != nil || len(types) != i+1 {
			t.Errorf("%d types, %v", len(types), err)
		}
	}
}
