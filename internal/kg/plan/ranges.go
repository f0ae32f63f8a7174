package plan

import (
	"slices"

	"conflictgraph/internal/kg"
)

// Index is an order by kg.Relation.Position of the relations that share some keys.
type Index int

const (
	ByPosition    Index = iota // all of them
	ByType                     // of one type
	BySubject                  // by the entity that is recorded as their subject
	ByObject                   // by the one that is recorded as their object
	BySubjectType              // by subject and type
	ByObjectType               // by object and type
	ByPair                     // by subject and object
)

// Range is the relations that an index has under some keys, which are empty where it
// is not by them.
type Range struct {
	Index                 Index
	Subject, Object, Type string

	Types   []string // of a pair, the types that are asked for; any where empty
	Without []string // what has one of these at the end that is no key is found by another range of the page
}

// Ranges returns the ranges that together find each relation once that a filter may
// hold for: of an owner, or of the graph where that is empty. The owner and those of
// filter.With stand for their clusters.
func Ranges(owner string, f kg.RelationFilter, clusters *Clusters, types *Types) []Range {
	with := clusters.Expand(f.With)
	if owner == "" {
		return graphRanges(distinct(f.Types), with)
	}
	r := owned{owners: clusters.Members(clusters.Canonical(owner)), with: with, types: distinct(f.Types)}
	// Against the direction, only what is symmetric counts.
	against := types.symmetricAmong(r.types)
	switch f.Direction {
	case kg.DirectionOut:
		return slices.Concat(r.outward(r.types, nil), r.unless(len(against) == 0, r.inward, against))
	case kg.DirectionIn:
		return slices.Concat(r.inward(r.types, nil), r.unless(len(against) == 0, r.outward, against))
	}
	return slices.Concat(r.outward(r.types, nil), r.inward(r.types, r.owners))
}

func graphRanges(types, with []string) (ranges []Range) {
	r := owned{owners: with, types: types}
	switch {
	case len(with) > 0:
		return slices.Concat(r.outward(types, nil), r.inward(types, with))
	case len(types) > 0:
		for _, t := range types {
			ranges = append(ranges, Range{Index: ByType, Type: t})
		}
		return ranges
	}
	return []Range{{Index: ByPosition}}
}

// owned makes the ranges of the relations of owners that are one.
type owned struct {
	owners, with, types []string
}

// unless returns the ranges that a side has of some types, without what both ends of
// are owners, which the other side has.
func (o owned) unless(none bool, side func(types, without []string) []Range, types []string) []Range {
	if none {
		return nil
	}
	return side(types, o.owners)
}

// outward returns the ranges of what leads from the owners, of some types or of any,
// but for what leads to some entities.
func (o owned) outward(types, without []string) (ranges []Range) {
	for _, owner := range o.owners {
		for _, other := range o.with {
			if !slices.Contains(without, other) {
				ranges = append(ranges, Range{Index: ByPair, Subject: owner, Object: other, Types: types})
			}
		}
		switch {
		case len(o.with) > 0:
		case len(types) == 0:
			ranges = append(ranges, Range{Index: BySubject, Subject: owner, Without: without})
		default:
			for _, t := range types {
				ranges = append(ranges, Range{Index: BySubjectType, Subject: owner, Type: t, Without: without})
			}
		}
	}
	return ranges
}

// inward returns those of what leads to the owners.
func (o owned) inward(types, without []string) []Range {
	ranges := o.outward(types, without)
	for i, r := range ranges {
		switch ranges[i].Subject, ranges[i].Object = r.Object, r.Subject; r.Index {
		case BySubject:
			ranges[i].Index = ByObject
		case BySubjectType:
			ranges[i].Index = ByObjectType
		}
	}
	return ranges
}

// RelationScan asks for the first relations of ranges, by position, that meet
// conditions.
type RelationScan struct {
	Ranges     []Range
	Conditions Conditions
	Scan       kg.Scan
	Owners     []string // whom the relations are of: ends that need not be hydrated
}
