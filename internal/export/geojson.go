package export

import (
	"bufio"

	"conflictgraph/internal/kg"
)

// geoJSON writes GeoJSON (RFC 7946): a feature for each relation of which a source says
// in degrees where it happened, newest first, at that point. Its properties are those of
// edges in other formats, and source, target and their labels; precision says which points
// stand for a whole province or country.
type geoJSON struct {
	plain
	jsonList
}

func openGeoJSON(out *bufio.Writer) encoder { return &geoJSON{jsonList: jsonList{out: out}} }

func (g *geoJSON) begin(s section) error {
	switch s {
	case documentSection:
		return g.between(`{"type":"FeatureCollection","features":[`)
	case endSection:
		return g.between("\n]}\n")
	}
	return nil
}

func (g *geoJSON) entity(*kg.Entity) error { return nil }

func (g *geoJSON) relation(r edge) error {
	p := r.Point()
	if p == nil {
		return nil
	}
	properties := append(endsOf(r), members(edgeColumns, r)...)
	return g.add(object{
		{"type", "Feature"}, {"id", r.ID},
		{"geometry", object{{"type", "Point"}, {"coordinates", []any{p.Longitude, p.Latitude}}}},
		{"properties", properties},
	})
}

// endsOf returns the ids and names of a relation's ends, and how many died as one number
// each, since few maps read lists.
func endsOf(r edge) object {
	ends := object{{"id", r.ID}, {"source", r.Subject}, {"target", r.Object}}
	for _, end := range []struct {
		name   string
		entity *kg.Entity
	}{{"sourceLabel", r.subject}, {"targetLabel", r.object}} {
		if end.entity != nil {
			ends = append(ends, member{end.name, end.entity.Name})
		}
	}
	for _, q := range r.Quantities() {
		if q.Kind != kg.QuantityDeaths {
			continue
		}
		for _, one := range []struct {
			name  string
			value *float64
		}{{"deathsLow", q.Low}, {"deaths", q.Best}, {"deathsHigh", q.High}} {
			if one.value != nil {
				ends = append(ends, member{one.name, *one.value})
			}
		}
	}
	return ends
}
