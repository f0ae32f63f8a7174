package neo4j

import (
	"reflect"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/neo4jserver"
)

func TestCoordinatesInDescriptionsBecomePoints(t *testing.T) {
	server := neo4jserver.Exclusive(t)
	s := anotherStore(t, server)
	row := func(place, record string) kg.Relation {
		return kg.Relation{
			Type: "x:t", Subject: "x:a", Object: "x:a", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Places: []string{place},
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "x", Record: record}}, {Source: &kg.Source{Dataset: "x", Record: record + `"recordedMs":`}}},
		}
	}
	there, elsewhere := row("x:place.b", "1"), row("x:place.e", "2")
	if _, err := s.Write(t.Context(), kg.Batch{
		Types: []kg.RelationType{{ID: "x:t", Label: "t", InverseLabel: "t"}},
		Entities: []kg.Entity{
			{ID: "x:a", Kind: kg.KindPerson, Name: "A", Description: "latitude 1, longitude 2"},
			{ID: "x:place.b", Kind: kg.KindPlace, Name: "Porto, North, Northland", Description: "latitude 41.15, longitude -8.61"},
			{ID: "x:place.c", Kind: kg.KindPlace, Name: "North, Northland", Description: "latitude -1.5, longitude 0"},
			{ID: "x:place.d", Kind: kg.KindPlace, Name: "Northland", Description: "latitude 7, longitude 21"},
			{ID: "x:place.e", Kind: kg.KindPlace, Name: "E", Description: "latitude 7, longitude and time"},
		},
		Relations: []kg.Relation{there, elsewhere},
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.change(t.Context(), "MATCH (s:ConflictgraphSchema {id: 'schema'}) SET s.version = 4"); err != nil {
		t.Fatal(err)
	}
	upgraded := anotherStore(t, server)
	first, second := kg.RelationID(there, false), kg.RelationID(elsewhere, false)
	found, err := upgraded.Get(t.Context(), kg.Keys{
		Entities: []string{"x:a", "x:place.b", "x:place.c", "x:place.d", "x:place.e"}, Relations: []string{first, second}, Need: kg.Need{Claims: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	porto := kg.Point{Latitude: 41.15, Longitude: -8.61, Precision: kg.PrecisionTown}
	for id, want := range map[string]*kg.Point{
		"x:a": nil, "x:place.b": &porto, "x:place.c": {Latitude: -1.5, Precision: kg.PrecisionProvince}, "x:place.d": {Latitude: 7, Longitude: 21, Precision: kg.PrecisionCountry}, "x:place.e": nil,
	} {
		if got := found.Entities[id]; !reflect.DeepEqual(got.Point, want) || (got.Description == "") != (want != nil) {
			t.Errorf("%s is at %s, not %s, and described as %q", id, got.Point, want, got.Description)
		}
	}
	if len(found.Relations[first].Evidence) != 2 || len(found.Relations[second].Evidence) != 2 {
		t.Fatalf("the evidence is %v and %v", found.Relations[first].Evidence, found.Relations[second].Evidence)
	}
	for _, e := range found.Relations[first].Evidence {
		if e.Point == nil || *e.Point != porto {
			t.Errorf("row %s is at %s, not %s", e.Source.Record, e.Point, &porto)
		}
	}
	if at := found.Relations[second].Point(); at != nil {
		t.Errorf("what happened at a place without coordinates is at %s", at)
	}
	pages, _, err := upgraded.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{
		{Filter: kg.RelationFilter{BBox: &kg.BBox{West: -9, South: 41, East: -8, North: 42}}, Slice: kg.Slice{Limit: 5}},
		{Filter: kg.RelationFilter{BBox: &kg.BBox{West: 20, South: 6, East: 22, North: 8}}, Slice: kg.Slice{Limit: 5}},
	}})
	if err != nil || len(pages[0].Relations) != 1 || pages[0].Relations[0].ID != first || len(pages[1].Relations) != 0 {
		t.Errorf("within the boxes are %+v (%v)", pages, err)
	}
}
