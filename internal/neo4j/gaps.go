package neo4j

import (
	"time"

	"conflictgraph/internal/kg"
)

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

// closeGap closes the gap of a node that is open at row.ms, for a reason.
func closeGap(n, openMs, reason string) string {
	return n + `.gaps = coalesce(` + n + `.gaps, []) + [` + openMs + `, row.ms],
    ` + n + `.gapReasons = coalesce(` + n + `.gapReasons, []) + [coalesce(` + n + `.retractedReason, ''), coalesce(` + n + `.retractedBy, ''), ` + reason + `]`
}

// gapsOf reads gapFields.
func gapsOf(v any) (gaps []kg.Gap) {
	fields, _ := v.([]any)
	if len(fields) == 0 {
		return nil
	}
	bounds, reasons := integers(fields[3]), texts(fields[4])
	for i := 0; i+1 < len(bounds) && 3*i/2+2 < len(reasons); i += 2 {
		why := reasons[3*i/2:]
		until := time.UnixMilli(bounds[i+1]).UTC()
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
	g := kg.Gap{At: time.UnixMilli(ms).UTC(), Reason: reason}
	if g.ByPublisher = by == publisherGap; !g.ByPublisher {
		g.Document = by
	}
	return g
}

// begun returns the row by which a gap of what has an id begins.
func begun(id string, g kg.Gap) map[string]any {
	row := map[string]any{"id": id, "reason": g.Reason, "ms": g.At.UnixMilli(), "at": g.At.In(offsetZero)}
	if g.ByPublisher {
		row["by"] = publisherGap
	} else if g.Document != "" {
		row["by"] = g.Document
	}
	return row
}

// ended returns the row by which the gaps of a dump that are closed are noted.
func ended(u kg.Undone) map[string]any {
	bounds, reasons := []int64{}, []string{}
	for _, g := range u.Closed() {
		by := g.Document
		if g.ByPublisher {
			by = publisherGap
		}
		bounds = append(bounds, g.At.UnixMilli(), g.RestoredAt.UnixMilli())
		reasons = append(reasons, g.Reason, by, g.RestoredReason)
	}
	return map[string]any{"id": u.ID, "gaps": bounds, "reasons": reasons}
}
