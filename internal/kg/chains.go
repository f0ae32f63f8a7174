package kg

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// ChainRequest asks for the ways on from an entity.
type ChainRequest struct {
	Of        string
	Types     []string  // of the relations to walk, at least one
	Direction Direction // of every step; either where DirectionAny
	Until     string    // ways end at this entity, and others are left out; at their last entity where empty
	MaxLength int       // 1 to MaxChainLength
	AsOf      *time.Time
}

// The bounds of a search for chains.
const (
	MaxChainLength = 100
	MaxChains      = 100
	MaxChainSteps  = MaxChains * MaxPathLength // of all chains together
)

// FindChains returns every way on from req.Of that visits no entity twice and either
// leads to req.Until or, where there is none, to an entity that no such relation leads on
// from to one that is not on the way yet; a longer way ends after req.MaxLength steps.
// They are ordered as the paths of a PathSet are, whatever their length. A level of
// entities is one question to the store. Its errors are those of the store, NotFound for
// what does not exist, and BadInput where there are more than MaxChains, with more than MaxChainSteps, or more
// than DefaultPathBudget links to look at.
func FindChains(ctx context.Context, store Linker, req ChainRequest) ([]Path, error) {
	if len(req.Types) == 0 {
		return nil, BadInput("types", "no type is given; give at least one")
	}
	ctx = withExploration(ctx)
	of, until, err := chainEnds(ctx, store, req)
	if err != nil || of == "" || req.Until != "" && until == "" {
		return nil, err
	}
	if of == until {
		return []Path{{Nodes: []string{of}}}, nil
	}
	web, err := chainWeb(ctx, store, req, of, until)
	if err != nil {
		return nil, err
	}
	search := chainSearch{ctx: ctx, web: web, until: -1, longest: req.MaxLength}
	start := web.number(of)
	if until != "" {
		search.until = web.number(until)
		search.left = web.distancesTo(search.until, req.MaxLength)
	}
	search.on = make([]bool, len(web.names))
	if err := search.walk(start, nil, 0); err != nil {
		return nil, err
	}
	slices.SortFunc(search.found, func(a, b rankedPath) int {
		return cmp.Or(cmp.Compare(a.Length(), b.Length()), cmp.Compare(a.worst, b.worst), slices.Compare(a.Nodes, b.Nodes))
	})
	paths := make([]Path, len(search.found))
	for i, c := range search.found {
		paths[i] = c.Path
	}
	return paths, nil
}

// chainEnds returns the ids of the entities that chains lead from and to, none of one that
// did not exist yet.
func chainEnds(ctx context.Context, store Linker, req ChainRequest) (of, until string, err error) {
	named := Named(nil).With("of", ThingEntity, req.Of)
	if req.Until != "" {
		named = named.With("until", ThingEntity, req.Until)
	}
	keys := named.Keys(nil)
	keys.AsOf = req.AsOf
	known, err := store.Get(ctx, keys)
	if err == nil {
		err = named.check(ctx, store, known, req.AsOf != nil)
	}
	if err != nil {
		return "", "", err
	}
	if e := known.Entities[req.Of]; e != nil {
		of = e.ID
	}
	if e := known.Entities[req.Until]; e != nil {
		until = e.ID
	}
	return of, until, nil
}

// chainWeb returns the links that chains can go over.
func chainWeb(ctx context.Context, store Linker, req ChainRequest, of, until string) (*linkWeb, error) {
	web, visited := newLinkWeb(), 0
	s := newSide(web, of, RelationFilter{Types: slices.Compact(slices.Sorted(slices.Values(req.Types))), Direction: req.Direction})
	for length := 1; length <= req.MaxLength && len(s.frontier) > 0; length++ {
		links, err := linksInTurns(ctx, store, LinkRequest{Of: s.ids(), Filter: s.filter, AsOf: req.AsOf, Limit: DefaultPathBudget - visited})
		if err != nil {
			return nil, err
		}
		if links.Truncated {
			return nil, BadInput("maxLength", "more than %d relations are within %d steps of %q; give fewer steps or fewer types", DefaultPathBudget, length, Shorten(req.Of))
		}
		visited += len(links.Links)
		s.advance(links.Links, false)
		s.frontier = slices.DeleteFunc(s.frontier, func(entity int) bool { return web.names[entity] == until })
	}
	return web, nil
}

// chainSearch finds chains in the links they can go over.
type chainSearch struct {
	ctx     context.Context
	web     *linkWeb
	until   int   // -1 where chains go to their end
	left    []int // at least so many links to until; nil where chains go to their end
	longest int
	nodes   []string
	on      []bool
	steps   int // taken
	found   []rankedPath
	shown   int // their steps
}

// rankedPath is a Path and the attestation of its worst attested relation.
type rankedPath struct {
	Path
	worst int
}

func (s *chainSearch) walk(at int, relations []string, worst int) error {
	s.nodes, s.on[at] = append(s.nodes, s.web.names[at]), true
	defer func() {
		s.nodes = s.nodes[:len(s.nodes)-1]
		s.on[at] = false
	}()
	ends := true
	if at != s.until && len(relations) < s.longest {
		for _, next := range s.web.from(at) {
			if s.on[next.to] || !s.leads(next.to, len(relations)+1) {
				continue
			}
			ends = false
			if s.steps++; s.steps%stepsInTurn == 0 {
				if err := Pause(s.ctx); err != nil {
					return err
				}
			}
			if s.steps > maxPathSteps {
				return BadInput("maxLength", "the ways cross so often that %d steps do not find them all; give a smaller maxLength, or fewer types", maxPathSteps)
			}
			if err := s.walk(next.to, append(relations, next.link.RelationID()), max(worst, next.attestation)); err != nil {
				return err
			}
		}
	}
	if !ends || len(relations) == 0 || s.until >= 0 && at != s.until {
		return nil
	}
	if s.shown += len(relations); len(s.found) == MaxChains || s.shown > MaxChainSteps {
		return BadInput("maxLength", "more than %d ways, or %d steps in all, lead on from here; give until, a smaller maxLength or fewer types, or page through the relations", MaxChains, MaxChainSteps)
	}
	s.found = append(s.found, rankedPath{Path{Nodes: slices.Clone(s.nodes), Relations: slices.Clone(relations)}, worst})
	return nil
}

// leads reports whether a chain of some length may go on over an entity.
func (s *chainSearch) leads(entity, length int) bool {
	return s.left == nil || length+s.left[entity] <= s.longest
}
