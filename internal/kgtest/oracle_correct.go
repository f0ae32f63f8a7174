package kgtest

import (
	"context"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// oracleCorrected is what an oracle knows of an entity that was corrected.
type oracleCorrected struct {
	former   []kg.FormerState
	ownKind  kg.EntityKind
	statedAt *time.Time
}

// stateOf returns e as it was as of a moment.
func (o *oracle) stateOf(e kg.Entity, asOf *time.Time) kg.Entity {
	if state, was := kg.StateAt(o.corrected[e.ID].former, asOf); was {
		e.SetState(state)
	}
	return e
}

// statesOf returns all that e ever was.
func (o *oracle) statesOf(e kg.Entity) []kg.EntityState {
	states := []kg.EntityState{e.State()}
	for _, f := range o.corrected[e.ID].former {
		states = append(states, f.EntityState)
	}
	return states
}

// kindsOf returns the kinds that e answered as at one moment or another.
func (o *oracle) kindsOf(e kg.Entity) (kinds []kg.EntityKind) {
	for _, moment := range o.turningPoints() {
		if survivor := o.rawEntity(o.survivor(e.ID, moment)); known(e.RecordedAt, moment) && known(survivor.RecordedAt, moment) {
			kinds = append(kinds, o.stateOf(*survivor, moment).Kind)
		}
	}
	return kinds
}

// possibleKindsOf returns those too that e never answered as: of what it was made one
// with, whether that was taken back in the same batch or not.
func (o *oracle) possibleKindsOf(e kg.Entity) (kinds []kg.EntityKind) {
	ids := []string{e.ID}
	for i := 0; i < len(ids); i++ {
		for _, state := range o.statesOf(*o.rawEntity(ids[i])) {
			kinds = append(kinds, state.Kind)
		}
		for _, m := range o.merges {
			if m.from == ids[i] && !slices.Contains(ids, m.into) {
				ids = append(ids, m.into)
			}
		}
	}
	return kinds
}

// turningPoints returns the moments at which what an entity answers as may have changed,
// and nil, which is now.
func (o *oracle) turningPoints() []*time.Time {
	moments := []*time.Time{nil}
	for _, e := range o.entities {
		moments = append(moments, &e.RecordedAt)
	}
	for _, m := range o.merges {
		moments = append(moments, &m.at)
		if m.until != nil {
			moments = append(moments, m.until)
		}
	}
	for _, c := range o.corrected {
		for _, f := range c.former {
			moments = append(moments, &f.Until)
		}
	}
	return moments
}

// wasCalled reports whether an entity went by a name before it was corrected.
func (o *oracle) wasCalled(id, name string) bool {
	return slices.ContainsFunc(o.corrected[id].former, func(f kg.FormerState) bool { return f.Name == name })
}

func (o *oracle) correct(b kg.Batch, w *kg.Written, log *kg.ChangeLog) {
	if o.corrected == nil {
		o.corrected = map[string]oracleCorrected{}
	}
	for _, c := range b.Corrections {
		c.Note(w, log)
		kept := o.corrected[c.Entity]
		if c.Before != c.After {
			kept.former = append(kept.former, kg.FormerState{EntityState: c.Before, Until: b.RecordedAt})
			o.rawEntity(c.Entity).SetState(c.After)
		}
		kept.ownKind, kept.statedAt = c.OwnKind, c.KindStatedAt
		o.corrected[c.Entity] = kept
		for i, a := range o.aliases {
			if a.entity == c.Entity && a.removed == nil && slices.Contains(c.Removed, a.name) {
				o.aliases[i].removed = &b.RecordedAt
			}
		}
		for i, known := range o.identifiers {
			if known.entity == c.Entity && known.removed == nil && slices.Contains(c.RemovedIdentifiers, known.identifier) {
				o.identifiers[i].removed = &b.RecordedAt
			}
		}
		for _, i := range c.AddedIdentifiers {
			o.identifiers = append(o.identifiers, oracleIdentifier{entity: c.Entity, identifier: i, recorded: b.RecordedAt})
		}
		for _, name := range c.Added {
			o.aliases = append(o.aliases, oracleAlias{entity: c.Entity, name: name, recorded: b.RecordedAt})
		}
	}
}

// Lineage implements kg.Known.
func (o *oracle) Lineage(_ context.Context, ids []string) (*kg.Lineage, error) {
	l := &kg.Lineage{Entities: map[string]*kg.EntityRecord{}}
	for _, e := range o.entities {
		if !slices.ContainsFunc(ids, func(id string) bool { return o.survivor(id, nil) == o.survivor(e.ID, nil) }) {
			continue
		}
		l.Entities[e.ID] = o.entityRecord(e)
	}
	for _, m := range o.merges {
		if l.Entities[m.from] != nil && m.until == nil {
			l.Merges = append(l.Merges, kg.MergeRecord{Merge: kg.Merge{From: m.from, Into: m.into, Kind: m.kind}, RecordedAt: m.at})
		}
	}
	return l, nil
}

func (o *oracle) entityRecord(e kg.Entity) *kg.EntityRecord {
	kept := o.corrected[e.ID]
	r := &kg.EntityRecord{Entity: e, Former: slices.Clone(kept.former), OwnKind: kept.ownKind, KindStatedAt: clonePointer(kept.statedAt)}
	for _, a := range o.aliases {
		if a.entity == e.ID {
			r.Names = append(r.Names, kg.AliasRecord{Name: a.name, RecordedAt: a.recorded, RemovedAt: clonePointer(a.removed)})
		}
	}
	for _, i := range o.identifiers {
		if i.entity == e.ID {
			r.IdentifierRecords = append(r.IdentifierRecords, kg.IdentifierRecord{Identifier: i.identifier, RecordedAt: i.recorded, RemovedAt: clonePointer(i.removed)})
		}
	}
	return r
}

// EntityRecords implements kg.Store.
func (o *oracle) EntityRecords(_ context.Context, ids []string) (map[string]*kg.EntityRecord, error) {
	records := map[string]*kg.EntityRecord{}
	for _, e := range o.entities {
		if slices.Contains(ids, e.ID) {
			records[e.ID] = o.entityRecord(e)
		}
	}
	return records, nil
}

// Merges implements kg.Store.
func (o *oracle) Merges(context.Context) (all []kg.MergeRecord, err error) {
	for _, m := range o.merges {
		all = append(all, kg.MergeRecord{
			Merge: kg.Merge{From: m.from, Into: m.into, Kind: m.kind, Reason: m.reason}, RecordedAt: m.at, TakenBackAt: clonePointer(m.until), BackingReason: m.backingReason,
		})
	}
	return all, nil
}

// UseOf implements kg.Known.
func (o *oracle) UseOf(_ context.Context, uses kg.Uses) (relation, typeID string, err error) {
	for _, r := range o.relations {
		if r.RetractedAt != nil {
			continue
		}
		if slices.Contains(uses.Of, r.Subject) && slices.Contains(uses.AsSubject, r.Type) ||
			slices.Contains(uses.Of, r.Object) && slices.Contains(uses.AsObject, r.Type) ||
			uses.AsPlace && slices.ContainsFunc(r.Places, func(p string) bool { return slices.Contains(uses.Of, p) }) {
			if relation == "" || r.ID < relation {
				relation, typeID = r.ID, r.Type
			}
		}
	}
	return relation, typeID, nil
}
