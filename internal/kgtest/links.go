package kgtest

import (
	"slices"
	"testing"

	"conflictgraph/internal/kg"
)

func testLinks(t *testing.T, s kg.Store) {
	write(t, s, Graph())
	o := told(t, Graph())
	t.Run("of each entity", func(t *testing.T) { testLinksOf(t, s, o) })
	t.Run("limits", func(t *testing.T) { testLinkLimits(t, s, o) })
	t.Run("between", func(t *testing.T) { testBetween(t, s, o) })
	t.Run("degree", func(t *testing.T) { testDegree(t, s, o) })
}

// link is what a test states of a link, by the index of its relation in Graph.
type link struct {
	of, other string
	relation  int
}

func testLinksOf(t *testing.T, s kg.Store, o *oracle) {
	firstTwin, day := AdvisedAlleged, kg.NewDate(2025, 11, 15)
	if ID(AdvisedDisputed) < ID(AdvisedAlleged) {
		firstTwin = AdvisedDisputed
	}
	for _, c := range []struct {
		name string
		req  kg.LinkRequest
		want []link
	}{
		{"each other end once, by the newest relation", kg.LinkRequest{Of: []string{"anna-keller"}}, []link{
			{"anna-keller", "boris-novak", MetMonday}, {"anna-keller", "southland", WillMeet},
		}},
		{"of two of one day, the relation with the lower id", kg.LinkRequest{Of: []string{"southland"}}, []link{
			{"southland", "anna-keller", WillMeet}, {"southland", "boris-novak", firstTwin}, {"southland", "northland", War},
		}},
		{"in the order that was given, then by the other's id; and both of two that are linked", kg.LinkRequest{Of: []string{"the-plan", "northland", "allies"}}, []link{
			{"the-plan", "northland", Proposed},
			{"northland", "allies", CriticizedByRows}, {"northland", "harbor-city", Belongs}, {"northland", "southland", War}, {"northland", "the-plan", Proposed},
			{"allies", "northland", CriticizedByRows},
		}},
		{"of an entity that is named twice, once, where it is named first", kg.LinkRequest{Of: []string{"the-plan", "nobody", "ministry", "the-plan"}}, []link{
			{"the-plan", "northland", Proposed}, {"ministry", "boris-novak", SpeaksFor},
		}},
		{"out of it, symmetric ones among them", kg.LinkRequest{Of: []string{"northland"}, Filter: kg.RelationFilter{Direction: kg.DirectionOut}}, []link{
			{"northland", "southland", War}, {"northland", "the-plan", Proposed},
		}},
		{"into it, symmetric ones among them", kg.LinkRequest{Of: []string{"northland"}, Filter: kg.RelationFilter{Direction: kg.DirectionIn}}, []link{
			{"northland", "allies", CriticizedByRows}, {"northland", "harbor-city", Belongs}, {"northland", "southland", War},
		}},
		{"with some", kg.LinkRequest{Of: []string{"northland", "boris-novak"}, Filter: kg.RelationFilter{With: []string{"southland", "ministry", "nobody"}}}, []link{
			{"northland", "southland", War}, {"boris-novak", "ministry", SpeaksFor}, {"boris-novak", "southland", firstTwin},
		}},
		{"but those to avoid", kg.LinkRequest{Of: []string{"northland"}, Avoid: []string{"southland", "nobody", "allies", "northland"}}, []link{
			{"northland", "harbor-city", Belongs}, {"northland", "the-plan", Proposed},
		}},
		{"by the newest that passes the filter", kg.LinkRequest{Of: []string{"boris-novak"}, Filter: kg.RelationFilter{Documents: []string{Communique}}}, []link{
			{"boris-novak", "anna-keller", MetAgain},
		}},
		{"by status, certainty and type", kg.LinkRequest{Of: []string{"boris-novak", "southland"}, Filter: kg.RelationFilter{
			Types: []string{"advised", "met-with"}, Status: []kg.Status{kg.StatusOccurred}, Certainty: []kg.Certainty{kg.CertaintyDisputed},
		}}, []link{
			{"boris-novak", "southland", AdvisedDisputed}, {"southland", "boris-novak", AdvisedDisputed},
		}},
		{"by time", kg.LinkRequest{Of: []string{"northland"}, Filter: kg.RelationFilter{From: &day, To: &day}}, []link{
			{"northland", "harbor-city", Belongs}, {"northland", "southland", War}, {"northland", "the-plan", Proposed},
		}},
		{"but not with itself", kg.LinkRequest{Of: []string{"allies"}, Filter: kg.RelationFilter{Types: []string{"part-of"}}}, nil},
		{"and of what is not there, or of nothing, none", kg.LinkRequest{Of: []string{"nobody"}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.req.Limit = 100
			got, err := s.Links(t.Context(), c.req)
			must(t, err)
			var links []link
			for _, l := range got.Links {
				at := slices.IndexFunc(graphRelations, func(id string) bool { return id == l.RelationID() })
				links = append(links, link{l.Of, l.Other, at})
			}
			if !slices.Equal(links, c.want) || got.Truncated {
				t.Errorf("links are %v, truncated: %t; they should be %v", links, got.Truncated, c.want)
			}
			checkLinks(t, s, o, c.req)
		})
	}
}

// graphRelations are the ids of Graph's relations, by index.
var graphRelations = func() (ids []string) {
	for _, r := range Graph().Relations {
		ids = append(ids, relationID(r))
	}
	return ids
}()

func testLinkLimits(t *testing.T, s kg.Store, o *oracle) {
	for _, c := range []struct {
		limit, shown int
		truncated    bool
	}{{0, 0, true}, {1, 1, true}, {5, 5, true}, {6, 6, false}, {7, 6, false}, {1_000_000, 6, false}} {
		req := kg.LinkRequest{Of: []string{"the-plan", "northland", "allies"}, Limit: c.limit}
		got, err := s.Links(t.Context(), req)
		must(t, err)
		if len(got.Links) != c.shown || got.Truncated != c.truncated {
			t.Errorf("of 6 links with a limit of %d there are %d, truncated: %t", c.limit, len(got.Links), got.Truncated)
		}
		checkLinks(t, s, o, req)
	}
	checkLinks(t, s, o, kg.LinkRequest{Of: []string{"northland"}, Filter: kg.RelationFilter{Types: []string{"proposed"}}, Limit: 1})
	checkLinks(t, s, o, kg.LinkRequest{Of: []string{"northland"}, Filter: kg.RelationFilter{Types: []string{"unheard-of"}}, Limit: 0})
}

func testBetween(t *testing.T, s kg.Store, o *oracle) {
	twins := graphIDs(AdvisedAlleged, AdvisedDisputed)
	slices.Sort(twins)
	for _, c := range []struct {
		name      string
		req       kg.BetweenRequest
		want      []string
		truncated bool
	}{
		{"some, newest first and undated last, each once", kg.BetweenRequest{Among: []string{"boris-novak", "anna-keller", "southland", "anna-keller"}, Limit: 100},
			slices.Concat(graphIDs(WillMeet, MetMonday), twins, graphIDs(MetAgain)), false},
		{"up to a limit", kg.BetweenRequest{Among: []string{"boris-novak", "anna-keller", "southland"}, Limit: 1}, graphIDs(WillMeet), true},
		{"up to a limit that is just enough", kg.BetweenRequest{Among: []string{"boris-novak", "anna-keller", "southland"}, Limit: 5},
			slices.Concat(graphIDs(WillMeet, MetMonday), twins, graphIDs(MetAgain)), false},
		{"none, with a limit of 0, and more", kg.BetweenRequest{Among: []string{"northland", "southland"}}, nil, true},
		{"self-loops among them", kg.BetweenRequest{Among: []string{"allies"}, Limit: 1}, graphIDs(PartOfItself), false},
		{"passing a filter, whatever its direction and with", kg.BetweenRequest{
			Among:  []string{"boris-novak", "anna-keller", "southland", "northland"},
			Filter: kg.RelationFilter{Types: []string{"met-with", "at-war-with"}, Certainty: []kg.Certainty{kg.CertaintyConfirmed}, Direction: kg.DirectionIn, With: []string{"nobody"}}, Limit: 100,
		}, graphIDs(WillMeet, MetMonday), false},
		{"none of what is linked only to others", kg.BetweenRequest{Among: []string{"the-plan", "ministry", "anna-keller", "nobody"}, Limit: 100}, nil, false},
		{"none among nothing", kg.BetweenRequest{Limit: 100}, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := s.Between(t.Context(), c.req)
			must(t, err)
			if ids := idsOf(got.Relations); !slices.Equal(ids, c.want) || got.Truncated != c.truncated {
				t.Errorf("they are %v, truncated: %t; they should be %v", ids, got.Truncated, c.want)
			}
			checkBetween(t, s, o, c.req)
		})
	}
}

func testDegree(t *testing.T, s kg.Store, o *oracle) {
	want := map[string]int{
		"anna-keller": 3, "boris-novak": 5, "northland": 4, "southland": 4, "rows:77": 0,
		"allies": 2, // one of which is a self-loop
	}
	keys := kg.Keys{Entities: append(sortedKeys(want), "nobody"), Relations: graphIDs(SpeaksFor), Need: kg.Need{Degree: true, Ends: true}}
	found, err := s.Get(t.Context(), keys)
	must(t, err)
	for id, degree := range want {
		if e := found.Entities[id]; e == nil || e.Degree != degree {
			t.Errorf("%s should have a degree of %d: %s", id, degree, lines(e))
		}
	}
	if e := found.Entities["ministry"]; e == nil || e.Degree != 0 {
		t.Errorf("what is not looked up, but named by a relation, needs no degree: %s", lines(e))
	}
	checkGet(t, s, o, keys)
	keys.Need.Degree = false
	checkGet(t, s, o, keys)
}
