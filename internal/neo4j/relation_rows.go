package neo4j

import (
	"context"
	"fmt"
	"slices"

	"conflictgraph/internal/kg"
)

// What a relation's node and its edge may have.
var (
	nodeColumns = newColumns("id", "type", "src", "dst", "position", "edge", "status", "certainty", "symmetric", "documents", "named", "evidence", "recordedMs",
		"places", "attributions", "quotes", "quoteWords", "mutualSrc", "mutualDst", "edtf", "reasoning", "inferred",
		"firstDay", "lastDay", "startDay", "endDay", "datedSrc", "datedDst", "ordinary", "class")
	edgeColumns = newColumns("id", "type", "status", "certainty", "recordedAt", "edtf", "reasoning", "inferred", "start", "end", "dataset", "record", "quote", "document")
)

// createRelations makes nodes and edges between some entities, each of which it
// looks up once. It returns how many, which is fewer than there are rows where an
// entity has gone.
var createRelations = fmt.Sprintf(`UNWIND $in.ends AS id
MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
WITH collect(e) AS ends
UNWIND $in.rows AS row
WITH row[0] AS n, row[1] AS x, row[2] AS type, ends[row[3]] AS s, ends[row[4]] AS o
WHERE s.id = n[%[1]d] AND o.id = n[%[2]d]
CREATE (:Relation %[3]s)
CREATE (s)-[:$(type) %[4]s]->(o)
RETURN count(*)`, nodeColumns.at["src"], nodeColumns.at["dst"], nodeColumns.of("n"), edgeColumns.of("x"))

// rowsOfRelations is for how many relations one statement makes nodes and edges.
// The more, the fewer are the look-ups of entities.
const rowsOfRelations = 10_000

func (w *writer) createRelations(ctx context.Context, created []*pendingRelation) error {
	edges := map[string]string{} // by type
	for part := range slices.Chunk(created, rowsOfRelations) {
		ends, at := []string{}, map[string]int{}
		end := func(id string) int {
			i, known := at[id]
			if !known {
				i = len(ends)
				ends, at[id] = append(ends, id), i
			}
			return i
		}
		rows := make([]any, len(part))
		for i, p := range part {
			t := w.types[p.Type]
			edge := edges[t.ID]
			if edge == "" {
				edge = edgeType(t)
				edges[t.ID] = edge
			}
			rows[i] = []any{nodeRow(p, t, edge), edgeRow(p), edge, end(p.Subject), end(p.Object)}
		}
		made, err := w.run(ctx, createRelations, map[string]any{"ends": ends, "rows": rows})
		if err != nil {
			return err
		}
		if n := integer(made[0][0]); n != int64(len(part)) {
			return kg.Conflict("of %d relations only %d have both entities; another program deletes entities while this one writes", len(part), n)
		}
	}
	return nil
}

// nodeRow returns the node of a new relation.
func nodeRow(p *pendingRelation, t kg.RelationType, edge string) []any {
	node := nodeColumns.row()
	node.set("id", p.ID)
	node.set("type", p.Type)
	node.set("src", p.Subject)
	node.set("dst", p.Object)
	node.set("position", p.Position())
	node.set("edge", edge)
	node.set("status", string(p.Status))
	node.set("certainty", string(p.Certainty))
	node.set("evidence", evidenceJSON(p.evidence))
	node.set("recordedMs", p.RecordedAt.UnixMilli())
	node.texts("documents", documentsOf(p.evidence))
	node.texts("named", namedBy(p.Relation))
	node.texts("places", p.Places)
	if len(p.Attributions) > 0 {
		node.set("attributions", attributionsJSON(p.Attributions))
	}
	if exact := quotes(p.evidence); len(exact) > 0 {
		node.set("quotes", exact)
		node.set("quoteWords", quoteWords(p.evidence))
	}
	if t.Symmetric {
		node.set("symmetric", true)
		node.set("mutualSrc", p.Subject)
		node.set("mutualDst", p.Object)
	}
	node.time(p.Time)
	if p.Time != nil {
		first, last := p.Time.Bounds()
		node.set("firstDay", int64(first))
		node.set("lastDay", int64(last))
	}
	dated(node, p.Relation)
	classed(node, p.Relation)
	return node.all
}

// edgeRow returns the properties that people see on a relation.
func edgeRow(p *pendingRelation) []any {
	edge := edgeColumns.row()
	edge.set("id", p.ID)
	edge.set("type", p.Type)
	edge.set("status", string(p.Status))
	edge.set("certainty", string(p.Certainty))
	edge.set("recordedAt", p.RecordedAt.In(offsetZero))
	edge.time(p.Time)
	if p.Time != nil {
		edge.day("start", p.Time.Start)
		edge.day("end", p.Time.End)
	}
	if first := p.evidence[0]; first.Source != nil {
		edge.set("dataset", first.Source.Dataset)
		edge.set("record", first.Source.Record)
	} else {
		edge.set("quote", first.Exact)
		edge.set("document", first.Document)
	}
	return edge.all
}
