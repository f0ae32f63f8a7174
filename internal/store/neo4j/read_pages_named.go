package neo4j

import (
	"context"
	"slices"

	"conflictgraph/internal/kg/plan"
)

// publishedText finds the relations that quote the documents of publishers.
const publishedText = keepPlan + unlessLoading + `UNWIND $in.publishers AS publisher
MATCH (d:Document) USING INDEX SEEK d:Document(publisherFolded) WHERE d.publisherFolded = publisher
MATCH (d)<-[:QUOTES]-(r:Relation)
RETURN r.id LIMIT $in.limit`

// Naming implements plan.Snapshot. There are no indexes of what relations name but the
// documents that they quote.
func (s *snapshot) Naming(ctx context.Context, facet plan.Facet, values []string, limit int) ([]string, error) {
	if facet != plan.PublishedBy {
		return make([]string, limit), nil
	}
	found, err := s.run(ctx, statement{publishedText, map[string]any{"publishers": values, "limit": limit}})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(found))
	for i, row := range found {
		ids[i] = text(row[0])
	}
	if len(ids) < limit {
		slices.Sort(ids)
		ids = slices.Compact(ids)
	}
	return ids, nil
}
