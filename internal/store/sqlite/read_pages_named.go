package sqlite

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"fmt"
	"strings"

	"modernc.org/sqlite"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// A naming has the statements that find the relations which name some values of a facet:
// how many times, up to a limit, and which.
type naming struct{ count, digests *statement }

// newNaming returns those that look into some tables, each of which has the relation that
// names a value as n.relation.
func newNaming(tables ...string) naming {
	var counted, found []string
	for _, from := range tables {
		counted = append(counted, `SELECT 1 FROM `+fmt.Sprintf(from, ""))
		found = append(found, `SELECT r.digest FROM `+fmt.Sprintf(from, " CROSS JOIN relation r ON r.key = n.relation"))
	}
	return naming{
		count:   define(`SELECT count(*) FROM (` + strings.Join(counted, " UNION ALL ") + ` LIMIT +?2)`),
		digests: define(`SELECT DISTINCT digest FROM (` + strings.Join(found, " UNION ALL ") + `)`),
	}
}

var namings = [plan.Facets]naming{
	plan.InDocument:   newNaming(`quote n INDEXED BY quote_by_document%s WHERE n.document IN (SELECT value FROM json_each(?1))`),
	plan.AttributedTo: newNaming(`attribution n INDEXED BY attribution_by_entity%s WHERE n.entity IN (SELECT value FROM json_each(?1))`),
	plan.InPlace:      newNaming(`place n INDEXED BY place_by_entity%s WHERE n.entity IN (SELECT value FROM json_each(?1))`),
	plan.PublishedBy: newNaming(`document_details x INDEXED BY details_by_publisher CROSS JOIN quote n INDEXED BY quote_by_document ON n.document = x.document%s
		WHERE x.publisher IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`,
		`source n INDEXED BY source_by_publisher%s
		WHERE n.publisher_folded IS NOT NULL AND n.publisher_folded IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`),
}

func init() { sqlite.MustRegisterDeterministicScalarFunction("fold_name", 1, foldName) }

// foldName is kg.FoldName for SQL.
func foldName(_ *sqlite.FunctionContext, args []sqldriver.Value) (sqldriver.Value, error) {
	name, _ := args[0].(string)
	return kg.FoldName(name), nil
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
