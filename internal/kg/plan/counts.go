package plan

import (
	"cmp"
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// Tally asks a driver to count the relations of ranges that meet conditions, by a
// dimension, or how many there are in all where By is empty, and, where Bucket is not
// empty, by the unit of time that their first day is in. Keys of kg.ByCounterpart are the
// ends that are none of Owners, or, without owners, the subjects, as they are recorded.
type Tally struct {
	Ranges     []Range
	Conditions Conditions
	By         kg.Dimension
	Bucket     kg.TimeBucket
	Owners     []string
}

// tallies returns what counts what is asked for: one tally for each alternative of the
// filter, which leaves out what those before it count.
func (q *query) tallies(req kg.CountRequest) (tallies []Tally) {
	return q.talliesOf(q.alternatives(req.Owner, req.Filter), req)
}

func (q *query) talliesOf(all []alternative, req kg.CountRequest) (tallies []Tally) {
	for i, a := range all {
		t := Tally{Ranges: a.ranges, Conditions: a.conditions, By: req.By, Bucket: req.Bucket, Owners: q.owners(req.Owner)}
		for _, before := range all[:i] {
			if _, overlap := a.conjunction.and(before.conjunction); overlap {
				t.Conditions.Checks = append(t.Conditions.Checks, before.exclusion())
			}
		}
		tallies = append(tallies, t)
	}
	return tallies
}

// count returns what the tallies of each request count.
func (q *query) count(reqs []kg.CountRequest) ([][]kg.Count, error) {
	var tallies []Tally
	var rare []rareTally
	var found [][]kg.Count
	var tallied []int              // what of found the tallies find
	ends := make([]int, len(reqs)) // of what is found of each request
	for i, req := range reqs {
		if err := q.knowDatasets(req.Filter); err != nil {
			return nil, err
		}
		all := q.alternatives(req.Owner, req.Filter)
		for j, t := range q.talliesOf(all, req) {
			one := rareTally{t, all[j].whole(t), len(found)}
			is, err := q.byRarest(all[j], &one.scan)
			switch {
			case err != nil:
				return nil, err
			case is:
				rare = append(rare, one)
			default:
				tallies, tallied = append(tallies, t), append(tallied, len(found))
			}
			found = append(found, nil)
		}
		ends[i] = len(found)
	}
	counted, err := q.Count(q.ctx, tallies)
	if err != nil {
		return nil, err
	}
	for i, at := range tallied {
		found[at] = counted[i]
	}
	if err := q.countRare(rare, found); err != nil {
		return nil, err
	}
	counts := make([][]kg.Count, len(reqs))
	for i, of := range grouped(found, ends) {
		counts[i] = slices.Concat(of...)
	}
	return counts, nil
}

// Counts implements kg.Store.
func (s *Store) Counts(ctx context.Context, reqs kg.CountRequests) (answers [][]kg.Count, err error) {
	err = s.ask(ctx, reqs.AsOf, func(q *query) error {
		asked, err := eachLocated(q, reqs.Counts, func(c *kg.CountRequest) *kg.RelationFilter { return &c.Filter })
		if err != nil {
			return err
		}
		if answers, err = q.count(asked); err != nil {
			return err
		}
		for i, req := range asked {
			answers[i] = q.countsOf(req, answers[i])
		}
		return nil
	})
	return answers, err
}

// countsOf adds up what is one, and puts counts in their order.
func (q *query) countsOf(req kg.CountRequest, rows []kg.Count) []kg.Count {
	var sums Sums
	for _, row := range rows {
		if req.By == kg.ByCounterpart {
			row.Key = q.clusters.Canonical(row.Key)
		}
		sums.Add(row)
	}
	counts := sums.Counts
	slices.SortFunc(counts, func(a, b kg.Count) int {
		if a.Bucket != nil && *a.Bucket != *b.Bucket {
			return cmp.Compare(*a.Bucket, *b.Bucket)
		}
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key))
	})
	if req.Limit > 0 && len(counts) > req.Limit {
		counts = counts[:req.Limit]
	}
	return counts
}

// Sums are counts, one for each bucket and key, in the order in which these were first
// added. The zero value is ready to use.
type Sums struct {
	Counts []kg.Count
	at     map[slot]int
}

type slot struct {
	bucket kg.Date
	key    string
}

// Add adds a count to that of the same bucket and key.
func (s *Sums) Add(c kg.Count) {
	if s.at == nil {
		s.at = map[slot]int{}
	}
	to := slot{key: c.Key}
	if c.Bucket != nil {
		to.bucket = *c.Bucket
	}
	i, known := s.at[to]
	if !known {
		s.at[to] = len(s.Counts)
		s.Counts = append(s.Counts, c)
		return
	}
	s.Counts[i] = sum(s.Counts[i], c)
}

// sum returns the count of what two counts of the same count.
func sum(a, b kg.Count) kg.Count {
	a.N += b.N
	if b.First != nil && (a.First == nil || *b.First < *a.First) {
		a.First = b.First
	}
	if b.Last != nil && (a.Last == nil || *b.Last > *a.Last) {
		a.Last = b.Last
	}
	return a
}

// CountOf returns the count of one relation, for a tally, and whether that counts it.
func (t Tally) CountOf(r *kg.Relation) (c kg.Count, counted bool) {
	if c.N = 1; r.Time != nil {
		c.First, c.Last = r.Time.Start, r.Time.End
	}
	if t.Bucket != "" {
		if c.First == nil {
			return c, false
		}
		start := t.Bucket.StartOf(*c.First)
		c.Bucket = &start
	}
	switch t.By {
	case kg.ByType:
		c.Key = r.Type
	case kg.ByStatus:
		c.Key = string(r.Status)
	case kg.ByCertainty:
		c.Key = string(r.Certainty)
	case kg.ByCounterpart:
		if c.Key = r.Subject; slices.Contains(t.Owners, r.Subject) {
			c.Key = r.Object
		}
	}
	return c, true
}
