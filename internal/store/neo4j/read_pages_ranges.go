package neo4j

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// A rangeIndex lists the relations that have given values for some properties by
// position. One index of the database has all, apart by whether they are ordinary, and
// another, by class, those that are not: so a page reads what it shows, whatever its
// filter leaves out, and what is ordinary, which is nearly all, is in one index.
type rangeIndex struct {
	name string // of the parameter that holds the ranges of this index
	keys []string
	also string // what else a relation of a range w has to meet
}

// The conditions of an index. None is an OR of two conditions on r, of which the
// planner makes two seeks, a union and a sort.
const (
	exceptSubjects = " AND (w.without IS NULL OR NOT r.src IN w.without)"
	exceptObjects  = " AND (w.without IS NULL OR NOT r.dst IN w.without)"
)

// byPairType has the relations of a plan.ByPair of one of its types.
const byPairType = plan.ByPair + 1

// rangeIndexes are the indexes of plan, by their numbers.
var rangeIndexes = []rangeIndex{
	plan.ByPosition:    {"byPosition", nil, ""},
	plan.ByType:        {"byType", []string{"type"}, ""},
	plan.BySubject:     {"bySubject", []string{"src"}, exceptObjects},
	plan.ByObject:      {"byObject", []string{"dst"}, exceptSubjects},
	plan.BySubjectType: {"bySubjectType", []string{"src", "type"}, exceptObjects},
	plan.ByObjectType:  {"byObjectType", []string{"dst", "type"}, exceptSubjects},
	plan.ByPair:        {"byPair", []string{"src", "dst"}, ""},
	byPairType:         {"byPairType", []string{"src", "dst", "type"}, ""},
}

// The keys that the parts of a range are of.
const (
	ordinaryKey = "ordinary"
	classKey    = "class"
)

// index returns the keys of the index of the database that has the parts of a key.
func (i rangeIndex) index(partKey string) []string {
	return append(i.keys[:len(i.keys):len(i.keys)], partKey, "position")
}

// match finds the relations of one part of the range w of the scan p that meet some
// conditions.
func (i rangeIndex) match(partKey, conditions string) string {
	var equal strings.Builder
	for _, key := range i.keys {
		fmt.Fprintf(&equal, "r.%s = w.%s AND ", key, key)
	}
	return fmt.Sprintf(`MATCH (r:Relation) USING INDEX SEEK r:Relation(%s)
      WHERE %sr.%s = part.is AND r.position > part.lower AND r.position < part.upper
      AND %s%s`, strings.Join(i.index(partKey), ", "), equal.String(), partKey, conditions, i.also)
}

// order names every key of the index, without which the planner sorts.
func (i rangeIndex) order(partKey, direction string) string {
	keys := i.index(partKey)
	for at, key := range keys {
		keys[at] = fmt.Sprintf("r.%s %s", key, direction)
	}
	return strings.Join(keys, ", ")
}

// The conditions on a relation r of a scan p. The planner takes the longer the more
// there are, so that each text has only those that may matter.
var (
	// valid holds for what was valid at $in.asOf. What is closed is of no matter now.
	valid = `r.recordedMs <= $in.asOf AND coalesce(r.retractedMs, 9223372036854775807) > $in.asOf
      AND ($in.asOf = ` + fmt.Sprint(int64(nowMs)) + ` OR NOT ` + inGap("r") + `)`

	// ofClass is for what was found by its class.
	ofClass = valid + `
      AND (p.from IS NULL OR r.lastDay >= p.from)`

	// ofAnyClass is for what was found whatever its class.
	ofAnyClass = ofClass + `
      AND (p.documents IS NULL OR any(d IN r.documents WHERE d IN p.documents))
      AND (p.to IS NULL OR r.firstDay <= p.to)
      AND (p.status IS NULL OR r.status IN p.status)
      AND (p.certainty IS NULL OR r.certainty IN p.certainty)
      AND (p.coding IS NULL OR ` + codingOf + ` IN p.coding)`

	// ofPairs is for what pairs of entities have that come without types.
	ofPairs = ofAnyClass + `
      AND (p.types IS NULL OR r.type IN p.types)
      AND (p.checks IS NULL OR ` + passesChecks + `)`
)

// A scanned is what a statement gets for one scan or tally: its ranges by the names of
// their indexes, the parts of these, and what else is asked of relations.
type scanned map[string]any

// newScanned returns nil where there is nothing to be found.
func newScanned(number int, ranges []plan.Range, c plan.Conditions) scanned {
	p := scanned{"number": number}
	some := false
	add := func(r plan.Range) {
		w := map[string]any{"src": r.Subject, "dst": r.Object, "type": r.Type}
		if len(r.Without) > 0 {
			w["without"] = plausible(r.Without)
		}
		if isPlausible(r.Subject) && isPlausible(r.Object) && isPlausible(r.Type) {
			name := rangeIndexes[r.Index].name
			list, _ := p[name].([]map[string]any)
			p[name], some = append(list, w), true
		}
	}
	for _, r := range ranges {
		if len(r.Types) == 0 {
			add(r)
		}
		for _, r.Type = range r.Types {
			r.Index = byPairType
			add(r)
		}
	}
	if c.From != nil {
		p["from"] = *c.From
	}
	p.addChecks(c.Checks)
	if !some {
		return nil
	}
	return p
}

// over returns p with the parts that it is over.
func (p scanned) over(parts []part) scanned {
	p = maps.Clone(p)
	p["parts"] = parts
	return p
}

// check has every relation checked for all conditions but the types.
func (p scanned) check(c plan.Conditions) {
	p.addChecks(c.Checks)
	if len(c.Documents) > 0 {
		p["documents"] = plausible(c.Documents)
	}
	addFacets(p, c.Statuses, c.Certainties, c.Codings)
	if c.From != nil {
		p["from"] = *c.From
	}
	if c.To != nil {
		p["to"] = *c.To
	}
}

// addFacets adds to parameters what a class has to be of, where that matters.
func addFacets(params map[string]any, statuses []kg.Status, certainties []kg.Certainty, codings []kg.Coding) {
	if len(statuses) > 0 {
		params["status"] = statuses
	}
	if len(certainties) > 0 {
		params["certainty"] = certainties
	}
	if len(codings) > 0 {
		codes := make([]int, len(codings))
		for i, coding := range codings {
			codes[i] = slices.Index(kg.CodingCodes, coding)
		}
		params["coding"] = codes
	}
}

// A part of a range is what its index has for one value of the key before the position,
// between two positions, both exclusive.
type part map[string]any

// partsOf returns where relations are that may meet conditions, between two positions,
// in a graph that has some classes. No relation is on two parts. What is on one by
// whether it is ordinary meets all but for documents, and what is on one by class, all
// but for that and From.
func partsOf(c plan.Conditions, lower, upper string, classes []int64) (byOrdinary, byClass []part) {
	restricted := c.From != nil || slices.ContainsFunc(classes, func(class int64) bool {
		_, _, any := c.OfClass(class, "", kg.PositionEnd)
		return !any
	})
	for _, class := range classes {
		lower, upper, any := c.OfClass(class, lower, upper)
		p := part{"is": class, "lower": lower, "upper": upper}
		switch {
		case !any:
		case class == kg.OrdinaryClass:
			p["is"] = true
			byOrdinary = append(byOrdinary, p)
		case restricted || c.To != nil && kg.SpanOfClass(class) == kg.SpanUntil:
			byClass = append(byClass, p)
		case !slices.ContainsFunc(byOrdinary, func(p part) bool { return p["is"] == false }):
			p["is"] = false
			byOrdinary = append(byOrdinary, p)
		}
	}
	return byOrdinary, byClass
}

// allParts returns the parts of all relations that do not start after the time of some
// conditions.
func allParts(c plan.Conditions, classes []int64) []part {
	scan := kg.PageRequest{Filter: kg.RelationFilter{To: c.To}}.Scan()
	parts, _ := partsOf(plan.Conditions{}, scan.Lower, scan.Upper, classes)
	return parts
}

// bound returns a position as far as it can matter: none is longer.
func bound(position string) string {
	if len(position) > 2*longestID {
		return string([]rune(position)[:longestID])
	}
	return position
}

// longestID is more than the length of any id that can be recorded.
const longestID = 256

// plausible returns those of ids that something may have. An index cannot look
// up a key of any length.
func plausible(ids []string) []string {
	kept := make([]string, 0, len(ids))
	for _, id := range ids {
		if isPlausible(id) {
			kept = append(kept, id)
		}
	}
	return kept
}

func isPlausible(id string) bool { return len(id) <= longestID && utf8.ValidString(id) }

// orderKey returns a string that any comparison of strings orders as s is ordered
// by its bytes. Neo4j orders an index by code points, but compares by UTF-16
// units, which has characters beyond U+FFFF before U+E000.
func orderKey(s string) string {
	key := make([]rune, len(s))
	for i := range len(s) {
		key[i] = rune(s[i])
	}
	return string(key)
}
