package kg

import (
	"maps"
	"slices"
	"time"
)

// Direction says at which end of its relations an owner stands.
type Direction string

const (
	DirectionOut Direction = "OUT" // the owner is the subject
	DirectionIn  Direction = "IN"  // the owner is the object
	DirectionAny Direction = "ANY"
)

// RelationFilter chooses relations. Its fields all have to hold; an empty one
// holds for every relation. What And, Or and Not say is of the same owner.
type RelationFilter struct {
	Types []string // one of these types
	// With holds where the other end is one of these entities; for relations
	// without an owner, where either end is.
	With []string
	// Direction is DirectionAny where empty. A relation of a symmetric type has
	// both directions. It holds for every relation without an owner.
	Direction Direction
	Status    []Status
	Certainty []Certainty
	// From and To hold for relations that may fall, at least in part, on a day
	// from From to To: whose first day is not after To and whose last day is
	// not before From. A relation without time does not.
	From, To *Date
	// Documents holds where some evidence is in one of these documents.
	Documents []string
	// Quoted holds for relations whose coding IsQuoted, or, where false, for all others.
	Quoted *bool
	Coding []Coding
	// Datasets holds where some evidence is a row of one of these data sets.
	Datasets []string
	// AttributedTo holds where one of these entities is said to stand somehow to the
	// relation.
	AttributedTo []string
	// Places holds where it happened in one of these places. What lies in one counts
	// where the filter is asked of a store, see PlacesIn.
	Places []string
	// Publishers holds where some evidence is in a document that one of these published, or
	// is a row that says that one of these did. Case and accents do not tell publishers apart.
	Publishers []string
	// RecordedSince holds for what was recorded at that moment or later.
	RecordedSince *time.Time
	// BBox holds where some evidence says that the relation happened at a spot in it.
	BBox *BBox

	And []RelationFilter // each of these holds
	Or  []RelationFilter // at least one of these holds; any relation where there are none
	Not *RelationFilter  // this does not hold
}

// Check returns an error that names the field of f, beneath field, that no relation
// could meet by mistake: with CodeNotFound an unknown type, with CodeBadInput a time
// that ends before it starts, what cannot be an id, a list of no filters, a filter
// within another that says nothing, or more than MaxFilters, MaxNesting or
// MaxAlternatives.
func (f RelationFilter) Check(field string, types map[string]RelationType) error {
	if err := f.checkSize(field); err != nil {
		return err
	}
	return f.check(field, types)
}

func (f RelationFilter) check(field string, types map[string]RelationType) error {
	if err := CheckTypes(field+".types", f.Types, types); err != nil {
		return err
	}
	if f.From != nil && f.To != nil && *f.From > *f.To {
		return BadInput(field+".from", "%s is after to (%s); give a from that is not later than to", f.From, f.To)
	}
	for _, named := range []struct {
		field string
		ids   []string
	}{{"with", f.With}, {"attributedTo", f.AttributedTo}, {"places", f.Places}} {
		for _, id := range named.ids {
			if err := CheckEntityID(id); err != nil {
				return BadInput(field+"."+named.field, "%v", err)
			}
		}
	}
	for _, publisher := range f.Publishers {
		if err := checkDetail(field+".publishers", "the publisher", publisher); err != nil {
			return err
		}
	}
	if err := f.BBox.check(field + ".bbox"); err != nil {
		return err
	}
	for _, id := range f.Documents {
		if err := CheckDocumentID(id); err != nil {
			return BadInput(field+".documents", "%v", err)
		}
	}
	for name, one := range f.nested(field) {
		if one.IsEmpty() {
			return BadInput(name, "the filter is empty, so that it would hold for every relation; give it a field, or leave it out")
		}
		if err := one.check(name, types); err != nil {
			return err
		}
	}
	return nil
}

// CheckTypes returns an error with CodeNotFound for the first of the ids in an
// argument that names no type.
func CheckTypes(argument string, ids []string, types map[string]RelationType) error {
	for _, id := range ids {
		if _, known := types[id]; !known {
			return unknownType(argument, id, types)
		}
	}
	return nil
}

func unknownType(argument, id string, types map[string]RelationType) error {
	return notFound(argument, unknownID{ThingType, id}, nearest(id, slices.Collect(maps.Keys(types)), max(2, len(id)/3)))
}

// Holds reports whether r passes f as a relation of owner, or without an owner
// where that is empty. It says in one place what every store must answer. publisher
// returns who published a document, empty where that is not known; it may be nil where
// nobody asks for publishers.
func (f RelationFilter) Holds(r *Relation, owner string, symmetric bool, publisher func(document string) string) bool {
	holds := func(one RelationFilter) bool { return one.Holds(r, owner, symmetric, publisher) }
	return f.ownFieldsHold(r, owner, symmetric, publisher) && !slices.ContainsFunc(f.And, func(one RelationFilter) bool { return !holds(one) }) &&
		(len(f.Or) == 0 || slices.ContainsFunc(f.Or, holds)) && (f.Not == nil || !holds(*f.Not))
}

// ownFieldsHold is Holds without And, Or and Not.
func (f RelationFilter) ownFieldsHold(r *Relation, owner string, symmetric bool, publisher func(document string) string) bool {
	if !in(f.Types, r.Type) || !in(f.Status, r.Status) || !in(f.Certainty, r.Certainty) {
		return false
	}
	if owner == "" {
		if len(f.With) > 0 && !in(f.With, r.Subject) && !in(f.With, r.Object) {
			return false
		}
	} else {
		out := r.Subject == owner && (symmetric || f.Direction != DirectionIn) && in(f.With, r.Object)
		into := r.Object == owner && (symmetric || f.Direction != DirectionOut) && in(f.With, r.Subject)
		if !out && !into {
			return false
		}
	}
	if f.From != nil || f.To != nil {
		if r.Time == nil {
			return false
		}
		first, last := r.Time.Bounds()
		if f.From != nil && last < *f.From || f.To != nil && first > *f.To {
			return false
		}
	}
	if f.Quoted != nil && *f.Quoted != r.Coding.IsQuoted() || !in(f.Coding, r.Coding) || len(f.Datasets) > 0 && !r.RestsOnRowsOf(f.Datasets) || f.BBox != nil && !r.IsWithin(*f.BBox) {
		return false
	}
	if f.RecordedSince != nil && r.RecordedAt.Before(*f.RecordedSince) {
		return false
	}
	published := func(e Evidence) bool {
		by := ""
		if e.Source != nil {
			by = e.Source.Publisher
		} else {
			by = publisher(e.Document)
		}
		by = FoldName(by)
		return by != "" && slices.ContainsFunc(f.Publishers, func(p string) bool { return FoldName(p) == by })
	}
	return (len(f.Documents) == 0 || slices.ContainsFunc(r.Evidence, func(e Evidence) bool { return in(f.Documents, e.Document) })) &&
		(len(f.AttributedTo) == 0 || slices.ContainsFunc(r.Attributions, func(a Attribution) bool { return in(f.AttributedTo, a.By) })) &&
		(len(f.Places) == 0 || slices.ContainsFunc(r.Places, func(place string) bool { return in(f.Places, place) })) &&
		(len(f.Publishers) == 0 || slices.ContainsFunc(r.Evidence, published))
}

func in[T comparable](set []T, v T) bool {
	if len(set) == 0 {
		return true
	}
	for _, s := range set {
		if s == v {
			return true
		}
	}
	return false
}
