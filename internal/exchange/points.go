package exchange

import (
	"math"
	"strconv"
	"strings"

	"conflictgraph/internal/kg"
)

// pointAt returns the point at a latitude and a longitude, nil unless both are numbers of
// degrees.
func pointAt(latitude, longitude string, precision kg.Precision) *kg.Point {
	north, ok := degrees(latitude, 90)
	if !ok {
		return nil
	}
	east, ok := degrees(longitude, 180)
	if !ok {
		return nil
	}
	return &kg.Point{Latitude: north, Longitude: east, Precision: precision}
}

func degrees(s string, most float64) (d float64, ok bool) {
	d, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return d, err == nil && math.Abs(d) <= most && len(s) <= 30
}

// placePoint returns where the place is that an event was at or near, by its point.
func placePoint(of *kg.Point) *kg.Point {
	if of == nil || of.Precision != kg.PrecisionNear {
		return of
	}
	return &kg.Point{Latitude: of.Latitude, Longitude: of.Longitude, Precision: kg.PrecisionExact}
}

// precisionOf returns the precision of the point of the narrowest part of a place that is
// named.
func precisionOf(town, district, province, country string) kg.Precision {
	switch {
	case town != "":
		return kg.PrecisionTown
	case district != "":
		return kg.PrecisionDistrict
	case province != "":
		return kg.PrecisionProvince
	case country != "":
		return kg.PrecisionCountry
	}
	return kg.PrecisionUnknown
}

// count returns a number of people, nil where text is none: data sets have -1 for what is
// not known.
func count(text string) *float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(n >= 0) || math.IsInf(n, 0) || len(text) > 30 {
		return nil
	}
	return &n
}

// inPlace returns the type of relations that lead from an actor to the place where it did
// something, or, unless it acted, where something was done to it, of which a data set does
// not name the other side: "acled:peaceful-protest-in".
func inPlace(dataset string, of kg.RelationType, acted bool) kg.RelationType {
	_, local, _ := strings.Cut(of.ID, ":")
	t := kg.RelationType{
		ID: dataset + ":" + local + "-in", Label: of.Label + " (in)", InverseLabel: "(place of) " + of.Label,
		PLOVER: of.PLOVER, CAMEO: of.CAMEO, ObjectKinds: []kg.EntityKind{kg.KindPlace},
	}
	if !acted {
		t.ID, t.Label = dataset+":"+local+"-suffered-in", of.InverseLabel+" (in)"
	}
	return t
}
