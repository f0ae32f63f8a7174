package neo4j

import (
	"context"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// Pages returns a page of relations for each request. It takes one statement, or
// two at once where a filter leaves some classes out, for each order that the
// requests want, and some more where they want totals of what does not fit on a
// page.
func (s *Store) Pages(ctx context.Context, reqs kg.PageRequests) (pages []kg.RelationPage, answer *kg.Found, err error) {
	mutual, err := s.mutualTypes(ctx, filtersOf(reqs.Pages))
	if err != nil {
		return nil, nil, err
	}
	err = s.asking(ctx, momentOf(reqs.AsOf), func(m moment) (err error) {
		pages, answer, err = s.pages(ctx, m, reqs, mutual)
		return err
	})
	return pages, answer, err
}

func filtersOf(reqs []kg.PageRequest) []kg.RelationFilter {
	filters := make([]kg.RelationFilter, len(reqs))
	for i, req := range reqs {
		filters[i] = req.Filter
	}
	return filters
}

func (s *Store) pages(ctx context.Context, m moment, reqs kg.PageRequests, mutual map[string]bool) ([]kg.RelationPage, *kg.Found, error) {
	fetched := kg.NewFound()
	shown := make([][]positioned[*kg.Relation], len(reqs.Pages))
	found, err := s.askAll(ctx, m, m.pageStatements(reqs, mutual))
	if err != nil {
		return nil, nil, err
	}
	for _, row := range found {
		if r := m.add(fetched, row); r != nil {
			i := integer(row[1])
			shown[i] = append(shown[i], positioned[*kg.Relation]{r.Position(), r})
		}
	}
	recorded := fetched.Entities
	if fetched.Entities, err = m.unite(recorded, func(one statement) (rows, error) { return s.read(ctx, one) }); err != nil {
		return nil, nil, err
	}
	pages, answer := make([]kg.RelationPage, len(reqs.Pages)), kg.NewFound()
	for _, id := range ownersOf(reqs) {
		if e := m.answering(id, recorded, fetched.Entities); e != nil {
			answer.Entities[id], answer.Entities[e.ID] = e, e
		}
	}
	for i, req := range reqs.Pages {
		pages[i].Relations, pages[i].HasPrevious, pages[i].HasNext = kg.Cut(req.Slice, firstOf(shown[i], req.Scan()))
		for _, r := range pages[i].Relations {
			copyNamed(answer, fetched, r, m.survivor(req.Owner), reqs.Need)
		}
	}
	return pages, answer, s.totals(ctx, m, reqs, mutual, shown, pages)
}

// pageStatements returns what finds the pages: a statement for those that walk
// up, and one for those that walk down, and as many for what is found by class.
func (m moment) pageStatements(reqs kg.PageRequests, mutual map[string]bool) []statement {
	var statements []statement
	for _, descending := range []bool{false, true} {
		limit, all := 0, walked{}
		for i, req := range reqs.Pages {
			if scan := req.Scan(); scan.Descending == descending {
				limit = max(limit, scan.Limit)
				all.add(i, m, req, scan.Lower, scan.Upper, mutual)
			}
		}
		for _, some := range all.sets() {
			if len(some.pages) == 0 {
				continue
			}
			one := statement{some.ascending, m.foundParams(reqs.Need)}
			if descending {
				one.text = some.descending
			}
			one.params["limit"], one.params["pages"] = limit, some.pages
			statements = append(statements, one)
		}
	}
	if len(statements) == 0 { // which nothing but a new class would change
		one := statement{plainTexts.ascending, m.foundParams(kg.Need{})}
		one.params["limit"], one.params["pages"] = 1, []walkedPage{}
		statements = append(statements, one)
	}
	statements[0].params["entities"] = m.membersOf(plausible(ownersOf(reqs)))
	return statements
}

// ownersOf returns the owners that Found has to hold.
func ownersOf(reqs kg.PageRequests) (owners []string) {
	for _, req := range reqs.Pages {
		if reqs.Need.Owners && req.Owner != "" {
			owners = append(owners, req.Owner)
		}
	}
	return owners
}

// totals fills in how many relations there are on all pages, where asked for.
// What all relations of an owner are is kept; other walks are counted.
func (s *Store) totals(ctx context.Context, m moment, reqs kg.PageRequests, mutual map[string]bool, shown [][]positioned[*kg.Relation], pages []kg.RelationPage) error {
	uncounted, owners := walked{}, map[int]string{}
	for i, req := range reqs.Pages {
		switch {
		case !req.Count:
		case showsAll(req.Slice, len(shown[i])):
			pages[i].Total = len(shown[i])
		case m.asOf == nil && isPlausible(req.Owner) && req.Owner != "" && len(m.members(req.Owner)) == 1 && isUnfiltered(req.Filter):
			owners[i] = req.Owner
		default:
			uncounted.add(i, m, req, "", kg.PositionEnd, mutual)
		}
	}
	if len(owners) > 0 {
		degrees, err := s.degrees(ctx, m, slices.Collect(maps.Values(owners)))
		if err != nil {
			return err
		}
		for i, owner := range owners {
			pages[i].Total = degrees[owner]
		}
	}
	var counting []statement
	for _, some := range uncounted.sets() {
		if len(some.pages) > 0 {
			counting = append(counting, statement{some.counts, map[string]any{"asOf": m.ms, "pages": some.pages}})
		}
	}
	found, err := s.askAll(ctx, m, counting)
	for _, row := range found {
		pages[integer(row[1])].Total += int(integer(row[2].([]any)[0]))
	}
	return err
}

// isUnfiltered reports whether f holds for every relation of an owner.
func isUnfiltered(f kg.RelationFilter) bool {
	return len(f.Types)+len(f.With)+len(f.Status)+len(f.Certainty)+len(f.Documents) == 0 &&
		f.From == nil && f.To == nil && (f.Direction == "" || f.Direction == kg.DirectionAny)
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
