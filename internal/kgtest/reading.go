package kgtest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

func testReading(t *testing.T, s kg.Store) {
	write(t, s, Graph())
	o := told(t, Graph())

	t.Run("everything written is read back exactly", func(t *testing.T) {
		same(t, "everything", everything(t, s), everything(t, o))
	})
	t.Run("pages", func(t *testing.T) { testPages(t, s, o) })
	t.Run("order", func(t *testing.T) { testOrder(t, s) })
	t.Run("walks", func(t *testing.T) { testWalks(t, s) })
	t.Run("need", func(t *testing.T) { testNeed(t, s, o) })
	t.Run("get", func(t *testing.T) { testGet(t, s, o) })
	t.Run("lists", func(t *testing.T) { testLists(t, s, o) })
	t.Run("answers are not shared", func(t *testing.T) { testNotShared(t, s, o) })
}

// testOrder states the order of the graph's relations in full, for those who
// read; the pages that follow are compared with the oracle.
func testOrder(t *testing.T, s kg.Store) {
	sorted := func(indexes ...int) []string { ids := graphIDs(indexes...); slices.Sort(ids); return ids }
	want := slices.Concat(
		graphIDs(WillMeet),
		sorted(MetMonday, CriticizedByRows),
		sorted(AdvisedAlleged, AdvisedDisputed),
		graphIDs(Proposed),
		sorted(SpeaksFor, War),
		graphIDs(PartOfItself),
		sorted(MetAgain, Belongs),
	)
	newest := page(t, s, kg.PageRequest{Slice: kg.Slice{Limit: 100}})
	same(t, "newest first, undated and open at the start last", idsOf(newest.Relations), want)
	slices.Reverse(want)
	oldest := page(t, s, kg.PageRequest{Order: kg.OldestFirst, Slice: kg.Slice{Limit: 100}})
	same(t, "oldest first, the same list from its end", idsOf(oldest.Relations), want)
}

func testPages(t *testing.T, s kg.Store, o *oracle) {
	day := func(text string) *kg.Date {
		d, err := kg.ParseDate(text)
		must(t, err)
		return &d
	}
	after := Recorded.Add(time.Microsecond)
	for _, c := range []struct {
		name   string
		owner  string
		filter kg.RelationFilter
		want   []int
	}{
		{name: "a symmetric relation is one of both ends, whichever direction is asked for", owner: "boris-novak",
			filter: kg.RelationFilter{Types: []string{"met-with"}, Direction: kg.DirectionOut}, want: []int{MetMonday, MetAgain}},
		{name: "an inverse is found from the object", owner: "ministry",
			filter: kg.RelationFilter{Types: []string{"spokesperson-for"}, Direction: kg.DirectionIn}, want: []int{SpeaksFor}},
		{name: "and not as the object's own", owner: "ministry",
			filter: kg.RelationFilter{Types: []string{"spokesperson-for"}, Direction: kg.DirectionOut}},
		{name: "a self-loop is there once", owner: "allies",
			filter: kg.RelationFilter{Types: []string{"part-of"}}, want: []int{PartOfItself}},
		{name: "twins that differ in certainty are two", owner: "southland",
			filter: kg.RelationFilter{Types: []string{"advised"}}, want: []int{AdvisedAlleged, AdvisedDisputed}},
		{name: "certainty tells twins apart", owner: "southland",
			filter: kg.RelationFilter{Certainty: []kg.Certainty{kg.CertaintyDisputed}}, want: []int{AdvisedDisputed}},
		{name: "status", filter: kg.RelationFilter{Status: []kg.Status{kg.StatusPlanned, kg.StatusProposed}}, want: []int{WillMeet, PartOfItself}},
		{name: "with several others and several types, each given twice", owner: "northland",
			filter: kg.RelationFilter{With: []string{"the-plan", "southland", "the-plan"}, Types: []string{"proposed", "at-war-with", "proposed"}},
			want:   []int{Proposed, War}},
		{name: "with, where there is no owner, is either end", filter: kg.RelationFilter{With: []string{"the-plan", "harbor-city"}}, want: []int{Proposed, Belongs}},
		{name: "a document", filter: kg.RelationFilter{Documents: []string{Communique}}, want: []int{MetAgain, War}},
		{name: "a document and no machine-coded row", owner: "allies", filter: kg.RelationFilter{Documents: []string{Interview, Communique}}, want: []int{PartOfItself}},
		{name: "words of a document", owner: "allies", filter: kg.RelationFilter{Quoted: new(true)}, want: []int{PartOfItself}},
		{name: "rows of data sets alone", filter: kg.RelationFilter{Quoted: new(false)}, want: []int{CriticizedByRows}},
		{name: "words of a document, of a status, in a time", filter: kg.RelationFilter{Quoted: new(true), Status: []kg.Status{kg.StatusPlanned, kg.StatusProposed}, From: day("2025-12-02")},
			want: []int{WillMeet, PartOfItself}},
		{name: "said by someone", filter: kg.RelationFilter{AttributedTo: []string{"ministry", "southland"}}, want: []int{MetMonday, WillMeet}},
		{name: "not said by someone, of what is of a type", filter: kg.RelationFilter{
			Types: []string{"met-with"}, Not: &kg.RelationFilter{AttributedTo: []string{"anna-keller"}},
		}, want: []int{MetAgain, WillMeet}},
		{name: "in a place", owner: "boris-novak", filter: kg.RelationFilter{Places: []string{"harbor-city"}}, want: []int{MetMonday}},
		{name: "in a country, which no place is said to lie in without doubt", filter: kg.RelationFilter{Places: []string{"northland"}}},
		{name: "of a publisher, whatever the case", owner: "northland", filter: kg.RelationFilter{Publishers: []string{"harbor “wire”", "Another"}}, want: []int{Proposed, Belongs}},
		{name: "of none of some publishers", owner: "northland", filter: kg.RelationFilter{Not: &kg.RelationFilter{Publishers: []string{"HARBOR “WIRE”"}}}, want: []int{War, CriticizedByRows}},
		{name: "recorded since then", owner: "ministry", filter: kg.RelationFilter{RecordedSince: &Recorded}, want: []int{SpeaksFor}},
		{name: "recorded since a moment after", filter: kg.RelationFilter{RecordedSince: &after}},
		{name: "recorded before a moment after", owner: "ministry", filter: kg.RelationFilter{Not: &kg.RelationFilter{RecordedSince: &after}}, want: []int{SpeaksFor}},
		{name: "either of two that are looked at one by one", filter: kg.RelationFilter{Or: []kg.RelationFilter{
			{Places: []string{"old-port"}}, {AttributedTo: []string{"ministry"}}, {Publishers: []string{"Another"}},
		}}, want: []int{MetMonday}},
		{name: "a month overlaps its 15th, and so do open intervals", filter: kg.RelationFilter{From: day("2025-11-15"), To: day("2025-11-15")},
			want: []int{Proposed, SpeaksFor, War, Belongs, PartOfItself}},
		{name: "from leaves out what ended before", filter: kg.RelationFilter{From: day("2026-01-01")}, want: []int{SpeaksFor, War, PartOfItself}},
		{name: "to leaves out what started after, and what is undated", filter: kg.RelationFilter{To: day("2021-01-01")}, want: []int{Belongs, PartOfItself}},
		{name: "first and last day count", filter: kg.RelationFilter{Types: []string{"advised"}, From: day("2025-11-30"), To: day("2025-12-01")},
			want: []int{AdvisedAlleged, AdvisedDisputed}},
		{name: "the day after the last does not", filter: kg.RelationFilter{Types: []string{"advised"}, From: day("2025-12-01")}},
		{name: "either of two filters", owner: "northland", filter: kg.RelationFilter{Or: []kg.RelationFilter{
			{Types: []string{"at-war-with"}}, {With: []string{"the-plan"}},
		}}, want: []int{Proposed, War}},
		{name: "both of two filters that hold are one relation", owner: "northland", filter: kg.RelationFilter{Or: []kg.RelationFilter{
			{Types: []string{"at-war-with"}}, {Types: []string{"at-war-with", "proposed"}, With: []string{"the-plan", "southland"}},
		}}, want: []int{Proposed, War}},
		{name: "not of a certainty", filter: kg.RelationFilter{
			Types: []string{"advised"}, Not: &kg.RelationFilter{Certainty: []kg.Certainty{kg.CertaintyDisputed}},
		}, want: []int{AdvisedAlleged}},
		{name: "not in a document, of what is in one", filter: kg.RelationFilter{
			Documents: []string{Communique}, And: []kg.RelationFilter{{Not: &kg.RelationFilter{Types: []string{"at-war-with"}}}},
		}, want: []int{MetAgain}},
		{name: "what ended before a day is not from it", filter: kg.RelationFilter{
			Types: []string{"advised"}, Not: &kg.RelationFilter{From: day("2025-12-01")},
		}, want: []int{AdvisedAlleged, AdvisedDisputed}},
		{name: "nor is what has no time", filter: kg.RelationFilter{
			And: []kg.RelationFilter{{Not: &kg.RelationFilter{From: &kg.MinDate}}, {Not: &kg.RelationFilter{To: day("2021-01-01")}}}, Documents: []string{Interview},
			Types: []string{"part-of"},
		}},
		{name: "a self-loop has both directions, so that there is none that it does not have", owner: "allies",
			filter: kg.RelationFilter{Types: []string{"part-of"}, Not: &kg.RelationFilter{Direction: kg.DirectionIn}}},
		{name: "not out of it is into it", owner: "ministry",
			filter: kg.RelationFilter{Types: []string{"spokesperson-for"}, Not: &kg.RelationFilter{Direction: kg.DirectionOut}}, want: []int{SpeaksFor}},
		{name: "what no relation can be", owner: "northland", filter: kg.RelationFilter{
			Types: []string{"met-with"}, Not: &kg.RelationFilter{Or: []kg.RelationFilter{{Types: []string{"met-with"}}, {Types: []string{"advised"}}}},
		}},
		{name: "an owner that is not there", owner: "nobody"},
		{name: "a filter that names what is not there", filter: kg.RelationFilter{Types: []string{"unheard-of"}, With: []string{"nobody"}, Documents: []string{"doc:none"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			req := kg.PageRequest{Owner: c.owner, Filter: c.filter, Slice: kg.Slice{Limit: 100}, Count: true}
			got := page(t, s, req)
			ids, want := idsOf(got.Relations), graphIDs(c.want...)
			slices.Sort(ids)
			slices.Sort(want)
			same(t, "the relations", ids, want)
			same(t, "the total", got.Total, len(c.want))
			checkPages(t, s, o, kg.PageRequests{Pages: []kg.PageRequest{req}, Need: everyNeed})
		})
	}

	t.Run("many requests in one call are answered in their order", func(t *testing.T) {
		owners := []string{"northland", "", "nobody", "anna-keller", "northland", "allies", "the-plan"}
		var reqs kg.PageRequests
		for i := range 300 {
			reqs.Pages = append(reqs.Pages, kg.PageRequest{
				Owner: owners[i%len(owners)], Slice: kg.Slice{Limit: i % 5, FromEnd: i%2 == 0}, Count: i%3 == 0,
				Order: []kg.RelationOrder{"", kg.NewestFirst, kg.OldestFirst}[i%3],
			})
		}
		checkPages(t, s, o, reqs)
	})
}

// testWalks reads all relations page by page, in both orders and both ways.
func testWalks(t *testing.T, s kg.Store) {
	for _, owner := range []string{"", "northland"} {
		for _, order := range []kg.RelationOrder{kg.NewestFirst, kg.OldestFirst} {
			whole := page(t, s, kg.PageRequest{Owner: owner, Order: order, Slice: kg.Slice{Limit: 100}})
			for _, fromEnd := range []bool{false, true} {
				t.Run(fmt.Sprintf("of %q, %s, from the end: %t", owner, order, fromEnd), func(t *testing.T) {
					var walked []*kg.Relation
					slice := kg.Slice{Limit: 2, FromEnd: fromEnd}
					for more := true; more; {
						got := page(t, s, kg.PageRequest{Owner: owner, Order: order, Slice: slice, Count: true})
						if len(got.Relations) == 0 || len(got.Relations) > 2 || len(walked) > len(whole.Relations) {
							t.Fatalf("a page of 2 has %d relations after %d", len(got.Relations), len(walked))
						}
						same(t, "total on each page", got.Total, len(whole.Relations))
						if fromEnd {
							same(t, "HasNext", got.HasNext, len(walked) > 0)
							walked = append(got.Relations, walked...)
							slice.Before, more = got.Relations[0].Position(), got.HasPrevious
						} else {
							same(t, "HasPrevious", got.HasPrevious, len(walked) > 0)
							walked = append(walked, got.Relations...)
							slice.After, more = got.Relations[len(got.Relations)-1].Position(), got.HasNext
						}
					}
					same(t, "relations walked", idsOf(walked), idsOf(whole.Relations))
				})
			}
		}
	}
}

func testGet(t *testing.T, s kg.Store, o *oracle) {
	t.Run("leaves out ids that nothing has, and finds each once", func(t *testing.T) {
		checkGet(t, s, o, kg.Keys{
			Entities:  []string{"anna-keller", "nobody", "anna-keller", "", Interview, ID(War)},
			Relations: []string{ID(War), ID(War), "rel:", "rel:00000000000000000000000000", "anna-keller", "REL:" + ID(War)[4:]},
			Documents: []string{Communique, "doc:none", "anna-keller", ""},
		})
	})
	t.Run("finds all of many", func(t *testing.T) {
		keys := kg.Keys{Need: everyNeed}
		for i := range 3000 {
			keys.Entities = append(keys.Entities, fmt.Sprintf("entity-%d", i))
			keys.Documents = append(keys.Documents, fmt.Sprintf("doc:document-%d", i))
		}
		keys.Relations = graphIDs(MetMonday, MetAgain, SpeaksFor, Proposed, WillMeet, AdvisedAlleged, AdvisedDisputed, War, Belongs, PartOfItself, CriticizedByRows)
		checkGet(t, s, o, keys)
	})
}

func testLists(t *testing.T, s kg.Store, o *oracle) {
	t.Run("entities by name without case and accents", func(t *testing.T) {
		got, err := s.ListEntities(t.Context(), kg.EntityList{Kinds: kg.ActorKinds, Slice: kg.Slice{Limit: 100}, Count: true})
		must(t, err)
		var names []string
		for _, e := range got.Entities {
			names = append(names, e.Name)
		}
		same(t, "actors", names, []string{
			"Allies", "an adviser", "Anna Keller", "Boris Novák", "Citizen (Northland)", "Ministry of Foreign Affairs", "Northland", "southland"})
		same(t, "total", got.Total, 8)
	})
	t.Run("documents newest first, undated last, without a text that is not asked for", func(t *testing.T) {
		got, err := s.ListDocuments(t.Context(), kg.DocumentList{Slice: kg.Slice{Limit: 1}, Count: true})
		must(t, err)
		if len(got.Documents) != 1 || got.Documents[0].ID != Interview || got.Documents[0].Text != "" || !got.HasNext || got.Total != 2 {
			t.Errorf("the first of two documents is %s", lines(got))
		}
	})
	for _, slice := range slicesOf("southland\x01southland", "zzz", "🕊", " ", "00003") {
		for _, kinds := range [][]kg.EntityKind{kg.EntityKinds, {kg.KindPerson, kg.KindPlace, kg.KindPerson}, {kg.KindReport}} {
			checkEntities(t, s, o, kg.EntityList{Kinds: kinds, Slice: slice, Count: slice.FromEnd})
		}
		checkDocuments(t, s, o, kg.DocumentList{Slice: slice, Count: slice.FromEnd, Text: slice.Limit == 3})
	}
}

// slicesOf returns slices of both ways and several sizes around positions.
func slicesOf(positions ...string) []kg.Slice {
	var all []kg.Slice
	for _, p := range append(positions, "") {
		for _, limit := range []int{0, 1, 3, 100} {
			all = append(all, kg.Slice{Limit: limit, After: p}, kg.Slice{Limit: limit, Before: p, FromEnd: true}, kg.Slice{Limit: limit, After: " ", Before: p})
		}
	}
	return all
}

func checkEntities(t fataler, s reader, o *oracle, req kg.EntityList) {
	t.Helper()
	got, err := s.ListEntities(context.Background(), req)
	must(t, err)
	want, err := o.ListEntities(context.Background(), req)
	must(t, err)
	same(t, fmt.Sprintf("entities of %+v", req), got, want)
}

func checkDocuments(t fataler, s reader, o *oracle, req kg.DocumentList) {
	t.Helper()
	got, err := s.ListDocuments(context.Background(), req)
	must(t, err)
	want, err := o.ListDocuments(context.Background(), req)
	must(t, err)
	same(t, fmt.Sprintf("documents of %+v", req), got, want)
}

func testNotShared(t *testing.T, s kg.Store, o *oracle) {
	reqs := kg.PageRequests{Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 100}}}, Need: everyNeed}
	pages, found, err := s.Pages(t.Context(), reqs)
	must(t, err)
	for _, r := range pages[0].Relations {
		r.Subject, r.RecordedAt = "changed", time.Time{}
		r.Evidence[0].Exact = "changed"
		if r.Time != nil {
			r.Time.EDTF = "changed"
			if r.Time.Start != nil {
				*r.Time.Start = 0
			}
		}
	}
	for _, e := range found.Entities {
		e.Name = "changed"
	}
	types, err := s.Types(t.Context())
	must(t, err)
	for i := range types {
		types[i].Label = "changed"
		if len(types[i].SubjectKinds) > 0 {
			types[i].SubjectKinds[0] = "changed"
		}
	}
	same(t, "everything", everything(t, s), everything(t, o))
}
