package graph

import (
	"context"

	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/internal/kg"
)

// lookedUp is a root field that looks an id up.
type lookedUp struct {
	field *field
	id    string
}

// pageOf names a page of a query: whose it is, and where the query asks for it. What
// is asked for there does not depend on anything else.
type pageOf struct {
	owner string // the id that the owner answers by
	field *ast.Field
}

// prefetched is the first level of pages beneath entities, read together with them.
type prefetched map[pageOf]kg.RelationPage

// lookUpOwners reads the entities that v looks up and prefetches the pages beneath
// them with one store call. It returns nil where v looks up anything else, where no
// page is asked for beneath one of them, or where what is selected depends on its
// type.
func (v *view) lookUpOwners(ctx context.Context) (*kg.Found, error) {
	if len(v.then) != len(v.lookedUp) {
		return nil, nil
	}
	requests := kg.PageRequests{AsOf: v.asOf, Need: kg.Need{Owners: true}}
	var fields []*ast.Field // that ask for the pages
	for _, one := range v.lookedUp {
		before := len(fields)
		for _, f := range one.field.onAnyEntity() {
			if f.err != nil {
				return nil, nil
			}
			if f.walk != nil && !f.walk.nothing {
				request := f.walk.request
				request.Owner = one.id
				requests.Pages, fields = append(requests.Pages, request), append(fields, f.Field)
				requests.Need = both(requests.Need, f.walk.need)
			}
		}
		if len(fields) == before {
			return nil, nil
		}
	}
	pages, found, err := v.plan.store.Pages(ctx, requests)
	if err != nil {
		return nil, err
	}
	v.prefetched = prefetched{}
	for i, request := range requests.Pages {
		if e := found.Entities[request.Owner]; e != nil {
			v.prefetched[pageOf{e.ID, fields[i]}] = pages[i]
		}
	}
	return found, nil
}

// onAnyEntity returns what is selected beneath a field of entities or actors
// where that is the same for all their types.
func (f *field) onAnyEntity() []*field {
	name := f.Definition.Type.Name()
	if name != "Entity" && name != "Actor" {
		return nil
	}
	for _, s := range f.sub.set {
		if _, isField := s.(*ast.Field); !isField {
			return nil
		}
	}
	schema := f.sub.query.schema
	return f.sub.on(schema.GetPossibleTypes(schema.Types[name])[0].Name)
}

// readLevel reads the pages of a level that were not prefetched, and returns them
// all.
func (v *view) readLevel(ctx context.Context, level []pending) ([]kg.RelationPage, *kg.Found, error) {
	pages := make([]kg.RelationPage, len(level))
	requests := kg.PageRequests{AsOf: v.asOf}
	var at []int // where they stand in the level
	for i, p := range level {
		if page, read := v.prefetched[p.of]; read {
			pages[i] = page
			continue
		}
		if p.nothing {
			continue
		}
		requests.Pages, at = append(requests.Pages, p.request), append(at, i)
		requests.Need = both(requests.Need, p.need)
	}
	v.prefetched = nil
	if len(at) == 0 {
		return pages, &kg.Found{}, nil
	}
	read, found, err := v.plan.store.Pages(ctx, requests)
	if err != nil {
		return nil, nil, err
	}
	for i, page := range read {
		pages[at[i]] = page
	}
	return pages, found, nil
}
