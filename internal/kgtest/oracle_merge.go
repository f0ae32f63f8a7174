package kgtest

import (
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// oracleMerge says that one entity was another for a time.
type oracleMerge struct {
	from, into    string
	kind          kg.EntityKind // which it named
	reason        string
	at            time.Time
	until         *time.Time // nil while it is
	backingReason string
}

func (m oracleMerge) holds(asOf *time.Time) bool {
	return known(m.at, asOf) && (m.until == nil || !known(*m.until, asOf))
}

func (o *oracle) writeMerges(b kg.Batch, log *kg.ChangeLog) (merged, unmerged int) {
	for _, m := range b.Merges {
		if from, into := o.survivor(m.From, nil), o.survivor(m.Into, nil); from != into {
			o.merges = append(o.merges, oracleMerge{from: from, into: into, kind: m.Kind, reason: m.Reason, at: b.RecordedAt})
			log.Add(kg.EntityMerged, from, into)
			merged++
		}
	}
	for _, u := range b.Unmerges {
		for i, m := range o.merges {
			if m.from == u.Entity && m.until == nil {
				at := b.RecordedAt
				o.merges[i].until, o.merges[i].backingReason = &at, u.Reason
				log.Add(kg.EntityUnmerged, u.Entity, m.into)
				unmerged++
			}
		}
	}
	return merged, unmerged
}

// survivor returns the id of the entity that an id answered as.
func (o *oracle) survivor(id string, asOf *time.Time) string {
	for _, m := range o.merges {
		if m.from == id && m.holds(asOf) {
			return o.survivor(m.into, asOf)
		}
	}
	return id
}

func (o *oracle) survivors(ids []string, asOf *time.Time) []string {
	survivors := make([]string, len(ids))
	for i, id := range ids {
		survivors[i] = o.survivor(id, asOf)
	}
	return survivors
}

func (o *oracle) rawEntity(id string) *kg.Entity {
	for i := range o.entities {
		if o.entities[i].ID == id {
			return &o.entities[i]
		}
	}
	return nil
}

// entity returns the entity that is recorded under an id, with what was merged
// into it; or nil where it was not known. Those that were merged into it come by
// their ids, each with its name, then its aliases; no name is there twice.
func (o *oracle) entity(id string, asOf *time.Time) *kg.Entity {
	raw := o.rawEntity(id)
	if raw == nil || !known(raw.RecordedAt, asOf) {
		return nil
	}
	e := o.stateOf(*raw, asOf)
	for _, other := range o.entities {
		if other.ID != id && o.survivor(other.ID, asOf) == id {
			e.Merged = append(e.Merged, other.ID)
		}
	}
	slices.Sort(e.Merged)
	names, identifiers := o.aliasesOf(id, asOf), o.identifiersOf(id, asOf)
	for _, merged := range e.Merged {
		names = append(names, o.stateOf(*o.rawEntity(merged), asOf).Name)
		names = append(names, o.aliasesOf(merged, asOf)...)
		identifiers = append(identifiers, o.identifiersOf(merged, asOf)...)
	}
	e.Identifiers = distinct(identifiers)
	for _, name := range names {
		if name != e.Name && !slices.Contains(e.Aliases, name) {
			e.Aliases = append(e.Aliases, name)
		}
	}
	return &e
}

func (o *oracle) aliasesOf(id string, asOf *time.Time) (names []string) {
	for _, a := range o.aliases {
		if a.entity == id && known(a.recorded, asOf) && (a.removed == nil || !known(*a.removed, asOf)) {
			names = append(names, a.name)
		}
	}
	return names
}

// canonical returns r with the ids that what it names answered as; places and
// attributions that have become the same are there once.
func (o *oracle) canonical(r kg.Relation, asOf *time.Time) kg.Relation {
	r = cloneRelation(r)
	r.Subject, r.Object = o.survivor(r.Subject, asOf), o.survivor(r.Object, asOf)
	r.Places = distinct(o.survivors(r.Places, asOf))
	for i, a := range r.Attributions {
		r.Attributions[i].By = o.survivor(a.By, asOf)
	}
	r.Attributions = distinct(r.Attributions)
	return r
}

// distinct returns values without those that came before.
func distinct[T comparable](values []T) (once []T) {
	for _, v := range values {
		if !slices.Contains(once, v) {
			once = append(once, v)
		}
	}
	return once
}
