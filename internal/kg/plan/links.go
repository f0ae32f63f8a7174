package plan

import (
	"cmp"
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// Links implements kg.Store.
func (s *Store) Links(ctx context.Context, req kg.LinkRequest) (links kg.Links, err error) {
	err = s.ask(ctx, req.AsOf, func(q *query) error {
		links, err = q.links(req)
		return err
	})
	return links, err
}

// How many owners' pairs, and how many links, are read at once.
const (
	ownersAtOnce = 200
	linksAtOnce  = 2000
)

// An edge is a pair by which an owner may be linked with another.
type edge struct {
	Pair
	owner, other string // canonical ids
	order        int    // the owner's
	inward       bool   // the owner is the object
}

func (q *query) links(req kg.LinkRequest) (answer kg.Links, err error) {
	l := &linker{query: q, req: req, with: q.clusters.CanonicalOf(req.Filter.With), avoid: q.clusters.CanonicalOf(req.Avoid)}
	for some := range slices.Chunk(q.clusters.CanonicalOf(req.Of), ownersAtOnce) {
		edges, err := l.edges(some)
		if err != nil {
			return answer, err
		}
		for len(edges) > 0 && len(answer.Links) <= req.Limit {
			n := firstLinks(edges, min(req.Limit+1-len(answer.Links), linksAtOnce))
			more, err := l.follow(edges[:n])
			if err != nil {
				return answer, err
			}
			answer.Links = append(answer.Links, more...)
			edges = edges[n:]
		}
	}
	if answer.Truncated = len(answer.Links) > req.Limit; answer.Truncated {
		answer.Links = answer.Links[:req.Limit]
	}
	return answer, nil
}

// A linker answers one request for links.
type linker struct {
	*query
	req         kg.LinkRequest
	with, avoid []string // canonical ids
}

// edges returns the pairs by which owners may be linked, in the order of links.
func (l *linker) edges(owners []string) ([]edge, error) {
	pairs, err := l.pairs(l.clusters.Expand(owners))
	if err != nil {
		return nil, err
	}
	order := make(map[string]int, len(owners))
	for i, owner := range owners {
		order[owner] = i
	}
	var edges []edge
	add := func(e edge) {
		at, isOwner := order[e.owner]
		if e.order = at; isOwner && e.owner != e.other && !slices.Contains(l.avoid, e.other) && (len(l.with) == 0 || slices.Contains(l.with, e.other)) {
			edges = append(edges, e)
		}
	}
	for _, p := range pairs {
		subject, object := l.clusters.Canonical(p.Subject), l.clusters.Canonical(p.Object)
		add(edge{Pair: p, owner: subject, other: object})
		add(edge{Pair: p, owner: object, other: subject, inward: true})
	}
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.other, b.other))
	})
	return edges, nil
}

// pairs returns the pairs that some entities may be linked by.
func (l *linker) pairs(of []string) (pairs []Pair, err error) {
	if len(l.with) == 0 {
		return l.Pairs(l.ctx, of, l.direction())
	}
	for _, owner := range of {
		for _, other := range l.clusters.Expand(l.with) {
			pairs = append(pairs, Pair{owner, other}, Pair{other, owner})
		}
	}
	return distinct(pairs), nil
}

// direction returns in which direction relations may lead that link owners.
func (l *linker) direction() kg.Direction {
	_, out := l.conditions(false)
	_, in := l.conditions(true)
	switch {
	case !in:
		return kg.DirectionOut
	case !out:
		return kg.DirectionIn
	}
	return kg.DirectionAny
}

func (e edge) sameLink(f edge) bool { return e.owner == f.owner && e.other == f.other }

// firstLinks returns how many edges may make n links, or all of them.
func firstLinks(edges []edge, n int) int {
	for i := range edges {
		if i == 0 || !edges[i].sameLink(edges[i-1]) {
			if n == 0 {
				return i
			}
			n--
		}
	}
	return len(edges)
}

// follow returns the links that edges make, with the newest relation of each.
func (l *linker) follow(edges []edge) (links []kg.Link, err error) {
	newest := map[bool]map[Pair]Newest{}
	for _, inward := range []bool{false, true} {
		var pairs []Pair
		for _, e := range edges {
			if e.inward == inward {
				pairs = append(pairs, e.Pair)
			}
		}
		conditions, any := l.conditions(inward)
		if len(pairs) == 0 || !any {
			continue
		}
		if newest[inward], err = l.Newest(l.ctx, pairs, conditions); err != nil {
			return nil, err
		}
	}
	for i, e := range edges {
		found, linked := newest[e.inward][e.Pair]
		if !linked {
			continue
		}
		link := kg.Link{Of: e.owner, Other: e.other, Newest: found.Position, Attestation: found.Attestation}
		last := len(links) - 1
		if i == 0 || last < 0 || links[last].Of != link.Of || links[last].Other != link.Other {
			links = append(links, link)
		} else if link.Newest < links[last].Newest {
			links[last] = link
		}
	}
	return links, nil
}

// conditions returns what relations that lead from an owner, or to it, have to meet,
// and whether any can.
func (l *linker) conditions(inward bool) (c Conditions, any bool) {
	c = conditionsOf(l.req.Filter, l.asOf)
	against := kg.DirectionIn
	if inward {
		against = kg.DirectionOut
	}
	if l.req.Filter.Direction != against {
		return c, true
	}
	c.Types = l.types.symmetricAmong(c.Types)
	return c, len(c.Types) > 0
}

// Between implements kg.Store.
func (s *Store) Between(ctx context.Context, req kg.BetweenRequest) (answer kg.Between, err error) {
	err = s.ask(ctx, req.AsOf, func(q *query) error {
		rows, err := q.Snapshot.Between(q.ctx, q.clusters.Expand(req.Among), conditionsOf(req.Filter, q.asOf), req.Limit+1)
		if answer.Truncated = len(rows) > req.Limit; answer.Truncated {
			rows = rows[:req.Limit]
		}
		l := q.newLevel(kg.Need{})
		for _, row := range rows {
			answer.Relations = append(answer.Relations, l.add(row, ""))
		}
		return err
	})
	return answer, err
}
