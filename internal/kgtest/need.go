package kgtest

import (
	"fmt"
	"testing"

	"conflictgraph/internal/kg"
)

func testNeed(t *testing.T, s kg.Store, o *oracle) {
	for _, c := range []struct {
		name      string
		need      kg.Need
		entities  []string
		documents []string
		text      bool
	}{
		{name: "nothing is needed"},
		{name: "ends but for the owner", need: kg.Need{Ends: true}, entities: []string{"boris-novak"}},
		{name: "owners", need: kg.Need{Owners: true}, entities: []string{"anna-keller"}},
		{name: "claims name places, sources and documents", need: kg.Need{Claims: true},
			entities: []string{"harbor-city", "old-port", "ministry", "anna-keller"}, documents: []string{Interview}},
		{name: "text without claims has no document to be of", need: kg.Need{Text: true}},
		{name: "everything", need: everyNeed,
			entities: []string{"boris-novak", "harbor-city", "old-port", "ministry", "anna-keller"}, documents: []string{Interview}, text: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			reqs := kg.PageRequests{
				Pages: []kg.PageRequest{{
					Owner: "anna-keller", Slice: kg.Slice{Limit: 1},
					Filter: kg.RelationFilter{Types: []string{"met-with"}, Status: []kg.Status{kg.StatusOccurred}},
				}},
				Need: c.need,
			}
			pages, found, err := s.Pages(t.Context(), reqs)
			must(t, err)
			same(t, "the relation", idsOf(pages[0].Relations), graphIDs(MetMonday))
			if r := pages[0].Relations[0]; (len(r.Evidence) == 2) != c.need.Claims || (len(r.Places) == 2) != c.need.Claims || (len(r.Attributions) == 2) != c.need.Claims {
				t.Errorf("claims of the relation: %s", lines(r))
			}
			for _, id := range c.entities {
				if found.Entities[id] == nil {
					t.Errorf("entity %s is needed and was not found", id)
				}
			}
			for _, id := range c.documents {
				if d := found.Documents[id]; d == nil || (d.Text != "") != c.text {
					t.Errorf("document %s with text: %t was needed, not %v", id, c.text, d)
				}
			}
			checkPages(t, s, o, reqs)
		})
	}

	for n := range 16 {
		need := kg.Need{Ends: n&1 > 0, Claims: n&2 > 0, Text: n&4 > 0, Owners: n&8 > 0}
		t.Run(fmt.Sprintf("every relation and document with %+v", need), func(t *testing.T) {
			keys := kg.Keys{Documents: []string{Communique}, Entities: []string{"rows:77"}, Need: need}
			for i := range Graph().Relations {
				keys.Relations = append(keys.Relations, ID(i))
			}
			checkGet(t, s, o, keys)
			checkPages(t, s, o, kg.PageRequests{
				Pages: []kg.PageRequest{
					{Owner: "northland", Slice: kg.Slice{Limit: 2}}, {Owner: "allies", Slice: kg.Slice{Limit: 100}}, {Owner: "ministry", Slice: kg.Slice{Limit: 100}},
				},
				Need: need,
			})
		})
	}
}
