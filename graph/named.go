package graph

import (
	"context"

	"github.com/hashicorp/golang-lru/v2"

	"conflictgraph/internal/kg"
)

// knownIDs looks up whether what callers name is there. Things are only ever added,
// so that what is known to be there need not be looked up again.
type knownIDs struct {
	store kg.Store
	known *lru.Cache[namedThing, struct{}]
}

type namedThing struct {
	thing kg.Thing
	id    string
}

// keptIDs is how many ids are remembered.
const keptIDs = 10_000

func newKnownIDs(store kg.Store) *knownIDs {
	known, err := lru.New[namedThing, struct{}](keptIDs)
	if err != nil {
		panic(err) // unreachable: the size is positive
	}
	return &knownIDs{store, known}
}

// lookUp looks up what is not known of some names and returns what tells of each of
// them whether it is there.
func (k *knownIDs) lookUp(ctx context.Context, named kg.Named) (func(kg.Thing, string) bool, error) {
	there := map[namedThing]bool{}
	known := func(thing kg.Thing, id string) bool {
		at := namedThing{thing, id}
		if _, remembered := k.known.Get(at); remembered {
			there[at] = true
		}
		return there[at]
	}
	keys := named.Keys(known)
	if len(keys.Entities)+len(keys.Documents)+len(keys.Datasets) == 0 {
		return known, nil
	}
	found, err := k.store.Get(ctx, keys)
	if err != nil {
		return nil, err
	}
	return func(thing kg.Thing, id string) bool {
		at := namedThing{thing, id}
		if found.Has(thing, id) {
			k.known.Add(at, struct{}{})
			return true
		}
		return there[at]
	}, nil
}

// check returns an error, with what may have been meant, for the first id that names
// nothing.
func (k *knownIDs) check(ctx context.Context, named kg.Named) error {
	if len(named) == 0 {
		return nil
	}
	there, err := k.lookUp(ctx, named)
	if err != nil {
		return err
	}
	return kg.Suggest(ctx, k.store, named.Missing(there))
}

// checkPages has the pages of a level that name what is not there answer with an
// error. A page with a relation shows by itself that the one thing is there which
// each of its arguments names.
func (v *view) checkPages(ctx context.Context, level []pending, pages []kg.RelationPage) ([]error, error) {
	errs := make([]error, len(level))
	var all kg.Named
	shown := make([]bool, len(level))
	for i, p := range level {
		if shown[i] = len(p.named) == 0 || p.named.Single() && len(pages[i].Relations) > 0; !shown[i] {
			all = append(all, p.named...)
		}
	}
	if len(all) == 0 {
		return errs, nil
	}
	there, err := v.plan.query.known.lookUp(ctx, all)
	if err != nil {
		return nil, err
	}
	for i, p := range level {
		if !shown[i] {
			errs[i] = kg.Suggest(ctx, v.plan.store, p.named.Missing(there))
		}
	}
	return errs, nil
}
