package neo4j

// What a row of found holds, in its first column.
const (
	relationRow = iota
	entityRow
	documentRow
)

// found ends a statement that has found relations r, each on a page of owner. It
// returns them, and once each what they name, as far as $in.ends,
// $in.claims and $in.text ask for it, and what $in.entities and $in.documents
// name.
const found = `WITH collect([page, owner, r]) AS found
CALL (found) {
  UNWIND found AS f
  WITH f[0] AS page, f[2] AS r
  RETURN 0 AS kind, page, [r.id, r.type, r.src, r.dst, r.status, r.certainty, r.edtf, r.inferred, r.reasoning, r.recordedMs, r.retractedMs]
    + CASE WHEN $in.claims THEN [r.places, r.attributions, r.evidence] ELSE [] END AS fields
 UNION ALL
  UNWIND found AS f
  WITH f[1] AS owner, f[2] AS r
  UNWIND CASE WHEN $in.ends THEN [end IN [r.src, r.dst] WHERE end <> owner] ELSE [] END
    + CASE WHEN $in.claims THEN r.named ELSE [] END AS id
  WITH collect(DISTINCT id) + $in.entities AS ids
  UNWIND ids AS id
  WITH DISTINCT id
  MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
  WHERE e.recordedAt <= $in.when
  RETURN 1 AS kind, null AS page, ` + entityFields + ` AS fields
 UNION ALL
  UNWIND found AS f
  WITH f[2] AS r
  UNWIND CASE WHEN $in.claims THEN r.documents ELSE [] END AS id
  WITH collect(DISTINCT id) + $in.documents AS ids
  UNWIND ids AS id
  WITH DISTINCT id
  MATCH (d:Document {id: id}) USING INDEX SEEK d:Document(id)
  WHERE d.recordedAt <= $in.when
  RETURN 2 AS kind, null AS page, ` + documentFields + ` AS fields
}
RETURN kind, page, fields`
