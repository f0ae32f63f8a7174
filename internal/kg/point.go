package kg

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Precision is how closely a Point tells where something is.
type Precision string

const (
	PrecisionExact    Precision = "EXACT"    // the very site, village or town that the source names
	PrecisionNear     Precision = "NEAR"     // near it, within some 25 km
	PrecisionTown     Precision = "TOWN"     // the point of a town, for somewhere in it
	PrecisionDistrict Precision = "DISTRICT" // that of a district or municipality
	PrecisionProvince Precision = "PROVINCE" // that of a province, a state of a federation or another region
	PrecisionCountry  Precision = "COUNTRY"
	PrecisionSea      Precision = "SEA" // that of a sea, or of international waters or airspace
	PrecisionUnknown  Precision = "UNKNOWN"
)

// Precisions lists every value.
var Precisions = []Precision{
	PrecisionExact, PrecisionNear, PrecisionTown, PrecisionDistrict, PrecisionProvince, PrecisionCountry, PrecisionSea, PrecisionUnknown,
}

// Point is where something is, in degrees of WGS 84.
type Point struct {
	Latitude, Longitude float64
	Precision           Precision
}

// IsSpot reports whether something happened at p or near it, rather than anywhere in the
// province, the country or the sea that p stands for, or nobody knows how far away.
func (p Point) IsSpot() bool {
	return slices.Contains([]Precision{PrecisionExact, PrecisionNear, PrecisionTown, PrecisionDistrict}, p.Precision)
}

// String returns p in words, "4.36122,18.55496 EXACT", and nothing where there is none.
func (p *Point) String() string {
	if p == nil {
		return ""
	}
	text, _ := p.MarshalText() // which has no error
	return string(text)
}

// MarshalText returns latitude, longitude and precision: "4.36122,18.55496 EXACT".
func (p Point) MarshalText() ([]byte, error) {
	text := strconv.AppendFloat(nil, p.Latitude, 'f', -1, 64)
	text = strconv.AppendFloat(append(text, ','), p.Longitude, 'f', -1, 64)
	return append(append(text, ' '), p.Precision...), nil
}

// UnmarshalText reads what MarshalText wrote.
func (p *Point) UnmarshalText(text []byte) error {
	degrees, precision, _ := strings.Cut(string(text), " ")
	latitude, longitude, _ := strings.Cut(degrees, ",")
	var err error
	if p.Latitude, err = strconv.ParseFloat(latitude, 64); err == nil {
		p.Longitude, err = strconv.ParseFloat(longitude, 64)
	}
	p.Precision = Precision(precision)
	if err != nil {
		return fmt.Errorf("%q is not a point: %w", Shorten(string(text)), err)
	}
	return nil
}

// check returns an error that names the field of p, beneath at, that is wrong.
func (p *Point) check(at string) error {
	if p == nil {
		return nil
	}
	if err := checkDegrees(at+".latitude", p.Latitude, 90); err != nil {
		return err
	}
	if err := checkDegrees(at+".longitude", p.Longitude, 180); err != nil {
		return err
	}
	return oneOf(at+".precision", p.Precision, Precisions)
}

func checkDegrees(at string, degrees, most float64) error {
	if math.Abs(degrees) <= most { // which NaN is not
		return nil
	}
	return BadInput(at, "%v is not a number of degrees; give one from %v to %v", degrees, -most, most)
}

// BBox is a part of the globe between two parallels and two meridians, in degrees. It
// crosses the antimeridian where West is greater than East.
type BBox struct{ West, South, East, North float64 }

// Has reports whether b has a spot. What stands for a whole province, country or sea is
// in no box, since nothing says where in it something happened.
func (b BBox) Has(p Point) bool {
	if !p.IsSpot() || p.Latitude < b.South || p.Latitude > b.North {
		return false
	}
	if b.West > b.East {
		return p.Longitude >= b.West || p.Longitude <= b.East
	}
	return p.Longitude >= b.West && p.Longitude <= b.East
}

func (b *BBox) check(field string) error {
	if b == nil {
		return nil
	}
	for _, side := range []struct {
		name          string
		degrees, most float64
	}{{"west", b.West, 180}, {"south", b.South, 90}, {"east", b.East, 180}, {"north", b.North, 90}} {
		if err := checkDegrees(field+"."+side.name, side.degrees, side.most); err != nil {
			return err
		}
	}
	if b.South > b.North {
		return BadInput(field+".south", "%v is north of north (%v); give a south that is not greater than north", b.South, b.North)
	}
	return nil
}
