package neo4j

import (
	"context"
	"fmt"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// tallyTexts count, for each index, the relations of each range by what it
// asks for, and by the first day where it asks for that. They are several, since
// one of them all takes seconds to plan. The others are for tallies with checks.
var (
	tallyTexts        = tallyTextsOf(ofAnyClass)
	checkedTallyTexts = tallyTextsOf(ofAnyClass + "\n      AND " + passesChecks)
)

func tallyTextsOf(conditions string) (texts []string) {
	for _, i := range rangeIndexes {
		texts = append(texts, fmt.Sprintf(`%sUNWIND $in.scans AS p
UNWIND p.%s AS w
UNWIND p.parts AS part
CALL (p, w, part) {
      %s
    WITH CASE p.by WHEN 'TYPE' THEN r.type WHEN 'STATUS' THEN r.status WHEN 'CERTAINTY' THEN r.certainty
        WHEN 'COUNTERPART' THEN CASE WHEN r.src IN p.owners THEN r.dst ELSE r.src END END AS key,
      r.startDay AS first, CASE WHEN r.endDay <= $in.maxDay THEN r.endDay END AS last
    WITH key, first, last, CASE WHEN p.daily THEN first END AS day
    WHERE p.daily IS NULL OR day IS NOT NULL
    RETURN key, day, count(*) AS n, min(first) AS earliest, max(last) AS latest
}
RETURN 0 AS kind, p.number AS page, [key, day, n, earliest, latest] AS fields`, catalogVersion+unlessLoading, i.name, i.match(ordinaryKey, conditions)))
	}
	return texts
}

// timelineText counts the relations of owners by type and first day, by an index
// alone. It has those that are valid and have a first day, self-loops at one end.
var timelineText = catalogVersion + datedAt("datedSrc") + "UNION ALL\n" + datedAt("datedDst")

func datedAt(end string) string {
	return unlessLoading + fmt.Sprintf(`UNWIND $in.lines AS w
CALL (w) {
    MATCH (r:Relation) USING INDEX SEEK r:Relation(%[1]s, startDay, type, endDay)
    WHERE r.%[1]s = w.owner AND r.startDay >= w.first AND r.startDay <= w.to AND r.type > '' AND r.endDay >= w.from
      AND (w.types IS NULL OR r.type IN w.types)
    WITH r.type AS key, r.startDay AS day, r.endDay AS end
    RETURN key, day, count(*) AS n, max(CASE WHEN end <= $in.maxDay THEN end END) AS latest
}
RETURN 0 AS kind, w.number AS page, [key, day, n, day, latest] AS fields
`, end)
}

// Count implements plan.Snapshot.
func (s *snapshot) Count(ctx context.Context, tallies []plan.Tally) ([][]kg.Count, error) {
	counts := make([][]kg.Count, len(tallies))
	lines, sizes, by := []map[string]any{}, scans{}, map[bool][][]scanned{}
	for _, checked := range []bool{false, true} {
		by[checked] = make([][]scanned, len(rangeIndexes))
	}
	kept := map[int]string{} // owners whose degrees are asked for
	for i, t := range tallies {
		switch {
		case isDegree(t):
			kept[i] = t.Owners[0]
		case t.By == "" && t.Bucket == "":
			sizes.add(i, plan.RelationScan{Ranges: t.Ranges, Conditions: t.Conditions, Scan: kg.Scan{Upper: kg.PositionEnd}}, s.catalog.classes)
		case isTimeline(t):
			lines = append(lines, timeline(i, t))
		default:
			s.addTally(by[len(t.Conditions.Checks) > 0], i, t)
		}
	}
	var statements []statement
	for _, set := range sizes.sets() {
		statements = append(statements, statement{set.sizes, map[string]any{"scans": set.scans}})
	}
	for checked, texts := range map[bool][]string{false: tallyTexts, true: checkedTallyTexts} {
		for index, list := range by[checked] {
			if len(list) > 0 {
				statements = append(statements, statement{texts[index], map[string]any{"scans": list}})
			}
		}
	}
	if len(lines) > 0 {
		statements = append(statements, statement{timelineText, map[string]any{"lines": lines}})
	}
	for i := range statements {
		statements[i].params["asOf"], statements[i].params["maxDay"] = asOfMs(tallies[0].Conditions.AsOf), kg.MaxDate
	}
	found, err := s.ask(ctx, statements...)
	for _, row := range found {
		i := integer(row[1])
		counts[i] = append(counts[i], count(tallies[i], row[2].([]any)))
	}
	if err != nil || len(kept) == 0 {
		return counts, err
	}
	return counts, s.countDegrees(ctx, counts, kept)
}

// countDegrees adds what the database keeps count of.
func (s *snapshot) countDegrees(ctx context.Context, counts [][]kg.Count, kept map[int]string) error {
	owners := make([]string, 0, len(kept))
	for _, owner := range kept {
		owners = append(owners, owner)
	}
	degrees, err := s.degrees(ctx, owners)
	for i, owner := range kept {
		counts[i] = []kg.Count{{N: degrees[owner]}}
	}
	return err
}

// addTally adds what counts relations by each index that has some of its ranges.
func (s *snapshot) addTally(by [][]scanned, number int, t plan.Tally) {
	p := newScanned(number, t.Ranges, t.Conditions)
	if p == nil {
		return
	}
	p = p.over(allParts(t.Conditions, s.catalog.classes))
	p.check(t.Conditions)
	if p["by"], p["owners"] = string(t.By), plausible(t.Owners); t.Bucket != "" {
		p["daily"] = true
	}
	for index, i := range rangeIndexes {
		if p[i.name] != nil {
			by[index] = append(by[index], p)
		}
	}
}

// count reads a row of a count.
func count(t plan.Tally, f []any) kg.Count {
	c := kg.Count{Key: text(f[0]), N: int(integer(f[2]))}
	if day := dateOf(f[1]); day != nil {
		start := t.Bucket.StartOf(*day)
		c.Bucket = &start
	}
	if len(f) > 3 {
		c.First, c.Last = dateOf(f[3]), dateOf(f[4])
	}
	return c
}

func dateOf(v any) *kg.Date {
	n, known := v.(int64)
	if !known {
		return nil
	}
	d := kg.Date(n)
	return &d
}

// isDegree reports whether a tally is of all relations of one entity, now.
func isDegree(t plan.Tally) bool {
	return t.By == "" && t.Bucket == "" && t.Conditions.IsNone() && len(t.Owners) == 1 && len(t.Ranges) == 2 &&
		t.Ranges[0].Index == plan.BySubject && t.Ranges[1].Index == plan.ByObject && len(t.Ranges[0].Without) == 0
}

// isTimeline reports whether timelineText has the answer to a tally: that of all
// relations of one entity now, of some types or of any.
func isTimeline(t plan.Tally) bool {
	c := t.Conditions
	if t.By != kg.ByType || t.Bucket == "" || len(t.Owners) != 1 || !isPlausible(t.Owners[0]) || c.AsOf != nil || len(c.Statuses)+len(c.Certainties)+len(c.Codings)+len(c.Documents)+len(c.Checks) > 0 {
		return false
	}
	ranges := map[plan.Index]int{}
	for _, r := range t.Ranges {
		if r.Subject != "" && len(r.Without) > 0 {
			return false
		}
		ranges[r.Index]++
	}
	return ranges[plan.ByPair] == 0 && ranges[plan.BySubject] == ranges[plan.ByObject] && ranges[plan.BySubjectType] == ranges[plan.ByObjectType]
}

func timeline(number int, t plan.Tally) map[string]any {
	line := map[string]any{"number": number, "owner": t.Owners[0], "first": kg.MinDate, "from": kg.MinDate, "to": kg.MaxDate}
	if t.Conditions.From != nil {
		line["from"] = *t.Conditions.From
	}
	if t.Conditions.To != nil {
		line["to"] = *t.Conditions.To
	}
	if len(t.Conditions.Types) > 0 {
		line["types"] = plausible(t.Conditions.Types)
	}
	return line
}
