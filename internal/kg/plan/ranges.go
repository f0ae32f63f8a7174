package plan

import "conflictgraph/internal/kg"

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
	ByNaming                   // the few that name something and have an owner of the scan at an end, if it has any
)

// Range is the relations that an index has under some keys, which are empty where it
// is not by them.
type Range struct {
	Index                 Index
	Subject, Object, Type string

	Types   []string // of a pair, the types that are asked for; any where empty
	Without []string // what has one of these at the end that is no key is found by another range of the page
	Named   Named    // of ByNaming, what is named
}

// Named is what relations may name: one of some values of a facet or, where there is a
// box, spots in it.
type Named struct {
	Facet  Facet
	Values []string
	Box    *kg.BBox
}

// RelationScan asks for the first relations of ranges, by position, that meet
// conditions.
type RelationScan struct {
	Ranges     []Range
	Conditions Conditions
	Scan       kg.Scan
	Owners     []string // whom the relations are of: ends that need not be hydrated
}
