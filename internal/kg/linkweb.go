package kg

import (
	"context"
	"slices"
	"strings"
)

// linkWeb holds the links visited by the entities that a path may go from and to, which
// are numbers in it. It comes from newLinkWeb.
type linkWeb struct {
	names   []string // ids of the entities
	numbers map[string]int
	last    int // the number that was looked up last

	steps   [][]step // that lead on from each entity
	inOrder []bool   // whether those of each entity are
	into    [][]int  // from which entities some lead to each; some perhaps twice
	ranks   []bool   // by attestation, which there are
}

// step is a link as a path goes over it.
type step struct {
	to          int
	attestation int
	link        Link
}

func newLinkWeb() *linkWeb { return &linkWeb{numbers: map[string]int{}} }

// number returns the number of an entity.
func (w *linkWeb) number(id string) int {
	if w.last < len(w.names) && w.names[w.last] == id {
		return w.last
	}
	n, known := w.numbers[id]
	if !known {
		n = len(w.names)
		w.numbers[id] = n
		w.names, w.steps, w.inOrder, w.into = append(w.names, id), append(w.steps, nil), append(w.inOrder, true), append(w.into, nil)
	}
	w.last = n
	return n
}

func (w *linkWeb) add(from, to int, l Link) {
	w.steps[from] = append(w.steps[from], step{to, l.Attestation, l})
	w.inOrder[from] = false
	w.into[to] = append(w.into[to], from)
	for len(w.ranks) <= l.Attestation {
		w.ranks = append(w.ranks, false)
	}
	w.ranks[l.Attestation] = true
}

// from returns the steps that lead on from an entity, by the ids of where they lead, each
// once.
func (w *linkWeb) from(entity int) []step {
	if !w.inOrder[entity] {
		steps := w.steps[entity]
		order := func(a, b step) int {
			if a.to == b.to {
				return 0
			}
			return strings.Compare(w.names[a.to], w.names[b.to])
		}
		if !slices.IsSortedFunc(steps, order) {
			slices.SortFunc(steps, order)
		}
		w.steps[entity] = slices.CompactFunc(steps, func(a, b step) bool { return a.to == b.to })
		w.inOrder[entity] = true
	}
	return w.steps[entity]
}

// paths returns the first paths of exactly one length, those on the best
// attested relations first, then by the ids of their nodes. It is not complete
// where finding them took too many steps.
func (w *linkWeb) paths(ctx context.Context, from, to, length, first int) (found []Path, complete bool, err error) {
	e := &enumeration{ctx: ctx, web: w, to: to, length: length, first: first, left: w.distancesTo(to, length), steps: maxPathSteps, on: make([]bool, len(w.names))}
	for rank, is := range w.ranks {
		if e.worst = rank; is && len(e.found) < first {
			e.walk(from, nil, 0)
		}
	}
	return e.found, e.steps > 0, e.err
}

// unreached is the distance of what leads nowhere.
const unreached = 1 << 30

// distancesTo returns how many links at least lead from each entity to one, up
// to a limit.
func (w *linkWeb) distancesTo(to, limit int) []int {
	distance := make([]int, len(w.names))
	for i := range distance {
		distance[i] = unreached
	}
	distance[to] = 0
	level := []int{to}
	for d := 1; d <= limit && len(level) > 0; d++ {
		var next []int
		for _, entity := range level {
			for _, from := range w.into[entity] {
				if distance[from] == unreached {
					distance[from] = d
					next = append(next, from)
				}
			}
		}
		level = next
	}
	return distance
}

// stepsInTurn is how many steps are taken without a pause.
const stepsInTurn = 10_000

// enumeration finds the simple paths of one length whose worst attested relation
// is of one rank.
type enumeration struct {
	ctx           context.Context
	err           error // which ends it
	web           *linkWeb
	to            int
	length, first int
	worst         int
	left          []int // at least so many links to go
	steps         int   // that may still be taken
	nodes         []string
	on            []bool
	found         []Path
}

func (e *enumeration) walk(at int, relations []string, worst int) {
	e.nodes = append(e.nodes, e.web.names[at])
	e.on[at] = true
	defer func() {
		e.nodes = e.nodes[:len(e.nodes)-1]
		e.on[at] = false
	}()
	if at == e.to {
		if len(relations) == e.length && worst == e.worst {
			e.found = append(e.found, Path{Nodes: slices.Clone(e.nodes), Relations: slices.Clone(relations)})
		}
		return
	}
	for _, s := range e.web.from(at) {
		if e.steps--; e.steps%stepsInTurn == 0 && e.err == nil {
			e.err = Pause(e.ctx)
		}
		if e.err != nil || e.steps <= 0 || len(e.found) >= e.first {
			return
		}
		if e.on[s.to] || s.attestation > e.worst || len(relations)+1+e.left[s.to] > e.length {
			continue
		}
		e.walk(s.to, append(relations, s.link.RelationID()), max(worst, s.attestation))
	}
}

// side is the search from one of the ends of paths.
type side struct {
	web      *linkWeb
	filter   RelationFilter
	seen     []bool
	frontier []int // what the next level goes on from
}

func newSide(web *linkWeb, start string, filter RelationFilter) *side {
	s := &side{web: web, filter: filter}
	s.reach(web.number(start))
	return s
}

// reach adds an entity to the next frontier, once.
func (s *side) reach(entity int) {
	if entity >= len(s.seen) {
		s.seen = append(s.seen, make([]bool, len(s.web.names)-len(s.seen))...)
	}
	if !s.seen[entity] {
		s.seen[entity] = true
		s.frontier = append(s.frontier, entity)
	}
}

// ids returns the ids of the frontier, in order.
func (s *side) ids() []string {
	ids := make([]string, len(s.frontier))
	for i, entity := range s.frontier {
		ids[i] = s.web.names[entity]
	}
	slices.Sort(ids)
	return ids
}

// advance adds a level's links to the web, in the direction that paths walk
// them, and makes what they lead to the next frontier.
func (s *side) advance(links []Link, against bool) {
	s.frontier = nil
	for _, l := range links {
		of, other := s.web.number(l.Of), s.web.number(l.Other)
		if against {
			s.web.add(other, of, l)
		} else {
			s.web.add(of, other, l)
		}
		s.reach(other)
	}
}
