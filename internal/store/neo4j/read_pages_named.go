package neo4j

import (
	"context"
	"fmt"

	"conflictgraph/internal/kg/plan"
)

// ofPublisher finds the relations r that quote the documents of the publishers of a list,
// reportedOf those of which a row says that it is of one.
func ofPublisher(list string) string {
	return `UNWIND ` + list + ` AS publisher
MATCH (d:Document) USING INDEX SEEK d:Document(publisherFolded) WHERE d.publisherFolded = publisher
MATCH (d)<-[:QUOTES]-(r:Relation)`
}

func reportedOf(list string) string {
	return `UNWIND ` + list + ` + [''] AS publisher
MATCH (r:Relation) USING INDEX SEEK r:Relation(rowPublisher) WHERE r.rowPublisher = publisher AND any(one IN r.publishers WHERE one IN ` + list + `)`
}

var countNaming = fmt.Sprintf(`%sCALL () {
%s
RETURN r LIMIT $in.limit
UNION ALL
%s
RETURN r LIMIT $in.limit
}
RETURN count(r)`, keepPlan+unlessLoading, ofPublisher("$in.publishers"), reportedOf("$in.publishers"))

// naming finds the relations of the scan p that name what it asks for and meet conditions.
func naming(conditions string) string {
	return `CALL (p) {
` + ofPublisher("p.publishers") + `
RETURN r
UNION
` + reportedOf("p.publishers") + `
RETURN r
    }
    WITH p, r
    WHERE r.position > p.lower AND r.position < p.upper AND (p.types IS NULL OR r.type IN p.types)
      AND (size(p.owners) = 0 OR r.src IN p.owners OR r.dst IN p.owners)
      AND ` + conditions
}

// newNamed returns what finds the relations of a scan by what they name.
func newNamed(number int, scan plan.RelationScan) scanned {
	p := scanned{"number": number, "owners": plausible(scan.Owners), "publishers": scan.Ranges[0].Named.Values}
	if types := scan.Ranges[0].Types; len(types) > 0 {
		p["types"] = plausible(types)
	}
	p.check(scan.Conditions)
	if len(scan.Conditions.Checks) == 0 {
		p["checks"] = []any{}
	}
	return p
}

// Naming implements plan.Snapshot. There are no indexes of what relations name but
// publishers.
func (s *snapshot) Naming(ctx context.Context, named plan.Named, limit int) (int, error) {
	if named.Box != nil || named.Facet != plan.PublishedBy {
		return limit, nil
	}
	found, err := s.run(ctx, statement{countNaming, map[string]any{"publishers": named.Values, "limit": limit}})
	if err != nil {
		return 0, err
	}
	return min(int(integer(found[0][0])), limit), nil
}
