package neo4j

import (
	"fmt"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

func TestAPageByDocumentCostsWhatQuotesItHoweverManyRelationsItsOwnerHas(t *testing.T) {
	s := newStore(t)
	writeHubAndLeaf(t, s)
	const quotes = 2 * pageSize
	b := kg.Batch{Documents: []kg.Document{{ID: "doc:one"}}}
	for i := range quotes {
		exact := fmt.Sprintf("words %02d", i)
		b.Documents[0].Text += exact + " "
		b.Relations = append(b.Relations, kg.Relation{
			Type: "accused", Subject: []string{"hub", "leaf"}[i%2], Object: []string{"leaf", "hub"}[i%2], Status: kg.StatusPlanned, Certainty: kg.CertaintyStated,
			Time: kg.Day(kg.NewDate(2001, 1, 1) + kg.Date(i)), Evidence: []kg.Evidence{{Document: "doc:one", Exact: exact, Start: 9 * i, End: 9*i + len(exact)}},
		})
	}
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	for _, order := range []kg.RelationOrder{kg.NewestFirst, kg.OldestFirst} {
		cost := map[string]int64{}
		for _, owner := range []string{"hub", "leaf", ""} {
			req := kg.PageRequest{Owner: owner, Filter: kg.RelationFilter{Documents: []string{"doc:one"}}, Order: order, Slice: kg.Slice{Limit: pageSize}}
			statements := pageStatements(t, s, req)
			if len(statements) != 1 {
				t.Fatalf("there are %d statements", len(statements))
			}
			p := profile(t, s, statements[0])
			checkNoScan(t, p)
			if cost[owner] = hits(p); cost[owner] > (quotes+pageSize)*hitsPerRelation {
				t.Errorf("a page of %d of %q costs %d hits\n%s", pageSize, owner, cost[owner], strings.Join(steps(p), "\n"))
			}
		}
		if cost["leaf"] == 0 || cost["hub"] > cost["leaf"]*5/4 {
			t.Errorf("a page of the hub costs %d hits, and one of the leaf %d", cost["hub"], cost["leaf"])
		}
	}
	pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{
		{Owner: "hub", Filter: kg.RelationFilter{Documents: []string{"doc:one", "doc:one"}, Direction: kg.DirectionOut}, Slice: kg.Slice{Limit: 5}, Count: true},
		{Owner: "hub", Filter: kg.RelationFilter{Documents: []string{"doc:two"}}, Slice: kg.Slice{Limit: 5}, Count: true},
	}})
	if err != nil || pages[0].Total != quotes/2 || len(pages[0].Relations) != 5 || pages[1].Total != 0 {
		t.Errorf("the pages are %+v (%v)", pages, err)
	}
}
