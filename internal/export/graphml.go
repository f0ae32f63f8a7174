package export

import (
	"bufio"
	"encoding/xml"
	"errors"

	"conflictgraph/internal/kg"
)

// graphML writes GraphML. Every edge is directed, from subject to object; symmetric
// says of which the direction means nothing, since some readers take no graph with
// edges of both sorts.
type graphML struct {
	plain
	xmlOut
}

func openGraphML(out *bufio.Writer) encoder { return graphML{xmlOut: newXML(out)} }

type graphMLKey struct {
	XMLName xml.Name `xml:"key"`
	ID      string   `xml:"id,attr"`
	For     string   `xml:"for,attr"`
	Name    string   `xml:"attr.name,attr"`
	Type    string   `xml:"attr.type,attr"`
}

type graphMLData struct {
	Key   string `xml:"key,attr"`
	Value string `xml:",chardata"`
}

type graphMLNode struct {
	XMLName xml.Name      `xml:"node"`
	ID      string        `xml:"id,attr"`
	Data    []graphMLData `xml:"data"`
}

type graphMLEdge struct {
	XMLName xml.Name      `xml:"edge"`
	ID      string        `xml:"id,attr"`
	Source  string        `xml:"source,attr"`
	Target  string        `xml:"target,attr"`
	Data    []graphMLData `xml:"data"`
}

func (g graphML) begin(s section) error {
	switch s {
	case documentSection:
		return g.head()
	case endSection:
		return errors.Join(g.close("graph"), g.close("graphml"), g.Close())
	}
	return nil
}

func (g graphML) head() error {
	err := g.open("graphml", "xmlns", "http://graphml.graphdrawing.org/xmlns")
	for _, c := range nodeColumns {
		err = errors.Join(err, g.Encode(graphMLKey{ID: "node." + c.name, For: "node", Name: c.name, Type: graphMLType(c.kind)}))
	}
	for _, c := range edgeColumns {
		err = errors.Join(err, g.Encode(graphMLKey{ID: "edge." + c.name, For: "edge", Name: c.name, Type: graphMLType(c.kind)}))
	}
	return errors.Join(err, g.open("graph", "id", "conflictgraph", "edgedefault", "directed"))
}

func graphMLType(k valueKind) string {
	switch k {
	case boolKind:
		return "boolean"
	case intKind:
		return "int"
	case floatKind:
		return "double"
	}
	return "string"
}

func (g graphML) entity(e *kg.Entity) error {
	data, err := graphMLDataOf("node.", nodeColumns, e)
	return errors.Join(err, g.Encode(graphMLNode{ID: e.ID, Data: data}))
}

func (g graphML) relation(r edge) error {
	data, err := graphMLDataOf("edge.", edgeColumns, r)
	return errors.Join(err, g.Encode(graphMLEdge{ID: r.ID, Source: r.Subject, Target: r.Object, Data: data}))
}

func graphMLDataOf[T any](prefix string, columns []column[T], of T) (data []graphMLData, err error) {
	for _, c := range columns {
		if v := c.of(of); v != nil {
			value, err := written(v)
			if err != nil {
				return nil, err
			}
			data = append(data, graphMLData{Key: prefix + c.name, Value: value})
		}
	}
	return data, nil
}
