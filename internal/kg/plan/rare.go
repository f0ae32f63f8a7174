package plan

import (
	"fmt"
	"slices"

	"conflictgraph/internal/kg"
)

// fewNamed is of how many relations a value is rare: these are looked up and put in order
// in less time than it takes to come upon a page of them among all of an owner.
const fewNamed = 1000

// A rarity is a list of values of a facet that few relations name.
type rarity struct {
	facet Facet
	list  int // of conjunction.some
	ids   []string
}

// rare returns the rarest list of values that a conjunction asks for, and whether there is
// one.
func (q *query) rare(c conjunction) (rarest rarity, any bool, err error) {
	for f := range Facets {
		if f == InDocument || f == InDataset {
			continue // stores find what is in documents by themselves, and data sets name many
		}
		for i, values := range c.some[f] {
			ids, few, err := q.fewNaming(f, values)
			if err != nil {
				return rarest, false, err
			}
			if few && (!any || len(ids) < len(rarest.ids)) {
				rarest, any = rarity{f, i, ids}, true
			}
		}
	}
	return rarest, any, nil
}

// fewNaming returns the ids of the relations that name one of some values, unless they are
// not few. What not few have named stays so, since nothing is erased.
func (q *query) fewNaming(f Facet, values []string) (ids []string, few bool, err error) {
	key := fmt.Sprintf("%d %q", f, values)
	if q.named == nil {
		q.named = map[string][]string{}
	}
	if q.usual != nil && q.usual.Contains(key) {
		return nil, false, nil
	}
	ids, known := q.named[key]
	if !known {
		if ids, err = q.Naming(q.ctx, f, values, fewNamed+1); err != nil {
			return nil, false, err
		}
		if q.named[key] = ids; q.usual != nil && len(ids) > fewNamed {
			q.usual.Add(key, struct{}{})
		}
	}
	return ids, len(ids) <= fewNamed, nil
}

// ofRarity returns the relations of an alternative that are among a rarity, in any order,
// with their claims only where these had to be looked at. Their conditions are those of the
// alternative, and checks that follow its own.
func (q *query) ofRarity(a alternative, conditions Conditions, rarest rarity) (found []*kg.Relation, err error) {
	// Otherwise it has to be seen since when it is named, and whether a row still says who
	// published what it was coded from.
	if q.asOf == nil && rarest.facet != PublishedBy {
		left := a.conjunction
		left.some[rarest.facet] = slices.Delete(slices.Clone(left.some[rarest.facet]), rarest.list, rarest.list+1)
		own := left.conditions(a.sides)
		own.Checks = append(own.Checks, conditions.Checks[len(a.conditions.Checks):]...)
		conditions = own
	}
	rows, err := q.Lookup(q.ctx, Keys{Relations: rarest.ids, Need: kg.Need{Claims: conditions.needClaims()}})
	if err != nil {
		return nil, err
	}
	documents := map[string]*kg.Document{}
	if slices.ContainsFunc(conditions.Checks, func(c Check) bool { return c.Asks(PublishedBy) }) {
		if documents, err = q.documentsOf(rows.Relations); err != nil {
			return nil, err
		}
	}
	document := func(id string) *kg.Document { return documents[id] }
	for id, r := range rows.Relations {
		onSide := slices.ContainsFunc(a.sides, func(s Side) bool { return s.has(r) })
		if id == r.ID && onSide && conditions.Hold(r, document) {
			found = append(found, r)
		}
	}
	return found, nil
}

// needClaims reports whether Hold looks at what relations claim.
func (c Conditions) needClaims() bool {
	return len(c.Documents) > 0 || slices.ContainsFunc(c.Checks, func(check Check) bool {
		return check.AsksWhere() || check.Quantified || check.asksAny()
	})
}

func (q *query) documentsOf(relations map[string]*kg.Relation) (map[string]*kg.Document, error) {
	var ids []string
	for _, r := range relations {
		for _, e := range r.Evidence {
			if e.Source == nil {
				ids = append(ids, e.Document)
			}
		}
	}
	rows, err := q.Lookup(q.ctx, Keys{Documents: distinct(ids)})
	return rows.Documents, err
}

// rarePage returns what a scan over an alternative finds first, if that asks for something
// rare.
func (q *query) rarePage(a alternative, conditions Conditions, scan kg.Scan) (first []*kg.Relation, is bool, err error) {
	rarest, is, err := q.rare(a.conjunction)
	if !is || err != nil {
		return nil, false, err
	}
	all, err := q.ofRarity(a, conditions, rarest)
	if err != nil {
		return nil, false, err
	}
	within := slices.DeleteFunc(all, func(r *kg.Relation) bool { return r.Position() <= scan.Lower || r.Position() >= scan.Upper })
	return merged([][]*kg.Relation{within, nil}, scan), true, nil
}

// rareCounts returns what a tally of an alternative counts, if that asks for something rare.
func (q *query) rareCounts(a alternative, t Tally) (counts []kg.Count, is bool, err error) {
	rarest, is, err := q.rare(a.conjunction)
	if !is || err != nil {
		return nil, false, err
	}
	all, err := q.ofRarity(a, t.Conditions, rarest)
	var sums Sums
	for _, r := range all {
		if c, counted := t.CountOf(r); counted {
			sums.Add(c)
		}
	}
	return sums.Counts, true, err
}

// withClaims puts relations with their claims in place of those in some lists.
func (q *query) withClaims(lists [][]*kg.Relation) error {
	var ids []string
	for _, list := range lists {
		for _, r := range list {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	rows, err := q.Lookup(q.ctx, Keys{Relations: distinct(ids), Need: kg.Need{Claims: true}})
	if err != nil {
		return err
	}
	for _, list := range lists {
		for i, r := range list {
			list[i] = rows.Relations[r.ID]
		}
	}
	return nil
}
