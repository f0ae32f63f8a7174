package plan

// sides returns the sides of which each relation is in one that leads where a
// conjunction asks for, of owners that are one, or of the graph where there are none.
func (c conjunction) sides(owners []string, types *Types) (sides []Side) {
	if len(owners) == 0 {
		sides = []Side{{Types: c.types}}
		for _, with := range c.with {
			sides = met(sides, []Side{{Subjects: with}, {Objects: with, NotSubjects: with}})
		}
		return met(sides, []Side{{NotSubjects: c.notWith, NotObjects: c.notWith}})
	}
	symmetric, others := c.types, c.types
	if c.directions != anyDirection {
		symmetric, others = types.symmetricAmong(c.types), types.asymmetricAmong(c.types)
	}
	from, to := Side{Subjects: owners}, Side{Objects: owners}
	fromAlone, toAlone := Side{Subjects: owners, NotObjects: owners}, Side{Objects: owners, NotSubjects: owners}
	add := func(s Side, types []string) { s.Types = types; sides = append(sides, s) }
	switch c.directions {
	case anyDirection:
		add(from, c.types)
		add(toAlone, c.types)
	case outward | bothWays:
		add(from, c.types)
		add(toAlone, symmetric)
	case inward | bothWays:
		add(to, c.types)
		add(fromAlone, symmetric)
	case bothWays:
		add(from, symmetric)
		add(toAlone, symmetric)
		add(Side{Subjects: owners, Objects: owners}, others)
	case outward | inward:
		add(fromAlone, others)
		add(toAlone, others)
	case outward:
		add(fromAlone, others)
	case inward:
		add(toAlone, others)
	}
	var other []string
	for _, with := range c.with {
		other, _ = common(other, with)
	}
	for i, s := range sides {
		restricted := Side{Objects: other, NotObjects: c.notWith}
		if s.Subjects == nil {
			restricted = Side{Subjects: other, NotSubjects: c.notWith}
		}
		sides[i], _ = s.and(restricted)
	}
	return met(sides, []Side{{}})
}

// met returns what each two sides of two lists have in common, where that can be
// anything.
func met(some, others []Side) (all []Side) {
	for _, s := range some {
		for _, t := range others {
			if both, any := s.and(t); any {
				all = append(all, both)
			}
		}
	}
	return all
}

// ranges returns the ranges that together find each relation of a side once, and nothing
// else unless the side isUnranged.
func (s Side) ranges() (ranges []Range) {
	add := func(r Range, typed Index) {
		if s.Types == nil {
			ranges = append(ranges, r)
		}
		for _, r.Type = range s.Types {
			r.Index = typed
			ranges = append(ranges, r)
		}
	}
	switch {
	case s.Subjects != nil && s.Objects != nil && !s.isCrowded():
		for _, subject := range s.Subjects {
			for _, object := range s.Objects {
				ranges = append(ranges, Range{Index: ByPair, Subject: subject, Object: object, Types: s.Types})
			}
		}
	case s.Subjects != nil:
		for _, subject := range s.Subjects {
			add(Range{Index: BySubject, Subject: subject, Without: s.NotObjects}, BySubjectType)
		}
	case s.Objects != nil:
		for _, object := range s.Objects {
			add(Range{Index: ByObject, Object: object, Without: s.NotSubjects}, ByObjectType)
		}
	default:
		add(Range{Index: ByPosition}, ByType)
	}
	return ranges
}
