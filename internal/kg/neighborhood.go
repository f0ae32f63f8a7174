package kg

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// Surveyor is what FindNeighborhood needs of a store.
type Surveyor interface {
	Get(ctx context.Context, keys Keys) (*Found, error)
	Links(ctx context.Context, req LinkRequest) (Links, error)
	Between(ctx context.Context, req BetweenRequest) (Between, error)
}

// NeighborhoodRequest asks for what lies around some entities.
type NeighborhoodRequest struct {
	Center []string
	Depth  int // 0 to MaxNeighborhoodDepth
	Limit  int // entities to return at the most, 1 to MaxNeighborhoodLimit
	Filter RelationFilter
	AsOf   *time.Time
	Budget int // links to visit at the most; DefaultNeighborhoodBudget where 0
}

// The bounds of a neighbourhood.
const (
	MaxNeighborhoodCenters    = 50
	MaxNeighborhoodDepth      = 3
	MaxNeighborhoodLimit      = 500
	DefaultNeighborhoodBudget = 25_000
	EdgesPerNode              = 10 // how many edges there are at the most for each node asked for
)

// Subgraph is part of the graph, ready to be drawn.
type Subgraph struct {
	// Nodes are the centres, then by depth; of one depth, those linked to more
	// of the entities nearer the centre first, then those with the best attested
	// link, by the newest relation of each, then those with the newest, then by id.
	Nodes []SubgraphNode
	// Edges are relations among Nodes, each once, by Relation.Position, without
	// claims; at most ten times the limit of nodes.
	Edges []*Relation
	// Truncated says that there are more nodes or edges than these.
	Truncated bool
	// TotalNodes counts the entities to that depth, the centres included. It is
	// a lower bound where the budget was used up.
	TotalNodes int
}

// SubgraphNode is an entity of a Subgraph.
type SubgraphNode struct {
	Entity *Entity
	Depth  int // links from the nearest centre
	Degree int // relations that it has in the whole graph

	// Betweenness and PageRank measure how central it is in the subgraph, where
	// entities linked by several relations are linked once. Betweenness is the
	// part, from 0 to 1, of the shortest paths between others that it lies on.
	Betweenness float64
	PageRank    float64
}

// reached is an entity that a level of links leads to.
type reached struct {
	id          string
	links       int    // to the level before
	attestation int    // the best among them
	newest      string // the lowest position among them
}

// FindNeighborhood goes out from the centres level by level, one store call
// each. Centres that did not exist yet are left out. Its errors are those of the
// store, and NotFound for what is named in the request, by the arguments center and
// filter, and does not exist.
func FindNeighborhood(ctx context.Context, store Surveyor, req NeighborhoodRequest) (*Subgraph, error) {
	ctx = withExploration(ctx)
	answer := &Subgraph{}
	budget := req.Budget
	if budget == 0 {
		budget = DefaultNeighborhoodBudget
	}
	var level Links
	link := func(of []string) (err error) {
		level, err = linksInTurns(ctx, store, LinkRequest{Of: of, Filter: req.Filter, AsOf: req.AsOf, Limit: budget})
		budget -= len(level.Links)
		answer.Truncated = level.Truncated
		return err
	}
	if req.Depth > 0 {
		if err := link(req.Center); err != nil {
			return nil, err
		}
	}
	order, named, err := centers(ctx, store, req, level.Links)
	if err != nil {
		return nil, err
	}
	depth := map[string]int{}
	for _, id := range order {
		depth[id] = 0
	}
	for d := 1; d <= req.Depth; d++ {
		var frontier []string
		for _, r := range ranked(level.Links, depth) {
			depth[r.id] = d
			order = append(order, r.id)
			frontier = append(frontier, r.id)
		}
		if d == req.Depth || len(frontier) == 0 || answer.Truncated {
			break
		}
		slices.Sort(frontier)
		if err := link(frontier); err != nil {
			return nil, err
		}
	}
	answer.TotalNodes = len(order)
	if len(order) > req.Limit {
		order, answer.Truncated = order[:req.Limit], true
	}
	return answer, answer.fill(ctx, store, req, order, depth, named)
}

// centers returns the ids that the centres have as what they are now, each once.
// Those that links go out from are; only others have to be looked up, and what the
// filter names together with them. Otherwise that is left to be looked up.
func centers(ctx context.Context, store Surveyor, req NeighborhoodRequest, links []Link) (order []string, left Named, err error) {
	is := map[string]string{}
	for _, l := range links {
		is[l.Of] = l.Of
	}
	left = req.Filter.Named("filter")
	if slices.ContainsFunc(req.Center, func(asked string) bool { return is[asked] == "" }) {
		named := append(Named(nil).With("center", ThingEntity, req.Center...), left...)
		keys := named.Keys(func(_ Thing, id string) bool { return is[id] != "" })
		keys.AsOf = req.AsOf
		found, err := store.Get(ctx, keys)
		if err != nil {
			return nil, nil, err
		}
		for _, asked := range req.Center {
			if e := found.Entities[asked]; e != nil {
				is[asked] = e.ID
			}
		}
		for id := range is {
			found.Entities[id] = &Entity{ID: id}
		}
		if err := named.check(ctx, store, found, req.AsOf != nil); err != nil {
			return nil, nil, err
		}
		left = nil
	}
	for _, asked := range req.Center {
		if id := is[asked]; id != "" && !slices.Contains(order, id) {
			order = append(order, id)
		}
	}
	return order, left, nil
}

// ranked returns what links newly lead to, most relevant first.
func ranked(links []Link, seen map[string]int) []*reached {
	byID := map[string]*reached{}
	var all []*reached
	for _, l := range links {
		if _, old := seen[l.Other]; old {
			continue
		}
		r := byID[l.Other]
		if r == nil {
			r = &reached{id: l.Other, attestation: l.Attestation, newest: l.Newest}
			byID[l.Other] = r
			all = append(all, r)
		}
		r.links++
		r.attestation, r.newest = min(r.attestation, l.Attestation), min(r.newest, l.Newest)
	}
	slices.SortFunc(all, func(a, b *reached) int {
		return cmp.Or(cmp.Compare(b.links, a.links), cmp.Compare(a.attestation, b.attestation), cmp.Compare(a.newest, b.newest), cmp.Compare(a.id, b.id))
	})
	return all
}

// fill reads the nodes and the edges among them, and measures the nodes. It looks up
// together with them what else was named.
func (s *Subgraph) fill(ctx context.Context, store Surveyor, req NeighborhoodRequest, ids []string, depth map[string]int, named Named) error {
	if err := Pause(ctx); err != nil || len(ids) == 0 {
		return err
	}
	keys := named.Keys(nil)
	keys.Entities, keys.Need.Degree, keys.AsOf = append(keys.Entities, ids...), true, req.AsOf
	found, err := store.Get(ctx, keys)
	if err == nil {
		err = named.check(ctx, store, found, req.AsOf != nil)
	}
	if err != nil {
		return err
	}
	between, err := store.Between(ctx, BetweenRequest{Among: ids, Filter: req.Filter, AsOf: req.AsOf, Limit: EdgesPerNode * req.Limit})
	if err != nil {
		return err
	}
	s.Edges = between.Relations
	s.Truncated = s.Truncated || between.Truncated
	if err := Pause(ctx); err != nil {
		return err
	}
	measures := centrality(ids, s.Edges)
	for i, id := range ids {
		if e := found.Entities[id]; e != nil {
			s.Nodes = append(s.Nodes, SubgraphNode{
				Entity: e, Depth: depth[id], Degree: e.Degree, Betweenness: measures[i].betweenness, PageRank: measures[i].pageRank,
			})
		}
	}
	return nil
}
