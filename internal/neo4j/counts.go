package neo4j

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"conflictgraph/internal/kg"
)

// tallyTexts count, for each kind of walk, the relations of each walk by what it
// asks for, and by the first day where it asks for that. They are several, since
// one of them all takes seconds to plan.
var tallyTexts = func() map[string]string {
	texts := map[string]string{}
	for _, k := range walkKinds {
		texts[k.name] = fmt.Sprintf(`%sUNWIND $in.pages AS p
UNWIND p.%s AS w
UNWIND p.parts AS part
CALL (p, w, part) {
      %s
    WITH CASE p.by WHEN 'TYPE' THEN r.type WHEN 'STATUS' THEN r.status WHEN 'CERTAINTY' THEN r.certainty
        ELSE CASE WHEN r.src IN p.owners THEN r.dst ELSE r.src END END AS key,
      r.startDay AS first, CASE WHEN r.endDay <= $in.maxDay THEN r.endDay END AS last
    WITH key, first, last, CASE WHEN p.daily THEN first END AS day
    WHERE p.daily IS NULL OR day IS NOT NULL
    RETURN key, day, count(*) AS n, min(first) AS earliest, max(last) AS latest
}
RETURN 0 AS kind, p.page AS page, [key, day, n, earliest, latest] AS fields`, mergesVersion+unlessLoading, k.name, k.match(plainKey, passing))
	}
	return texts
}()

// Counts returns counts for each request.
func (s *Store) Counts(ctx context.Context, reqs kg.CountRequests) (answers [][]kg.Count, err error) {
	filters := make([]kg.RelationFilter, len(reqs.Counts))
	for i, req := range reqs.Counts {
		filters[i] = req.Filter
	}
	mutual, err := s.mutualTypes(ctx, filters)
	if err != nil {
		return nil, err
	}
	err = s.asking(ctx, momentOf(reqs.AsOf), func(m moment) (err error) {
		answers, err = s.counts(ctx, m, reqs.Counts, mutual)
		return err
	})
	return answers, err
}

func (s *Store) counts(ctx context.Context, m moment, reqs []kg.CountRequest, mutual map[string]bool) ([][]kg.Count, error) {
	lines, tallied := timelines{}, map[string][]walkedPage{}
	for i, req := range reqs {
		if isTimeline(m, req) {
			lines.add(i, req)
			continue
		}
		p := m.tally(i, req, mutual)
		for _, k := range walkKinds {
			if p[k.name] != nil {
				tallied[k.name] = append(tallied[k.name], p)
			}
		}
	}
	tallies := make([]tally, len(reqs))
	var statements []statement
	for _, k := range walkKinds {
		if list := tallied[k.name]; len(list) > 0 {
			statements = append(statements, statement{tallyTexts[k.name], map[string]any{"pages": list, "asOf": m.ms, "maxDay": kg.MaxDate}})
		}
	}
	if len(lines) > 0 {
		statements = append(statements, statement{timelineText, map[string]any{"lines": lines, "maxDay": kg.MaxDate}})
	}
	for _, one := range statements {
		found, err := s.ask(ctx, m, one)
		if err != nil {
			return nil, err
		}
		for _, row := range found {
			i := integer(row[1])
			if tallies[i] == nil {
				tallies[i] = tally{}
			}
			tallies[i].add(m, reqs[i], row[2].([]any))
		}
	}
	answers := make([][]kg.Count, len(reqs))
	for i, req := range reqs {
		answers[i] = tallies[i].counts(req.Limit)
	}
	return answers, nil
}

// tally holds counts by their unit of time, 0 where there is none, and key.
type tally map[tallyKey]*kg.Count

type tallyKey struct {
	unit kg.Date
	key  string
}

// add adds a row of tallyText.
func (t tally) add(m moment, req kg.CountRequest, f []any) {
	at := tallyKey{key: text(f[0])}
	if req.By == kg.ByCounterpart {
		at.key = m.survivor(at.key)
	}
	if day := dateOf(f[1]); day != nil {
		at.unit = req.Bucket.StartOf(*day)
	}
	c := t[at]
	if c == nil {
		c = &kg.Count{Key: at.key}
		if t[at] = c; req.Bucket != "" {
			c.Bucket = &at.unit
		}
	}
	c.N += int(integer(f[2]))
	if first := dateOf(f[3]); first != nil && (c.First == nil || *first < *c.First) {
		c.First = first
	}
	if last := dateOf(f[4]); last != nil && (c.Last == nil || *last > *c.Last) {
		c.Last = last
	}
}

func dateOf(v any) *kg.Date {
	n, known := v.(int64)
	if !known {
		return nil
	}
	d := kg.Date(n)
	return &d
}

// counts returns the counts in their order, at most limit where that is not 0.
func (t tally) counts(limit int) []kg.Count {
	var all []kg.Count
	for _, c := range t {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b kg.Count) int {
		if a.Bucket != nil && *a.Bucket != *b.Bucket {
			return cmp.Compare(*a.Bucket, *b.Bucket)
		}
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key))
	})
	if limit > 0 && len(all) > limit {
		all = all[:limit]
	}
	return all
}
