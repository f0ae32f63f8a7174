package neo4j

import (
	"fmt"

	"conflictgraph/internal/kg"
)

// timelineText counts the relations of owners by type and first day, by an index
// alone. It has those that are not retracted and have a first day, self-loops at
// one end.
var timelineText = mergesVersion + datedAt("datedSrc") + "UNION ALL\n" + datedAt("datedDst")

func datedAt(end string) string {
	return unlessLoading + fmt.Sprintf(`UNWIND $in.lines AS w
CALL (w) {
    MATCH (r:Relation) USING INDEX SEEK r:Relation(%[1]s, startDay, type, endDay)
    WHERE r.%[1]s = w.owner AND r.startDay >= w.first AND r.startDay <= w.to AND r.type > '' AND r.endDay >= w.from
      AND (w.types IS NULL OR r.type IN w.types)
    WITH r.type AS key, r.startDay AS day, r.endDay AS end
    RETURN key, day, count(*) AS n, max(CASE WHEN end <= $in.maxDay THEN end END) AS latest
}
RETURN 0 AS kind, w.page AS page, [key, day, n, day, latest] AS fields
`, end)
}

// dated adds to r's node what timelines are made of. endDay is later than every
// day where the end is open.
func dated(node values, r *kg.Relation) {
	if r.Time == nil {
		return
	}
	end := int64(kg.MaxDate) + 1
	if r.Time.End != nil {
		end = int64(*r.Time.End)
	}
	node.set("endDay", end)
	if r.Time.Start == nil {
		return
	}
	node.set("startDay", int64(*r.Time.Start))
	node.set("datedSrc", r.Subject)
	if r.Object != r.Subject {
		node.set("datedDst", r.Object)
	}
}

// isTimeline reports whether timelineText has the answer to req.
func isTimeline(m moment, req kg.CountRequest) bool {
	f := req.Filter
	types := f.Types
	f.Types, f.From, f.To = nil, nil, nil
	return m.asOf == nil && req.By == kg.ByType && req.Bucket != "" && len(types) == len(plausible(types)) &&
		req.Owner != "" && isPlausible(req.Owner) && len(m.members(req.Owner)) == 1 && isUnfiltered(f)
}

type timelines []map[string]any

func (l *timelines) add(i int, req kg.CountRequest) {
	line := map[string]any{"page": i, "owner": req.Owner, "first": kg.MinDate, "from": kg.MinDate, "to": kg.MaxDate}
	if req.Filter.From != nil {
		line["from"] = *req.Filter.From
	}
	if req.Filter.To != nil {
		line["to"] = *req.Filter.To
	}
	if len(req.Filter.Types) > 0 {
		line["types"] = req.Filter.Types
	}
	*l = append(*l, line)
}
