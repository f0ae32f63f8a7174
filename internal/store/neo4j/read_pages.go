package neo4j

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// pagesText finds the first $in.limit relations of each scan by some indexes, in one
// direction, and what they name.
func pagesText(indexes []rangeIndex, partKey, conditions, direction string) string {
	branches := make([]string, len(indexes))
	for at, i := range indexes {
		branches[at] = fmt.Sprintf(`    UNWIND p.%s AS w
    UNWIND p.parts AS part
    CALL (p, w, part) {
      %s
      RETURN r, r.position AS position ORDER BY %s LIMIT $in.limit
    }
    RETURN r, position
`, i.name, i.match(partKey, conditions), i.order(partKey, direction))
	}
	return fmt.Sprintf(`%sCALL () {
UNWIND $in.scans AS p
CALL (p) {
  CALL (p) {
%s  }
  RETURN r ORDER BY position %s LIMIT $in.limit
}
RETURN p.number AS page, p.owners AS owners, r
}
%s`, catalogVersion+unlessLoading, strings.Join(branches, "   UNION ALL\n"), direction, hydrated)
}

// sizesText counts the relations of each scan by some indexes.
func sizesText(indexes []rangeIndex, partKey, conditions string) string {
	branches := make([]string, len(indexes))
	for at, i := range indexes {
		branches[at] = fmt.Sprintf(`  UNWIND p.%s AS w
  UNWIND p.parts AS part
  CALL (p, w, part) {
      %s
      RETURN count(r) AS n
  }
  RETURN n
`, i.name, i.match(partKey, conditions))
	}
	return fmt.Sprintf(`%sUNWIND $in.scans AS p
CALL (p) {
%s}
RETURN 0 AS kind, p.number AS page, [null, null, sum(n)] AS fields`, catalogVersion+unlessLoading, strings.Join(branches, " UNION ALL\n"))
}

// quoting finds the relations of the scan p that quote its documents and meet
// conditions.
func quoting(conditions string) string {
	return `UNWIND p.documents AS id
    MATCH (d:Document {id: id}) USING INDEX SEEK d:Document(id)
    MATCH (d)<-[:QUOTES]-(r:Relation)
    WHERE r.position > p.lower AND r.position < p.upper
      AND ` + conditions + `
      AND any(w IN p.ranges WHERE (w.src IS NULL OR r.src = w.src) AND (w.dst IS NULL OR r.dst = w.dst)
        AND (w.type IS NULL OR r.type = w.type) AND (w.types IS NULL OR r.type IN w.types)
        AND (w.without IS NULL OR NOT CASE WHEN w.src IS NULL THEN r.src ELSE r.dst END IN w.without))`
}

// throughText finds the first $in.limit relations of those that a text finds for each
// scan p, and what they name.
func throughText(found, direction string) string {
	return fmt.Sprintf(`%sCALL () {
UNWIND $in.scans AS p
CALL (p) {
    %s
    WITH DISTINCT r
    RETURN r ORDER BY r.position %s LIMIT $in.limit
}
RETURN p.number AS page, p.owners AS owners, r
}
%s`, catalogVersion, found, direction, hydrated)
}

// scanTexts are the texts that find relations in one way.
type scanTexts struct{ ascending, descending, sizes string }

func textsOver(indexes []rangeIndex, partKey, conditions string) scanTexts {
	return scanTexts{pagesText(indexes, partKey, conditions, "ASC"), pagesText(indexes, partKey, conditions, "DESC"), sizesText(indexes, partKey, conditions)}
}

// checkedOrdinaryTexts and checkedClassTexts are for scans with checks, which few have: the
// others need not look for them. Each index with checks takes seconds to plan, so that
// they have only those that are asked for.
func checkedOrdinaryTexts(indexes []rangeIndex) scanTexts {
	return textsOver(indexes, ordinaryKey, valid+"\n      AND "+passesChecks)
}

func checkedClassTexts(indexes []rangeIndex) scanTexts {
	return textsOver(indexes, classKey, ofClass+"\n      AND "+passesChecks)
}

// indexesOf returns the indexes that some scans have ranges of.
func indexesOf(scans []scanned) []rangeIndex {
	return slices.DeleteFunc(slices.Clone(rangeIndexes), func(i rangeIndex) bool {
		return !slices.ContainsFunc(scans, func(p scanned) bool { return p[i.name] != nil })
	})
}

var (
	ordinaryTexts, classTexts = textsOver(rangeIndexes, ordinaryKey, valid), textsOver(rangeIndexes, classKey, ofClass)

	// quotedTexts go through all that quotes documents, which a text has room for, however
	// many relations an owner has.
	quotedTexts        = textsThrough(quoting(ofAnyClass))
	checkedQuotedTexts = textsThrough(quoting(ofAnyClass + "\n      AND " + passesChecks))

	// namedTexts go through the few that name something.
	namedTexts = textsThrough(naming(ofAnyClass + "\n      AND " + passesChecks))
)

func textsThrough(found string) scanTexts {
	return scanTexts{throughText(found, "ASC"), throughText(found, "DESC"), catalogVersion + `UNWIND $in.scans AS p
CALL (p) {
    ` + found + `
    RETURN count(DISTINCT r) AS n
}
RETURN 0 AS kind, p.number AS page, [null, null, n] AS fields`}
}

// scans are those that find relations over the parts of one key each, and of the other,
// without and with checks, by documents, and by what else is named.
type scans struct{ ordinary, class, checkedOrdinary, checkedClass, quoted, checkedQuoted, named []scanned }

// A scanSet has texts of its own.
type scanSet struct {
	scans []scanned
	scanTexts
}

// sets returns those that are not empty.
func (s scans) sets() []scanSet {
	all := []scanSet{{s.ordinary, ordinaryTexts}, {s.class, classTexts}, {s.quoted, quotedTexts}, {s.checkedQuoted, checkedQuotedTexts}, {s.named, namedTexts}}
	all = slices.DeleteFunc(all, func(set scanSet) bool { return len(set.scans) == 0 })
	if len(s.checkedOrdinary) > 0 {
		all = append(all, scanSet{s.checkedOrdinary, checkedOrdinaryTexts(indexesOf(s.checkedOrdinary))})
	}
	if len(s.checkedClass) > 0 {
		all = append(all, scanSet{s.checkedClass, checkedClassTexts(indexesOf(s.checkedClass))})
	}
	return all
}

// add adds what finds relations of ranges between two positions.
func (s *scans) add(number int, scan plan.RelationScan, classes []int64) {
	lower, upper := bound(scan.Scan.Lower), bound(scan.Scan.Upper)
	if scan.Ranges[0].Index == plan.ByNaming {
		p := newNamed(number, scan)
		p["lower"], p["upper"] = lower, upper
		s.named = append(s.named, p)
		return
	}
	if len(scan.Conditions.Documents) > 0 {
		if p := newQuoted(number, scan); p != nil {
			quoted := &s.quoted
			if len(scan.Conditions.Checks) > 0 {
				quoted = &s.checkedQuoted
			}
			p["lower"], p["upper"] = lower, upper
			*quoted = append(*quoted, p)
		}
		return
	}
	p := newScanned(number, scan.Ranges, scan.Conditions)
	if p == nil {
		return
	}
	p["owners"] = plausible(scan.Owners)
	byOrdinary, byClass := partsOf(scan.Conditions, lower, upper, classes)
	ordinary, class := &s.ordinary, &s.class
	if len(scan.Conditions.Checks) > 0 {
		ordinary, class = &s.checkedOrdinary, &s.checkedClass
	}
	for _, over := range []struct {
		parts []part
		to    *[]scanned
	}{{byOrdinary, ordinary}, {byClass, class}} {
		if len(over.parts) > 0 {
			*over.to = append(*over.to, p.over(over.parts))
		}
	}
}

// newQuoted returns what finds the relations of a scan by documents, nil where there
// are none.
func newQuoted(number int, scan plan.RelationScan) scanned {
	var ranges []map[string]any
	for _, r := range scan.Ranges {
		w := map[string]any{}
		for key, value := range map[string]string{"src": r.Subject, "dst": r.Object, "type": r.Type} {
			if value != "" {
				w[key] = value
			}
		}
		if len(r.Types) > 0 {
			w["types"] = plausible(r.Types)
		}
		if len(r.Without) > 0 {
			w["without"] = plausible(r.Without)
		}
		if isPlausible(r.Subject) && isPlausible(r.Object) && isPlausible(r.Type) {
			ranges = append(ranges, w)
		}
	}
	if len(ranges) == 0 {
		return nil
	}
	p := scanned{"number": number, "owners": plausible(scan.Owners), "ranges": ranges}
	p.check(scan.Conditions)
	return p
}

// Scan implements plan.Snapshot. It takes one statement, or two at once where conditions
// leave some classes out, for each order that scans have.
func (s *snapshot) Scan(ctx context.Context, req plan.ScanRequest) ([][]*kg.Relation, plan.Rows, error) {
	found, rows := make([][]*kg.Relation, len(req.Scans)), plan.NewRows()
	statements := s.pageStatements(req)
	if len(statements) == 0 { // which something new in the catalog may change
		rows, err := s.lookup(ctx, req.Keys)
		return found, rows, err
	}
	answer, err := s.ask(ctx, statements...)
	if err != nil {
		return nil, rows, err
	}
	for _, row := range answer {
		if r := addRow(rows, row); r != nil {
			i := integer(row[1])
			found[i] = append(found[i], r)
		}
	}
	for i := range found {
		found[i] = kg.FirstOf(found[i], req.Scans[i].Scan)
	}
	return found, rows, nil
}

// pageStatements returns what finds the relations of scans.
func (s *snapshot) pageStatements(req plan.ScanRequest) (statements []statement) {
	for _, descending := range []bool{false, true} {
		limit, all := 0, scans{}
		for i, scan := range req.Scans {
			if scan.Scan.Descending == descending {
				limit = max(limit, scan.Scan.Limit)
				all.add(i, scan, s.catalog.classes)
			}
		}
		for _, set := range all.sets() {
			one := statement{set.ascending, hydrate(req.Keys)}
			if descending {
				one.text = set.descending
			}
			one.params["asOf"] = asOfMs(req.Scans[0].Conditions.AsOf)
			one.params["limit"], one.params["scans"] = min(limit, math.MaxInt32), set.scans
			if len(statements) > 0 {
				one.params["entities"], one.params["documents"] = []string{}, []string{}
			}
			statements = append(statements, one)
		}
	}
	return statements
}
