package kgtest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// testRowPublishers asks for what rows say that a publisher published, as they come to be
// known, beside what it published itself.
func testRowPublishers(t *testing.T, s kg.Store) {
	g := Graph()
	row := func(record, publisher string) kg.Evidence {
		return kg.Evidence{Source: &kg.Source{Dataset: "wire", Record: record, Publisher: publisher}}
	}
	met := func(month string, evidence ...kg.Evidence) kg.Relation {
		when, err := kg.ParseEDTF(month)
		must(t, err)
		return kg.Relation{
			Type: "met-with", Subject: "anna-keller", Object: "boris-novak", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: &when, Coding: kg.CodingHand, Evidence: evidence,
		}
	}
	named, other, later, none := met("1999-01", row("1", "Radio Éxemple")), met("1999-02", row("2", "Other Press")), met("1999-03", row("3", "Other Press")), met("1999-04", row("4", ""))
	again, corrected := later, other
	again.Evidence, corrected.Evidence = []kg.Evidence{row("5", "radio exemple")}, []kg.Evidence{row("2", "Third Press")}
	communique := g.Documents[1]
	communique.Details.Publisher = "RADIO EXEMPLE"
	g.Documents[1] = communique
	o := &oracle{}
	batches := []kg.Batch{g, {Relations: []kg.Relation{named, other, later, none}}, {Relations: []kg.Relation{again, corrected}}}
	at := make([]time.Time, len(batches))
	for i := range batches {
		at[i] = Recorded.Add(time.Duration(i) * time.Second)
		batches[i].RecordedAt = at[i]
		write(t, s, batches[i])
		_, err := o.Write(t.Context(), batches[i])
		must(t, err)
	}
	ids := func(relations ...kg.Relation) (all []string) {
		for _, r := range relations {
			all = append(all, relationID(r))
		}
		slices.Sort(all)
		return all
	}
	since := &kg.RelationFilter{RecordedSince: &at[1]}
	for _, c := range []struct {
		name   string
		filter kg.RelationFilter
		want   [3][]string
	}{
		{"of rows", kg.RelationFilter{Publishers: []string{"Radio Exemple"}, Datasets: []string{"wire"}}, [3][]string{nil, ids(named), ids(named, later)}},
		{"of rows and words", kg.RelationFilter{Publishers: []string{"radio exemple"}},
			[3][]string{graphIDs(MetAgain, War), append(graphIDs(MetAgain, War), ids(named)...), append(graphIDs(MetAgain, War), ids(named, later)...)}},
		{"of several", kg.RelationFilter{Publishers: []string{"Other Press", "Nobody"}}, [3][]string{nil, ids(other, later), ids(later)}},
		{"of what a row said later", kg.RelationFilter{Publishers: []string{"third press"}}, [3][]string{nil, nil, ids(other)}},
		{"of none of them", kg.RelationFilter{And: []kg.RelationFilter{*since}, Not: &kg.RelationFilter{Publishers: []string{"Radio Exemple"}}}, [3][]string{nil, ids(other, later, none), ids(other, none)}},
		{"of both", kg.RelationFilter{And: []kg.RelationFilter{{Publishers: []string{"Radio Exemple"}}, {Publishers: []string{"Other Press"}}}}, [3][]string{nil, nil, ids(later)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i, want := range c.want {
				asOf := []*time.Time{&at[i]}
				if i == len(at)-1 {
					asOf = append(asOf, nil)
				}
				for _, moment := range asOf {
					reqs := kg.PageRequests{Pages: []kg.PageRequest{{Filter: c.filter, Slice: kg.Slice{Limit: 100}, Count: true}}, AsOf: moment}
					pages, _, err := s.Pages(t.Context(), reqs)
					must(t, err)
					got := idsOf(pages[0].Relations)
					slices.Sort(got)
					wanted := slices.Clone(want)
					slices.Sort(wanted)
					same(t, "as of step "+string(rune('1'+i)), strings.Join(got, " "), strings.Join(wanted, " "))
					same(t, "their number", pages[0].Total, len(want))
					checkPages(t, s, o, reqs)
					checkCounts(t, s, o, kg.CountRequests{Counts: []kg.CountRequest{{Filter: c.filter, By: kg.ByType}}, AsOf: moment})
					checkLinks(t, s, o, kg.LinkRequest{Of: []string{"anna-keller", "southland"}, Filter: c.filter, AsOf: moment, Limit: 100})
					checkBetween(t, s, o, kg.BetweenRequest{Among: []string{"anna-keller", "boris-novak"}, Filter: c.filter, AsOf: moment, Limit: 100})
				}
			}
		})
	}
}

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
