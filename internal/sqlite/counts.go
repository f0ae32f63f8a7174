package sqlite

import (
	"cmp"
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// Counts returns counts for each request; see kg.Store.
func (s *Store) Counts(ctx context.Context, reqs kg.CountRequests) (answers [][]kg.Count, err error) {
	err = s.read(ctx, func(current *session) error {
		answers, err = current.counts(reqs)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answers, nil
}

func (s *session) counts(reqs kg.CountRequests) ([][]kg.Count, error) {
	now := s.moment(reqs.AsOf)
	var owners []string
	var filters []kg.RelationFilter
	for _, r := range reqs.Counts {
		if filters = append(filters, r.Filter); r.Owner != "" {
			owners = append(owners, r.Owner)
		}
	}
	p, err := s.newPlanner(now, owners, filters...)
	if err != nil {
		return nil, err
	}
	answers := make([][]kg.Count, len(reqs.Counts))
	for i, req := range reqs.Counts {
		c := &counter{session: s, planner: p, req: req, found: map[countKey]*kg.Count{}}
		if err := c.gather(); err != nil {
			return nil, err
		}
		if answers[i], err = c.answer(); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

// A counter answers one request for counts.
type counter struct {
	*session
	*planner
	req   kg.CountRequest
	found map[countKey]*kg.Count // without keys
}

type countKey struct {
	unit  int64 // its first day; 0 where not asked for
	value int64
}

// dimension returns what is counted by, as tallies are told.
func (c *counter) dimension() *int {
	by := bySubject
	switch {
	case c.req.By == kg.ByType:
		return nil
	case c.req.By == kg.ByStatus:
		by = byStatus
	case c.req.By == kg.ByCertainty:
		by = byCertainty
	case c.req.Owner != "":
		by = byOther
	}
	return &by
}

// gather adds up what the parts of the request have.
func (c *counter) gather() error {
	conditions, lower, by := c.conditions(c.req.Filter), lowerBound(c.req.Filter), c.dimension()
	owners := c.members(c.entities[c.req.Owner])
	for _, p := range c.parts(c.req.Owner, c.req.Filter) {
		err := c.session.tally(p, conditions, lower, by, c.req.Bucket, func(r talliedRow) {
			if by != nil && *by == byOther && p.seek == seekPair {
				if r.value = p.key1; slices.Contains(owners, p.key1) {
					r.value = p.key2
				}
			}
			if by != nil && *by >= byOther {
				r.value = c.survivor(r.value)
			}
			c.add(r)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *counter) add(r talliedRow) {
	key := countKey{r.unit.Int64, r.value}
	count := c.found[key]
	if count == nil {
		count = &kg.Count{}
		if c.found[key] = count; r.unit.Valid {
			unit := kg.Date(r.unit.Int64)
			count.Bucket = &unit
		}
	}
	count.N += int(r.n)
	if r.latestStart.Valid {
		if first := dateOf(r.latestStart.Int64); count.First == nil || first < *count.First {
			count.First = &first
		}
	}
	if r.end.Valid {
		if last := kg.Date(r.end.Int64); count.Last == nil || last > *count.Last {
			count.Last = &last
		}
	}
}

// answer returns the counts in their order.
func (c *counter) answer() ([]kg.Count, error) {
	c.dropFew()
	if err := c.name(); err != nil {
		return nil, err
	}
	var counts []kg.Count
	for _, count := range c.found {
		counts = append(counts, *count)
	}
	slices.SortFunc(counts, func(a, b kg.Count) int {
		if a.Bucket != nil && *a.Bucket != *b.Bucket {
			return cmp.Compare(*a.Bucket, *b.Bucket)
		}
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key))
	})
	if c.req.Limit > 0 && len(counts) > c.req.Limit {
		counts = counts[:c.req.Limit]
	}
	return counts, nil
}

// dropFew leaves out what has fewer relations than the limit leaves room for, so
// that it need not be named.
func (c *counter) dropFew() {
	if c.req.Limit <= 0 || c.req.Bucket != "" || len(c.found) <= c.req.Limit {
		return
	}
	numbers := make([]int, 0, len(c.found))
	for _, count := range c.found {
		numbers = append(numbers, count.N)
	}
	slices.Sort(numbers)
	enough := numbers[len(numbers)-c.req.Limit]
	for key, count := range c.found {
		if count.N < enough {
			delete(c.found, key)
		}
	}
}

// name gives the counts their keys.
func (c *counter) name() error {
	switch c.req.By {
	case kg.ByType:
		for key, count := range c.found {
			count.Key = c.planner.types.ids[key.value]
		}
	case kg.ByStatus:
		for key, count := range c.found {
			count.Key = string(statuses[key.value])
		}
	case kg.ByCertainty:
		for key, count := range c.found {
			count.Key = string(certainties[key.value])
		}
	default:
		values := map[int64]bool{}
		for key := range c.found {
			values[key.value] = true
		}
		level := newLevel(c.session, kg.Need{}, c.planner.moment)
		if err := level.readIDs(keysOfSet(values)); err != nil {
			return err
		}
		for key, count := range c.found {
			count.Key = level.ids[key.value]
		}
	}
	return nil
}
