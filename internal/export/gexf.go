package export

import (
	"bufio"
	"encoding/xml"
	"errors"
	"strconv"

	"conflictgraph/internal/kg"
)

// gexf writes GEXF 1.3, dynamic: an edge is there from its relation's first to its
// last day, or always where the relation has no time. Its kind is the relation's
// type, by which Gephi keeps edges between the same two nodes apart.
type gexf struct {
	plain
	xmlOut
}

func openGEXF(out *bufio.Writer) encoder { return gexf{xmlOut: newXML(out)} }

type gexfAttribute struct {
	XMLName xml.Name `xml:"attribute"`
	ID      string   `xml:"id,attr"`
	Title   string   `xml:"title,attr"`
	Type    string   `xml:"type,attr"`
}

type gexfValue struct {
	For   string `xml:"for,attr"`
	Value string `xml:"value,attr"`
}

type gexfNode struct {
	XMLName xml.Name    `xml:"node"`
	ID      string      `xml:"id,attr"`
	Label   string      `xml:"label,attr"`
	Values  []gexfValue `xml:"attvalues>attvalue"`
}

type gexfEdge struct {
	XMLName xml.Name    `xml:"edge"`
	ID      string      `xml:"id,attr"`
	Source  string      `xml:"source,attr"`
	Target  string      `xml:"target,attr"`
	Type    string      `xml:"type,attr"`
	Kind    string      `xml:"kind,attr"`
	Label   string      `xml:"label,attr"`
	Start   string      `xml:"start,attr,omitempty"`
	End     string      `xml:"end,attr,omitempty"`
	Values  []gexfValue `xml:"attvalues>attvalue"`
}

// gexfOwn are the columns that the elements have attributes for.
var gexfOwn = map[string]bool{"label": true, "start": true, "end": true}

func (g gexf) begin(s section) error {
	switch s {
	case documentSection:
		return errors.Join(
			g.open("gexf", "xmlns", "http://gexf.net/1.3", "version", "1.3"),
			g.open("graph", "defaultedgetype", "directed", "mode", "dynamic", "timeformat", "date", "timerepresentation", "interval"),
			gexfDeclare(g, "node", nodeColumns), gexfDeclare(g, "edge", edgeColumns), g.open("nodes"))
	case relationSection:
		return errors.Join(g.close("nodes"), g.open("edges"))
	case endSection:
		return errors.Join(g.close("edges"), g.close("graph"), g.close("gexf"), g.Close())
	}
	return nil
}

func gexfDeclare[T any](g gexf, class string, columns []column[T]) error {
	err := g.open("attributes", "class", class, "mode", "static")
	for i, c := range columns {
		if !gexfOwn[c.name] {
			err = errors.Join(err, g.Encode(gexfAttribute{ID: strconv.Itoa(i), Title: c.name, Type: gexfType(c.kind)}))
		}
	}
	return errors.Join(err, g.close("attributes"))
}

func gexfType(k valueKind) string {
	switch k {
	case boolKind:
		return "boolean"
	case intKind:
		return "integer"
	case floatKind:
		return "double"
	}
	return "string"
}

func (g gexf) entity(e *kg.Entity) error {
	values, err := gexfValues(nodeColumns, e)
	return errors.Join(err, g.Encode(gexfNode{ID: e.ID, Label: e.Name, Values: values}))
}

func (g gexf) relation(r edge) error {
	values, err := gexfValues(edgeColumns, r)
	x := gexfEdge{ID: r.ID, Source: r.Subject, Target: r.Object, Type: "directed", Kind: r.Type, Label: labelOf(r, r.of.Label), Values: values}
	if r.Time != nil && r.Time.Start != nil {
		x.Start = r.Time.Start.String()
	}
	if r.Time != nil && r.Time.End != nil {
		x.End = r.Time.End.String()
	}
	return errors.Join(err, g.Encode(x))
}

func gexfValues[T any](columns []column[T], of T) (values []gexfValue, err error) {
	for i, c := range columns {
		if v := c.of(of); v != nil && !gexfOwn[c.name] {
			value, err := written(v)
			if err != nil {
				return nil, err
			}
			values = append(values, gexfValue{For: strconv.Itoa(i), Value: value})
		}
	}
	return values, nil
}
