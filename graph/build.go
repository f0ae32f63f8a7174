package graph

import (
	"fmt"

	"conflictgraph/graph/model"
	"conflictgraph/internal/kg"
)

// entity builds the entity that an id answers as at one place of the query, and has
// the pages that are selected on it read with the next level. It returns nil for an
// id that is not known.
func (v *view) entity(at *selection, id string) model.Entity {
	known := v.known.Entities[id]
	if known == nil {
		return nil
	}
	key := placed{at, known.ID}
	if e, done := v.items[key]; done {
		return e
	}
	e, item := model.NewEntity(*known)
	v.items[key] = e
	for _, f := range at.on(model.TypeName(known.Kind)) {
		switch {
		case f.err != nil:
			item.Set(f.Alias, f.err)
		case f.walk != nil:
			v.page(known.ID, f, func(connection any) { item.Set(f.Alias, connection) })
		}
	}
	return e
}

// page has the page that a field asks for read with the next level, and set to
// the connection built of it, or to an error.
func (v *view) page(owner string, f *field, set func(connection any)) {
	request := f.walk.request
	request.Owner = owner
	v.pages = append(v.pages, pending{
		of: pageOf{owner, f.Field}, request: request, need: f.walk.need, nothing: f.walk.nothing, named: f.walk.named,
		take: func(page kg.RelationPage) { set(v.relationPage(owner, f, page)) },
		fail: func(err error) { set(err) },
	})
}

// relationAt builds a relation at one place of the query.
func (v *view) relationAt(at *selection, r *kg.Relation) *model.Relation {
	key := placed{at, r.ID}
	if built, done := v.relation[key]; done {
		return built
	}
	built := &model.Relation{Relation: r, Type: v.plan.query.types.shown(r.Type)}
	v.relation[key] = built
	for _, f := range at.on("Relation") {
		switch f.Name {
		case "subject":
			built.Set(f.Alias, present[model.Entity](v.entity(f.sub, r.Subject), r.Subject))
		case "object":
			built.Set(f.Alias, present[model.Entity](v.entity(f.sub, r.Object), r.Object))
		case "places":
			places := make([]*model.Place, 0, len(r.Places))
			for _, id := range r.Places {
				if p, ok := v.entity(f.sub, id).(*model.Place); ok {
					places = append(places, p)
				}
			}
			built.Set(f.Alias, places)
		case "attributions":
			built.Set(f.Alias, v.attributions(f.sub, r))
		case "evidence":
			built.Set(f.Alias, v.evidence(f.sub, r))
		case "contradictedBy":
			v.claims(f, r, kg.Contradicts, func(claims any) { built.Set(f.Alias, claims) })
		case "supportedBy":
			v.claims(f, r, kg.Supports, func(claims any) { built.Set(f.Alias, claims) })
		case "fulfilledBy":
			v.claims(f, r, kg.Fulfils, func(claims any) { built.Set(f.Alias, claims) })
		case "sources":
			v.sources(r, func(sources any) { built.Set(f.Alias, sources) })
		}
	}
	return built
}

func (v *view) attributions(at *selection, r *kg.Relation) []model.Attribution {
	all := make([]model.Attribution, len(r.Attributions))
	for i, a := range r.Attributions {
		all[i].Attribution = a
		for _, f := range at.on("Attribution") {
			if f.Name == "by" {
				all[i].Set(f.Alias, present[model.Entity](v.entity(f.sub, a.By), a.By))
			}
		}
	}
	return all
}

func (v *view) evidence(at *selection, r *kg.Relation) []model.Evidence {
	all := make([]model.Evidence, len(r.Evidence))
	for i, e := range r.Evidence {
		all[i].Evidence = e
		for _, f := range at.on("Evidence") {
			if f.Name == "document" {
				all[i].Set(f.Alias, v.document(e.Document))
			}
		}
	}
	return all
}

// document returns nil for an id that is not known.
func (v *view) document(id string) *model.Document {
	if d := v.known.Documents[id]; d != nil {
		return &model.Document{Document: d}
	}
	return nil
}

// present returns v, or an error for a thing that a relation names and the store
// did not bring.
func present[T any](v any, id string) any {
	if t, ok := v.(T); ok {
		return t
	}
	return fmt.Errorf("the store brought a relation without %q", id)
}

// relationPage builds the connection that a field of relations asks for.
func (v *view) relationPage(owner string, f *field, page kg.RelationPage) any {
	relation := func(at *selection, r *kg.Relation) *model.Relation { return v.relationAt(at, r) }
	far := func(at *selection, r *kg.Relation) model.Entity { return v.entity(at, otherEnd(r, owner)) }
	list := listed[*kg.Relation]{
		items: page.Relations, hasPrevious: page.HasPrevious, hasNext: page.HasNext, total: page.Total,
		cursor:   func(r *kg.Relation) string { return kg.Cursor(kg.RelationCursor, r.Position()) },
		relation: relation,
	}
	switch f.Definition.Type.Name() {
	case "RelationConnection":
		return connection(f, "Relation", list, func(at *selection, r *kg.Relation) (*model.Relation, bool) { return relation(at, r), true })
	case "ActorConnection":
		return connection(f, "Actor", list, as[model.Actor](far))
	case "ProposalConnection":
		return connection(f, "Proposal", list, as[*model.Proposal](far))
	case "ProvisionConnection":
		return connection(f, "Provision", list, as[*model.Provision](far))
	}
	return connection(f, "Entity", list, as[model.Entity](far))
}

func otherEnd(r *kg.Relation, owner string) string {
	if r.Subject == owner {
		return r.Object
	}
	return r.Subject
}

// as narrows what build returns to T, and says whether it is one.
func as[T any](build func(*selection, *kg.Relation) model.Entity) func(*selection, *kg.Relation) (T, bool) {
	return func(at *selection, r *kg.Relation) (T, bool) {
		t, ok := build(at, r).(T)
		return t, ok
	}
}

// listed is one page of a list of S.
type listed[S any] struct {
	items                []S
	hasPrevious, hasNext bool
	total                int
	cursor               func(S) string
	relation             func(*selection, S) *model.Relation // nil where the list is not of relations
}

// connection builds the Relay connection of a page: node makes what stands at
// each place. A place for which it says no is an error: the store holds
// something that the field's type cannot show.
func connection[T, S any](f *field, item string, page listed[S], node func(*selection, S) (T, bool)) any {
	c := &model.Connection[T]{TotalCount: page.total, PageInfo: &model.PageInfo{HasNextPage: page.hasNext, HasPreviousPage: page.hasPrevious}}
	wrong := func(s S) error { return fmt.Errorf("%s cannot show %v", f.Name, s) }
	for _, part := range f.sub.on(item + "Connection") {
		switch part.Name {
		case "pageInfo":
			if n := len(page.items); n > 0 && part.sub.selects("PageInfo", "startCursor", "endCursor") {
				first, last := page.cursor(page.items[0]), page.cursor(page.items[n-1])
				c.PageInfo.StartCursor, c.PageInfo.EndCursor = &first, &last
			}
		case "nodes":
			nodes := make([]T, len(page.items))
			for i, s := range page.items {
				var ok bool
				if nodes[i], ok = node(part.sub, s); !ok {
					return wrong(s)
				}
			}
			c.Set(part.Alias, nodes)
		case "edges":
			edges, selected := make([]model.Edge[T], len(page.items)), part.sub.on(item+"Edge")
			for i, s := range page.items {
				for _, e := range selected {
					switch e.Name {
					case "cursor":
						edges[i].Cursor = page.cursor(s)
					case "node":
						n, ok := node(e.sub, s)
						if !ok {
							return wrong(s)
						}
						edges[i].Set(e.Alias, n)
					case "relation":
						var r *model.Relation
						if page.relation != nil {
							r = page.relation(e.sub, s)
						}
						edges[i].Set(e.Alias, r)
					}
				}
			}
			c.Set(part.Alias, edges)
		}
	}
	return c
}
