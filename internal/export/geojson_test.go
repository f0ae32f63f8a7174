package export_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
)

// located returns a store in which two relations say where they happened, one of them at a
// spot.
func located(t *testing.T) (store kg.Store, spot, country kg.Relation) {
	t.Helper()
	b := kgtest.Graph()
	row := func(object string, at kg.Point, deaths float64) kg.Relation {
		return kg.Relation{
			Type: "rows:112", Subject: "allies", Object: object, Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: &kg.Time{EDTF: "2025-12-01/2025-12-03"},
			Evidence: []kg.Evidence{{
				Source: &kg.Source{Dataset: "rows", Record: object, URL: "https://example.org/" + object, Publisher: "Radio <Exemple> & Co", Note: "Seen by \"two\".\n]]>"}, Point: &at,
				Quantities: []kg.Quantity{{Kind: kg.QuantityDeaths, Low: new(deaths - 1), Best: &deaths, High: new(deaths + 1)}, {Kind: kg.QuantityMoney, Best: new(1.5), Unit: "EUR"}},
			}},
		}
	}
	spot = row("southland", kg.Point{Latitude: -4.361220001, Longitude: 18.55496, Precision: kg.PrecisionNear}, 5)
	country = row("northland", kg.Point{Latitude: 7, Longitude: -179.5, Precision: kg.PrecisionCountry}, 2)
	b.Relations = append(b.Relations, spot, country)
	for i := range b.Entities {
		if b.Entities[i].ID == "harbor-city" {
			b.Entities[i].Point = &kg.Point{Latitude: 1, Longitude: 2.5, Precision: kg.PrecisionTown}
		}
	}
	store = bothstores.SQLite(t)
	_, err := store.Write(t.Context(), b)
	require.NoError(t, err)
	return store, spot, country
}

func TestGeoJSONHasWhatHappenedSomewhere(t *testing.T) {
	store, spot, country := located(t)
	var got struct {
		Type     string
		Features []struct {
			Type, ID string
			Geometry struct {
				Type        string
				Coordinates []float64
			}
			Properties map[string]any
		}
	}
	require.NoError(t, json.Unmarshal(exported(t, store, "geojson", everything), &got))
	require.Equal(t, "FeatureCollection", got.Type)
	require.Len(t, got.Features, 2)
	for _, f := range got.Features {
		want, deaths := spot, 5.0
		if f.ID == kg.RelationID(country, false) {
			want, deaths = country, 2
		}
		require.Equal(t, kg.RelationID(want, false), f.ID)
		at := want.Evidence[0].Point
		require.Equal(t, []float64{at.Longitude, at.Latitude}, f.Geometry.Coordinates)
		require.Equal(t, []any{string(at.Precision), want.Object, "Allies", deaths, deaths - 1, "Radio <Exemple> & Co", "2025-12-01", "2025-12-03"},
			[]any{f.Properties["precision"], f.Properties["target"], f.Properties["sourceLabel"], f.Properties["deaths"], f.Properties["deathsLow"], f.Properties["publisher"], f.Properties["start"], f.Properties["end"]})
	}
}

func TestGDALReadsWhereThingsHappened(t *testing.T) {
	store, spot, country := located(t)
	for _, format := range []string{"geojson", "kml"} {
		t.Run(format, func(t *testing.T) {
			var got readBack
			readWith(t, format, &got, exported(t, store, format, everything))
			want := things{}
			for _, r := range []kg.Relation{spot, country} {
				e := r.Evidence[0]
				want[kg.RelationID(r, false)] = map[string]any{
					"source": r.Subject, "target": r.Object, "precision": string(e.Point.Precision), "coding": "MACHINE_CODED",
					"longitude": e.Point.Longitude, "latitude": e.Point.Latitude, "deaths": *e.Quantities[0].Best,
				}
			}
			requireSame(t, "points", want, got.Edges)
		})
	}
}

func TestKMLShowsSpotsAlone(t *testing.T) {
	store, _, _ := located(t)
	var got struct {
		Marks []struct {
			Name        string `xml:"name"`
			Visibility  int    `xml:"visibility"`
			Description string `xml:"description"`
			Begin       string `xml:"TimeSpan>begin"`
			End         string `xml:"TimeSpan>end"`
			Coordinates string `xml:"Point>coordinates"`
		} `xml:"Document>Placemark"`
	}
	require.NoError(t, xml.Unmarshal(exported(t, store, "kml", everything), &got))
	require.Len(t, got.Marks, 2)
	shown := map[string]int{}
	for _, m := range got.Marks {
		shown[m.Name+" at "+m.Coordinates] = m.Visibility
		require.Equal(t, []string{"2025-12-01", "2025-12-03", "Seen by \"two\".\n]]>"}, []string{m.Begin, m.End, m.Description})
	}
	require.Equal(t, map[string]int{"Allies accused southland at 18.55496,-4.361220001": 1, "Allies accused Northland at -179.5,7": 0}, shown)
}

func TestOtherFormatsSayWhereSomethingHappened(t *testing.T) {
	store, spot, _ := located(t)
	for format, want := range map[string][]string{
		"graphml": {`<data key="edge.latitude">-4.361220001</data>`, `<data key="node.longitude">2.5</data>`, `attr.name="latitude" attr.type="double"`},
		"gexf":    {`value="-4.361220001"`, `type="double"`},
		"jsonld":  {`"@type":["schema:GeoCoordinates"],"latitude":-4.361220001,"longitude":18.55496,"precision":"NEAR"`, `"kind":"DEATHS","low":4,"best":5,"high":6`},
		"nquads":  {`<https://schema.org/latitude> "-4.361220001"^^<http://www.w3.org/2001/XMLSchema#double>`},
		"cypher":  {"latitude: -4.361220001, longitude: 18.55496", "latitude: 7.0"},
		"dot":     {"-4.361220001"},
	} {
		text := string(exported(t, store, format, everything))
		for _, words := range want {
			require.True(t, strings.Contains(text, words), "%s has no %s of %s:\n%s", format, words, kg.RelationID(spot, false), text)
		}
	}
}
