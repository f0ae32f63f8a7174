package export

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"conflictgraph/internal/kg"
)

// kml writes KML 2.2: a placemark for each relation of which a source says in degrees
// where it happened, newest first, with its time. What a point of a province, a country or
// a sea stands for is there and not shown, since it is no spot on a map.
type kml struct {
	plain
	xmlOut
}

func openKML(out *bufio.Writer) encoder { return kml{xmlOut: newXML(out)} }

type kmlPlacemark struct {
	XMLName     xml.Name  `xml:"Placemark"`
	ID          string    `xml:"id,attr"`
	Name        string    `xml:"name"`
	Visibility  int       `xml:"visibility"`
	Description string    `xml:"description,omitempty"`
	Span        *kmlSpan  `xml:"TimeSpan"`
	Data        []kmlData `xml:"ExtendedData>Data"`
	Coordinates string    `xml:"Point>coordinates"`
}

type kmlSpan struct {
	Begin string `xml:"begin,omitempty"`
	End   string `xml:"end,omitempty"`
}

type kmlData struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value"`
}

func (k kml) begin(s section) error {
	switch s {
	case documentSection:
		return errors.Join(k.open("kml", "xmlns", "http://www.opengis.net/kml/2.2"), k.open("Document"), k.EncodeElement("conflictgraph", xml.StartElement{Name: xml.Name{Local: "name"}}))
	case endSection:
		return errors.Join(k.close("Document"), k.close("kml"), k.Close())
	}
	return nil
}

func (k kml) entity(*kg.Entity) error { return nil }

func (k kml) relation(r edge) error {
	p := r.Point()
	if p == nil {
		return nil
	}
	mark := kmlPlacemark{
		// An id has no colon in XML.
		ID: strings.ReplaceAll(r.ID, ":", "-"), Name: kmlName(r), Coordinates: fmt.Sprintf("%v,%v", kmlNumber(p.Longitude), kmlNumber(p.Latitude)),
	}
	if p.IsSpot() {
		mark.Visibility = 1
	}
	var notes []string
	for _, e := range r.Evidence {
		if e.Source != nil && e.Source.Note != "" {
			notes = append(notes, e.Source.Note)
		}
	}
	mark.Description = strings.Join(notes, "\n\n")
	if r.Time != nil {
		mark.Span = &kmlSpan{}
		if r.Time.Start != nil {
			mark.Span.Begin = r.Time.Start.String()
		}
		if r.Time.End != nil {
			mark.Span.End = r.Time.End.String()
		}
	}
	for _, m := range append(endsOf(r), members(edgeColumns, r)...) {
		value, err := written(m.value)
		if err != nil {
			return err
		}
		mark.Data = append(mark.Data, kmlData{m.name, value})
	}
	return k.Encode(mark)
}

func kmlNumber(degrees float64) string {
	text, _ := written(degrees) // a number is always written
	return text
}

// kmlName returns who did what to whom.
func kmlName(r edge) string {
	name := func(e *kg.Entity, id string) string {
		if e == nil {
			return id
		}
		return e.Name
	}
	return name(r.subject, r.Subject) + " " + labelOf(r, r.of.Label) + " " + name(r.object, r.Object)
}
