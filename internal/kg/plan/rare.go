package plan

import (
	"fmt"
	"math"
	"slices"

	lru "github.com/hashicorp/golang-lru/v2"

	"conflictgraph/internal/kg"
)

// fewNamed is how many relations at most name what is rare: these are gone through in
// less time than it takes to come upon a page of them among all of an owner.
const fewNamed = 500

// A rarity is something that few relations name.
type rarity struct {
	Named
	list int // of conjunction.some, where it is values of a facet
	n    int // how many name it
}

// rare returns the rarest of what a conjunction asks for, and whether any is rare.
func (q *query) rare(c conjunction) (rarest rarity, any bool, err error) {
	look := func(one rarity) {
		if err == nil {
			one.n, err = q.naming(one.Named)
		}
		if one.n <= fewNamed && (!any || one.n < rarest.n) {
			rarest, any = one, true
		}
	}
	for f := range Facets {
		if f == InDocument {
			continue // stores find what is in documents by themselves
		}
		for i, values := range c.some[f] {
			look(rarity{Named: Named{Facet: f, Values: values}, list: i})
		}
	}
	for _, b := range c.boxes {
		look(rarity{Named: Named{Box: &b}})
	}
	return rarest, any && err == nil, err
}

// naming returns how many relations name something, or did not long ago, more than
// fewNamed where they are not few. What not few have named stays so, since nothing is
// erased.
func (q *query) naming(of Named) (n int, err error) {
	key := fmt.Sprintf("%d %q", of.Facet, of.Values)
	if of.Box != nil {
		key = fmt.Sprint(*of.Box)
	}
	if n, known := q.named.recall(key); known {
		return n, nil
	}
	if n, err = q.Naming(q.ctx, of, fewNamed+1); err == nil {
		q.named.note(key, n)
	}
	return n, err
}

// namedCounts remembers how many relations name something. What few have named may be
// named by more each time that it is asked for: it is counted again now and then.
type namedCounts struct{ *lru.Cache[string, namedCount] }

type namedCount struct{ n, uses int }

const (
	countsRemembered = 10_000
	usesOfCount      = 20
)

func newNamedCounts() namedCounts {
	counts, err := lru.New[string, namedCount](countsRemembered)
	if err != nil {
		panic(err) // only where it is to remember nothing
	}
	return namedCounts{counts}
}

func (c namedCounts) recall(key string) (n int, known bool) {
	if c.Cache == nil {
		return 0, false
	}
	count, known := c.Get(key)
	if !known || count.n > fewNamed {
		return count.n, known
	}
	if count.uses--; count.uses < 0 {
		return 0, false
	}
	c.Add(key, count)
	return count.n, true
}

func (c namedCounts) note(key string, n int) {
	if c.Cache != nil {
		c.Add(key, namedCount{n, usesOfCount})
	}
}

// byRarest makes a scan of an alternative, whose conditions may have checks that follow
// the alternative's own, go through the few relations that name the rarest of what it asks
// for, and reports whether there is something rare.
func (q *query) byRarest(a alternative, scan *RelationScan) (is bool, err error) {
	rarest, is, err := q.rare(a.conjunction)
	if !is || err != nil {
		return false, err
	}
	left := a.conjunction
	if rarest.isForGood() {
		left.some[rarest.Facet] = slices.Delete(slices.Clone(left.some[rarest.Facet]), rarest.list, rarest.list+1)
	}
	var sides []Side // the range has owners and types
	if a.directions != anyDirection || len(a.with)+len(a.notWith) > 0 {
		sides = a.sides
	}
	conditions := left.conditions(sides)
	conditions.AsOf = q.asOf
	conditions.Checks = append(conditions.Checks, scan.Conditions.Checks[len(a.conditions.Checks):]...)
	scan.Ranges, scan.Conditions = []Range{{Index: ByNaming, Types: a.types, Named: rarest.Named}}, conditions
	return true, nil
}

// isForGood reports whether what names it has always named it.
func (n Named) isForGood() bool { return n.Box == nil && n.Facet != PublishedBy }

// A rareTally counts what a scan finds of something rare.
type rareTally struct {
	Tally
	scan RelationScan
	at   int // where the counts belong
}

// whole returns the scan of all that a tally counts of an alternative.
func (a alternative) whole(t Tally) RelationScan {
	scan := a.scan(kg.PageRequest{})
	scan.Limit = math.MaxInt32
	return RelationScan{Ranges: a.ranges, Conditions: t.Conditions, Scan: scan, Owners: t.Owners}
}

// countRare puts what tallies count where it belongs.
func (q *query) countRare(tallies []rareTally, counts [][]kg.Count) error {
	if len(tallies) == 0 {
		return nil
	}
	scans := make([]RelationScan, len(tallies))
	for i, t := range tallies {
		scans[i] = t.scan
	}
	found, _, err := q.Scan(q.ctx, ScanRequest{Scans: scans})
	if err != nil {
		return err
	}
	for i, t := range tallies {
		var sums Sums
		for _, r := range found[i] {
			if c, counted := t.CountOf(r); counted {
				sums.Add(c)
			}
		}
		counts[t.at] = sums.Counts
	}
	return nil
}
