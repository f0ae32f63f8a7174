package neo4j

import (
	"context"

	"conflictgraph/internal/kg"
)

// The counter starts again in a database that was emptied, the origin does not.
const versionText = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
RETURN coalesce(s.origin, elementId(s)) + '-' + toString(s.writes)`

// Version implements plan.Driver. It knows of what programs like this one write, not of
// what somebody changes by hand.
func (d driver) Version(ctx context.Context) (string, error) {
	found, err := d.read(ctx, statement{text: versionText})
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", &kg.Error{Code: kg.CodeInternal, Message: "the database was emptied while it was in use; start the program again"}
	}
	return text(found[0][0]), nil
}
