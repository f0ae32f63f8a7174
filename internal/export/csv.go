package export

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"

	"conflictgraph/internal/kg"
)

// csvZip writes a ZIP archive of tables: nodes.csv, edges.csv, documents.csv and
// types.csv. They are as RFC 4180 has them, in UTF-8 with a byte order mark, without
// which Excel takes them for something else.
type csvZip struct {
	archive *zip.Writer
	table   *csv.Writer
	row     []string
}

func openCSV(out *bufio.Writer) encoder { return &csvZip{archive: zip.NewWriter(out)} }

// documentColumns and typeColumns are those of documents and types besides their
// ids.
var (
	documentColumns = []column[*kg.Document]{
		{"title", textKind, func(d *kg.Document) any { return text(d.Title) }},
		{"text", textKind, func(d *kg.Document) any { return d.Text }},
		{"url", textKind, func(d *kg.Document) any { return text(d.URL) }},
		{"publishedAt", textKind, inPublication(func(t kg.Time) any { return t.EDTF })},
		{"publishedAtInferred", boolKind, inPublication(func(t kg.Time) any { return t.Inferred })},
		{"publishedAtReasoning", textKind, inPublication(func(t kg.Time) any { return text(t.Reasoning) })},
		{"publisher", textKind, func(d *kg.Document) any { return text(d.Details.Publisher) }},
		{"language", textKind, func(d *kg.Document) any { return text(d.Details.Language) }},
		{"licence", textKind, func(d *kg.Document) any { return text(d.Details.Licence) }},
		{"capturedAt", textKind, func(d *kg.Document) any { return capturedAt(d) }},
		{"archivedUrl", textKind, func(d *kg.Document) any { return text(d.Details.ArchivedURL) }},
		{"sha256", textKind, func(d *kg.Document) any { return text(d.Details.SHA256) }},
		{"reliability", textKind, func(d *kg.Document) any { return text(d.Details.Reliability) }},
		{"recordedAt", textKind, func(d *kg.Document) any { return moment(&d.RecordedAt) }},
		{"retractedAt", textKind, func(d *kg.Document) any { return moment(d.RetractedAt) }},
	}
	typeColumns = []column[kg.RelationType]{
		{"label", textKind, func(t kg.RelationType) any { return t.Label }},
		{"inverseLabel", textKind, func(t kg.RelationType) any { return t.InverseLabel }},
		{"symmetric", boolKind, func(t kg.RelationType) any { return t.Symmetric }},
		{"plover", textKind, func(t kg.RelationType) any { return text(t.PLOVER) }},
		{"cameo", textKind, func(t kg.RelationType) any { return text(t.CAMEO) }},
		{"subjectKinds", listKind, func(t kg.RelationType) any { return list(t.SubjectKinds) }},
		{"objectKinds", listKind, func(t kg.RelationType) any { return list(t.ObjectKinds) }},
	}
)

func inPublication(of func(kg.Time) any) func(*kg.Document) any {
	return func(d *kg.Document) any {
		if d.PublishedAt == nil {
			return nil
		}
		return of(*d.PublishedAt)
	}
}

func capturedAt(d *kg.Document) any {
	if d.Details.CapturedAt.IsZero() {
		return nil
	}
	return moment(&d.Details.CapturedAt)
}

func (c *csvZip) begin(s section) error {
	if c.table != nil {
		if c.table.Flush(); c.table.Error() != nil {
			return c.table.Error()
		}
	}
	switch s {
	case documentSection:
		return csvTable(c, "documents.csv", []string{"id"}, documentColumns)
	case entitySection:
		return csvTable(c, "nodes.csv", []string{"id"}, nodeColumns)
	case typeSection:
		return csvTable(c, "types.csv", []string{"id"}, typeColumns)
	case relationSection:
		return csvTable(c, "edges.csv", []string{"id", "source", "target"}, edgeColumns)
	}
	return c.archive.Close()
}

func csvTable[T any](c *csvZip, name string, header []string, columns []column[T]) error {
	file, err := c.archive.Create(name)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(file, "\ufeff"); err != nil {
		return err
	}
	c.table = csv.NewWriter(file)
	for _, column := range columns {
		header = append(header, column.name)
	}
	return c.table.Write(header)
}

func (c *csvZip) document(d *kg.Document) error { return csvRow(c, documentColumns, d, d.ID) }
func (c *csvZip) entity(e *kg.Entity) error     { return csvRow(c, nodeColumns, e, e.ID) }
func (c *csvZip) relationType(t kg.RelationType) error {
	return csvRow(c, typeColumns, t, t.ID)
}
func (c *csvZip) relation(r edge) error {
	return csvRow(c, edgeColumns, r, r.ID, r.Subject, r.Object)
}

func csvRow[T any](c *csvZip, columns []column[T], of T, keys ...string) error {
	c.row = c.row[:0]
	for _, key := range keys {
		c.row = append(c.row, inert(key))
	}
	for _, column := range columns {
		value, err := written(column.of(of))
		if err != nil {
			return err
		}
		c.row = append(c.row, inert(value))
	}
	return c.table.Write(c.row)
}

// inert returns a cell that no spreadsheet takes for a formula: one that begins as
// a formula may has an apostrophe before it, and so has one that begins with an
// apostrophe, so that taking off one apostrophe always gives what was there. The
// page's tables keep the same rule, by the cases of testdata/csv-cells.json.
func inert(s string) string {
	if first, size := utf8.DecodeRuneInString(s); size > 0 && strings.ContainsRune("=+-@\t\r\n'＝＋－＠", first) {
		return "'" + s
	}
	return s
}
