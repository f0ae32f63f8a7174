package kgtest

import (
	"errors"
	"math"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// testPlacesAndQuantities reads where something happened, how many there were, and what rows of data
// sets say of themselves, of now and of before a row was published anew.
func testPlacesAndQuantities(t *testing.T, s kg.Store) {
	row := func(record string, deaths float64, at *kg.Point) kg.Evidence {
		return kg.Evidence{
			Source: &kg.Source{Dataset: "rows", Record: record, URL: "https://example.org/" + record, Publisher: "Radio “Ndeke Luka”", Note: "Two\nvillages \"fled\"."},
			Point:  at,
			Quantities: []kg.Quantity{
				{Kind: kg.QuantityDeaths, Low: new(deaths - 1), Best: &deaths, High: new(deaths + 2.5)}, {Kind: kg.QuantityMoney, Best: new(0.1), Unit: "XAF"},
			},
		}
	}
	bangui := &kg.Point{Latitude: 4.36122000000001, Longitude: -18.55496, Precision: kg.PrecisionExact}
	country := &kg.Point{Latitude: 7, Longitude: 21, Precision: kg.PrecisionCountry}
	attack := kg.Relation{Type: "rows:112", Subject: "allies", Object: "northland", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: edtf("2025-12-05")}
	stated := func(evidence ...kg.Evidence) kg.Relation {
		r := attack
		r.Evidence = evidence
		return r
	}
	told := func(q kg.Relation) kg.Relation {
		q.Type, q.Evidence = "advised", []kg.Evidence{Quote(Graph().Documents[0], "He speaks")}
		q.Evidence[0].Point, q.Evidence[0].Quantities = bangui, []kg.Quantity{{Kind: kg.QuantityInjured, High: new(3.0)}}
		return q
	}(attack)
	first := kg.Batch{RecordedAt: later, Relations: []kg.Relation{stated(row("1", 5, bangui), row("2", 10, nil)), told}}
	first.Entities = []kg.Entity{{ID: "bangui", Kind: kg.KindPlace, Name: "Bangui", Point: bangui}}
	write(t, s, Graph())
	write(t, s, first)
	again := write(t, s, kg.Batch{RecordedAt: later.Add(time.Second), Relations: []kg.Relation{stated(row("1", 5, bangui))}})
	same(t, "evidence of a row that says the same", again.Evidence, 0)
	again = write(t, s, kg.Batch{RecordedAt: later.Add(2 * time.Second), Relations: []kg.Relation{stated(row("1", 7, country))}})
	same(t, "evidence of a row that says something else", again.Evidence, 1)

	id, quoted := kg.RelationID(stated(row("1", 5, nil)), false), kg.RelationID(told, false)
	get := func(id string, asOf *time.Time) *kg.Relation {
		found, err := s.Get(t.Context(), kg.Keys{Relations: []string{id}, Entities: []string{"bangui"}, AsOf: asOf, Need: kg.Need{Claims: true}})
		must(t, err)
		same(t, "where Bangui is", entityOf(t, found, "bangui").Point, bangui)
		return found.Relations[id]
	}
	quantities := func(low, best, high, money float64) []kg.Quantity {
		return []kg.Quantity{{Kind: kg.QuantityDeaths, Low: &low, Best: &best, High: &high}, {Kind: kg.QuantityMoney, Low: &money, Best: &money, High: &money, Unit: "XAF"}}
	}
	sum := 0.1 // so that it is added as it is there
	sum += 0.1
	now, before := get(id, nil), get(id, new(later.Add(time.Second)))
	same(t, "rows", len(now.Evidence), 2)
	same(t, "rows before", len(before.Evidence), 2)
	same(t, "where it happened", now.Point(), country)
	same(t, "where it was said to have happened", before.Point(), bangui)
	same(t, "how many died", now.Quantities(), quantities(15, 17, 22, sum))
	same(t, "how many were said to have died", before.Quantities(), quantities(13, 15, 20, sum))
	for _, e := range before.Evidence {
		same(t, "what a row says of itself", *e.Source, *row(e.Source.Record, 0, nil).Source)
	}
	same(t, "where words say that it happened", get(quoted, nil).Point(), bangui)
	same(t, "how many words say there were", get(quoted, nil).Quantities(), told.Evidence[0].Quantities)

	injured := kg.Quantity{Kind: kg.QuantityInjured, High: new(3.0)}
	sums := quantities(15, 17, 22, sum)
	sums = []kg.Quantity{sums[0], injured, sums[1]}
	ask := func(of kg.CountRequest) []kg.Quantified {
		got, err := kg.Quantities(t.Context(), s, of, nil)
		must(t, err)
		return got
	}
	same(t, "sums", ask(kg.CountRequest{Owner: "northland"}), []kg.Quantified{{Quantities: sums}})
	year := kg.NewDate(2025, time.January, 1)
	same(t, "sums by year", ask(kg.CountRequest{Bucket: kg.BucketYear}), []kg.Quantified{{Bucket: &year, Quantities: sums}})
	same(t, "sums of later", len(ask(kg.CountRequest{Filter: kg.RelationFilter{From: new(kg.NewDate(2026, time.January, 1))}})), 0)
	same(t, "sums of a type", ask(kg.CountRequest{Filter: kg.RelationFilter{Types: []string{"advised"}}}), []kg.Quantified{{Quantities: []kg.Quantity{injured}}})

	for _, c := range []struct {
		name, field string
		make        func(e *kg.Evidence)
	}{
		{"a latitude beyond the poles", "point.latitude", func(e *kg.Evidence) { e.Point = &kg.Point{Latitude: 90.5, Precision: kg.PrecisionExact} }},
		{"a longitude that is no number", "point.longitude", func(e *kg.Evidence) { e.Point = &kg.Point{Longitude: math.NaN(), Precision: kg.PrecisionExact} }},
		{"a precision that there is not", "point.precision", func(e *kg.Evidence) { e.Point = &kg.Point{Precision: "HERE"} }},
		{"no number", "quantities[0].best", func(e *kg.Evidence) { e.Quantities = []kg.Quantity{{Kind: kg.QuantityDeaths}} }},
		{"fewer than none", "quantities[0].best", func(e *kg.Evidence) { e.Quantities = []kg.Quantity{{Kind: kg.QuantityDeaths, Best: new(-1.0)}} }},
		{"without end", "quantities[0].high", func(e *kg.Evidence) {
			e.Quantities = []kg.Quantity{{Kind: kg.QuantityDeaths, High: new(math.Inf(1))}}
		}},
		{"money of no currency", "quantities[0].unit", func(e *kg.Evidence) { e.Quantities = []kg.Quantity{{Kind: kg.QuantityMoney, Best: new(2.0)}} }},
		{"a kind twice", "quantities[1].kind", func(e *kg.Evidence) {
			e.Quantities = []kg.Quantity{{Kind: kg.QuantityDeaths, Best: new(2.0)}, {Kind: kg.QuantityDeaths, Best: new(2.0)}}
		}},
		{"a note that no program can keep", "source.note", func(e *kg.Evidence) { e.Source.Note = "\x00" }},
	} {
		wrong := row("9", 5, nil)
		c.make(&wrong)
		_, err := s.Write(t.Context(), kg.Batch{RecordedAt: later.Add(3 * time.Second), Relations: []kg.Relation{stated(wrong)}})
		if kg.ErrorCode(err) != kg.CodeBadInput || fieldOfError(err) != "relations[0].evidence[0]."+c.field {
			t.Errorf("%s: %v names %q, not the %s", c.name, err, fieldOfError(err), c.field)
		}
	}
	wrong := kg.Batch{RecordedAt: later.Add(3 * time.Second), Entities: []kg.Entity{{ID: "new-person", Kind: kg.KindPerson, Name: "New Person", Point: bangui}}}
	if _, err := s.Write(t.Context(), wrong); fieldOfError(err) != "entities[0].point" {
		t.Errorf("a person who is somewhere for good is answered with %v", err)
	}
}

// fieldOfError returns the field that an error names.
func fieldOfError(err error) string {
	var wrong *kg.Error
	if errors.As(err, &wrong) {
		return wrong.Field
	}
	return ""
}
