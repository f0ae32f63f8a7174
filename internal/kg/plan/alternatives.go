package plan

import (
	"reflect"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// An alternative is a conjunction that a filter holds for the relations of, and how these
// are found.
type alternative struct {
	conjunction
	sides      []Side
	ranges     []Range
	conditions Conditions
}

// alternatives returns what a filter comes to of the relations of an owner, or of the
// graph where that is empty. A relation may be of several.
func (q *query) alternatives(owner string, f kg.RelationFilter) []alternative {
	all := q.alternativesOf(f, q.owners(owner))
	for i := range all {
		all[i].conditions.AsOf = q.asOf
	}
	return all
}

func (q *query) alternativesOf(f kg.RelationFilter, owners []string) (all []alternative) {
	for _, c := range q.normal(f, len(owners) > 0) {
		a := alternative{conjunction: c, sides: c.sides(owners, q.types)}
		for _, s := range a.sides {
			a.ranges = append(a.ranges, s.ranges()...)
		}
		var unranged []Side
		if slices.ContainsFunc(a.sides, Side.isUnranged) {
			unranged = a.sides
		}
		if a.conditions = c.conditions(unranged); len(a.ranges) > 0 {
			all = append(all, a)
		}
	}
	return all
}

// owners returns the ids that are one with an owner, none where that is empty.
func (q *query) owners(owner string) []string {
	if owner == "" {
		return nil
	}
	return q.clusters.Members(q.clusters.Canonical(owner))
}

// normal returns the conjunctions of a filter, of relations of an owner or of all.
func (q *query) normal(f kg.RelationFilter, owned bool) []conjunction {
	return q.narrowed((normalizer{owned, q.clusters, q.types}).normal(f, false))
}

// exclusion returns the check that leaves out what a finds.
func (a alternative) exclusion() Check { return a.conjunction.exclusion(a.sides) }

// scan returns the walk over positions that finds what a has of a page.
func (a alternative) scan(req kg.PageRequest) kg.Scan {
	req.Filter = kg.RelationFilter{To: a.to}
	scan := req.Scan()
	if a.undated {
		scan.Lower = max(scan.Lower, undated)
	}
	return scan
}

// A normalizer brings filters into disjunctive normal form: conjunctions of which at
// least one holds where the filter does. The complement of a set is a set again; what
// has none is negated.
type normalizer struct {
	owned    bool // relations are of an owner: with and direction are as seen from it
	clusters *Clusters
	types    *Types
}

// normal returns the conjunctions of a filter, or of what negates it.
func (n normalizer) normal(f kg.RelationFilter, negated bool) []conjunction {
	var parts [][]conjunction
	for _, literal := range f.Literals() {
		if negated {
			parts = append(parts, n.contrary(literal))
		} else {
			parts = append(parts, []conjunction{n.literal(literal)})
		}
	}
	for _, one := range f.And {
		parts = append(parts, n.normal(one, negated))
	}
	if f.Not != nil {
		parts = append(parts, n.normal(*f.Not, !negated))
	}
	if len(f.Or) > 0 {
		var some [][]conjunction
		for _, one := range f.Or {
			some = append(some, n.normal(one, negated))
		}
		if negated {
			parts = append(parts, all(some))
		} else {
			parts = append(parts, either(some))
		}
	}
	if negated {
		return either(parts)
	}
	return all(parts)
}

// all returns what holds where one of each of some disjunctions holds.
func all(of [][]conjunction) []conjunction {
	product := []conjunction{anyRelation}
	for _, some := range of {
		var next []conjunction
		for _, c := range product {
			for _, d := range some {
				if both, any := c.and(d); any {
					next = append(next, both)
				}
			}
		}
		product = next
	}
	return united(product)
}

// either returns what holds where one of some disjunctions holds.
func either(of [][]conjunction) []conjunction { return united(slices.Concat(of...)) }

// literal returns what a filter of one field says.
func (n normalizer) literal(f kg.RelationFilter) conjunction {
	c := anyRelation
	switch {
	case len(f.Types) > 0:
		c.types = joined(f.Types, nil)
	case len(f.Status) > 0:
		c.statuses = joined(f.Status, nil)
	case len(f.Certainty) > 0:
		c.certainties = joined(f.Certainty, nil)
	case len(f.With) > 0:
		c.with = [][]string{joined(n.clusters.Expand(f.With), nil)}
	case len(f.Documents) > 0:
		c.some[InDocument] = [][]string{joined(f.Documents, nil)}
	case len(f.Datasets) > 0:
		c.some[InDataset] = [][]string{joined(f.Datasets, nil)}
	case len(f.AttributedTo) > 0:
		c.some[AttributedTo] = [][]string{joined(n.clusters.Expand(f.AttributedTo), nil)}
	case len(f.Places) > 0:
		c.some[InPlace] = [][]string{joined(n.clusters.Expand(f.Places), nil)}
	case len(f.Publishers) > 0:
		folded := make([]string, len(f.Publishers))
		for i, publisher := range f.Publishers {
			folded[i] = kg.FoldName(publisher)
		}
		c.some[PublishedBy] = [][]string{joined(folded, nil)}
	case f.RecordedSince != nil:
		since := f.RecordedSince.Add(time.Millisecond - 1).UTC().Truncate(time.Millisecond)
		c.since = &since
	case f.Quoted != nil:
		c.codings = joined(kg.CodingsOf(*f.Quoted), nil)
	case len(f.Coding) > 0:
		c.codings = joined(f.Coding, nil)
	case f.BBox != nil:
		c.boxes = []kg.BBox{*f.BBox}
	case f.From != nil || f.To != nil:
		c.from, c.to = f.From, f.To
	case n.owned && f.Direction == kg.DirectionOut:
		c.directions = outward | bothWays
	case n.owned && f.Direction == kg.DirectionIn:
		c.directions = inward | bothWays
	}
	return c
}

// contrary returns what holds where a filter of one field does not.
func (n normalizer) contrary(f kg.RelationFilter) []conjunction {
	c := n.literal(f)
	of := anyRelation
	for facet, some := range c.some {
		if some != nil {
			of.none[facet] = some[0]
			return []conjunction{of}
		}
	}
	switch {
	case c.types != nil:
		of.types = except(n.types.ids(), c.types)
		return possible(of, len(of.types))
	case c.statuses != nil:
		of.statuses = except(joined(kg.Statuses, nil), c.statuses)
		return possible(of, len(of.statuses))
	case c.certainties != nil:
		of.certainties = except(joined(kg.Certainties, nil), c.certainties)
		return possible(of, len(of.certainties))
	case c.codings != nil:
		of.codings = except(joined(kg.Codings, nil), c.codings)
		return possible(of, len(of.codings))
	case c.boxes != nil:
		of.notBoxes = c.boxes
	case c.with != nil:
		of.notWith = c.with[0]
	case c.since != nil:
		of.before = c.since
	case c.from != nil || c.to != nil:
		return beside(c.from, c.to)
	default:
		of.directions = anyDirection &^ c.directions
		return possible(of, int(of.directions))
	}
	return []conjunction{of}
}

// possible returns a conjunction in which one thing may have some values, unless there
// are none.
func possible(c conjunction, values int) []conjunction {
	if values == 0 {
		return nil
	}
	return []conjunction{c}
}

// beside returns what holds for relations that can not fall on a day from one to
// another: they have no time, end before it or start after it.
func beside(from, to *kg.Date) []conjunction {
	p := allTime
	undated, before, after := anyRelation, anyRelation, anyRelation
	undated.undated = true
	all := []conjunction{undated}
	if from != nil {
		p.From = *from
	}
	if to != nil {
		p.To = *to
	}
	before.outside, after.outside = []Period{p}, []Period{p}
	if p.From > kg.MinDate {
		day := p.From - 1
		before.to = &day
		all = append(all, before)
	}
	if p.To < kg.MaxDate {
		day := p.To + 1
		after.from = &day
		all = append(all, after)
	}
	return all
}

// united returns conjunctions of which one holds where one of some does: fewer, where
// two say the same, or differ in one set alone.
func united(some []conjunction) (fewer []conjunction) {
	for _, c := range some {
		for i := 0; i < len(fewer); i++ {
			if one, is := fewer[i].unite(c); is {
				c, fewer = one, slices.Delete(fewer, i, i+1)
				i = -1
			}
		}
		fewer = append(fewer, c)
	}
	return fewer
}

// unite returns what holds where one of two conjunctions does, if that is one.
func (c conjunction) unite(d conjunction) (either conjunction, is bool) {
	differ := 0
	either = c
	if !slices.Equal(c.types, d.types) || (c.types == nil) != (d.types == nil) {
		differ++
		either.types = union(c.types, d.types)
	}
	if !slices.Equal(c.statuses, d.statuses) {
		differ++
		either.statuses = wholeAsNil(union(c.statuses, d.statuses), len(kg.Statuses))
	}
	if !slices.Equal(c.certainties, d.certainties) {
		differ++
		either.certainties = wholeAsNil(union(c.certainties, d.certainties), len(kg.Certainties))
	}
	if !slices.Equal(c.codings, d.codings) {
		differ++
		either.codings = wholeAsNil(union(c.codings, d.codings), len(kg.Codings))
	}
	if c.directions != d.directions {
		differ++
		either.directions = c.directions | d.directions
	}
	rest := func(c conjunction) conjunction {
		c.types, c.statuses, c.certainties, c.codings, c.directions = nil, nil, nil, nil, 0
		return c
	}
	return either, differ <= 1 && reflect.DeepEqual(rest(c), rest(d))
}

// union returns what is in either of two sets, of which nil is that of everything.
func union[T ~string](a, b []T) []T {
	if a == nil || b == nil {
		return nil
	}
	return joined(a, b)
}

func wholeAsNil[T any](set []T, whole int) []T {
	if len(set) == whole {
		return nil
	}
	return set
}

// except returns what of a set is not in another.
func except[T comparable](set, other []T) []T {
	return slices.DeleteFunc(slices.Clone(set), func(v T) bool { return slices.Contains(other, v) })
}
