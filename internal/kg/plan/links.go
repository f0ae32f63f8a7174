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
		asked := req
		if asked.Filter, err = q.located(req.Filter); err != nil {
			return err
		}
		links, err = q.links(asked)
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
	if err := q.knowDatasets(req.Filter); err != nil {
		return answer, err
	}
	l := &linker{query: q, alternatives: q.normal(req.Filter, true), avoid: q.clusters.CanonicalOf(req.Avoid)}
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
	alternatives []conjunction
	avoid        []string // canonical ids
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
		if e.order = at; isOwner && e.owner != e.other && !slices.Contains(l.avoid, e.other) && slices.ContainsFunc(l.alternatives, e.mayMeet) {
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
	var leads directions
	var with []string
	for _, c := range l.alternatives {
		if leads |= c.directions; len(c.with) > 0 {
			with = joined(with, c.with[0])
		}
	}
	if leads&bothWays != 0 {
		leads |= outward | inward // though of some types only
	}
	anyOther := slices.ContainsFunc(l.alternatives, func(c conjunction) bool { return len(c.with) == 0 })
	switch {
	case len(l.alternatives) == 0:
		return nil, nil
	case anyOther && leads&inward == 0:
		return l.Pairs(l.ctx, of, kg.DirectionOut)
	case anyOther && leads&outward == 0:
		return l.Pairs(l.ctx, of, kg.DirectionIn)
	case anyOther:
		return l.Pairs(l.ctx, of, kg.DirectionAny)
	}
	for _, owner := range of {
		for _, other := range with {
			pairs = append(pairs, Pair{owner, other}, Pair{other, owner})
		}
	}
	return distinct(pairs), nil
}

// mayMeet reports whether a relation of an edge, as far as its ends go, may meet what a
// conjunction asks for.
func (e edge) mayMeet(c conjunction) bool {
	return !slices.Contains(c.notWith, e.other) &&
		!slices.ContainsFunc(c.with, func(with []string) bool { return !slices.Contains(with, e.other) })
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
	newest := map[bool]map[Pair]Newest{false: {}, true: {}}
	for _, c := range l.alternatives {
		for _, inward := range []bool{false, true} {
			var pairs []Pair
			for _, e := range edges {
				if e.inward == inward && e.mayMeet(c) {
					pairs = append(pairs, e.Pair)
				}
			}
			conditions, any := l.conditions(c, inward)
			if len(pairs) == 0 || !any {
				continue
			}
			found, err := l.Newest(l.ctx, pairs, conditions)
			if err != nil {
				return nil, err
			}
			for pair, one := range found {
				if known, is := newest[inward][pair]; !is || one.Position < known.Position {
					newest[inward][pair] = one
				}
			}
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
func (l *linker) conditions(c conjunction, toOwner bool) (of Conditions, any bool) {
	of = c.conditions(nil)
	of.AsOf = l.asOf
	leads := outward
	if toOwner {
		leads = inward
	}
	switch c.directions & (leads | bothWays) {
	case leads | bothWays:
		return of, true
	case leads:
		of.Types = l.types.asymmetricAmong(c.types)
	case bothWays:
		of.Types = l.types.symmetricAmong(c.types)
	default:
		return of, false
	}
	return of, len(of.Types) > 0
}

// Between implements kg.Store.
func (s *Store) Between(ctx context.Context, req kg.BetweenRequest) (answer kg.Between, err error) {
	err = s.ask(ctx, req.AsOf, func(q *query) error {
		if err := q.knowDatasets(req.Filter); err != nil {
			return err
		}
		filter, err := q.located(req.Filter)
		if err != nil {
			return err
		}
		var found [][]*kg.Relation
		for _, c := range q.normal(filter.WithoutEnds(), false) {
			conditions := c.conditions(nil)
			conditions.AsOf = q.asOf
			some, err := q.Snapshot.Between(q.ctx, q.clusters.Expand(req.Among), conditions, req.Limit+1)
			if err != nil {
				return err
			}
			found = append(found, some)
		}
		rows := merged(found, kg.Scan{Limit: req.Limit + 1})
		if answer.Truncated = len(rows) > req.Limit; answer.Truncated {
			rows = rows[:req.Limit]
		}
		l := q.newLevel(kg.Need{})
		for _, row := range rows {
			answer.Relations = append(answer.Relations, l.add(row, ""))
		}
		return nil
	})
	return answer, err
}
