package neo4j

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// What a relation's node and its edge may have.
var (
	nodeColumns = newColumns("id", "type", "src", "dst", "position", "edge", "status", "certainty", "symmetric", "documents", "named", "evidence", "recordedMs",
		"places", "attributions", "quotes", "quoteWords", "edtf", "reasoning", "inferred",
		"firstDay", "lastDay", "startDay", "endDay", "datedSrc", "datedDst", "ordinary", "class", "spotLatitudes", "spotLongitudes", "spotMs", "spotRows", "rowPublisher", "publishers", "publisherMs", "publisherRows")
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

const (
	createQuotes = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
UNWIND row.documents AS document
MATCH (d:Document {id: document}) USING INDEX SEEK d:Document(id)
CREATE (r)-[:QUOTES]->(d)`

	setClasses = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.classes = $in.classes`

	// A statement that made the new list of the old would lock the marker as takeTurn does,
	// and each of two writers would wait for the other.
	setDatasets = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.datasets = $in.datasets`

	// addEvidence adds to the JSON of a list.
	addEvidence = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
SET r.evidence = coalesce(left(r.evidence, size(r.evidence) - 1) + ',', '[') + row.evidence,
    r.quotes = coalesce(r.quotes, []) + row.quotes, r.quoteWords = coalesce(row.quoteWords, r.quoteWords)
FOREACH (n IN CASE WHEN row.isSpot OR r.spotMs IS NOT NULL THEN [0] ELSE [] END |
  SET r.spotLatitudes = coalesce(r.spotLatitudes, []) + row.latitude, r.spotLongitudes = coalesce(r.spotLongitudes, []) + row.longitude,
      r.spotMs = coalesce(r.spotMs, []) + row.spotMs, r.spotRows = coalesce(r.spotRows, []) + row.spotRow)
FOREACH (n IN CASE WHEN row.publisher <> '' OR r.publishers IS NOT NULL THEN [0] ELSE [] END |
  SET r.rowPublisher = CASE WHEN row.publisher IN ['', r.rowPublisher] THEN r.rowPublisher WHEN r.rowPublisher IS NULL THEN row.publisher ELSE '' END,
      r.publishers = coalesce(r.publishers, []) + row.publisher, r.publisherMs = coalesce(r.publisherMs, []) + row.spotMs, r.publisherRows = coalesce(r.publisherRows, []) + row.spotRow)`

	// setRelationGaps has retracted relations on no timeline, and counts them for their
	// ends. Its rows are those of gapsRow.
	setRelationGaps = `UNWIND $in.rows AS row
MATCH (r:Relation {id: row.id}) USING INDEX SEEK r:Relation(id)
WITH r, row, CASE WHEN row.ms IS NULL THEN 0 ELSE 1 END - CASE WHEN r.retractedMs IS NULL THEN 0 ELSE 1 END AS more
SET r.retractedMs = row.ms, r.retractedReason = row.reason, r.retractedBy = row.by, r.gaps = row.gaps, r.gapReasons = row.reasons,
    r.datedSrc = CASE WHEN row.ms IS NULL AND r.startDay IS NOT NULL THEN r.src END,
    r.datedDst = CASE WHEN row.ms IS NULL AND r.startDay IS NOT NULL AND r.dst <> r.src THEN r.dst END
WITH r, row, more
MATCH (s:Entity {id: r.src}) USING INDEX SEEK s:Entity(id)
MATCH (o:Entity {id: r.dst}) USING INDEX SEEK o:Entity(id)
FOREACH (e IN CASE WHEN s = o THEN [s] ELSE [s, o] END | SET e.retractedRelations = coalesce(e.retractedRelations, 0) + more)
WITH r, row, s, o
MATCH (s)-[x:$(r.edge)]->(o) WHERE x.id = r.id
SET x.retractedAt = row.at, x.retractedReason = row.reason`
)

// rowsOfRelations is for how many relations one statement makes nodes and edges.
// The more, the fewer are the look-ups of entities.
const rowsOfRelations = 10_000

func (t *transaction) applyRelations(ctx context.Context, c *plan.Changes) error {
	for part := range slices.Chunk(c.Relations, rowsOfRelations) {
		if err := t.createRelations(ctx, part, c.RelationTerms); err != nil {
			return err
		}
	}
	var quoting, added, gaps []map[string]any
	for i := range c.Relations {
		if documents := documentsOf(c.Relations[i].Evidence); len(documents) > 0 {
			quoting = append(quoting, map[string]any{"id": c.Relations[i].ID, "documents": documents})
		}
	}
	for _, e := range c.Evidence {
		one := []kg.Evidence{e.Evidence}
		row := properties{"id": e.Relation, "evidence": strings.TrimPrefix(evidenceJSON(one), "["), "quotes": quotes(one), "spotMs": e.RecordedAt.UnixMilli(), "spotRow": spotRow(e.Evidence), "publisher": rowPublisher(e.Evidence)}
		row["latitude"], row["longitude"], row["isSpot"] = spotOf(e.Evidence)
		row.text("quoteWords", clippedWords(c.RelationTerms[e.Relation]))
		added = append(added, row)
	}
	for id, list := range c.RelationGaps {
		gaps = append(gaps, gapsRow(id, list))
	}
	for _, change := range []struct {
		text string
		rows []map[string]any
	}{{createQuotes, quoting}, {addEvidence, added}, {setRelationGaps, gaps}} {
		if err := t.each(ctx, change.text, change.rows, c.RecordedAt); err != nil {
			return err
		}
	}
	return t.noteKinds(ctx, c.Relations)
}

// noteKinds brings up to date of which classes there are relations, and on which data sets
// these rest, some more of which are written.
func (t *transaction) noteKinds(ctx context.Context, written []kg.Relation) error {
	if err := t.noteClasses(ctx, written); err != nil {
		return err
	}
	resting := restingOn(written)
	if len(resting) == 0 {
		return nil
	}
	found, err := t.run(ctx, statement{text: datasetsText})
	if err != nil {
		return err
	}
	noted := texts(found[0][0])
	for _, one := range noted {
		delete(resting, one)
	}
	if len(resting) > 0 {
		_, err = t.run(ctx, statement{setDatasets, map[string]any{"datasets": append(noted, slices.Sorted(maps.Keys(resting))...)}})
	}
	return err
}

// restingOn returns what is noted of the data sets that relations rest on.
func restingOn(written []kg.Relation) map[string]bool {
	resting := map[string]bool{}
	for i := range written {
		for _, e := range written[i].Evidence {
			if e.Source != nil {
				resting[codedDataset(e.Source.Dataset, written[i].Coding)] = true
			}
		}
	}
	return resting
}

// withClasses returns classes and those of some relations.
func withClasses(classes []int64, written []kg.Relation) []int64 {
	classes = slices.Clone(classes)
	for i := range written {
		if class := written[i].Class(); !slices.Contains(classes, class) {
			classes = append(classes, class)
		}
	}
	return classes
}

func (t *transaction) noteClasses(ctx context.Context, written []kg.Relation) error {
	classes := withClasses(t.catalog.classes, written)
	if len(classes) == len(t.catalog.classes) {
		return nil
	}
	t.catalog.classes = classes
	_, err := t.run(ctx, statement{setClasses, map[string]any{"classes": classes}})
	return err
}

func (t *transaction) createRelations(ctx context.Context, created []kg.Relation, terms map[string]string) error {
	edges := map[string]string{} // by type
	ends, at := []string{}, map[string]int{}
	end := func(id string) int {
		i, known := at[id]
		if !known {
			i = len(ends)
			ends, at[id] = append(ends, id), i
		}
		return i
	}
	made := make([]any, len(created))
	for i := range created {
		r := &created[i]
		typ := t.catalog.byID[r.Type]
		edge := edges[typ.ID]
		if edge == "" {
			edge = edgeType(typ)
			edges[typ.ID] = edge
		}
		made[i] = []any{nodeRow(r, typ, edge, terms[r.ID]), edgeRow(r), edge, end(r.Subject), end(r.Object)}
	}
	found, err := t.run(ctx, statement{createRelations, map[string]any{"ends": ends, "rows": made}})
	if err != nil {
		return err
	}
	if n := integer(found[0][0]); n != int64(len(created)) {
		return kg.Conflict("of %d relations only %d have both entities; another program deletes entities while this one writes", len(created), n)
	}
	return nil
}
