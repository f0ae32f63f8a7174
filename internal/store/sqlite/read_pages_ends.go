package sqlite

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
// both ends of an entity takes less than one for each. What leaves nothing out comes
// before the rest of it.
func mergeEnds(parts []part) []part {
	type end struct {
		index      rangeIndex
		key1, key2 int64
	}
	fewer, whole := make([]part, 0, len(parts)), map[end]int{}
	for _, p := range parts {
		other, both := otherEnd(p.index)
		rest := end{other, p.key1, p.key2}
		if i, known := whole[rest]; known && p.leaveOut == any(p.key1) {
			fewer[i].index = both
			delete(whole, rest)
			continue
		}
		if p.leaveOut == nil {
			whole[end{p.index, p.key1, p.key2}] = len(fewer)
		}
		fewer = append(fewer, p)
	}
	return fewer
}

// otherEnd returns the index of the other end to that of one, and that of both; none
// where an index is not of one end.
func otherEnd(index rangeIndex) (other, both rangeIndex) {
	switch index {
	case rangeSubject:
		return rangeObject, rangeEnds
	case rangeObject:
		return rangeSubject, rangeEnds
	case rangeSubjectType:
		return rangeObjectType, rangeEndsType
	case rangeObjectType:
		return rangeSubjectType, rangeEndsType
	}
	return rangeIndex{}, rangeIndex{}
}
