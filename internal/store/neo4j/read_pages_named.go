package neo4j

import (
	"context"
	"slices"

	"conflictgraph/internal/kg/plan"
)

// publishedText finds the relations that quote the documents of publishers, reportedText
// those of which a row says that it is of one.
const (
	publishedText = keepPlan + unlessLoading + `UNWIND $in.publishers AS publisher
MATCH (d:Document) USING INDEX SEEK d:Document(publisherFolded) WHERE d.publisherFolded = publisher
MATCH (d)<-[:QUOTES]-(r:Relation)
RETURN r.id LIMIT $in.limit`

	reportedText = keepPlan + unlessLoading + `UNWIND $in.publishers + [''] AS publisher
MATCH (r:Relation) USING INDEX SEEK r:Relation(rowPublisher) WHERE r.rowPublisher = publisher AND any(one IN r.publishers WHERE one IN $in.publishers)
RETURN r.id LIMIT $in.limit`
)

// Naming implements plan.Snapshot. There are no indexes of what relations name but
// publishers.
func (s *snapshot) Naming(ctx context.Context, facet plan.Facet, values []string, limit int) ([]string, error) {
	if facet != plan.PublishedBy {
		return make([]string, limit), nil
	}
	var ids []string
	for _, by := range []string{publishedText, reportedText} {
		found, err := s.run(ctx, statement{by, map[string]any{"publishers": values, "limit": limit - len(ids)}})
		if err != nil {
			return nil, err
		}
		for _, row := range found {
			ids = append(ids, text(row[0]))
		}
		if len(ids) >= limit {
			break
		}
	}
	if len(ids) < limit {
		slices.Sort(ids)
		ids = slices.Compact(ids)
	}
	return ids, nil
}
