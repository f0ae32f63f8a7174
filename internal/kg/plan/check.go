package plan

import (
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// Check is what is asked of a relation that no index finds. All that is given has to
// hold; what is a list of lists holds where something of each does.
type Check struct {
	Not         bool // it must not hold
	Sides       []Side
	Statuses    []kg.Status
	Certainties []kg.Certainty
	Codings     []kg.Coding
	From, To    *kg.Date // see kg.RelationFilter
	Outside     []Period // its time overlaps none of these, or it has none

	Some [Facets][][]string // what each list names something of
	None [Facets][]string   // what nothing is named of

	Since, Before *time.Time // when it was recorded: then or later, before that; in whole milliseconds

	Boxes, NotBoxes []kg.BBox // within all of these, and none of those; see kg.RelationFilter
	Quantified      bool      // evidence of whatever time tells how many
}

// A Facet is something that a relation names besides its type and ends.
type Facet int

const (
	InDocument   Facet = iota // documents that its words are in
	AttributedTo              // entities that are said to stand somehow to it
	InPlace                   // places where it happened
	PublishedBy               // by kg.FoldName, the publishers of the documents that its words are in, and of its rows
	InDataset                 // data sets on whose rows it rests
	Facets                    // how many there are
)

// Asks reports whether c asks what a relation names of a facet.
func (c Check) Asks(f Facet) bool { return len(c.Some[f])+len(c.None[f]) > 0 }

// asksAny reports whether c asks what a relation names of any facet.
func (c Check) asksAny() bool {
	for f := range Facets {
		if c.Asks(f) {
			return true
		}
	}
	return false
}

// IsNone reports whether every relation passes, unless it must not hold.
func (c Check) IsNone() bool {
	return !c.asksAny() && !c.Quantified && len(c.Sides)+len(c.Statuses)+len(c.Certainties)+len(c.Codings)+len(c.Outside) == 0 && c.From == nil && c.To == nil && c.Since == nil && c.Before == nil && !c.AsksWhere()
}

// AsksWhere reports whether it matters where a relation happened.
func (c Check) AsksWhere() bool { return len(c.Boxes)+len(c.NotBoxes) > 0 }

// Fits reports whether what is in some boxes is in all that the check asks for, and in no
// other.
func (c Check) Fits(isIn func(kg.BBox) bool) bool {
	return !slices.ContainsFunc(c.NotBoxes, isIn) && !slices.ContainsFunc(c.Boxes, func(b kg.BBox) bool { return !isIn(b) })
}

// passes reports whether a relation passes of which names reports whether it names one
// of some things, and isIn whether it was known to have happened in a box.
func (c Check) passes(r *kg.Relation, names func(f Facet, some []string) bool, isIn func(kg.BBox) bool) bool {
	filter := kg.RelationFilter{Status: c.Statuses, Certainty: c.Certainties, Coding: c.Codings, From: c.From, To: c.To}
	holds := filter.Holds(r, "", false, nil) &&
		(len(c.Sides) == 0 || slices.ContainsFunc(c.Sides, func(s Side) bool { return s.has(r) })) &&
		!slices.ContainsFunc(c.Outside, func(p Period) bool { return p.overlaps(r.Time) }) &&
		(c.Since == nil || !r.RecordedAt.Before(*c.Since)) && (c.Before == nil || r.RecordedAt.Before(*c.Before)) && c.Fits(isIn) &&
		(!c.Quantified || slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool { return len(e.Quantities) > 0 }))
	for f := range Facets {
		holds = holds && !slices.ContainsFunc(c.Some[f], func(some []string) bool { return !names(f, some) }) && (len(c.None[f]) == 0 || !names(f, c.None[f]))
	}
	return holds != c.Not
}

// Within returns the days on one of which a time may fall, and whether there are such.
func (c Check) Within() (p Period, is bool) {
	p = allTime
	if c.From != nil {
		p.From = *c.From
	}
	if c.To != nil {
		p.To = *c.To
	}
	return p, c.From != nil || c.To != nil
}

// Side is the relations of some types that lead from some entities to some, as they
// are recorded. A list that is nil is of all.
type Side struct {
	Subjects, Objects       []string
	NotSubjects, NotObjects []string
	Types                   []string
}

func (s Side) has(r *kg.Relation) bool {
	in := func(list []string, id string) bool { return list == nil || slices.Contains(list, id) }
	return in(s.Subjects, r.Subject) && in(s.Objects, r.Object) && in(s.Types, r.Type) &&
		!slices.Contains(s.NotSubjects, r.Subject) && !slices.Contains(s.NotObjects, r.Object)
}

// isUnranged reports whether the ranges of s have more than s has.
func (s Side) isUnranged() bool {
	return s.isCrowded() || s.Subjects == nil && s.Objects == nil && len(s.NotSubjects)+len(s.NotObjects) > 0
}

// fewEnds are so few that each is paired with all others, however many these are.
const fewEnds = 4

// isCrowded reports whether s has so many pairs that its subjects alone are looked for.
func (s Side) isCrowded() bool {
	return min(len(s.Subjects), len(s.Objects)) > fewEnds && len(s.Subjects)*len(s.Objects) > kg.MaxPairs
}

// and returns what two sides both have, and whether that can be anything.
func (s Side) and(t Side) (both Side, any bool) {
	var subjects, objects, types bool
	both.Subjects, both.NotSubjects, subjects = ends(s.Subjects, s.NotSubjects, t.Subjects, t.NotSubjects)
	both.Objects, both.NotObjects, objects = ends(s.Objects, s.NotObjects, t.Objects, t.NotObjects)
	both.Types, types = common(s.Types, t.Types)
	return both, subjects && objects && types
}

// ends returns which ends two sides have in common.
func ends(some, not, others, notOthers []string) (both, notBoth []string, any bool) {
	both, any = common(some, others)
	notBoth = joined(not, notOthers)
	if both == nil {
		return nil, notBoth, true
	}
	both = slices.DeleteFunc(slices.Clone(both), func(id string) bool { return slices.Contains(notBoth, id) })
	return both, nil, any && len(both) > 0
}
