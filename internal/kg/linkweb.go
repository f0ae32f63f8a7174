package kg

import (
	"context"
	"maps"
	"slices"
)

// linkWeb holds the links visited by the entities that a path may go from and to.
type linkWeb map[string]map[string]Link

func (w linkWeb) add(from, to string, l Link) {
	if w[from] == nil {
		w[from] = map[string]Link{}
	}
	w[from][to] = l
}

// paths returns the first paths of exactly one length, those on the best
// attested relations first, then by the ids of their nodes. It is not complete
// where finding them took too many steps.
func (w linkWeb) paths(ctx context.Context, from, to string, length, first int) (found []Path, complete bool, err error) {
	e := &enumeration{ctx: ctx, web: w, to: to, length: length, first: first, left: w.distancesTo(to, length), steps: maxPathSteps, on: map[string]bool{}}
	for _, e.worst = range w.attestations() {
		if len(e.found) < first {
			e.walk(from, nil, 0)
		}
	}
	return e.found, e.steps > 0, e.err
}

// attestations returns those that links have, the best first.
func (w linkWeb) attestations() []int {
	found := map[int]bool{}
	for _, links := range w {
		for _, l := range links {
			found[l.Attestation] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// distancesTo returns how many links at least lead from each entity to one, up
// to a limit.
func (w linkWeb) distancesTo(to string, limit int) map[string]int {
	into := map[string][]string{}
	for from, links := range w {
		for other := range links {
			into[other] = append(into[other], from)
		}
	}
	distance := map[string]int{to: 0}
	level := []string{to}
	for d := 1; d <= limit && len(level) > 0; d++ {
		var next []string
		for _, id := range level {
			for _, from := range into[id] {
				if _, seen := distance[from]; !seen {
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
	web           linkWeb
	to            string
	length, first int
	worst         int
	left          map[string]int // at least so many links to go
	steps         int            // that may still be taken
	nodes         []string
	on            map[string]bool
	found         []Path
}

func (e *enumeration) walk(at string, relations []string, worst int) {
	e.nodes = append(e.nodes, at)
	e.on[at] = true
	defer func() {
		e.nodes = e.nodes[:len(e.nodes)-1]
		delete(e.on, at)
	}()
	if at == e.to {
		if len(relations) == e.length && worst == e.worst {
			e.found = append(e.found, Path{Nodes: slices.Clone(e.nodes), Relations: slices.Clone(relations)})
		}
		return
	}
	links := e.web[at]
	for _, other := range slices.Sorted(maps.Keys(links)) {
		if e.steps--; e.steps%stepsInTurn == 0 && e.err == nil {
			e.err = Pause(e.ctx)
		}
		if e.err != nil || e.steps <= 0 || len(e.found) >= e.first {
			return
		}
		rank := links[other].Attestation
		left, reaches := e.left[other]
		if e.on[other] || rank > e.worst || !reaches || len(relations)+1+left > e.length {
			continue
		}
		e.walk(other, append(relations, links[other].RelationID()), max(worst, rank))
	}
}
