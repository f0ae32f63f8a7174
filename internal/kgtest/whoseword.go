package kgtest

import (
	"slices"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// testWhoseWord asks for what was said by whom, where and by which publisher, as that comes
// to be known.
func testWhoseWord(t *testing.T, s kg.Store) {
	g := Graph()
	communique := g.Documents[1]
	lies := func(subject, object string, status kg.Status, certainty kg.Certainty) kg.Relation {
		return kg.Relation{Type: "part-of", Subject: subject, Object: object, Status: status, Certainty: certainty, Evidence: []kg.Evidence{Quote(communique, "Both sides")}}
	}
	ofBoth := kg.Relation{
		Type: "called-on", Subject: "northland", Object: "southland", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
		Evidence: []kg.Evidence{Quote(communique, "The war"), Quote(g.Documents[0], "favors no one")},
	}
	inProvince := lies("harbor-city", "coast", kg.StatusOccurred, kg.CertaintyConfirmed)
	communique.Details.Publisher = "Gazette"
	steps := []kg.Batch{
		g,
		{
			Entities: []kg.Entity{
				{ID: "coast", Kind: kg.KindPlace, Name: "Coast"}, {ID: "port-city", Kind: kg.KindPlace, Name: "Port City"}, {ID: "press-office", Kind: kg.KindOrganization, Name: "Press Office"},
			},
			Relations: []kg.Relation{
				ofBoth, inProvince, lies("coast", "northland", kg.StatusOngoing, kg.CertaintyStated),
				lies("old-port", "southland", kg.StatusOngoing, kg.CertaintyDisputed), lies("old-port", "southland", kg.StatusPlanned, kg.CertaintyStated),
			},
		},
		{Merges: []kg.Merge{{From: "port-city", Into: "harbor-city"}, {From: "ministry", Into: "press-office"}}, Documents: []kg.Document{communique}},
		{Retractions: []kg.Retraction{{Relation: relationID(inProvince)}}},
	}
	o := &oracle{}
	at := make([]time.Time, len(steps))
	for i := range steps {
		at[i] = Recorded.Add(time.Duration(i) * time.Second)
		steps[i].RecordedAt = at[i]
		write(t, s, steps[i])
		_, err := o.Write(t.Context(), steps[i])
		must(t, err)
	}
	t.Run("in one document, and of the publisher of another", func(t *testing.T) {
		filter := kg.RelationFilter{Documents: []string{communique.ID}, Publishers: []string{"Harbor “Wire”"}}
		same(t, "the relations", idsOf(page(t, s, kg.PageRequest{Filter: filter, Slice: kg.Slice{Limit: 10}}).Relations), []string{relationID(ofBoth)})
	})
	for _, c := range []struct {
		name   string
		filter kg.RelationFilter
		want   [4][]int // of the graph's relations, as of each step
	}{
		{"a state, with what lies in a part of it", kg.RelationFilter{Places: []string{"northland"}}, [4][]int{nil, {MetMonday}, {MetMonday}, nil}},
		{"what is disputed or planned to lie in it", kg.RelationFilter{Places: []string{"southland"}}, [4][]int{}},
		{"neither in a state nor elsewhere", kg.RelationFilter{Types: []string{"met-with"}, Not: &kg.RelationFilter{Places: []string{"northland"}}},
			[4][]int{{MetMonday, MetAgain, WillMeet}, {MetAgain, WillMeet}, {MetAgain, WillMeet}, {MetMonday, MetAgain, WillMeet}}},
		{"what was merged into a place", kg.RelationFilter{Places: []string{"port-city"}}, [4][]int{nil, nil, {MetMonday}, {MetMonday}}},
		{"what those who said it were merged into", kg.RelationFilter{AttributedTo: []string{"press-office"}}, [4][]int{nil, nil, {MetMonday}, {MetMonday}}},
		{"those who said it, by their former id", kg.RelationFilter{AttributedTo: []string{"ministry"}}, [4][]int{{MetMonday}, {MetMonday}, {MetMonday}, {MetMonday}}},
		{"a publisher that is known later", kg.RelationFilter{Publishers: []string{"gazette"}, Types: []string{"met-with", "at-war-with"}}, [4][]int{nil, nil, {MetAgain, War}, {MetAgain, War}}},
		{"not of it", kg.RelationFilter{Types: []string{"met-with"}, Not: &kg.RelationFilter{Publishers: []string{"Gazette", "Harbor “Wire”"}}}, [4][]int{{MetAgain}, {MetAgain}, nil, nil}},
		{"what was recorded since the second step", kg.RelationFilter{RecordedSince: &at[1], Types: []string{"met-with"}}, [4][]int{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i, want := range c.want {
				reqs := kg.PageRequests{Pages: []kg.PageRequest{{Filter: c.filter, Slice: kg.Slice{Limit: 100}, Count: true}}, AsOf: &at[i]}
				pages, _, err := s.Pages(t.Context(), reqs)
				must(t, err)
				got, ids := idsOf(pages[0].Relations), graphIDs(want...)
				slices.Sort(got)
				slices.Sort(ids)
				same(t, "as of step "+string(rune('1'+i)), got, ids)
				same(t, "their number", pages[0].Total, len(want))
				checkPages(t, s, o, reqs)
				checkCounts(t, s, o, kg.CountRequests{Counts: []kg.CountRequest{{Filter: c.filter, By: kg.ByType}}, AsOf: &at[i]})
				checkLinks(t, s, o, kg.LinkRequest{Of: []string{"anna-keller", "southland"}, Filter: c.filter, AsOf: &at[i], Limit: 100})
				checkBetween(t, s, o, kg.BetweenRequest{Among: []string{"anna-keller", "boris-novak", "northland", "southland"}, Filter: c.filter, AsOf: &at[i], Limit: 100})
			}
		})
	}
}
