package sqlite

import "slices"

// The indexes of what has an entity at either end, each relation once.
var (
	rangeEnds     = newEndsIndex("", "")
	rangeEndsType = newEndsIndex("_type", " AND r.type = ?2")
)

func newEndsIndex(suffix, typed string) rangeIndex {
	of := func(index, class string) string {
		return scanText("INDEXED BY "+index+"_by_subject"+suffix, "r.subject = ?1"+typed+" AND "+class, "NULL") + " UNION ALL " +
			scanText("INDEXED BY "+index+"_by_object"+suffix, "r.object = ?1"+typed+" AND r.subject <> ?1 AND "+class, "NULL")
	}
	ordinary := of("ordinary", isOrdinary)
	return rangeIndex{ordinary: newScanStatements(ordinary), whole: newScanStatements(ordinary + " UNION ALL " + of("other", isOther))}
}

// mergeEnds returns parts that find what some find and are fewer: one statement for
// both ends of an entity takes less than one for each.
func mergeEnds(parts []part) []part {
	var fewer []part
	for _, p := range parts {
		if i := slices.IndexFunc(fewer, p.complements); i >= 0 {
			fewer[i].index, _ = bothEnds(fewer[i].index, p.index)
		} else {
			fewer = append(fewer, p)
		}
	}
	return fewer
}

// complements reports whether p finds, of the entity and the type of q, the rest.
func (p part) complements(q part) bool {
	_, all := bothEnds(q.index, p.index)
	return all && q.key1 == p.key1 && q.key2 == p.key2 && q.leaveOut == nil && p.leaveOut == any(p.key1)
}

// bothEnds returns the index that has what two have that are of one end each.
func bothEnds(a, b rangeIndex) (rangeIndex, bool) {
	switch {
	case a == rangeSubject && b == rangeObject, a == rangeObject && b == rangeSubject:
		return rangeEnds, true
	case a == rangeSubjectType && b == rangeObjectType, a == rangeObjectType && b == rangeSubjectType:
		return rangeEndsType, true
	}
	return rangeIndex{}, false
}
