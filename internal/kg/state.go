package kg

import (
	"slices"
	"time"
)

// EntityState is what can be corrected of an entity, apart from its other names.
type EntityState struct {
	Kind        EntityKind
	Name        string
	Description string
	Unnamed     bool
}

// FormerState is what an entity was until it was corrected.
type FormerState struct {
	EntityState
	Until time.Time
}

// State returns what can be corrected of e.
func (e Entity) State() EntityState { return EntityState{e.Kind, e.Name, e.Description, e.Unnamed} }

// SetState makes s what can be corrected of e.
func (e *Entity) SetState(s EntityState) {
	e.Kind, e.Name, e.Description, e.Unnamed = s.Kind, s.Name, s.Description, s.Unnamed
}

// StateAt returns which of the former states, in the order of recording, held as of
// a moment, and whether any did: the first that ended later. None did at present.
func StateAt(former []FormerState, asOf *time.Time) (EntityState, bool) {
	if asOf != nil {
		for _, f := range former {
			if f.Until.After(*asOf) {
				return f.EntityState, true
			}
		}
	}
	return EntityState{}, false
}

// HeldAt reports whether an entity went by the name as of a moment.
func (a AliasRecord) HeldAt(asOf *time.Time) bool {
	return KnownAsOf(a.RecordedAt, asOf) && (a.RemovedAt == nil || !KnownAsOf(*a.RemovedAt, asOf))
}

// StatedKind returns the kind that r has by itself, apart from what was merged into
// it.
func (r EntityRecord) StatedKind() EntityKind {
	if r.OwnKind != "" {
		return r.OwnKind
	}
	return r.Kind
}

// was reports whether r is or was of a kind, or an update has said of which it is,
// which those who state another do not know.
func (r EntityRecord) was(kind EntityKind) bool {
	return r.KindStatedAt != nil || r.StatedKind() == kind || slices.ContainsFunc(r.Former, func(f FormerState) bool { return f.Kind == kind })
}

// Lineage is entities by themselves, with all that is one with them, and the merges
// that hold among them in the order of recording.
type Lineage struct {
	Entities map[string]*EntityRecord
	Merges   []MergeRecord
}

// survivor returns the id of what an entity answers as.
func (l *Lineage) survivor(id string) string {
	for i := 0; i < len(l.Merges); i++ {
		if l.Merges[i].From == id {
			id, i = l.Merges[i].Into, -1
		}
	}
	return id
}

// members returns the ids of an entity and of all that was merged into it, directly
// or not.
func (l *Lineage) members(id string) []string {
	all := []string{id}
	for i := 0; i < len(all); i++ {
		for _, m := range l.Merges {
			if m.Into == all[i] {
				all = append(all, m.From)
			}
		}
	}
	return all
}

// kindOf returns of what kind an entity is with what was merged into it: its own
// kind, which each merge since that was stated may have made more particular, or
// the one that such a merge named.
func (l *Lineage) kindOf(id string) EntityKind {
	r := l.Entities[id]
	kind := r.StatedKind()
	for _, m := range l.Merges {
		if m.Into != id || r.KindStatedAt != nil && m.RecordedAt.Before(*r.KindStatedAt) {
			continue
		}
		if m.Kind != "" {
			kind = m.Kind
		} else {
			kind = moreParticular(kind, l.kindOf(m.From))
		}
	}
	return kind
}

// moreParticular returns the kind of an entity of one kind that another of a second
// kind was merged into: every kind of actor says more than OTHER_ACTOR, and none of
// the others says more than another.
func moreParticular(into, from EntityKind) EntityKind {
	if into == KindOtherActor && from.IsActor() {
		return from
	}
	return into
}

// canBeOne reports whether entities of two kinds can be one without a word on which
// of the two it is.
func canBeOne(a, b EntityKind) bool {
	return a == b || a.IsActor() && b.IsActor() && (a == KindOtherActor || b == KindOtherActor)
}

// EntityUpdate corrects what is recorded of an entity, or of what it is one with. What
// is nil stays as it is.
type EntityUpdate struct {
	Entity        string
	Kind          *EntityKind
	Name          *string
	Description   *string // may be empty
	Unnamed       *bool
	AddAliases    []string
	RemoveAliases []string

	AddIdentifiers    []Identifier // which nothing else may have
	RemoveIdentifiers []Identifier
}

// Correction is what a store records of one entity, by itself, for the updates,
// merges and unmerges of a batch.
type Correction struct {
	Entity       string
	Before       EntityState
	After        EntityState // the same as Before where only other names change
	OwnKind      EntityKind  // see EntityRecord
	KindStatedAt *time.Time  // see EntityRecord
	Added        []string    // other names
	Removed      []string

	AddedIdentifiers, RemovedIdentifiers []Identifier
}

// Note counts what c changes, and notes it.
func (c Correction) Note(w *Written, log *ChangeLog) {
	updated := false
	change := func(changed bool, detail string) {
		if changed {
			updated = true
			log.Add(EntityUpdated, c.Entity, detail)
		}
	}
	change(c.Before.Kind != c.After.Kind, "kind: "+string(c.After.Kind)+", before: "+string(c.Before.Kind))
	change(c.Before.Name != c.After.Name, "name: "+c.After.Name+", before: "+c.Before.Name)
	change(c.Before.Description != c.After.Description, "description")
	change(c.Before.Unnamed != c.After.Unnamed, map[bool]string{true: "unnamed: true", false: "unnamed: false"}[c.After.Unnamed])
	for _, name := range c.Removed {
		updated = true
		log.Add(AliasRemoved, c.Entity, name)
	}
	for _, name := range c.Added {
		w.Aliases++
		log.Add(AliasAdded, c.Entity, name)
	}
	for _, i := range c.RemovedIdentifiers {
		updated = true
		log.Add(IdentifierRemoved, c.Entity, i.String())
	}
	for _, i := range c.AddedIdentifiers {
		w.Identifiers++
		log.Add(IdentifierAdded, c.Entity, i.String())
	}
	if updated {
		w.Updated++
	}
}

// Uses asks for a relation that stands and names one of some entities in a way that
// another kind would contradict.
type Uses struct {
	Of        []string
	AsSubject []string // by relations of these types
	AsObject  []string
	AsPlace   bool
}
