package neo4j

import (
	"fmt"
	"strings"
)

// walkKind is a set of relations that one index lists by position: those that
// have given values for some properties.
type walkKind struct {
	name string // of the parameter that holds the walks of this kind
	keys []string
}

var (
	whole          = walkKind{"whole", nil}
	byType         = walkKind{"byType", []string{"type"}}
	bySource       = walkKind{"bySource", []string{"src"}}
	byTarget       = walkKind{"byTarget", []string{"dst"}}
	bySourceType   = walkKind{"bySourceType", []string{"src", "type"}}
	byTargetType   = walkKind{"byTargetType", []string{"dst", "type"}}
	byPair         = walkKind{"byPair", []string{"src", "dst"}}
	byMutualSource = walkKind{"byMutualSource", []string{"mutualSrc"}}
	byMutualTarget = walkKind{"byMutualTarget", []string{"mutualDst"}}

	walkKinds = []walkKind{whole, byType, bySource, byTarget, bySourceType, byTargetType, byPair, byMutualSource, byMutualTarget}
)

// passing is what a relation r has to meet besides being on the walk w. The
// walks of one page have nothing in common, so that their counts add up. It has
// no OR of two conditions on r, of which the planner makes two seeks, a union
// and a sort.
const passing = `r.recordedMs <= $in.asOf AND coalesce(r.retractedMs, 9223372036854775807) > $in.asOf
    AND (w.types IS NULL OR r.type IN w.types)
    AND (w.status IS NULL OR r.status IN w.status)
    AND (w.certainty IS NULL OR r.certainty IN w.certainty)
    AND (w.from IS NULL OR r.lastDay >= w.from)
    AND (w.to IS NULL OR r.firstDay <= w.to)
    AND (w.documents IS NULL OR any(d IN r.documents WHERE d IN w.documents))
    AND (w.mutual IS NULL OR r.symmetric)
    AND (w.noLoops IS NULL OR r.src <> r.dst)
    AND (w.notSrc IS NULL OR NOT r.src IN w.notSrc)`

// match finds the relations of the walk w.
func (k walkKind) match() string {
	var equal strings.Builder
	for _, key := range k.keys {
		fmt.Fprintf(&equal, "r.%s = w.%s AND ", key, key)
	}
	return fmt.Sprintf(`MATCH (r:Relation) USING INDEX SEEK r:Relation(%s)
    WHERE %sr.position > w.lower AND r.position < w.upper
    AND %s`, strings.Join(append(k.keys[:len(k.keys):len(k.keys)], "position"), ", "), equal.String(), passing)
}

// order names every key of the index, without which the planner sorts.
func (k walkKind) order(direction string) string {
	var order strings.Builder
	for _, key := range k.keys {
		fmt.Fprintf(&order, "r.%s %s, ", key, direction)
	}
	return order.String() + "r.position " + direction
}

// pagesText finds the first $in.limit relations of each walk, in one direction, and
// what they name.
func pagesText(direction string) string {
	parts := make([]string, len(walkKinds))
	for i, k := range walkKinds {
		parts[i] = fmt.Sprintf(`  UNWIND $in.%s AS w
  CALL (w) {
    %s
    RETURN r ORDER BY %s LIMIT $in.limit
  }
  RETURN w.page AS page, w.owner AS owner, r
`, k.name, k.match(), k.order(direction))
	}
	return keepPlan + "CALL () {\n" + strings.Join(parts, "  UNION ALL\n") + "}\n" + found
}

// countsText counts the relations of each walk.
var countsText = func() string {
	parts := make([]string, len(walkKinds))
	for i, k := range walkKinds {
		parts[i] = fmt.Sprintf(`UNWIND $in.%s AS w
CALL (w) {
    %s
    RETURN count(r) AS n
}
RETURN w.page AS page, n
`, k.name, k.match())
	}
	return keepPlan + strings.Join(parts, "UNION ALL\n")
}()

var ascendingText, descendingText = pagesText("ASC"), pagesText("DESC")
