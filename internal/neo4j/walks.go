package neo4j

import (
	"fmt"
	"strings"
)

// walkKind is a set of relations that indexes list by position: those that have
// given values for some properties. One index has all, apart by whether they are
// ordinary, and another, by class, those that are not: so a page reads what it
// shows, whatever its filter leaves out, and what is ordinary, which is nearly
// all, is in one index for each kind.
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
	byPairType     = walkKind{"byPairType", []string{"src", "dst", "type"}}
	byMutualSource = walkKind{"byMutualSource", []string{"mutualSrc"}}
	byMutualTarget = walkKind{"byMutualTarget", []string{"mutualDst"}}
	byMutualPair   = walkKind{"byMutualPair", []string{"mutualSrc", "mutualDst"}}

	walkKinds = []walkKind{whole, byType, bySource, byTarget, bySourceType, byTargetType, byPair, byPairType, byMutualSource, byMutualTarget, byMutualPair}
)

// The keys that parts are of.
const (
	plainKey = "ordinary"
	classKey = "class"
)

// The conditions on a relation r of a page p. The planner takes the longer the more
// there are, so that each text has only those that may matter. None is an OR of two
// conditions on r, of which the planner makes two seeks, a union and a sort.
var (
	standing = standingThen + `
      AND (p.documents IS NULL OR any(d IN r.documents WHERE d IN p.documents))`

	// lasting is for what was found by its class.
	lasting = standing + `
      AND (p.from IS NULL OR r.lastDay >= p.from)`

	// passing is for what was found whatever its class.
	passing = lasting + `
      AND (p.to IS NULL OR r.firstDay <= p.to)
      AND (p.status IS NULL OR r.status IN p.status)
      AND (p.certainty IS NULL OR r.certainty IN p.certainty)`

	// passingPair is for one of a pair of entities, of all types.
	passingPair = passing + `
      AND (p.types IS NULL OR r.type IN p.types)
      AND (w.mutual IS NULL OR r.symmetric)`
)

// apart leaves out, of the walk w of a kind, what is on another walk of its page.
// So the counts of walks add up.
func (k walkKind) apart() string {
	switch k.name {
	case byTarget.name, byTargetType.name, byMutualTarget.name:
		return `
      AND (w.noLoops IS NULL OR r.src <> r.dst) AND (w.notSrc IS NULL OR NOT r.src IN w.notSrc)`
	case byMutualSource.name:
		return `
      AND (w.noLoops IS NULL OR r.src <> r.dst) AND (w.notDst IS NULL OR NOT r.dst IN w.notDst)`
	}
	return ""
}

// index returns the keys of the index that has the parts of a key.
func (k walkKind) index(partKey string) []string {
	return append(k.keys[:len(k.keys):len(k.keys)], partKey, "position")
}

// match finds the relations on one part of the walk w of the page p that meet some
// conditions.
func (k walkKind) match(partKey, conditions string) string {
	var equal strings.Builder
	for _, key := range k.keys {
		fmt.Fprintf(&equal, "r.%s = w.%s AND ", key, key)
	}
	return fmt.Sprintf(`MATCH (r:Relation) USING INDEX SEEK r:Relation(%s)
      WHERE %sr.%s = part.is AND r.position > part.lower AND r.position < part.upper
      AND %s%s`, strings.Join(k.index(partKey), ", "), equal.String(), partKey, conditions, k.apart())
}

// order names every key of the index, without which the planner sorts.
func (k walkKind) order(partKey, direction string) string {
	keys := k.index(partKey)
	for i, key := range keys {
		keys[i] = fmt.Sprintf("r.%s %s", key, direction)
	}
	return strings.Join(keys, ", ")
}

// standingThen holds for a relation r that was valid at $in.asOf. What is closed is
// of no matter now.
var standingThen = `r.recordedMs <= $in.asOf AND coalesce(r.retractedMs, 9223372036854775807) > $in.asOf
      AND ($in.asOf = ` + nowMs + ` OR NOT ` + inGap("r") + `)`

// pagesText finds the first $in.limit relations of each page, in one direction, and
// what they name.
func pagesText(partKey, conditions, direction string) string {
	branches := make([]string, len(walkKinds))
	for i, k := range walkKinds {
		branches[i] = fmt.Sprintf(`    UNWIND p.%s AS w
    UNWIND p.parts AS part
    CALL (p, w, part) {
      %s
      RETURN r, r.position AS position ORDER BY %s LIMIT $in.limit
    }
    RETURN r, position
`, k.name, k.match(partKey, conditions), k.order(partKey, direction))
	}
	return fmt.Sprintf(`%sCALL () {
UNWIND $in.pages AS p
CALL (p) {
  CALL (p) {
%s  }
  RETURN r ORDER BY position %s LIMIT $in.limit
}
RETURN p.page AS page, p.owners AS owners, r
}
%s`, mergesVersion+unlessLoading, strings.Join(branches, "   UNION ALL\n"), direction, found)
}

// countsText counts the relations of each page.
func countsText(partKey, conditions string) string {
	branches := make([]string, len(walkKinds))
	for i, k := range walkKinds {
		branches[i] = fmt.Sprintf(`  UNWIND p.%s AS w
  UNWIND p.parts AS part
  CALL (p, w, part) {
      %s
      RETURN count(r) AS n
  }
  RETURN n
`, k.name, k.match(partKey, conditions))
	}
	return fmt.Sprintf(`%sUNWIND $in.pages AS p
CALL (p) {
%s}
RETURN 0 AS kind, p.page AS page, [sum(n)] AS fields`, mergesVersion+unlessLoading, strings.Join(branches, " UNION ALL\n"))
}

// walkTexts are the texts that walk over the parts of one key.
type walkTexts struct{ ascending, descending, counts string }

func textsOver(partKey, conditions string) walkTexts {
	return walkTexts{pagesText(partKey, conditions, "ASC"), pagesText(partKey, conditions, "DESC"), countsText(partKey, conditions)}
}

var plainTexts, classTexts = textsOver(plainKey, standing), textsOver(classKey, lasting)
