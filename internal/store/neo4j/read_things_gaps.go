package neo4j

import "conflictgraph/internal/kg"

// When the node of a relation or a document was not valid is kept as people see it:
// retractedMs, retractedReason and retractedBy of the gap that is open, where that
// is publisherGap or the document with whose withdrawal a relation went; gaps, the
// beginning and the end of each that is closed, in milliseconds since 1970; and
// gapReasons, of each of these why it began, by whom, and why it ended. A document
// has retractedAt in place of retractedMs.
const publisherGap = "publisher"

// inGap holds for a node n that was not valid at $in.asOf, in one of its gaps that
// are closed.
func inGap(n string) string {
	return `any(i IN range(0, size(coalesce(` + n + `.gaps, [])) - 2, 2) WHERE ` + n + `.gaps[i] <= $in.asOf AND ` + n + `.gaps[i + 1] > $in.asOf)`
}

// gapFields are what gapsOf reads; null of what never was retracted.
func gapFields(n, openMs string) string {
	return `CASE WHEN ` + openMs + ` IS NOT NULL OR ` + n + `.gaps IS NOT NULL THEN [` + openMs + `, ` + n + `.retractedReason, ` + n + `.retractedBy, ` + n + `.gaps, ` + n + `.gapReasons] END`
}

var (
	relationGaps = gapFields("r", "r.retractedMs")
	documentGaps = gapFields("d", "d.retractedAt.epochMillis")
)

// gapsOf reads gapFields.
func gapsOf(v any) (gaps []kg.Gap) {
	fields, _ := v.([]any)
	if len(fields) == 0 {
		return nil
	}
	bounds, reasons := integers(fields[3]), texts(fields[4])
	for i := 0; i+1 < len(bounds) && 3*i/2+2 < len(reasons); i += 2 {
		why := reasons[3*i/2:]
		until := msTime(bounds[i+1])
		g := gap(bounds[i], why[0], why[1])
		g.RestoredAt, g.RestoredReason = &until, why[2]
		gaps = append(gaps, g)
	}
	if fields[0] != nil {
		gaps = append(gaps, gap(integer(fields[0]), text(fields[1]), text(fields[2])))
	}
	return gaps
}

func gap(ms int64, reason, by string) kg.Gap {
	g := kg.Gap{At: msTime(ms), Reason: reason}
	if g.ByPublisher = by == publisherGap; !g.ByPublisher {
		g.Document = by
	}
	return g
}

// gapsRow returns the row that sets the gaps of what has an id.
func gapsRow(id string, gaps []kg.Gap) map[string]any {
	row := map[string]any{"id": id}
	bounds, reasons := []int64{}, []string{}
	for _, g := range gaps {
		by := g.Document
		if g.ByPublisher {
			by = publisherGap
		}
		if g.RestoredAt != nil {
			bounds, reasons = append(bounds, g.At.UnixMilli(), g.RestoredAt.UnixMilli()), append(reasons, g.Reason, by, g.RestoredReason)
			continue
		}
		row["reason"], row["ms"], row["at"] = g.Reason, g.At.UnixMilli(), g.At.In(offsetZero)
		properties(row).text("by", by)
	}
	if len(bounds) > 0 {
		row["gaps"], row["reasons"] = bounds, reasons
	}
	return row
}
