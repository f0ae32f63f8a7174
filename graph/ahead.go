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

// ahead is the first level of pages beneath an entity, read together with it.
type ahead struct {
	requests kg.PageRequests
	pages    []kg.RelationPage
}

// lookUpOwner reads the one entity that v looks up and the pages beneath it with one
// store call. It returns nil where v looks up anything else, where nothing is walked
// beneath, or where what is selected depends on the entity's type.
func (v *view) lookUpOwner(ctx context.Context) (*kg.Found, error) {
	if len(v.then) != 1 || v.only == nil || len(v.keys.Entities) != 1 {
		return nil, nil
	}
	requests := kg.PageRequests{AsOf: v.asOf}
	for _, f := range v.only.field.onAnyEntity() {
		if f.err != nil {
			return nil, nil
		}
		if f.walk != nil && !f.walk.nothing {
			request := f.walk.request
			request.Owner = v.only.id
			requests.Pages, requests.Need = append(requests.Pages, request), both(requests.Need, f.walk.need)
		}
	}
	if len(requests.Pages) == 0 {
		return nil, nil
	}
	together := requests
	together.Need.Owners = true
	pages, found, err := v.plan.store.Pages(ctx, together)
	v.ahead = &ahead{requests, pages}
	return found, err
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

// answers reports whether what was read is what requests ask for. Their owner may
// have another id: what the one that was asked for was merged into.
func (a *ahead) answers(requests kg.PageRequests) bool {
	if a == nil || len(a.requests.Pages) != len(requests.Pages) || a.requests.Need != requests.Need {
		return false
	}
	for i, request := range requests.Pages {
		request.Owner = a.requests.Pages[i].Owner
		if !reflect.DeepEqual(request, a.requests.Pages[i]) {
			return false
		}
	}
	return true
}

// readLevel reads pages, or takes what was read ahead of them; what that names is
// known.
func (v *view) readLevel(ctx context.Context, requests kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	a := v.ahead
	v.ahead = nil
	if a.answers(requests) {
		return a.pages, &kg.Found{}, nil
	}
	return v.plan.store.Pages(ctx, requests)
}
