package neo4j

import (
	"context"
	"fmt"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// rowsTogether is how many rows come in one record: the driver takes its time for
// each record, however little is in it. A large record takes it longer than
// several, and documents are large.
const rowsTogether = 200

// hydrated ends a statement that has found relations r, each on a page of owners. It
// returns them, and once each what they name, as far as $in.ends, $in.claims and $in.text
// ask for it, and what $in.entities and $in.documents name, in records of $in.together
// rows.
var hydrated = `WITH collect([page, owners, r]) AS found
CALL (found) {
  UNWIND found AS f
  WITH f[0] AS page, f[2] AS r
  RETURN 0 AS kind, page, ` + relationFields + `
    + CASE WHEN $in.claims THEN [r.places, r.attributions, r.evidence] ELSE [] END AS fields
 UNION ALL
  UNWIND found AS f
  WITH f[1] AS owners, f[2] AS r
  UNWIND CASE WHEN $in.ends THEN [end IN [r.src, r.dst] WHERE NOT end IN owners] ELSE [] END
    + CASE WHEN $in.claims THEN coalesce(r.named, []) ELSE [] END AS id
  WITH collect(DISTINCT id) + $in.entities AS ids
  UNWIND ids AS id
  WITH DISTINCT id
  MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
  RETURN 1 AS kind, null AS page, ` + entityFields + ` AS fields
 UNION ALL
  UNWIND found AS f
  WITH f[2] AS r
  UNWIND CASE WHEN $in.claims THEN r.documents ELSE [] END AS id
  WITH collect(DISTINCT id) + $in.documents AS ids
  UNWIND ids AS id
  WITH DISTINCT id
  MATCH (d:Document {id: id}) USING INDEX SEEK d:Document(id)
  RETURN 2 AS kind, null AS page, ` + documentFields + ` AS fields
}
WITH collect([kind, page, fields]) AS rows
UNWIND range(0, size(rows) - 1, $in.together) AS i
RETURN 4 AS kind, null AS page, rows[i..i + $in.together] AS fields`

// hydrate returns the parameters of hydrated.
func hydrate(keys plan.Keys) map[string]any {
	together := rowsTogether
	if keys.Need.Text {
		together = 1
	}
	return map[string]any{
		"history": keys.History, "together": together, "ends": keys.Need.Ends, "claims": keys.Need.Claims, "text": keys.Need.Text, "copies": keys.Need.Copies,
		"entities": plausible(keys.Entities), "documents": plausible(keys.Documents),
	}
}

var (
	lookupText = catalogVersion + `CALL () {
  UNWIND $in.relations AS id
  WITH DISTINCT id
  MATCH (r:Relation {id: id}) USING INDEX SEEK r:Relation(id)
  RETURN null AS page, [] AS owners, r
}
` + hydrated

	// A relation that had another id has it as formerId, and answers by it.
	presentOfFormer = keepPlan + `UNWIND $in.ids AS id
MATCH (r:Relation) USING INDEX SEEK r:Relation(formerId) WHERE r.formerId = id
RETURN id, r.id`
)

// degreeOf counts by what the entity called n keeps of its edges.
func degreeOf(n string) string {
	return fmt.Sprintf(`COUNT { (%[1]s)--() } - COUNT { (%[1]s)-[:MERGED_INTO]-() } - coalesce(%[1]s.retractedRelations, 0)`, n)
}

var degreesText = keepPlan + `UNWIND $in.ids AS id
MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
RETURN id, ` + degreeOf("e")

// Lookup implements plan.Snapshot. It takes one statement, one more for degrees and two
// where relations are asked for by ids that they had.
func (s *snapshot) Lookup(ctx context.Context, keys plan.Keys) (plan.Rows, error) {
	if len(keys.Entities)+len(keys.Relations)+len(keys.Documents) == 0 {
		return plan.NewRows(), nil
	}
	return s.lookup(ctx, keys)
}

func (s *snapshot) lookup(ctx context.Context, keys plan.Keys) (plan.Rows, error) {
	rows := plan.NewRows()
	one := statement{lookupText, hydrate(keys)}
	one.params["relations"] = plausible(keys.Relations)
	found, err := s.ask(ctx, one)
	if err != nil {
		return rows, err
	}
	for _, row := range found {
		if r := addRow(rows, row); r != nil {
			rows.Relations[r.ID] = r
		}
	}
	if err := s.lookupFormer(ctx, keys, rows); err != nil || !keys.Need.Degree {
		return rows, err
	}
	degrees, err := s.degrees(ctx, keys.Entities)
	for id, e := range rows.Entities {
		e.Degree = degrees[id]
	}
	return rows, err
}

// lookupFormer adds the relations that keys ask for by the ids they had.
func (s *snapshot) lookupFormer(ctx context.Context, keys plan.Keys, rows plan.Rows) error {
	var missing []string
	for _, id := range keys.Relations {
		if _, isRelation := kg.RelationDigest(id); isRelation && rows.Relations[id] == nil {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	found, err := s.run(ctx, statement{presentOfFormer, map[string]any{"ids": missing}})
	if err != nil || len(found) == 0 {
		return err
	}
	present := make([]string, len(found))
	for i, row := range found {
		present[i] = text(row[1])
	}
	more, err := s.Lookup(ctx, plan.Keys{Relations: present, Need: keys.Need, History: keys.History})
	for _, row := range found {
		if r := more.Relations[text(row[1])]; r != nil {
			rows.Relations[text(row[0])] = r
		}
	}
	return err
}

// degrees returns how many relations that are valid now entities have by themselves.
func (s *snapshot) degrees(ctx context.Context, ids []string) (map[string]int, error) {
	found, err := s.run(ctx, statement{degreesText, map[string]any{"ids": plausible(ids)}})
	degrees := make(map[string]int, len(found))
	for _, row := range found {
		degrees[text(row[0])] = int(integer(row[1]))
	}
	return degrees, err
}

const identifiedText = keepPlan + `UNWIND range(0, size($in.keys) - 1) AS n
MATCH (i:Identifier) USING INDEX SEEK i:Identifier(key)
WHERE i.key = $in.keys[n]
RETURN DISTINCT n, i.entity`

// Identified implements plan.Snapshot.
func (s *snapshot) Identified(ctx context.Context, identifiers []kg.Identifier) (map[kg.Identifier][]string, error) {
	keys := make([]string, len(identifiers))
	for n, i := range identifiers {
		keys[n] = i.String()
	}
	found, err := s.run(ctx, statement{identifiedText, map[string]any{"keys": keys}})
	by := map[kg.Identifier][]string{}
	for _, row := range found {
		i := identifiers[integer(row[0])]
		by[i] = append(by[i], text(row[1]))
	}
	return by, err
}

func entitiesText(direction string) string {
	return fmt.Sprintf(catalogVersion+`UNWIND $in.kinds AS kind
CALL (kind) {
  MATCH (e:Entity) USING INDEX SEEK e:Entity(kind, position)
  WHERE e.kind = kind AND e.position > $in.lower AND e.position < $in.upper AND e.recordedAt <= $in.when
  RETURN e ORDER BY e.kind %[1]s, e.position %[1]s LIMIT $in.limit
}
RETURN 1 AS kind, null AS page, %[2]s AS fields`, direction, entityFields)
}

func documentsText(direction string) string {
	return fmt.Sprintf(keepPlan+`MATCH (d:Document) USING INDEX SEEK d:Document(position)
WHERE d.position > $in.lower AND d.position < $in.upper AND d.recordedAt <= $in.when AND `+inView+`
RETURN 2 AS kind, null AS page, %[2]s AS fields ORDER BY d.position %[1]s LIMIT $in.limit`, direction, documentFields)
}

// inView holds for a document d that was in view.
var inView = `coalesce(d.retractedAt > $in.when, true) AND NOT ` + inGap("d")

var (
	entitiesAscending, entitiesDescending   = entitiesText("ASC"), entitiesText("DESC")
	documentsAscending, documentsDescending = documentsText("ASC"), documentsText("DESC")

	documentCountText = `MATCH (d:Document) WHERE d.recordedAt <= $in.when AND ` + inView + ` RETURN count(d)`
)

const (
	entityCountText = keepPlan + `UNWIND $in.kinds AS kind
MATCH (e:Entity) USING INDEX SEEK e:Entity(kind, position)
WHERE e.kind = kind AND e.position > '' AND e.recordedAt <= $in.when
RETURN count(e)`

	correctedSince = keepPlan + `MATCH (e:Entity) USING INDEX SEEK e:Entity(correctedMs)
WHERE e.correctedMs > $in.asOf
RETURN e.id`
)

// ListEntities implements plan.Snapshot.
func (s *snapshot) ListEntities(ctx context.Context, kinds []kg.EntityKind, scan kg.Scan, asOf *time.Time) (listed []*kg.EntityRecord, err error) {
	one := listing(entitiesAscending, entitiesDescending, scan, asOf)
	one.params["kinds"], one.params["history"] = kinds, asOf != nil
	found, err := s.ask(ctx, one)
	for _, row := range found {
		listed = append(listed, entityRecord(row[2].([]any)))
	}
	return kg.FirstOf(listed, scan), err
}

// listing returns the statement that finds what a scan asks for.
func listing(ascending, descending string, scan kg.Scan, asOf *time.Time) statement {
	one := statement{ascending, map[string]any{
		"lower": orderKey(scan.Lower), "upper": orderKey(scan.Upper), "limit": scan.Limit, "when": asOfWhen(asOf), "asOf": asOfMs(asOf),
	}}
	if scan.Descending {
		one.text = descending
	}
	return one
}

// CountEntities implements plan.Snapshot.
func (s *snapshot) CountEntities(ctx context.Context, kinds []kg.EntityKind, asOf *time.Time) (int, error) {
	return s.number(ctx, statement{entityCountText, map[string]any{"kinds": kinds, "when": asOfWhen(asOf)}})
}

func (s *snapshot) number(ctx context.Context, one statement) (int, error) {
	found, err := s.run(ctx, one)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return int(integer(found[0][0])), nil
}

// CorrectedSince implements plan.Snapshot.
func (s *snapshot) CorrectedSince(ctx context.Context, at time.Time) (ids []string, err error) {
	found, err := s.run(ctx, statement{correctedSince, map[string]any{"asOf": at.UnixMilli()}})
	for _, row := range found {
		ids = append(ids, text(row[0]))
	}
	return ids, err
}

// ListDocuments implements plan.Snapshot.
func (s *snapshot) ListDocuments(ctx context.Context, scan kg.Scan, asOf *time.Time, withText bool) (listed []*kg.Document, err error) {
	one := listing(documentsAscending, documentsDescending, scan, asOf)
	one.params["text"] = withText
	found, err := s.run(ctx, one)
	for _, row := range found {
		listed = append(listed, document(row[2].([]any)))
	}
	return listed, err
}

// CountDocuments implements plan.Snapshot.
func (s *snapshot) CountDocuments(ctx context.Context, asOf *time.Time) (int, error) {
	return s.number(ctx, statement{documentCountText, map[string]any{"when": asOfWhen(asOf), "asOf": asOfMs(asOf)}})
}
