package memory

import (
	"cmp"
	"context"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Scan implements plan.Snapshot.
func (s snapshot) Scan(ctx context.Context, req plan.ScanRequest) ([][]*kg.Relation, plan.Rows, error) {
	found := make([][]*kg.Relation, len(req.Scans))
	for i, one := range req.Scans {
		for _, r := range s.first(one) {
			found[i] = append(found[i], copyOf(r.Relation, req.Need.Claims))
		}
	}
	rows, err := s.Lookup(ctx, req.Keys)
	return found, rows, err
}

// first returns the first relations of a scan: of each range and class that many, of
// which the first of all are taken.
func (s snapshot) first(scan plan.RelationScan) []placed {
	var found []placed
	for _, r := range scan.Ranges {
		add := func(position string, r *kg.Relation) { found = append(found, placed{position, r}) }
		if r.Index == plan.ByNaming {
			s.eachNaming(r, scan, add)
		} else {
			s.eachOf(r, scan.Conditions, scan.Scan, add)
		}
	}
	slices.SortFunc(found, func(a, b placed) int {
		if scan.Scan.Descending {
			a, b = b, a
		}
		return cmp.Compare(a.position, b.position)
	})
	return found[:min(len(found), scan.Scan.Limit)]
}

// placed is a relation with its position.
type placed struct {
	position string
	*kg.Relation
}

// eachOf calls fn with the first relations of a range that meet conditions, as many of
// each class as a scan asks for.
func (s snapshot) eachOf(r plan.Range, conditions plan.Conditions, scan kg.Scan, fn func(position string, r *kg.Relation)) {
	conditions.Types = r.Types
	for class, list := range s.ranges[rangeKey{r.Index, r.Subject, r.Object, r.Type}] {
		within, n := scan, 0
		var any bool
		if within.Lower, within.Upper, any = conditions.OfClass(class, scan.Lower, scan.Upper); !any {
			continue
		}
		each(list, within, func(position string, found *kg.Relation) bool {
			if !isWithout(r, found) && conditions.Hold(found, s.document) {
				fn(position, found)
				n++
			}
			return n < scan.Limit
		})
	}
}

// eachNaming calls fn with the relations of a range ByNaming that a scan asks for.
func (s snapshot) eachNaming(r plan.Range, scan plan.RelationScan, fn func(position string, r *kg.Relation)) {
	scan.Conditions.Types = r.Types
	for id := range s.naming(r.Named) {
		found := s.relations[id]
		position := found.Position()
		owned := len(scan.Owners) == 0 || slices.Contains(scan.Owners, found.Subject) || slices.Contains(scan.Owners, found.Object)
		if owned && position > scan.Scan.Lower && position < scan.Scan.Upper && scan.Conditions.Hold(found, s.document) {
			fn(position, found)
		}
	}
}

// isWithout reports whether another range finds what this one has.
func isWithout(r plan.Range, found *kg.Relation) bool {
	if len(r.Without) == 0 {
		return false
	}
	end := found.Subject
	if r.Subject != "" {
		end = found.Object
	}
	return slices.Contains(r.Without, end)
}

// Count implements plan.Snapshot.
func (s snapshot) Count(ctx context.Context, tallies []plan.Tally) ([][]kg.Count, error) {
	all := make([][]kg.Count, len(tallies))
	whole := kg.Scan{Upper: kg.PositionEnd, Limit: len(s.relations) + 1}
	for i, tally := range tallies {
		var sums plan.Sums
		for _, r := range tally.Ranges {
			s.eachOf(r, tally.Conditions, whole, func(_ string, r *kg.Relation) {
				if c, counted := tally.CountOf(r); counted {
					sums.Add(c)
				}
			})
		}
		all[i] = sums.Counts
	}
	return all, ctx.Err()
}

// Newest implements plan.Snapshot.
func (s snapshot) Newest(ctx context.Context, pairs []plan.Pair, conditions plan.Conditions) (map[plan.Pair]plan.Newest, error) {
	newest := map[plan.Pair]plan.Newest{}
	for _, pair := range pairs {
		first := s.first(plan.RelationScan{Ranges: []plan.Range{rangeOf(pair, conditions)}, Conditions: conditions, Scan: kg.Scan{Upper: kg.PositionEnd, Limit: 1}})
		if len(first) > 0 {
			newest[pair] = plan.Newest{Position: first[0].position, Attestation: kg.Attestation(first[0].Status, first[0].Certainty, first[0].Coding)}
		}
	}
	return newest, ctx.Err()
}

func rangeOf(pair plan.Pair, conditions plan.Conditions) plan.Range {
	return plan.Range{Index: plan.ByPair, Subject: pair.Subject, Object: pair.Object, Types: conditions.Types}
}

// Between implements plan.Snapshot.
func (s snapshot) Between(ctx context.Context, among []string, conditions plan.Conditions, limit int) (found []*kg.Relation, err error) {
	scan := plan.RelationScan{Conditions: conditions, Scan: kg.Scan{Upper: kg.PositionEnd, Limit: limit}}
	is := map[string]bool{}
	for _, id := range among {
		is[id] = true
	}
	for _, subject := range among {
		for pair := range s.linked[subject] {
			if pair.Subject == subject && is[pair.Object] {
				scan.Ranges = append(scan.Ranges, rangeOf(pair, conditions))
			}
		}
	}
	for _, r := range s.first(scan) {
		found = append(found, copyOf(r.Relation, false))
	}
	return found, ctx.Err()
}
