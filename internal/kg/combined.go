package kg

import (
	"fmt"
	"iter"
	"slices"
)

// The bounds of a filter that has others within it.
const (
	MaxFilters = 64 // filters in all, itself among them
	MaxNesting = 8  // filters within each other, itself among them
	// MaxAlternatives is how many alternatives a filter may come to: what it says with
	// Or on the outside alone and Not before single fields alone, which is its
	// disjunctive normal form. Each is looked for by itself.
	MaxAlternatives = 32
	// MaxPairs is how many pairs of entities of two lists of With are looked for by
	// themselves. Of more, all relations of the entities of one list are gone through.
	MaxPairs = 1000
)

// IsCombined reports whether f has other filters within it.
func (f RelationFilter) IsCombined() bool { return len(f.And)+len(f.Or) > 0 || f.Not != nil }

// nested returns the filters right within f, by their names beneath field.
func (f RelationFilter) nested(field string) iter.Seq2[string, RelationFilter] {
	return func(yield func(string, RelationFilter) bool) {
		for i, one := range f.And {
			if !yield(fmt.Sprintf("%s.and[%d]", field, i), one) {
				return
			}
		}
		for i, one := range f.Or {
			if !yield(fmt.Sprintf("%s.or[%d]", field, i), one) {
				return
			}
		}
		if f.Not != nil {
			yield(field+".not", *f.Not)
		}
	}
}

// All returns f and the filters within it, by their names beneath field.
func (f RelationFilter) All(field string) iter.Seq2[string, RelationFilter] {
	return func(yield func(string, RelationFilter) bool) { f.yieldAll(field, yield) }
}

func (f RelationFilter) yieldAll(field string, yield func(string, RelationFilter) bool) bool {
	if !yield(field, f) {
		return false
	}
	for name, one := range f.nested(field) {
		if !one.yieldAll(name, yield) {
			return false
		}
	}
	return true
}

// Literals returns the fields of f that are set, each as a filter of its own.
func (f RelationFilter) Literals() (literals []RelationFilter) {
	add := func(set bool, literal RelationFilter) {
		if set {
			literals = append(literals, literal)
		}
	}
	add(len(f.Types) > 0, RelationFilter{Types: f.Types})
	add(len(f.With) > 0, RelationFilter{With: f.With})
	add(f.Direction != "" && f.Direction != DirectionAny, RelationFilter{Direction: f.Direction})
	add(len(f.Status) > 0, RelationFilter{Status: f.Status})
	add(len(f.Certainty) > 0, RelationFilter{Certainty: f.Certainty})
	add(f.From != nil || f.To != nil, RelationFilter{From: f.From, To: f.To})
	add(len(f.Documents) > 0, RelationFilter{Documents: f.Documents})
	add(f.Quoted != nil, RelationFilter{Quoted: f.Quoted})
	add(len(f.Coding) > 0, RelationFilter{Coding: f.Coding})
	add(len(f.Datasets) > 0, RelationFilter{Datasets: f.Datasets})
	add(len(f.AttributedTo) > 0, RelationFilter{AttributedTo: f.AttributedTo})
	add(len(f.Places) > 0, RelationFilter{Places: f.Places})
	add(len(f.Publishers) > 0, RelationFilter{Publishers: f.Publishers})
	add(f.RecordedSince != nil, RelationFilter{RecordedSince: f.RecordedSince})
	add(f.BBox != nil, RelationFilter{BBox: f.BBox})
	return literals
}

// IsEmpty reports whether f holds for every relation since it says nothing.
func (f RelationFilter) IsEmpty() bool { return !f.IsCombined() && len(f.Literals()) == 0 }

// checkSize returns an error where f is larger than the bounds, or has a list of no
// filters.
func (f RelationFilter) checkSize(field string) error {
	left := MaxFilters
	if err := f.checkNesting(field, field, 1, &left); err != nil {
		return err
	}
	if n := f.alternatives(false); n > MaxAlternatives {
		return BadInput(field, "the filter comes to %s alternatives, at most %d are looked for: those of or add up, those that hold together multiply, and not turns one into the other; ask for fewer, or in several queries",
			atMost(n, mostAlternatives), MaxAlternatives)
	}
	return nil
}

func (f RelationFilter) checkNesting(whole, field string, depth int, left *int) error {
	if depth > MaxNesting {
		return BadInput(field, "this filter is %d deep, at most %d may be within each other", depth, MaxNesting)
	}
	if *left--; *left < 0 {
		return BadInput(whole, "there are more than %d filters in it; give fewer", MaxFilters)
	}
	empty := ""
	switch {
	case f.And != nil && len(f.And) == 0:
		empty = ".and"
	case f.Or != nil && len(f.Or) == 0:
		empty = ".or"
	}
	if empty != "" {
		return BadInput(field+empty, "the list is empty; give it a filter, or leave it out")
	}
	for name, one := range f.nested(field) {
		if err := one.checkNesting(whole, name, depth+1, left); err != nil {
			return err
		}
	}
	return nil
}

// mostAlternatives is where counting them stops.
const mostAlternatives = 1_000_000

func atMost(n, most int) string {
	if n >= most {
		return fmt.Sprintf("%d or more", most)
	}
	return fmt.Sprint(n)
}

// alternatives returns of how many conjunctions the disjunctive normal form of f is,
// or of what negates f.
func (f RelationFilter) alternatives(negated bool) int {
	together, either := 1, 0 // of what has to hold together, and of what is one of several
	add := func(n int) { together, either = min(together*n, mostAlternatives), min(either+n, mostAlternatives) }
	for _, literal := range f.Literals() {
		if negated {
			add(literal.contraries())
		} else {
			add(1)
		}
	}
	for _, one := range f.And {
		add(one.alternatives(negated))
	}
	if f.Not != nil {
		add(f.Not.alternatives(!negated))
	}
	if len(f.Or) > 0 {
		all, any := 1, 0
		for _, one := range f.Or {
			n := one.alternatives(negated)
			all, any = min(all*n, mostAlternatives), min(any+n, mostAlternatives)
		}
		if negated {
			add(all)
		} else {
			add(any)
		}
	}
	if negated {
		return either
	}
	return together
}

// contraries returns how many alternatives what negates a literal has: of a time, to have
// none, to have ended before From, and to start after To.
func (f RelationFilter) contraries() int {
	switch {
	case f.From != nil && f.To != nil:
		return 3
	case f.From != nil || f.To != nil:
		return 2
	}
	return 1
}

// Alternatives returns of how many conjunctions the disjunctive normal form of f is, at
// least 1; see MaxAlternatives.
func (f RelationFilter) Alternatives() int { return max(f.alternatives(false), 1) }

// IsChecked reports whether f asks for what was said by whom, where, of which publisher or
// data set, or since when, leaves out entities or documents, or may ask for more than
// MaxPairs, so that relations are found by looking at each in turn.
func (f RelationFilter) IsChecked() bool {
	longest, next := 0, 0
	for _, one := range f.All("") {
		n := len(one.With)
		longest, next = max(longest, n), max(next, min(longest, n))
	}
	return longest*next > MaxPairs || f.NamesDatasets() || f.isChecked(false)
}

// NamesDatasets reports whether f, or a filter within it, names data sets.
func (f RelationFilter) NamesDatasets() bool {
	for _, one := range f.All("") {
		if len(one.Datasets) > 0 {
			return true
		}
	}
	return false
}

func (f RelationFilter) isChecked(negated bool) bool {
	within := func(one RelationFilter) bool { return one.isChecked(negated) }
	return negated && len(f.With)+len(f.Documents) > 0 || len(f.AttributedTo)+len(f.Places)+len(f.Publishers) > 0 || f.RecordedSince != nil || slices.ContainsFunc(f.And, within) || slices.ContainsFunc(f.Or, within) ||
		f.Not != nil && f.Not.isChecked(!negated)
}

// WithoutEnds returns what is left of f where it does not matter what is at the ends
// of a relation: a filter that holds wherever f holds for some owner and other end.
func (f RelationFilter) WithoutEnds() RelationFilter { return f.without(RelationFilter.endless) }

// withoutCounterparts does that where only Direction matters of them.
func (f RelationFilter) withoutCounterparts() RelationFilter {
	return f.without(func(f RelationFilter) RelationFilter { f.With = nil; return f })
}

func (f RelationFilter) endless() RelationFilter {
	f.With, f.Direction = nil, ""
	return f
}

// without takes fields out of f that do not matter, and with them what they decide.
func (f RelationFilter) without(fields func(RelationFilter) RelationFilter) RelationFilter {
	left, _ := f.weakened(fields, false)
	return left
}

// weakened takes fields out of f, or of what negates f, as if what they say always
// held, and so did its contrary. It reports whether something is left that need not
// always hold; where nothing is, the filter is empty.
func (f RelationFilter) weakened(fields func(RelationFilter) RelationFilter, negated bool) (left RelationFilter, says bool) {
	left = fields(f)
	left.And, left.Or, left.Not = nil, nil, nil
	// Of what has to hold together, what always holds is left out. Where one of several
	// does, all of them are.
	lost := len(left.Literals()) < len(f.Literals())
	keep := func(one RelationFilter, negated bool) (RelationFilter, bool) {
		one, says := one.weakened(fields, negated)
		lost = lost || !says
		return one, says
	}
	for _, one := range f.And {
		if one, says := keep(one, negated); says {
			left.And = append(left.And, one)
		}
	}
	if f.Not != nil {
		if one, says := keep(*f.Not, !negated); says {
			left.Not = &one
		}
	}
	all := true
	for _, one := range f.Or {
		one, says := one.weakened(fields, negated)
		if all = all && says; says {
			left.Or = append(left.Or, one)
		}
	}
	if !negated && !all {
		left.Or = nil
	}
	if len(f.Or) > 0 && len(left.Or) == 0 {
		lost = true
	}
	if negated && lost {
		return RelationFilter{}, false
	}
	return left, !left.IsEmpty()
}

// reversed returns f as it looks from the other end of each relation.
func (f RelationFilter) reversed() RelationFilter {
	return f.each(func(f RelationFilter) RelationFilter {
		switch f.Direction {
		case DirectionOut:
			f.Direction = DirectionIn
		case DirectionIn:
			f.Direction = DirectionOut
		}
		return f
	})
}

// Naming returns f with other ids in place of those of entities.
func (f RelationFilter) Naming(ids func(entities []string) []string) RelationFilter {
	return f.each(func(f RelationFilter) RelationFilter {
		f.With, f.AttributedTo, f.Places = ids(f.With), ids(f.AttributedTo), ids(f.Places)
		return f
	})
}

// each returns f with its fields, and those of the filters within it, changed.
func (f RelationFilter) each(change func(RelationFilter) RelationFilter) RelationFilter {
	f = change(f)
	f.And, f.Or = slices.Clone(f.And), slices.Clone(f.Or)
	for _, list := range [][]RelationFilter{f.And, f.Or} {
		for i, one := range list {
			list[i] = one.each(change)
		}
	}
	if f.Not != nil {
		not := f.Not.each(change)
		f.Not = &not
	}
	return f
}
