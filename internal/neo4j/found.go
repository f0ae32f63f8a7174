package neo4j

// What a row of found holds, in its first column.
const (
	relationRow = iota
	entityRow
	documentRow
	versionRow
	rowsRow // of which each field is a row
)

// rowsTogether is how many rows come in one record: the driver takes its time for
// each record, however little is in it. A large record takes it longer than
// several, and documents are large.
const rowsTogether = 200

// found ends a statement that has found relations r, each on a page of owners. It
// returns them, and once each what they name, as far as $in.ends,
// $in.claims and $in.text ask for it, and what $in.entities and $in.documents
// name, in records of $in.together rows.
var found = `WITH collect([page, owners, r]) AS found
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
WITH collect([kind, page, fields]) AS rows
UNWIND range(0, size(rows) - 1, $in.together) AS i
RETURN 4 AS kind, null AS page, rows[i..i + $in.together] AS fields`
