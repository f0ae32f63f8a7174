package kg

import (
	"fmt"
	"maps"
	"slices"
)

// corrected returns the ids that updates, merges and unmerges name.
func (c *checker) corrected() (ids []string) {
	for _, u := range c.batch.Updates {
		ids = append(ids, u.Entity)
	}
	for _, m := range c.batch.Merges {
		ids = append(ids, m.From, m.Into)
	}
	for _, u := range c.batch.Unmerges {
		ids = append(ids, u.Entity)
	}
	return ids
}

// corrections checks the updates, merges and unmerges of a batch, each as it finds
// the entities after those before it, and works out what they make of these.
func (c *checker) corrections() error {
	c.batch.Corrections = nil
	ids := c.corrected()
	if len(ids) == 0 {
		return nil
	}
	l, err := c.store.Lineage(c.ctx, ids)
	if err != nil {
		return err
	}
	for _, e := range c.batch.Entities {
		if l.Entities[e.ID] == nil {
			r := &EntityRecord{Entity: e}
			for _, name := range e.Aliases {
				r.Names = append(r.Names, AliasRecord{Name: name, RecordedAt: e.RecordedAt})
			}
			for _, i := range e.Identifiers {
				r.IdentifierRecords = append(r.IdentifierRecords, IdentifierRecord{Identifier: i, RecordedAt: e.RecordedAt})
			}
			l.Entities[e.ID] = r
		}
	}
	w := correcting{checker: c, lineage: l, made: map[string]*Correction{}, seen: map[string]EntityKind{}}
	for _, id := range slices.Sorted(maps.Keys(l.Entities)) {
		r := l.Entities[id]
		w.made[id] = &Correction{Entity: id, Before: r.State(), OwnKind: r.OwnKind, KindStatedAt: r.KindStatedAt}
		w.seen[id] = l.Entities[l.survivor(id)].Kind
	}
	for i, u := range c.batch.Updates {
		if err := w.update(fmt.Sprintf("updates[%d]", i), u); err != nil {
			return err
		}
	}
	for i, m := range c.batch.Merges {
		if err := w.merge(fmt.Sprintf("merges[%d]", i), m); err != nil {
			return err
		}
	}
	for i, u := range c.batch.Unmerges {
		if err := w.unmerge(fmt.Sprintf("unmerges[%d]", i), u); err != nil {
			return err
		}
	}
	return w.complete()
}

// correcting is the work of corrections.
type correcting struct {
	*checker
	lineage *Lineage               // as the updates, merges and unmerges so far have made it
	made    map[string]*Correction // of each entity of it
	seen    map[string]EntityKind  // of what each answered as before
}

func (w *correcting) update(at string, u EntityUpdate) error {
	if w.lineage.Entities[u.Entity] == nil {
		return NotFound(at+".entity", ThingEntity, u.Entity)
	}
	id := w.lineage.survivor(u.Entity)
	r, made := w.lineage.Entities[id], w.made[id]
	if u.Kind != nil {
		if err := oneOf(at+".kind", *u.Kind, EntityKinds); err != nil {
			return err
		}
		if *u.Kind != r.Kind {
			r.Kind, r.OwnKind, r.KindStatedAt = *u.Kind, *u.Kind, &w.batch.RecordedAt
			made.KindStatedAt = r.KindStatedAt
		}
	}
	if u.Description != nil {
		if err := checkTexts(at, "description", *u.Description); err != nil {
			return err
		}
		r.Description = *u.Description
	}
	if u.Unnamed != nil {
		r.Unnamed = *u.Unnamed
	}
	for i, name := range u.RemoveAliases {
		if err := w.removeAlias(fmt.Sprintf("%s.removeAliases[%d]", at, i), id, name); err != nil {
			return err
		}
	}
	for i, one := range u.RemoveIdentifiers {
		if err := w.removeIdentifier(fmt.Sprintf("%s.removeIdentifiers[%d]", at, i), id, one); err != nil {
			return err
		}
	}
	for i, one := range u.AddIdentifiers {
		if err := w.addIdentifier(fmt.Sprintf("%s.addIdentifiers[%d]", at, i), id, one); err != nil {
			return err
		}
	}
	if u.Name != nil && *u.Name != r.Name {
		if err := checkName(at+".name", "the name", *u.Name); err != nil {
			return err
		}
		w.remove(id, *u.Name)
		r.Name = *u.Name
	}
	for i, name := range u.AddAliases {
		field := fmt.Sprintf("%s.addAliases[%d]", at, i)
		if err := checkName(field, "the alias", name); err != nil {
			return err
		}
		if name == r.Name {
			continue
		}
		if slices.Contains(made.Removed, name) {
			return BadInput(field, "%q cannot be added and removed at once; leave out one of the two", name)
		}
		if !goesBy(r, name) {
			r.Names = append(r.Names, AliasRecord{Name: name, RecordedAt: w.batch.RecordedAt})
			made.Added = append(made.Added, name)
		}
	}
	return nil
}

func goesBy(r *EntityRecord, name string) bool {
	return slices.ContainsFunc(r.Names, func(a AliasRecord) bool { return a.Name == name && a.RemovedAt == nil })
}

// removeAlias takes a name away from an entity and what is one with it.
func (w *correcting) removeAlias(field, id, name string) error {
	if name == w.lineage.Entities[id].Name {
		return BadInput(field, "%q is the name of %q, and no alias; correct the name instead", name, id)
	}
	removed := false
	members := w.lineage.members(id)
	for _, member := range members {
		if w.lineage.Entities[member].Name == name {
			return ConflictIn(field, "%q is the name of %q, which was merged into %q; unmerge it first, and correct its name", name, member, id)
		}
		removed = w.remove(member, name) || removed
	}
	if !removed {
		return BadInput(field, "%q is no alias of %q; give one that entity(id: %q) { aliases } has", name, id, id)
	}
	return nil
}

// remove takes a name away from one entity, if it goes by that.
func (w *correcting) remove(id, name string) bool {
	r := w.lineage.Entities[id]
	for i, a := range r.Names {
		if a.Name == name && a.RemovedAt == nil {
			at := w.batch.RecordedAt
			r.Names[i].RemovedAt = &at
			w.made[id].Removed = append(w.made[id].Removed, name)
			return true
		}
	}
	return false
}

func (w *correcting) merge(at string, m Merge) error {
	if err := checkTexts(at, "reason", m.Reason); err != nil {
		return err
	}
	l := w.lineage
	for _, end := range []struct{ field, id string }{{".from", m.From}, {".into", m.Into}} {
		if l.Entities[end.id] == nil {
			return NotFound(at+end.field, ThingEntity, end.id)
		}
	}
	from, into := l.survivor(m.From), l.survivor(m.Into)
	switch {
	case m.From == m.Into:
		return BadInput(at+".into", "%q cannot be merged into itself; name two entities", m.From)
	case from != into && from != m.From:
		return ConflictIn(at+".from", "%q is merged into %q already; merge that one, or unmerge %q first", m.From, from, m.From)
	}
	if err := w.together(at, m, l.Entities[from], l.Entities[into]); err != nil || from == into {
		return err
	}
	l.Merges = append(l.Merges, MergeRecord{Merge: Merge{From: from, Into: into, Kind: m.Kind}, RecordedAt: w.batch.RecordedAt})
	w.rekind()
	return nil
}

// together checks that entities of their kinds can be one, of the kind that m names.
func (w *correcting) together(at string, m Merge, from, into *EntityRecord) error {
	actors := from.Kind.IsActor() && into.Kind.IsActor()
	if m.Kind != "" {
		if err := oneOf(at+".kind", m.Kind, EntityKinds); err != nil {
			return err
		}
	}
	switch {
	case !actors && from.Kind != into.Kind:
		return ConflictIn(at+".from", "%q is of kind %s and %q of kind %s; only actors, and other entities of one kind, can be one", m.From, from.Kind, m.Into, into.Kind)
	case m.Kind == "" && !canBeOne(from.Kind, into.Kind):
		return ConflictIn(at+".from", "%q is of kind %s and %q of kind %s; name in kind which of the two they are together", m.From, from.Kind, m.Into, into.Kind)
	case m.Kind != "" && m.Kind != into.Kind && !(actors && m.Kind.IsActor()):
		return BadInput(at+".kind", "%q and %q cannot be %s together; name a kind of actor for actors, and leave it out for others", m.From, m.Into, m.Kind)
	}
	return nil
}

func (w *correcting) unmerge(at string, u Unmerge) error {
	if err := checkTexts(at, "reason", u.Reason); err != nil {
		return err
	}
	if w.lineage.Entities[u.Entity] == nil {
		return NotFound(at+".entity", ThingEntity, u.Entity)
	}
	w.lineage.Merges = slices.DeleteFunc(w.lineage.Merges, func(m MergeRecord) bool { return m.From == u.Entity })
	w.rekind()
	return nil
}

// rekind gives each entity the kind that it has with what is merged into it.
func (w *correcting) rekind() {
	for id, r := range w.lineage.Entities {
		own := r.StatedKind()
		r.Kind, r.OwnKind = w.lineage.kindOf(id), own
	}
}

// complete notes what has changed of each entity, and returns an error where a
// relation stands that does not allow for the kind which one has now. Whatever a
// merge has allowed for stands when it is taken back.
func (w *correcting) complete() error {
	var kinds []EntityKind
	changed := map[EntityKind][]string{}
	for _, id := range slices.Sorted(maps.Keys(w.made)) {
		r, made := w.lineage.Entities[id], w.made[id]
		ownBefore := made.OwnKind
		made.After, made.OwnKind = r.State(), r.OwnKind
		if made.OwnKind == r.Kind {
			made.OwnKind = ""
		}
		seen := w.lineage.Entities[w.lineage.survivor(id)].Kind
		if seen != w.seen[id] {
			if changed[seen] == nil {
				kinds = append(kinds, seen)
			}
			changed[seen] = append(changed[seen], id)
		}
		if made.Before != made.After || ownBefore != made.OwnKind || len(made.Added)+len(made.Removed)+len(made.AddedIdentifiers)+len(made.RemovedIdentifiers) > 0 || seen != w.seen[id] {
			w.batch.Corrections = append(w.batch.Corrections, *made)
		}
	}
	if len(w.batch.Updates)+len(w.batch.Merges) == 0 {
		return nil
	}
	for _, kind := range kinds {
		if err := w.allowed(kind, changed[kind]); err != nil {
			return err
		}
	}
	return nil
}

// allowed returns an error where a relation stands that does not allow for entities
// to be of a kind.
func (w *correcting) allowed(kind EntityKind, ids []string) error {
	uses := Uses{Of: ids, AsPlace: kind != KindPlace}
	for _, id := range slices.Sorted(maps.Keys(w.types)) {
		t := w.types[id]
		if len(t.SubjectKinds) > 0 && !slices.Contains(t.SubjectKinds, kind) {
			uses.AsSubject = append(uses.AsSubject, id)
		}
		if len(t.ObjectKinds) > 0 && !slices.Contains(t.ObjectKinds, kind) {
			uses.AsObject = append(uses.AsObject, id)
		}
	}
	// Only what was a place can be where something happened.
	uses.AsPlace = uses.AsPlace && slices.ContainsFunc(ids, func(id string) bool { return w.seen[id] == KindPlace })
	if len(uses.AsSubject)+len(uses.AsObject) == 0 && !uses.AsPlace {
		return nil
	}
	relation, typeID, err := w.store.UseOf(w.ctx, uses)
	if err != nil || relation == "" {
		return err
	}
	return Conflict("%q cannot be of kind %s: relation %q of type %q, in which it stands as an end or a place, has to have one of another kind there; retract that first", ids[0], kind, relation, typeID)
}
