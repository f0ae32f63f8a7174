package neo4j

import (
	"fmt"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// isQuoted holds for a relation r that rests on words of a document.
var isQuoted = fmt.Sprint("coalesce(r.class, 0) >= ", kg.ClassesOfQuoted)

// passesChecks holds for a relation r that passes the checks of the scan p, which has
// some.
var passesChecks = `none(c IN p.checks WHERE c.not = (
        (c.sides IS NULL OR any(s IN c.sides WHERE (s.subjects IS NULL OR r.src IN s.subjects) AND (s.objects IS NULL OR r.dst IN s.objects)
          AND (s.types IS NULL OR r.type IN s.types) AND NOT r.src IN s.notSubjects AND NOT r.dst IN s.notObjects))
        AND (c.status IS NULL OR r.status IN c.status) AND (c.certainty IS NULL OR r.certainty IN c.certainty)
        AND (c.quoted IS NULL OR (` + isQuoted + `) = c.quoted)
        AND all(w IN c.within WHERE coalesce(r.lastDay >= w.from AND r.firstDay <= w.to, false))
        AND none(o IN c.outside WHERE coalesce(r.lastDay >= o.from AND r.firstDay <= o.to, false))
        AND all(some IN c.documents WHERE any(d IN coalesce(r.documents, []) WHERE d IN some))
        AND none(d IN coalesce(r.documents, []) WHERE d IN c.notDocuments)))`

// addChecks has every relation checked for these, unless there are none.
func (p scanned) addChecks(checks []plan.Check) {
	if len(checks) == 0 {
		return
	}
	list := make([]map[string]any, len(checks))
	for i, c := range checks {
		one := map[string]any{"not": c.Not, "notDocuments": plausible(c.NotDocuments), "outside": periods(c.Outside), "within": periods(nil)}
		if within, is := c.Within(); is {
			one["within"] = periods([]plan.Period{within})
		}
		addFacets(one, c.Statuses, c.Certainties, c.Quoted)
		documents := [][]string{}
		for _, some := range c.Documents {
			documents = append(documents, plausible(some))
		}
		if one["documents"] = documents; len(c.Sides) > 0 {
			one["sides"] = sides(c.Sides)
		}
		list[i] = one
	}
	p["checks"] = list
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
