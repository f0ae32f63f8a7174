package neo4j

import (
	"context"

	"conflictgraph/internal/kg"
)

// Pages returns a page of relations for each request. It takes one statement,
// or two where the requests want both orders, and one more where they want
// totals of what does not fit on a page.
func (s *Store) Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	mutual, err := s.mutualTypes(ctx, reqs)
	if err != nil {
		return nil, nil, err
	}
	m, fetched := momentOf(reqs.AsOf), kg.NewFound()
	walked := make([][]positioned[*kg.Relation], len(reqs.Pages))
	for _, one := range pageStatements(reqs, mutual) {
		found, err := s.read(ctx, one)
		if err != nil {
			return nil, nil, err
		}
		for _, row := range found {
			if r := m.add(fetched, row); r != nil {
				i := integer(row[1])
				walked[i] = append(walked[i], positioned[*kg.Relation]{r.Position(), r})
			}
		}
	}
	pages, answer := make([]kg.RelationPage, len(reqs.Pages)), kg.NewFound()
	uncounted := walks{}
	for i, req := range reqs.Pages {
		if req.Count && !showsAll(req.Slice, len(walked[i])) {
			uncounted.add(i, req, "", kg.PositionEnd, mutual)
		} else if req.Count {
			pages[i].Total = len(walked[i])
		}
		pages[i].Relations, pages[i].HasPrevious, pages[i].HasNext = kg.Cut(req.Slice, firstOf(walked[i], req.Scan()))
		for _, r := range pages[i].Relations {
			copyNamed(answer, fetched, r, req.Owner, reqs.Need)
		}
	}
	return pages, answer, s.count(ctx, m, uncounted, pages)
}

// pageStatements returns what finds the pages: a statement for those that walk
// up, and one for those that walk down.
func pageStatements(reqs kg.PageRequests, mutual map[string]bool) []statement {
	var statements []statement
	for _, order := range []struct {
		text       string
		descending bool
	}{{ascendingText, false}, {descendingText, true}} {
		limit, walked := 0, walks{}
		for i, req := range reqs.Pages {
			if scan := req.Scan(); scan.Descending == order.descending {
				limit = max(limit, scan.Limit)
				walked.add(i, req, scan.Lower, scan.Upper, mutual)
			}
		}
		if len(walked) > 0 {
			params := momentOf(reqs.AsOf).foundParams(reqs.Need)
			params["limit"] = limit
			statements = append(statements, statement{order.text, walked.fill(params)})
		}
	}
	return statements
}

// count adds what walks pass to the totals of their pages.
func (s *Store) count(ctx context.Context, m moment, uncounted walks, pages []kg.RelationPage) error {
	if len(uncounted) == 0 {
		return nil
	}
	found, err := s.read(ctx, statement{countsText, uncounted.fill(map[string]any{"asOf": m.ms})})
	for _, row := range found {
		pages[integer(row[0])].Total += int(integer(row[1]))
	}
	return err
}

// copyNamed copies what r, on a page of owner, names. Walks fetch what lies
// beyond the page, too.
func copyNamed(to, from *kg.Found, r *kg.Relation, owner string, need kg.Need) {
	entity := func(id string) {
		if e := from.Entities[id]; e != nil {
			to.Entities[id] = e
		}
	}
	if need.Ends {
		for _, end := range [...]string{r.Subject, r.Object} {
			if end != owner {
				entity(end)
			}
		}
	}
	for _, place := range r.Places {
		entity(place)
	}
	for _, a := range r.Attributions {
		entity(a.By)
	}
	for _, e := range r.Evidence {
		if d := from.Documents[e.Document]; d != nil {
			to.Documents[e.Document] = d
		}
	}
}
