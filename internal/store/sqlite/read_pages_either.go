package sqlite

import "slices"

// The seeks of what has an entity at either end, each relation once.
var (
	seekEither     = newEitherSeek("", "")
	seekEitherType = newEitherSeek("_type", " AND r.type = ?2")
)

func newEitherSeek(suffix, typed string) seek {
	of := func(index, class string) string {
		return seekText("INDEXED BY "+index+"_by_subject"+suffix, "r.subject = ?1"+typed+" AND "+class, "NULL") + " UNION ALL " +
			seekText("INDEXED BY "+index+"_by_object"+suffix, "r.object = ?1"+typed+" AND r.subject <> ?1 AND "+class, "NULL")
	}
	ordinary := of("ordinary", isOrdinary)
	return seek{ordinary: newWalk(ordinary), whole: newWalk(ordinary + " UNION ALL " + of("other", isOther))}
}

// together returns parts that find what some find and are fewer: one statement for
// both ends of an entity takes less than one for each.
func together(parts []part) []part {
	var fewer []part
	for _, p := range parts {
		if i := slices.IndexFunc(fewer, p.complements); i >= 0 {
			fewer[i].seek, _ = either(fewer[i].seek, p.seek)
		} else {
			fewer = append(fewer, p)
		}
	}
	return fewer
}

// complements reports whether p finds, of the entity and the type of q, the rest.
func (p part) complements(q part) bool {
	_, all := either(q.seek, p.seek)
	return all && q.key1 == p.key1 && q.key2 == p.key2 && q.leaveOut == nil && p.leaveOut == any(p.key1)
}

// either returns the seek that finds what two find that are of one end each.
func either(a, b seek) (seek, bool) {
	switch {
	case a == seekSubject && b == seekObject, a == seekObject && b == seekSubject:
		return seekEither, true
	case a == seekSubjectType && b == seekObjectType, a == seekObjectType && b == seekSubjectType:
		return seekEitherType, true
	}
	return seek{}, false
}
