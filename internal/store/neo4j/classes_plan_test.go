package neo4j

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// rareOfEach is how many relations of an owner are of each rare sort: more than a
// page shows.
const rareOfEach = pageSize + 3

// The many relations of two owners go from a day to another. In the middle of
// them are the few that are of some other sort.
var (
	firstOfMany = kg.NewDate(2000, time.January, 1)
	middle      = firstOfMany + hubRelations/2
	lastOfMany  = firstOfMany + hubRelations
)

// writeRare gives doer relations that are ordinary but for a few, and planner ones
// that are planned and quoted but for a few. Both have each half of the many with one other.
func writeRare(t testing.TB, s *Store) {
	t.Helper()
	b := kg.Batch{Documents: []kg.Document{{ID: "doc:words", Text: "words"}}, Types: []kg.RelationType{
		{ID: "met-with", Label: "met with", InverseLabel: "met with", Symmetric: true},
		{ID: "accused", Label: "accused", InverseLabel: "was accused by"},
		{ID: "praised", Label: "praised", InverseLabel: "was praised by"},
	}}
	for _, id := range []string{"doer", "planner", "one", "two"} {
		b.Entities = append(b.Entities, kg.Entity{ID: id, Kind: kg.KindCountry, Name: id})
	}
	n := 0
	add := func(owner, kind string, status kg.Status, certainty kg.Certainty, quoted bool, when string) {
		subject, object := owner, []string{"one", "two"}[n%2]
		if n/2%2 == 1 {
			subject, object = object, subject
		}
		if n++; kind == "" {
			kind = []string{"met-with", "accused"}[n/4%2]
		}
		evidence := kg.Evidence{Source: &kg.Source{Dataset: "rows", Record: fmt.Sprint(n)}}
		if quoted {
			evidence = kg.Evidence{Document: "doc:words", Exact: "words", End: 5}
		}
		b.Relations = append(b.Relations, kg.Relation{
			Type: kind, Subject: subject, Object: object, Status: status, Certainty: certainty, Time: &kg.Time{EDTF: when}, Evidence: []kg.Evidence{evidence},
		})
	}
	for owner, usual := range map[string][2]kg.Status{"doer": {kg.StatusOccurred, kg.StatusPlanned}, "planner": {kg.StatusPlanned, kg.StatusOccurred}} {
		quoted := owner == "planner"
		for i := range hubRelations {
			add(owner, "", usual[0], kg.CertaintyStated, quoted, (firstOfMany + kg.Date(i)).String())
		}
		for i := range 4 * rareOfEach {
			day := (middle + kg.Date(i)).String()
			add(owner, "", usual[1], kg.CertaintyStated, quoted, day)
			add(owner, "", usual[0], kg.CertaintyDenied, quoted, day)
			add(owner, "", usual[0], kg.CertaintyStated, !quoted, day)
			add(owner, "praised", usual[0], kg.CertaintyStated, quoted, day)
			add(owner, "", usual[0], kg.CertaintyStated, quoted, fmt.Sprintf("19%02d/%s", 50+i%50, day))
		}
	}
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

func TestAPageCostsWhatItShowsWhateverItsFilterLeavesOut(t *testing.T) {
	s := newStore(t)
	writeRare(t, s)
	day := func(d kg.Date) *kg.Date { return &d }
	some := map[string]kg.RelationFilter{
		"planned":                {Status: []kg.Status{kg.StatusPlanned}},
		"that occurred":          {Status: []kg.Status{kg.StatusOccurred}},
		"denied":                 {Certainty: []kg.Certainty{kg.CertaintyDenied}},
		"quoted":                 {Quoted: new(true)},
		"not quoted":             {Quoted: new(false)},
		"from a day":             {From: day(middle)},
		"to a day":               {To: day(middle)},
		"of some days":           {From: day(middle), To: day(middle + 5)},
		"after the many":         {From: day(lastOfMany + 1)},
		"planned, of some days":  {From: day(middle), To: day(middle + 5), Status: []kg.Status{kg.StatusPlanned}},
		"occurred, of some days": {From: day(middle), To: day(middle + 5), Status: []kg.Status{kg.StatusOccurred}},
	}
	of := map[string]kg.RelationFilter{
		"in any direction":               {},
		"outwards":                       {Direction: kg.DirectionOut},
		"of a type":                      {Types: []string{"accused"}},
		"of a rare type, outwards":       {Types: []string{"praised"}, Direction: kg.DirectionOut},
		"of a symmetric type":            {Types: []string{"met-with"}, Direction: kg.DirectionIn},
		"with one, outwards":             {With: []string{"one"}, Direction: kg.DirectionOut},
		"with one, of a rare type":       {With: []string{"one"}, Types: []string{"praised"}},
		"with one or two, of both types": {With: []string{"one", "two"}, Types: []string{"accused", "met-with"}},
	}
	for which, choice := range some {
		for what, f := range of {
			f.Status, f.Certainty, f.Quoted, f.From, f.To = choice.Status, choice.Certainty, choice.Quoted, choice.From, choice.To
			for _, owner := range []string{"doer", "planner", ""} {
				if owner == "" && f.Direction != "" {
					continue // which is for relations of an owner
				}
				for _, order := range []kg.RelationOrder{kg.NewestFirst, kg.OldestFirst} {
					t.Run(strings.Join([]string{"of " + owner, what, which, string(order)}, ", "), func(t *testing.T) {
						req := kg.PageRequest{Owner: owner, Filter: f, Order: order, Slice: kg.Slice{Limit: pageSize}}
						checkCost(t, s, req)
					})
				}
			}
		}
	}
}

// hitsPerCandidate is how many hits what a walk finds may cost on top of those of a
// page, which is merged from walks over some classes.
const hitsPerCandidate = 6

func checkCost(t *testing.T, s *Store, req kg.PageRequest) {
	t.Helper()
	for _, one := range pageStatements(t, s, req) {
		p := profile(t, s, one)
		checkNoScan(t, p)
		walks := 0
		for _, scan := range one.params["scans"].([]scanned) {
			n := 0
			for _, i := range rangeIndexes {
				list, _ := scan[i.name].([]map[string]any)
				n += len(list)
			}
			walks += n * len(scan["parts"].([]part))
		}
		if n, most := hits(p), int64((pageSize+1)*(hitsPerRelation+walks*hitsPerCandidate)); n > most {
			t.Errorf("a page of %d costs %d hits in %d walks, of %d at the most\n%s", pageSize, n, walks, most, strings.Join(steps(p), "\n"))
		}
	}
}
