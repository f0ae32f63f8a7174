package graph

import (
	"context"
	"reflect"

	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/internal/kg"
)

// lookedUp is a root field that looks an id up.
type lookedUp struct {
	field *field
	id    string
}

// ahead is the first level of pages beneath entities, read together with them.
type ahead struct {
	requests kg.PageRequests // of those that are known, by the ids that they answer by
	pages    []kg.RelationPage
}

// lookUpOwners reads the entities that v looks up and the pages beneath them with one
// store call. It returns nil where v looks up anything else, where nothing is walked
// beneath one of them, or where what is selected depends on its type.
func (v *view) lookUpOwners(ctx context.Context) (*kg.Found, error) {
	if len(v.then) != len(v.lookedUp) {
		return nil, nil
	}
	requests := kg.PageRequests{AsOf: v.asOf}
	var needs []kg.Need // of each page
	for _, one := range v.lookedUp {
		walked := len(requests.Pages)
		for _, f := range one.field.onAnyEntity() {
			if f.err != nil {
				return nil, nil
			}
			if f.walk != nil && !f.walk.nothing {
				request := f.walk.request
				request.Owner = one.id
				requests.Pages, needs = append(requests.Pages, request), append(needs, f.walk.need)
				requests.Need = both(requests.Need, f.walk.need)
			}
		}
		if len(requests.Pages) == walked {
			return nil, nil
		}
	}
	requests.Need.Owners = true
	pages, found, err := v.plan.store.Pages(ctx, requests)
	if err != nil {
		return nil, err
	}
	a := &ahead{requests: kg.PageRequests{AsOf: v.asOf}}
	for i, request := range requests.Pages {
		if e := found.Entities[request.Owner]; e != nil {
			request.Owner = e.ID
			a.requests.Pages, a.pages = append(a.requests.Pages, request), append(a.pages, pages[i])
			a.requests.Need = both(a.requests.Need, needs[i])
		}
	}
	v.ahead = a
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

// readLevel reads pages, or takes what was read ahead of them; what that names is
// known.
func (v *view) readLevel(ctx context.Context, requests kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	a := v.ahead
	v.ahead = nil
	if a != nil && reflect.DeepEqual(requests, a.requests) {
		return a.pages, &kg.Found{}, nil
	}
	return v.plan.store.Pages(ctx, requests)
}
