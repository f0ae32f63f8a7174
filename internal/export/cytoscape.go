package export

import (
	"bufio"

	"conflictgraph/internal/kg"
)

// cytoscape writes the JSON that Cytoscape and Cytoscape.js have for a graph and
// its elements.
type cytoscape struct {
	plain
	jsonList
}

func openCytoscape(out *bufio.Writer) encoder { return &cytoscape{jsonList: jsonList{out: out}} }

func (c *cytoscape) begin(s section) error {
	switch s {
	case documentSection:
		return c.between(`{"data":{"name":"conflictgraph"},"directed":true,"multigraph":true,"elements":{"nodes":[`)
	case relationSection:
		return c.between("\n],\"edges\":[")
	case endSection:
		return c.between("\n]}}\n")
	}
	return nil
}

// entity says the id a second time as value, by which networkx knows a node, and
// the label as name, by which Cytoscape does.
func (c *cytoscape) entity(e *kg.Entity) error {
	data := object{{"id", e.ID}, {"value", e.ID}, {"name", e.Name}}
	return c.add(object{{"data", append(data, members(nodeColumns, e)...)}})
}

// relation says the id a second time as key, by which networkx tells edges between
// the same two nodes apart.
func (c *cytoscape) relation(r edge) error {
	data := object{{"id", r.ID}, {"key", r.ID}, {"source", r.Subject}, {"target", r.Object}}
	return c.add(object{{"data", append(data, members(edgeColumns, r)...)}})
}

// members returns what columns say, without what they say nothing of.
func members[T any](columns []column[T], of T) (o object) {
	for _, c := range columns {
		if v := c.of(of); v != nil {
			o = append(o, member{c.name, v})
		}
	}
	return o
}
