package sqlite

import (
	"context"
	sqldriver "database/sql/driver"
	"fmt"
	"strings"

	"modernc.org/sqlite"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// A naming has the statements for the relations that name something: one counts them, up
// to a limit, and the others find those of a page.
type naming struct {
	count *statement
	rangeIndex
}

// newNaming returns those that look into some tables, each of which has the relation that
// names something as n.relation.
func newNaming(tables ...string) naming {
	counted, named := make([]string, len(tables)), make([]string, len(tables))
	for i, from := range tables {
		counted[i], named[i] = `SELECT 1 FROM `+from, `SELECT n.relation FROM `+from
	}
	return naming{
		count: define(`SELECT count(*) FROM (` + strings.Join(counted, " UNION ALL ") + ` LIMIT +?2)`),
		rangeIndex: rangeIndex{whole: newScanStatements(scanText("NOT INDEXED", `r.key IN (`+strings.Join(named, " UNION ALL ")+`)
			AND (?2 IS NULL OR r.subject IN (SELECT value FROM json_each(?2)) OR r.object IN (SELECT value FROM json_each(?2)))`, "NULL"))},
	}
}

var (
	namings = [plan.Facets]naming{
		plan.AttributedTo: newNaming(`attribution n INDEXED BY attribution_by_entity WHERE n.entity IN (SELECT value FROM json_each(?1))`),
		plan.InPlace:      newNaming(`place n INDEXED BY place_by_entity WHERE n.entity IN (SELECT value FROM json_each(?1))`),
		plan.InDataset:    newNaming(`source n INDEXED BY source_by_dataset WHERE n.dataset IN (SELECT value FROM json_each(?1))`),
		plan.PublishedBy: newNaming(`document_details x INDEXED BY details_by_publisher CROSS JOIN quote n INDEXED BY quote_by_document ON n.document = x.document
			WHERE x.publisher IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`,
			`source n INDEXED BY source_by_publisher
			WHERE n.publisher_folded IS NOT NULL AND n.publisher_folded IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`),
	}
	namingSpots = newNaming(inCells("source"), inCells("quote"))
)

// inCells finds the evidence of a table that is in some cells, of which the list has the
// first and the last that follow each other.
func inCells(table string) string {
	return `json_each(?1) c CROSS JOIN ` + table + ` n INDEXED BY ` + table + `_by_cell
		WHERE n.cell IS NOT NULL AND n.cell BETWEEN c.value ->> 0 AND c.value ->> 1`
}

func init() { sqlite.MustRegisterDeterministicScalarFunction("fold_name", 1, foldName) }

// foldName is kg.FoldName for SQL.
func foldName(_ *sqlite.FunctionContext, args []sqldriver.Value) (sqldriver.Value, error) {
	name, _ := args[0].(string)
	return kg.FoldName(name), nil
}

// Naming implements plan.Snapshot.
func (s *session) Naming(_ context.Context, named plan.Named, limit int) (int, error) {
	list, err := s.namedList(named)
	if err != nil {
		return 0, err
	}
	n, err := s.number(namingOf(named).count, list, limit)
	return int(n), err
}

func namingOf(named plan.Named) naming {
	if named.Box != nil {
		return namingSpots
	}
	return namings[named.Facet]
}

// namedList returns what is named as statements are told.
func (s *session) namedList(named plan.Named) (string, error) {
	switch {
	case named.Box != nil:
		return cellList(named.Box.Cells()), nil
	case named.Facet == plan.PublishedBy:
		return hexList(named.Values), nil
	}
	keys, err := s.facetKeys(named.Facet, named.Values)
	return keyList(keys), err
}

func cellList(cells []kg.Cells) string {
	text := []byte{'['}
	for i, c := range cells {
		if i > 0 {
			text = append(text, ',')
		}
		text = fmt.Appendf(text, "[%d,%d]", c.From, c.To)
	}
	return string(append(text, ']'))
}

// namingPart returns the part of a range ByNaming, of the relations of some owners, or of
// all where there are none.
func (s *session) namingPart(r plan.Range, owners []string) (p part, err error) {
	p.index = namingOf(r.Named).rangeIndex
	if p.named, err = s.namedList(r.Named); err != nil {
		return p, err
	}
	if len(r.Types) > 0 {
		p.types = keyList(s.types.keysOf(r.Types))
	}
	if len(owners) > 0 {
		keys, err := s.entityKeys(owners)
		p.owners = keyList(keys)
		return p, err
	}
	return p, nil
}
