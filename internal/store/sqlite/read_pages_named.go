package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// A naming has the statements that find the relations which name some values of a facet:
// how many times, up to a limit, and which.
type naming struct{ count, digests *statement }

func newNaming(from string) naming {
	return naming{
		count:   define(fmt.Sprintf(`SELECT count(*) FROM (SELECT 1 FROM %s LIMIT +?2)`, fmt.Sprintf(from, ""))),
		digests: define(fmt.Sprintf(`SELECT DISTINCT r.digest FROM %s`, fmt.Sprintf(from, " CROSS JOIN relation r ON r.key = n.relation"))),
	}
}

var namings = [plan.Facets]naming{
	plan.InDocument:   newNaming(`quote n INDEXED BY quote_by_document%s WHERE n.document IN (SELECT value FROM json_each(?1))`),
	plan.AttributedTo: newNaming(`attribution n INDEXED BY attribution_by_entity%s WHERE n.entity IN (SELECT value FROM json_each(?1))`),
	plan.InPlace:      newNaming(`place n INDEXED BY place_by_entity%s WHERE n.entity IN (SELECT value FROM json_each(?1))`),
	plan.PublishedBy: newNaming(`document_details x INDEXED BY details_by_publisher CROSS JOIN quote n INDEXED BY quote_by_document ON n.document = x.document%s
		WHERE x.publisher IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`),
}

// Naming implements plan.Snapshot.
func (s *session) Naming(_ context.Context, facet plan.Facet, values []string, limit int) (ids []string, err error) {
	list := hexList(values)
	if facet != plan.PublishedBy {
		keys, err := s.facetKeys(facet, values)
		if err != nil {
			return nil, err
		}
		list = keyList(keys)
	}
	if n, err := s.number(namings[facet].count, list, limit); err != nil || n >= int64(limit) {
		return make([]string, limit), err
	}
	err = s.each(namings[facet].digests, func(rows *sql.Rows) error {
		var digest []byte
		err := rows.Scan(&digest)
		if err == nil {
			ids = append(ids, kg.RelationIDOf([16]byte(digest)))
		}
		return err
	}, list)
	return ids, err
}
