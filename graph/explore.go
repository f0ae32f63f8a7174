package graph

import (
	"cmp"
	"context"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/graph/model"
	"conflictgraph/internal/kg"
)

func compare(a, b string) int { return cmp.Compare(a, b) }

func planSearch(ctx context.Context, p *plan, f *field) error {
	v, args, err := p.exploring(f)
	if err != nil {
		return err
	}
	request := kg.SearchRequest{AsOf: v.asOf}
	if request.Text, err = graphql.UnmarshalString(args["text"]); err != nil {
		return kg.BadInput("text", "%v", err)
	}
	if request.Limit, err = bounded(args, "first", 0, kg.MaxPageSize); err != nil {
		return err
	}
	for _, raw := range graphql.CoerceList(args["kinds"]) {
		kind, _ := raw.(string)
		request.Kinds = append(request.Kinds, kg.EntityKind(kind))
	}
	hits, err := kg.Search(ctx, p.store, request)
	if err != nil {
		return err
	}
	var keys kg.Keys
	for _, h := range hits {
		if h.Entity != nil {
			v.known.Entities[h.Entity.ID] = h.Entity
		} else {
			keys.Relations = append(keys.Relations, h.Relation.ID)
		}
	}
	node := f.sub.named("SearchHit", "node")
	for _, n := range node {
		keys.Need = both(keys.Need, relationNeeds(n.sub))
	}
	if err := v.fetch(ctx, keys); err != nil {
		return err
	}
	shown := make([]model.SearchHit, len(hits))
	for i, h := range hits {
		shown[i].Score, shown[i].Matched = h.Score, h.Matched
		for _, n := range node {
			if h.Entity != nil {
				shown[i].Set(n.Alias, v.entity(n.sub, h.Entity.ID))
			} else {
				shown[i].Set(n.Alias, v.relationAt(n.sub, v.known.Relations[h.Relation.ID]))
			}
		}
	}
	p.roots[f.Alias] = shown
	return nil
}

func planPaths(ctx context.Context, p *plan, f *field) error {
	v, args, err := p.exploring(f)
	if err != nil {
		return err
	}
	request := kg.PathRequest{AsOf: v.asOf}
	if request.From, err = entityID(args, "from"); err != nil {
		return err
	}
	if request.To, err = entityID(args, "to"); err != nil {
		return err
	}
	if request.MaxLength, err = bounded(args, "maxLength", 1, kg.MaxPathLength); err != nil {
		return err
	}
	if request.First, err = bounded(args, "first", 0, kg.MaxPageSize); err != nil {
		return err
	}
	if request.Filter, err = p.filter(ctx, args); err != nil {
		return err
	}
	if request.Avoid, err = entityIDs(args, "avoid", maxNodes); err != nil {
		return err
	}
	set, err := kg.FindPaths(ctx, p.store, request)
	if err != nil {
		return err
	}
	lists := f.sub.named("Paths", "paths")
	if err := v.fetchPaths(ctx, lists, set.Paths); err != nil {
		return err
	}
	shown := &model.Paths{Truncated: set.Truncated, Visited: set.Visited}
	for _, list := range lists {
		shown.Set(list.Alias, v.paths(list.sub, set.Paths))
	}
	p.roots[f.Alias] = shown
	return nil
}

func planChain(ctx context.Context, p *plan, f *field) error {
	v, args, err := p.exploring(f)
	if err != nil {
		return err
	}
	request := kg.ChainRequest{AsOf: v.asOf}
	if request.Of, err = entityID(args, "of"); err != nil {
		return err
	}
	if args["until"] != nil {
		if request.Until, err = entityID(args, "until"); err != nil {
			return err
		}
	}
	if request.MaxLength, err = bounded(args, "maxLength", 1, kg.MaxChainLength); err != nil {
		return err
	}
	if request.Types, request.Direction, err = p.query.walked(f, args); err != nil {
		return err
	}
	chains, err := kg.FindChains(ctx, p.store, request)
	if err != nil {
		return err
	}
	if err := v.fetchPaths(ctx, []*field{f}, chains); err != nil {
		return err
	}
	p.roots[f.Alias] = v.paths(f.sub, chains)
	return nil
}

// fetchPaths reads what is selected of the entities and relations of paths by lists of them.
func (v *view) fetchPaths(ctx context.Context, lists []*field, paths []kg.Path) error {
	keys := kg.Keys{}
	for _, list := range lists {
		for _, part := range list.sub.on("Path") {
			switch part.Name {
			case "relations":
				keys.Need = both(keys.Need, relationNeeds(part.sub))
			case "steps":
				for _, r := range part.sub.named("PathStep", "relation") {
					keys.Need = both(keys.Need, relationNeeds(r.sub))
				}
			}
		}
	}
	for _, path := range paths {
		keys.Entities = append(keys.Entities, path.Nodes...)
		keys.Relations = append(keys.Relations, path.Relations...)
	}
	return v.fetch(ctx, keys)
}

func (v *view) paths(at *selection, paths []kg.Path) []model.Path {
	shown := make([]model.Path, len(paths))
	for i, path := range paths {
		shown[i] = v.path(at, path)
	}
	return shown
}

func (v *view) path(at *selection, path kg.Path) model.Path {
	shown := model.Path{Length: path.Length()}
	for _, part := range at.on("Path") {
		switch part.Name {
		case "nodes":
			nodes := make([]model.Entity, len(path.Nodes))
			for i, id := range path.Nodes {
				nodes[i] = v.entity(part.sub, id)
			}
			shown.Set(part.Alias, nodes)
		case "relations":
			shown.Set(part.Alias, v.relations(part.sub, v.asRead(path.Relations)))
		case "steps":
			steps := make([]model.PathStep, len(path.Relations))
			for i, id := range path.Relations {
				steps[i] = v.step(part.sub, path.Nodes[i], path.Nodes[i+1], v.known.Relations[id])
			}
			shown.Set(part.Alias, steps)
		}
	}
	return shown
}

func (v *view) step(at *selection, from, to string, r *kg.Relation) model.PathStep {
	shown := model.PathStep{Direction: kg.DirectionIn}
	if r.Subject == from {
		shown.Direction = kg.DirectionOut
	}
	for _, part := range at.on("PathStep") {
		switch part.Name {
		case "from":
			shown.Set(part.Alias, v.entity(part.sub, from))
		case "to":
			shown.Set(part.Alias, v.entity(part.sub, to))
		case "relation":
			shown.Set(part.Alias, v.relationAt(part.sub, r))
		}
	}
	return shown
}

func planNeighborhood(ctx context.Context, p *plan, f *field) error {
	v, args, err := p.exploring(f)
	if err != nil {
		return err
	}
	request := kg.NeighborhoodRequest{AsOf: v.asOf}
	if request.Center, err = entityIDs(args, "center", kg.MaxNeighborhoodCenters); err != nil {
		return err
	}
	if request.Depth, err = bounded(args, "depth", 0, kg.MaxNeighborhoodDepth); err != nil {
		return err
	}
	if request.Limit, err = bounded(args, "limit", 1, kg.MaxNeighborhoodLimit); err != nil {
		return err
	}
	if request.Filter, err = p.filter(ctx, args); err != nil {
		return err
	}
	if args["center"] == nil {
		if request.Center, err = kg.FindProminent(ctx, p.store, request.Filter, v.asOf); err != nil {
			return err
		}
	}
	found, err := kg.FindNeighborhood(ctx, p.store, request)
	if err != nil {
		return err
	}
	for _, n := range found.Nodes {
		v.known.Entities[n.Entity.ID] = n.Entity
	}
	edges := f.sub.named("Subgraph", "edges")
	var keys kg.Keys
	for _, e := range edges {
		keys.Need = both(keys.Need, relationNeeds(e.sub))
	}
	ids := make([]string, len(found.Edges))
	for i, r := range found.Edges {
		ids[i], v.known.Relations[r.ID] = r.ID, r
	}
	if keys.Need != (kg.Need{}) {
		keys.Relations = ids
	}
	if err := v.fetch(ctx, keys); err != nil {
		return err
	}
	shown := &model.Subgraph{Truncated: found.Truncated, TotalNodes: found.TotalNodes}
	for _, part := range f.sub.named("Subgraph", "nodes") {
		shown.Set(part.Alias, v.subgraphNodes(part.sub, found.Nodes))
	}
	for _, part := range edges {
		shown.Set(part.Alias, v.relations(part.sub, v.asRead(ids)))
	}
	p.roots[f.Alias] = shown
	return nil
}

func (v *view) subgraphNodes(at *selection, nodes []kg.SubgraphNode) []model.SubgraphNode {
	shown := make([]model.SubgraphNode, len(nodes))
	for i, n := range nodes {
		shown[i].SubgraphNode = n
		for _, e := range at.named("SubgraphNode", "entity") {
			shown[i].Set(e.Alias, v.entity(e.sub, n.Entity.ID))
		}
	}
	return shown
}

// exploring returns the view and the arguments of a root field.
func (p *plan) exploring(f *field) (*view, map[string]any, error) {
	v, err := p.at(f)
	return v, p.arguments(f.CollectedField), err
}

// arguments returns the arguments of a field. One that is null is as one that was not
// given.
func (p *plan) arguments(f graphql.CollectedField) map[string]any {
	args := f.ArgumentMap(p.query.operation.Variables)
	for _, a := range f.Definition.Arguments {
		if args[a.Name] == nil && a.DefaultValue != nil {
			args[a.Name], _ = a.DefaultValue.Value(nil) // the schema's own, which is valid
		}
	}
	return args
}

// filter reads and checks the argument filter.
func (p *plan) filter(ctx context.Context, args map[string]any) (kg.RelationFilter, error) {
	filter, err := argument[kg.RelationFilter](ctx, args, "filter", "RelationFilter")
	if err != nil {
		return filter, err
	}
	return filter, p.query.types.check(ctx, "filter", filter)
}

// fetch reads what keys name and adds it to what is known.
func (v *view) fetch(ctx context.Context, keys kg.Keys) error {
	if len(keys.Entities)+len(keys.Relations)+len(keys.Documents) == 0 {
		return nil
	}
	keys.AsOf = v.asOf
	found, err := v.plan.store.Get(ctx, keys)
	if err != nil {
		return err
	}
	return v.learn(ctx, found)
}

// asRead returns what was fetched of the relations that have some ids.
func (v *view) asRead(ids []string) []*kg.Relation {
	read := make([]*kg.Relation, len(ids))
	for i, id := range ids {
		read[i] = v.known.Relations[id]
	}
	return read
}

// named returns the fields of a name that are selected on objects of a type.
func (s *selection) named(typeName, name string) []*field {
	var fields []*field
	for _, f := range s.on(typeName) {
		if f.Name == name {
			fields = append(fields, f)
		}
	}
	return fields
}

// bounded reads a number, which has a default in the schema.
func bounded(args map[string]any, name string, least, most int) (int, error) {
	n, err := graphql.UnmarshalInt(args[name])
	if err != nil {
		return 0, kg.BadInput(name, "%v", err)
	}
	if n < least || n > most {
		return 0, kg.BadInput(name, "%d is out of range; give a number from %d to %d", n, least, most)
	}
	return n, nil
}

// entityID reads an id that can only be an entity's.
func entityID(args map[string]any, name string) (string, error) {
	id, err := graphql.UnmarshalID(args[name])
	if err != nil {
		return "", kg.BadInput(name, "%v", err)
	}
	if err := kg.CheckEntityID(id); err != nil {
		return "", kg.BadInput(name, "%v", err)
	}
	return id, nil
}

func entityIDs(args map[string]any, name string, most int) ([]string, error) {
	raw := graphql.CoerceList(args[name])
	if len(raw) > most {
		return nil, kg.BadInput(name, "%d ids are too many at once; give at most %d", len(raw), most)
	}
	ids := make([]string, len(raw))
	for i, id := range raw {
		var err error
		if ids[i], err = entityID(map[string]any{name: id}, name); err != nil {
			return nil, err
		}
	}
	return ids, nil
}
