package sqlite

import (
	"context"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var _ plan.Restoring = (*writer)(nil)

// AddFormerIDs implements plan.Restoring.
func (w *writer) AddFormerIDs(_ context.Context, present map[string]string) error {
	for _, former := range slices.Sorted(maps.Keys(present)) {
		was, _ := kg.RelationDigest(former)
		is, _ := kg.RelationDigest(present[former])
		if _, err := w.exec(insertFormer, was[:], is[:]); err != nil {
			return err
		}
	}
	return nil
}

// AwaitRenaming implements plan.Restoring.
func (w *writer) AwaitRenaming(context.Context) error {
	_, err := w.exec(awaitRenaming)
	return err
}

// AddMerges implements plan.Restoring.
func (w *writer) AddMerges(_ context.Context, merges []kg.MergeRecord) error {
	var ids []string
	for _, m := range merges {
		ids = append(ids, m.From, m.Into)
	}
	if _, err := w.entityKeys(ids); err != nil {
		return err
	}
	keys := w.entities.keys
	for _, m := range merges {
		if _, err := w.exec(insertMerge, keys[m.From], keys[m.Into], string(m.Kind), m.Reason, m.RecordedAt.UnixMilli()); err != nil {
			return err
		}
		if m.TakenBackAt == nil {
			continue
		}
		if _, err := w.exec(insertUnmerge, keys[m.From], m.BackingReason, m.TakenBackAt.UnixMilli()); err != nil {
			return err
		}
	}
	all, err := w.readMerges()
	w.session.merges = &mergeTable{merges: all}
	return err
}

// AddActivities implements plan.Restoring.
func (w *writer) AddActivities(_ context.Context, activities []kg.Activity) error {
	for _, a := range activities {
		if err := w.insertActivity(a); err != nil {
			return err
		}
	}
	return nil
}

// AddHistory implements plan.Restoring.
func (w *writer) AddHistory(_ context.Context, entities []kg.EntityRecord) error {
	ids := make([]string, len(entities))
	for i := range entities {
		ids[i] = entities[i].ID
	}
	if _, err := w.entityKeys(ids); err != nil {
		return err
	}
	for _, e := range entities {
		if err := w.correct(e); err != nil {
			return err
		}
		if err := w.insertNamesEver(e); err != nil {
			return err
		}
	}
	return nil
}

// insertNamesEver adds all names that an entity goes by or went by. One is taken away
// only once the next is there, which would else get its key and with it its place.
func (w *writer) insertNamesEver(e kg.EntityRecord) error {
	var gone *kg.AliasRecord
	takeAway := func() error {
		if gone == nil {
			return nil
		}
		name, at := plan.Name{Entity: e.ID, Name: gone.Name}, *gone.RemovedAt
		gone = nil
		return w.removeName(name, at)
	}
	for i, a := range e.Names {
		if gone != nil && gone.Name == a.Name {
			if err := takeAway(); err != nil {
				return err
			}
		}
		if err := w.insertNames([]plan.Name{{Entity: e.ID, Name: a.Name, RecordedAt: a.RecordedAt}}); err != nil {
			return err
		}
		if err := takeAway(); err != nil {
			return err
		}
		if a.RemovedAt != nil {
			gone = &e.Names[i]
		}
	}
	return takeAway()
}
