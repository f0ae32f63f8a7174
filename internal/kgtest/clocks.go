package kgtest

import (
	"fmt"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// testTwoClocks writes Graph, then an addition, then a retraction, an hour
// apart, and looks back at each.
func testTwoClocks(t *testing.T, s kg.Store) {
	retracted := later.Add(time.Hour)
	addition := novel()
	addition.Retractions = nil
	addition.Entities = append(addition.Entities, kg.Entity{ID: "southland", Kind: kg.KindCountry, Name: "The South"})
	more := Graph().Relations[War]
	more.Evidence = []kg.Evidence{Quote(Graph().Documents[1], "The war")}
	addition.Relations = append(addition.Relations, more)
	steps := []kg.Batch{
		Graph(),
		addition,
		{RecordedAt: retracted, Retractions: []kg.Retraction{
			{Relation: ID(War), Reason: "it had ended"}, {Relation: ID(MetAgain), Reason: "the same meeting"}, {Relation: ID(War), Reason: "twice"},
		}},
		{RecordedAt: retracted.Add(time.Hour), Retractions: []kg.Retraction{{Relation: ID(War)}}, Relations: []kg.Relation{Graph().Relations[MetAgain]}},
	}
	var written []kg.Written
	for _, b := range steps {
		written = append(written, write(t, s, b))
	}
	o := told(t, steps...)

	t.Run("what is retracted already stays as it is, and is not brought back", func(t *testing.T) {
		same(t, "the first retraction", written[2], kg.Written{Retracted: 2})
		same(t, "the second", written[3], kg.Written{Existing: 1, LeftRetracted: 1})
		found, err := s.Get(t.Context(), kg.Keys{Relations: graphIDs(War, MetAgain)})
		must(t, err)
		for _, i := range []int{War, MetAgain} {
			if r := found.Relations[ID(i)]; r == nil || r.RetractedAt == nil || !r.RetractedAt.Equal(retracted) {
				t.Errorf("a relation retracted at %v is found as %s", retracted, lines(r))
			}
		}
	})

	moment := func(at time.Time) *time.Time { return &at }
	tick := time.Millisecond
	for _, c := range []struct {
		name      string
		asOf      *time.Time
		relations int
		entities  int
		documents int
		evidence  int // of the war
		links     int // of Southland
		degree    int // of Southland
		aliases   []string
	}{
		{name: "now", relations: 11, entities: 13, documents: 3, evidence: 2, links: 2, degree: 3, aliases: []string{"The South"}},
		{name: "before everything", asOf: moment(Recorded.Add(-tick))},
		{name: "at year 1", asOf: moment(time.Time{})},
		{"when it was recorded", moment(Recorded), 11, 11, 2, 1, 3, 4, nil},
		{"when it was recorded, in another zone", moment(Recorded.In(time.FixedZone("", 3600))), 11, 11, 2, 1, 3, 4, nil},
		{"a nanosecond before the addition", moment(later.Add(-1)), 11, 11, 2, 1, 3, 4, nil},
		{"at the addition", moment(later), 13, 13, 3, 2, 3, 4, []string{"The South"}},
		{"a nanosecond before the retraction", moment(retracted.Add(-1)), 13, 13, 3, 2, 3, 4, []string{"The South"}},
		{"at the retraction", moment(retracted), 11, 13, 3, 2, 2, 3, []string{"The South"}},
		{"in the far future", moment(time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)), 11, 13, 3, 2, 2, 3, []string{"The South"}},
	} {
		t.Run("as of "+c.name, func(t *testing.T) {
			reqs := kg.PageRequests{AsOf: c.asOf, Need: everyNeed}
			for _, owner := range []string{"", "southland", "anna-keller", "new-person"} {
				reqs.Pages = append(reqs.Pages, kg.PageRequest{Owner: owner, Slice: kg.Slice{Limit: 5}, Count: true}, kg.PageRequest{Owner: owner, Slice: kg.Slice{Limit: 100}})
			}
			pages, _, err := s.Pages(t.Context(), reqs)
			must(t, err)
			same(t, "how many relations", pages[0].Total, c.relations)
			checkPages(t, s, o, reqs)

			keys := kg.Keys{AsOf: c.asOf, Need: everyNeed, Relations: graphIDs(War, MetAgain, MetMonday), Entities: []string{"new-person", "southland"}, Documents: []string{"doc:note", Interview}}
			found, err := s.Get(t.Context(), keys)
			must(t, err)
			evidence := 0
			if war := found.Relations[ID(War)]; war != nil {
				evidence = len(war.Evidence)
				if c.asOf != nil && c.asOf.Before(retracted) && war.RetractedAt != nil {
					t.Errorf("as of %v, the retraction at %v was not known", c.asOf, war.RetractedAt)
				}
			}
			same(t, "evidence of the war", evidence, c.evidence)
			var aliases []string
			if southland := found.Entities["southland"]; southland != nil {
				aliases = southland.Aliases
			}
			same(t, "aliases of Southland", aliases, c.aliases)
			checkGet(t, s, o, keys)

			links, err := s.Links(t.Context(), kg.LinkRequest{Of: []string{"southland"}, AsOf: c.asOf, Limit: 100})
			must(t, err)
			same(t, "how many links Southland has", len(links.Links), c.links)
			counts, err := s.Counts(t.Context(), kg.CountRequests{Counts: []kg.CountRequest{{Owner: "southland", By: kg.ByStatus}}, AsOf: c.asOf})
			must(t, err)
			total := 0
			for _, count := range counts[0] {
				total += count.N
			}
			same(t, "how many relations of Southland are counted", total, c.degree)
			checkQuestions(t, s, o, []string{"southland", "northland", "anna-keller", "new-person"}, c.asOf)

			entities := kg.EntityList{Kinds: kg.EntityKinds, AsOf: c.asOf, Count: true, Slice: kg.Slice{Limit: 2}}
			got, err := s.ListEntities(t.Context(), entities)
			must(t, err)
			same(t, "how many entities", got.Total, c.entities)
			checkEntities(t, s, o, entities)
			documents := kg.DocumentList{AsOf: c.asOf, Count: true, Slice: kg.Slice{Limit: 1}}
			list, err := s.ListDocuments(t.Context(), documents)
			must(t, err)
			same(t, "how many documents", list.Total, c.documents)
			checkDocuments(t, s, o, documents)
		})
	}

	t.Run("when it happened and when it was known are two times", func(t *testing.T) {
		day := kg.NewDate(2023, time.January, 1)
		for _, c := range []struct {
			asOf time.Time
			want []int
		}{{Recorded.Add(-tick), nil}, {Recorded, []int{SpeaksFor, War}}, {retracted, []int{SpeaksFor}}} {
			req := kg.PageRequest{Filter: kg.RelationFilter{From: &day, To: &day, Status: []kg.Status{kg.StatusOngoing}}, Slice: kg.Slice{Limit: 100}, Count: true}
			pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{req}, AsOf: &c.asOf})
			must(t, err)
			same(t, fmt.Sprintf("how many went on in 2023, as of %v", c.asOf), pages[0].Total, len(c.want))
			checkPages(t, s, o, kg.PageRequests{Pages: []kg.PageRequest{req}, AsOf: &c.asOf})
		}
	})
}
