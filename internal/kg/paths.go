package kg

import (
	"context"
	"slices"
	"time"
)

// Linker is what FindPaths needs of a store.
type Linker interface {
	Get(ctx context.Context, keys Keys) (*Found, error)
	Links(ctx context.Context, req LinkRequest) (Links, error)
}

// PathRequest asks how two entities are connected.
type PathRequest struct {
	From, To  string
	MaxLength int // 1 to MaxPathLength
	// Filter chooses the relations to walk. With Direction OUT each step goes
	// from subject to object, with IN from object to subject. Its With does not
	// matter.
	Filter RelationFilter
	Avoid  []string // entities that no path goes through
	First  int      // paths to return at the most
	AsOf   *time.Time
	Budget int // links to visit at the most; DefaultPathBudget where 0
}

// The bounds of a search for paths.
const (
	MaxPathLength     = 6
	DefaultPathBudget = 50_000
	maxPathSteps      = 2_000_000 // of enumerating simple paths among the links visited
)

// Path is a way from one entity to another that visits none twice. Each step
// shows the newest relation between its ends that passes the filter.
type Path struct {
	Nodes     []string // from first to last, one more than relations
	Relations []string // their ids
}

// Length returns how many relations the path walks.
func (p Path) Length() int { return len(p.Relations) }

// PathSet is an answer to a PathRequest.
type PathSet struct {
	Paths     []Path // shortest first; of one length, those on the best attested relations first, then by ids
	Truncated bool   // the budget was used up: there may be more, and shorter ones
	Visited   int    // links that the search looked at
}

// Attestation ranks how far a relation can be built on, from 0: first what is stated or
// confirmed to have occurred or to be going on, then what is stated or confirmed to be
// planned or proposed, what is alleged, and what is disputed or denied; each in the order
// of Codings.
func Attestation(status Status, certainty Certainty, coding Coding) int {
	said := 0
	switch {
	case certainty == CertaintyDisputed || certainty == CertaintyDenied:
		said = 3
	case certainty == CertaintyAlleged:
		said = 2
	case status == StatusPlanned || status == StatusProposed:
		said = 1
	}
	return said*len(Codings) + slices.Index(Codings, coding)
}

// FindPaths searches from both ends, a level at a time from the end that has
// fewer entities to go on from. The paths of one length are all known before
// the next is looked for. There are none from or to what did not exist yet or is to
// be avoided. Its errors are those of the store, and NotFound for what is named in
// the request, by the arguments from, to, avoid and filter, and does not exist.
func FindPaths(ctx context.Context, store Linker, req PathRequest) (PathSet, error) {
	ctx = withExploration(ctx)
	var answer PathSet
	from, to, err := pathEnds(ctx, store, req)
	if err != nil || from == "" || to == "" {
		return answer, err
	}
	if from == to && req.First > 0 {
		answer.Paths = []Path{{Nodes: []string{from}}}
		return answer, nil
	}
	req.Filter = req.Filter.withoutCounterparts()
	budget := req.Budget
	if budget == 0 {
		budget = DefaultPathBudget
	}
	web := newLinkWeb()
	forward := newSide(web, from, req.Filter)
	backward := newSide(web, to, req.Filter.reversed())
	for length := 1; length <= req.MaxLength && len(answer.Paths) < req.First; length++ {
		side := forward
		if len(backward.frontier) < len(forward.frontier) {
			side = backward
		}
		truncated := false
		if len(side.frontier) > 0 { // otherwise every link that a path can go over is known
			links, err := linksInTurns(ctx, store, LinkRequest{Of: side.ids(), Filter: side.filter, Avoid: req.Avoid, AsOf: req.AsOf, Limit: budget - answer.Visited})
			if err != nil {
				return answer, err
			}
			answer.Visited += len(links.Links)
			side.advance(links.Links, side == backward)
			truncated = links.Truncated
		}
		found, complete, err := web.paths(ctx, web.number(from), web.number(to), length, req.First-len(answer.Paths))
		if err != nil {
			return answer, err
		}
		answer.Paths = append(answer.Paths, found...)
		if truncated || !complete {
			answer.Truncated = true
			break
		}
	}
	return answer, nil
}

// pathEnds returns the ids of the entities that a path is to lead from and to,
// none of an end that did not exist yet or is to be avoided.
func pathEnds(ctx context.Context, store Linker, req PathRequest) (from, to string, err error) {
	ends := []string{req.From, req.To}
	named := append(Named(nil).With("from", ThingEntity, req.From).With("to", ThingEntity, req.To).With("avoid", ThingEntity, req.Avoid...),
		req.Filter.Named("filter")...)
	keys := named.Keys(nil)
	keys.AsOf = req.AsOf
	known, err := store.Get(ctx, keys)
	if err == nil {
		err = named.check(ctx, store, known, req.AsOf != nil)
	}
	if err != nil {
		return "", "", err
	}
	for i, id := range ends {
		ends[i] = ""
		if e := known.Entities[id]; e != nil {
			ends[i] = e.ID
		}
	}
	for _, id := range req.Avoid {
		if e := known.Entities[id]; e != nil && slices.Contains(ends, e.ID) {
			return "", "", nil
		}
	}
	return ends[0], ends[1], nil
}
