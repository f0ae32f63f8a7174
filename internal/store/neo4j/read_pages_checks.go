package neo4j

import (
	"fmt"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// codingOf is the code of the coding of a relation r.
var codingOf = fmt.Sprintf("coalesce(r.class, 0) / %d %% %d", kg.ClassesOfCoding, len(kg.CodingCodes))

// passesChecks holds for a relation r that passes the checks of the scan p, which has
// some.
var passesChecks = `none(c IN p.checks WHERE c.not = (
        (c.sides IS NULL OR any(s IN c.sides WHERE (s.subjects IS NULL OR r.src IN s.subjects) AND (s.objects IS NULL OR r.dst IN s.objects)
          AND (s.types IS NULL OR r.type IN s.types) AND NOT r.src IN s.notSubjects AND NOT r.dst IN s.notObjects))
        AND (c.status IS NULL OR r.status IN c.status) AND (c.certainty IS NULL OR r.certainty IN c.certainty)
        AND (c.coding IS NULL OR ` + codingOf + ` IN c.coding)
        AND all(w IN c.within WHERE coalesce(r.lastDay >= w.from AND r.firstDay <= w.to, false))
        AND none(o IN c.outside WHERE coalesce(r.lastDay >= o.from AND r.firstDay <= o.to, false))
        AND (c.since IS NULL OR r.recordedMs >= c.since) AND (c.before IS NULL OR r.recordedMs < c.before)
        AND all(some IN c.documents WHERE any(d IN coalesce(r.documents, []) WHERE d IN some))
        AND none(d IN coalesce(r.documents, []) WHERE d IN c.notDocuments)
        AND all(some IN c.places WHERE any(p IN coalesce(r.places, []) WHERE p IN some))
        AND none(p IN coalesce(r.places, []) WHERE p IN c.notPlaces)
        AND all(some IN c.attributedTo WHERE any(by IN some WHERE coalesce(r.attributions, '') CONTAINS by))
        AND none(by IN c.notAttributedTo WHERE coalesce(r.attributions, '') CONTAINS by)
        AND all(some IN c.datasets WHERE any(row IN some WHERE r.evidence CONTAINS row))
        AND none(row IN c.notDatasets WHERE r.evidence CONTAINS row)
        AND all(some IN c.publishers WHERE ` + publishedBy("some") + `)
        AND (size(c.notPublishers) = 0 OR NOT (` + publishedBy("c.notPublishers") + `))
        AND (NOT c.quantified OR r.evidence CONTAINS '"quantities":[')
        AND all(b IN c.boxes WHERE ` + isIn + `) AND none(b IN c.notBoxes WHERE ` + isIn + `)))`

// facetParams are the names of what is asked of facets, and of what is not to be there.
var facetParams = [plan.Facets][2]string{
	plan.InDocument: {"documents", "notDocuments"}, plan.AttributedTo: {"attributedTo", "notAttributedTo"},
	plan.InPlace: {"places", "notPlaces"}, plan.PublishedBy: {"publishers", "notPublishers"},
	plan.InDataset: {"datasets", "notDatasets"},
}

// facetValues returns values of a facet as the graph has them.
func facetValues(f plan.Facet, values []string) []string {
	kept := plausible(values)
	switch f {
	case plan.AttributedTo: // as attributionsJSON has them
		for i, id := range kept {
			kept[i] = `"by":` + asJSON(id) + ","
		}
	case plan.InDataset:
		return inRows(values)
	case plan.PublishedBy:
		return append([]string{}, values...)
	}
	return kept
}

// publishedBy holds for a relation r of which a document, or a row by what it said last, was
// known at $in.asOf to be of one of the publishers of a list.
func publishedBy(list string) string {
	return `EXISTS { MATCH (r)-[:QUOTES]->(published:Document) WHERE published.publisherFolded IN ` + list + ` AND published.publisherMs <= $in.asOf }
          OR any(i IN range(0, size(coalesce(r.publishers, [])) - 1) WHERE r.publisherMs[i] <= $in.asOf AND r.publishers[i] IN ` + list + `
            AND none(j IN range(i + 1, size(r.publisherMs) - 1) WHERE r.publisherRows[j] = r.publisherRows[i] AND r.publisherMs[j] <= $in.asOf))`
}

// isIn holds for a relation r of which evidence that was known at $in.asOf, and of a row
// what it said last, says that it happened at a spot in the box b.
const isIn = `any(i IN range(0, size(coalesce(r.spotMs, [])) - 1) WHERE r.spotMs[i] <= $in.asOf
          AND r.spotLatitudes[i] >= b.south AND r.spotLatitudes[i] <= b.north
          AND CASE WHEN b.west > b.east THEN r.spotLongitudes[i] >= b.west OR r.spotLongitudes[i] <= b.east ELSE r.spotLongitudes[i] >= b.west AND r.spotLongitudes[i] <= b.east END
          AND (r.spotRows[i] = '' OR none(j IN range(i + 1, size(r.spotMs) - 1) WHERE r.spotRows[j] = r.spotRows[i] AND r.spotMs[j] <= $in.asOf)))`

// addChecks has every relation checked for these, unless there are none.
func (p scanned) addChecks(checks []plan.Check) {
	if len(checks) == 0 {
		return
	}
	list := make([]map[string]any, len(checks))
	for i, c := range checks {
		one := map[string]any{"not": c.Not, "outside": periods(c.Outside), "within": periods(nil), "boxes": boxes(c.Boxes), "notBoxes": boxes(c.NotBoxes), "quantified": c.Quantified}
		if within, is := c.Within(); is {
			one["within"] = periods([]plan.Period{within})
		}
		addFacets(one, c.Statuses, c.Certainties, c.Codings)
		for f, names := range facetParams {
			all := [][]string{}
			for _, some := range c.Some[f] {
				all = append(all, facetValues(plan.Facet(f), some))
			}
			one[names[0]], one[names[1]] = all, facetValues(plan.Facet(f), c.None[f])
		}
		if c.Since != nil {
			one["since"] = c.Since.UnixMilli()
		}
		if c.Before != nil {
			one["before"] = c.Before.UnixMilli()
		}
		if len(c.Sides) > 0 {
			one["sides"] = sides(c.Sides)
		}
		list[i] = one
	}
	p["checks"] = list
}

func boxes(of []kg.BBox) []map[string]any {
	list := make([]map[string]any, len(of))
	for i, b := range of {
		list[i] = map[string]any{"west": b.West, "south": b.South, "east": b.East, "north": b.North}
	}
	return list
}

func periods(of []plan.Period) []map[string]any {
	list := make([]map[string]any, len(of))
	for i, p := range of {
		list[i] = map[string]any{"from": p.From, "to": p.To}
	}
	return list
}

func sides(of []plan.Side) []map[string]any {
	list := make([]map[string]any, len(of))
	for i, s := range of {
		list[i] = map[string]any{"notSubjects": plausible(s.NotSubjects), "notObjects": plausible(s.NotObjects)}
		for name, ids := range map[string][]string{"subjects": s.Subjects, "objects": s.Objects, "types": s.Types} {
			if ids != nil {
				list[i][name] = plausible(ids)
			}
		}
	}
	return list
}
