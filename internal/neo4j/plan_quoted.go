package neo4j

import (
	"fmt"

	"conflictgraph/internal/kg"
)

// between is what a page asks of the ends of a relation r that was found by a
// document. It is no OR, of which the planner makes seeks.
const between = `
      AND (p.types IS NULL OR r.type IN p.types)
      AND any(holds IN [
        p.ofAny AND (p.with IS NULL OR r.src IN p.with OR r.dst IN p.with),
        r.src IN p.owners AND (p.outward OR r.symmetric) AND (p.with IS NULL OR r.dst IN p.with),
        r.dst IN p.owners AND (p.inward OR r.symmetric) AND (p.with IS NULL OR r.src IN p.with)
      ] WHERE holds)`

// quoting finds the relations of the page p that quote its documents.
var quoting = `UNWIND p.documents AS id
    MATCH (d:Document {id: id}) USING INDEX SEEK d:Document(id)
    MATCH (d)<-[:QUOTES]-(r:Relation)
    WHERE r.position > p.lower AND r.position < p.upper
      AND ` + passing + between

// quotedTexts go through all that quotes the documents of a page, which a text has
// room for, however many relations the page's owner has.
var quotedTexts = walkTexts{quotedText("ASC"), quotedText("DESC"), mergesVersion + `UNWIND $in.pages AS p
CALL (p) {
    ` + quoting + `
    RETURN count(DISTINCT r) AS n
}
RETURN 0 AS kind, p.page AS page, [n] AS fields`}

func quotedText(direction string) string {
	return fmt.Sprintf(`%sCALL () {
UNWIND $in.pages AS p
CALL (p) {
    %s
    WITH DISTINCT r
    RETURN r ORDER BY r.position %s LIMIT $in.limit
}
RETURN p.page AS page, p.owners AS owners, r
}
%s`, mergesVersion, quoting, direction, found)
}

// quotedPage returns what finds a page by the documents of its filter.
func quotedPage(page int, m moment, req kg.PageRequest, lower, upper string) walkedPage {
	f := req.Filter
	out, in := directions(f.Direction)
	p := walkedPage{"page": page, "owners": []string{}, "ofAny": req.Owner == "", "outward": out, "inward": in, "lower": lower, "upper": upper}
	if req.Owner != "" {
		p["owners"] = m.members(req.Owner)
	}
	if len(f.With) > 0 {
		p["with"] = m.membersOf(distinct(f.With))
	}
	if len(f.Types) > 0 {
		p["types"] = distinct(f.Types)
	}
	p.restrict(f)
	p["documents"] = distinct(f.Documents)
	return p
}
