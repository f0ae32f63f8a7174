package sqlite

import (
	"cmp"
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// Links returns one link for each two entities that are linked; see kg.Store.
func (s *Store) Links(ctx context.Context, req kg.LinkRequest) (links kg.Links, err error) {
	err = s.read(ctx, func(current *session) error {
		links, err = current.links(req)
		return err
	})
	if err != nil {
		return kg.Links{}, err
	}
	return links, nil
}

// How many owners' neighbours, and how many links, are read at once.
const (
	ownersAtOnce = 200
	linksAtOnce  = 2000
)

func (s *session) links(req kg.LinkRequest) (answer kg.Links, err error) {
	l, owners, err := s.newLinker(req)
	if err != nil || l == nil {
		return answer, err
	}
	for some := range slices.Chunk(owners, ownersAtOnce) {
		if len(l.links) > req.Limit {
			break
		}
		ties, err := l.ties(some)
		if err != nil {
			return answer, err
		}
		for len(ties) > 0 && len(l.links) <= req.Limit {
			n := firstTies(ties, min(req.Limit+1-len(l.links), linksAtOnce))
			if err := l.follow(ties[:n]); err != nil {
				return answer, err
			}
			ties = ties[n:]
		}
	}
	if answer.Truncated = len(l.links) > req.Limit; answer.Truncated {
		l.links = l.links[:req.Limit]
	}
	answer.Links = l.answer()
	return answer, nil
}

// A linker answers one request for links.
type linker struct {
	*level
	conditions
	lower bound

	out, in     bool // whether relations lead from an owner, and to it
	outOf, into any  // the key lists of their types, nil for all

	with, avoid map[int64]bool
	withMembers []int64

	links []foundLink
}

// A tie is a pair by which an owner may be linked with another.
type tie struct {
	owner, other int64
	order        int // the owner's
	pair
	inward bool // the owner is the object
}

type foundLink struct {
	owner, other int64
	newest
}

// newLinker returns nil where there are no links, and the owners in their order,
// each once.
func (s *session) newLinker(req kg.LinkRequest) (*linker, []int64, error) {
	now, f := s.moment(req.AsOf), req.Filter
	p, err := s.newPlanner(now, slices.Concat(req.Of, req.Avoid), f)
	if err != nil {
		return nil, nil, err
	}
	l := &linker{
		level: newLevel(s, kg.Need{}, now), conditions: p.conditions(f), lower: lowerBound(f), out: true, in: true,
		with: setOf(keysIn(p.entities, f.With)), avoid: setOf(keysIn(p.entities, req.Avoid)),
	}
	types := keysIn(p.types.keys, f.Types)
	if len(f.Types) > 0 && len(types) == 0 || len(f.With) > 0 && len(l.with) == 0 {
		return nil, nil, nil
	}
	l.withMembers = now.membersOf(keysOfSet(l.with))
	both := p.types.symmetricAmong(types)
	l.outOf, l.into = listOrNil(types), listOrNil(types)
	switch f.Direction {
	case kg.DirectionOut:
		l.in, l.into = len(both) > 0, listOrNil(both)
	case kg.DirectionIn:
		l.out, l.outOf = len(both) > 0, listOrNil(both)
	}
	return l, keysIn(p.entities, req.Of), nil
}

func listOrNil(keys []int64) any {
	if len(keys) == 0 {
		return nil
	}
	return keyList(keys)
}

func setOf(keys []int64) map[int64]bool {
	set := make(map[int64]bool, len(keys))
	for _, key := range keys {
		set[key] = true
	}
	return set
}

// ties returns the pairs that owners may be linked by, in the order of links.
func (l *linker) ties(owners []int64) (ties []tie, err error) {
	order := make(map[int64]int, len(owners))
	for i, key := range owners {
		order[key] = i
	}
	outward, inward, err := l.neighbours(l.membersOf(owners))
	if err != nil {
		return nil, err
	}
	add := func(p pair, own, other int64, inward bool) {
		own, other = l.survivor(own), l.survivor(other)
		if own != other && !l.avoid[other] && (len(l.with) == 0 || l.with[other]) {
			ties = append(ties, tie{own, other, order[own], p, inward})
		}
	}
	for _, p := range outward {
		add(p, p.subject, p.object, false)
	}
	for _, p := range inward {
		add(p, p.object, p.subject, true)
	}
	if err := l.name(ties); err != nil {
		return nil, err
	}
	slices.SortFunc(ties, func(a, b tie) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(l.ids[a.other], l.ids[b.other]))
	})
	return ties, nil
}

// neighbours returns the pairs by which relations lead from some entities, and
// to them.
func (l *linker) neighbours(keys []int64) (outward, inward []pair, err error) {
	if len(l.with) > 0 {
		for _, key := range keys {
			for _, other := range l.withMembers {
				if l.out {
					outward = append(outward, pair{key, other})
				}
				if l.in {
					inward = append(inward, pair{other, key})
				}
			}
		}
		return outward, inward, nil
	}
	list := keyList(keys)
	if l.out {
		if outward, err = l.s.pairs(objectsOf, list); err != nil {
			return nil, nil, err
		}
	}
	if l.in {
		inward, err = l.s.pairs(subjectsOf, list)
	}
	return outward, inward, err
}

// name notes the ids of what ties link.
func (l *linker) name(ties []tie) error {
	var missing []int64
	seen := map[int64]bool{}
	for _, t := range ties {
		for _, key := range []int64{t.owner, t.other} {
			if l.ids[key] == "" && !seen[key] {
				seen[key] = true
				missing = append(missing, key)
			}
		}
	}
	return l.readIDs(missing)
}

// firstTies returns how many ties make n links, or all of them.
func firstTies(ties []tie, n int) int {
	for i := range ties {
		if i == 0 || !ties[i].sameLink(ties[i-1]) {
			if n == 0 {
				return i
			}
			n--
		}
	}
	return len(ties)
}

func (t tie) sameLink(u tie) bool { return t.owner == u.owner && t.other == u.other }

// follow adds the links that ties make, with the newest relation of each.
func (l *linker) follow(ties []tie) error {
	var outward, inward []pair
	for _, t := range ties {
		if t.inward {
			inward = append(inward, t.pair)
		} else {
			outward = append(outward, t.pair)
		}
	}
	from, err := l.s.newestOf(outward, l.outOf, l.conditions, l.lower)
	if err != nil {
		return err
	}
	to, err := l.s.newestOf(inward, l.into, l.conditions, l.lower)
	if err != nil {
		return err
	}
	for i, t := range ties {
		newest, found := from[t.pair]
		if t.inward {
			newest, found = to[t.pair]
		}
		if !found {
			continue
		}
		last := len(l.links) - 1
		if i == 0 || last < 0 || l.links[last].owner != t.owner || l.links[last].other != t.other {
			l.links = append(l.links, foundLink{t.owner, t.other, newest})
		} else if newest.compare(l.links[last].place) < 0 {
			l.links[last].newest = newest
		}
	}
	return nil
}

// answer returns the links found.
func (l *linker) answer() []kg.Link {
	var links []kg.Link
	for _, link := range l.links {
		links = append(links, kg.Link{
			Of: l.ids[link.owner], Other: l.ids[link.other], Newest: link.position(),
			Attestation: kg.Attestation(statuses[statusOfClass(link.class)], certainties[certaintyOfClass(link.class)]),
		})
	}
	return links
}
