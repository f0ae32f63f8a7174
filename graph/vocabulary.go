package graph

import (
	"context"
	"maps"
	"slices"
	"sync/atomic"

	"conflictgraph/graph/model"
	"conflictgraph/internal/kg"
)

// vocabulary remembers the relation types of a store. Types are only ever
// added, so what is remembered stays right; it is read again when a type turns
// up that is not in it.
type vocabulary struct {
	store kg.Store
	types atomic.Pointer[vocabularyTypes]
}

type vocabularyTypes struct {
	byID  map[string]kg.RelationType
	shown map[string]*model.RelationType
}

func newVocabulary(store kg.Store) *vocabulary {
	v := &vocabulary{store: store}
	v.types.Store(&vocabularyTypes{})
	return v
}

func (v *vocabulary) read(ctx context.Context) error {
	types, err := v.store.Types(ctx)
	if err != nil {
		return err
	}
	next := &vocabularyTypes{byID: kg.TypesByID(types), shown: make(map[string]*model.RelationType, len(types))}
	for _, t := range types {
		next.shown[t.ID] = &model.RelationType{RelationType: t}
	}
	v.types.Store(next)
	return nil
}

// require sees to it that a type which a relation has is remembered.
func (v *vocabulary) require(ctx context.Context, id string) error {
	if _, known := v.types.Load().byID[id]; known {
		return nil
	}
	return v.read(ctx)
}

// shown returns a remembered type.
func (v *vocabulary) shown(id string) *model.RelationType { return v.types.Load().shown[id] }

// check is filter.Check against every type there is.
func (v *vocabulary) check(ctx context.Context, field string, filter kg.RelationFilter) error {
	if err := filter.Check(field, v.types.Load().byID); kg.ErrorCode(err) != kg.CodeNotFound {
		return err
	}
	if err := v.read(ctx); err != nil {
		return err
	}
	return filter.Check(field, v.types.Load().byID)
}

// checkIDs is kg.CheckTypes against every type there is.
func (v *vocabulary) checkIDs(ctx context.Context, argument string, ids []string) error {
	for _, id := range ids {
		if err := v.require(ctx, id); err != nil {
			return err
		}
	}
	return kg.CheckTypes(argument, ids, v.types.Load().byID)
}

// symmetric returns those of some types that are symmetric, of all types where none
// is given.
func (v *vocabulary) symmetric(ctx context.Context, of []string) (ids []string, err error) {
	if len(of) == 0 {
		if err := v.read(ctx); err != nil {
			return nil, err
		}
		of = slices.Sorted(maps.Keys(v.types.Load().byID))
	}
	for _, id := range of {
		if v.types.Load().byID[id].Symmetric {
			ids = append(ids, id)
		}
	}
	return ids, nil
}
