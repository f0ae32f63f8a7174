package kgtest

import (
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

type oracleIdentifier struct {
	entity     string
	identifier kg.Identifier
	recorded   time.Time
	removed    *time.Time // nil while it has it
}

func (i oracleIdentifier) heldAt(asOf *time.Time) bool {
	return known(i.recorded, asOf) && (i.removed == nil || !known(*i.removed, asOf))
}

// addIdentifiers records those that an entity never had.
func (o *oracle) addIdentifiers(id string, identifiers []kg.Identifier, at time.Time) (added []kg.Identifier) {
	for _, i := range identifiers {
		if !slices.ContainsFunc(o.identifiers, func(old oracleIdentifier) bool { return old.entity == id && old.identifier == i }) {
			o.identifiers = append(o.identifiers, oracleIdentifier{entity: id, identifier: i, recorded: at})
			added = append(added, i)
		}
	}
	return added
}

func (o *oracle) identifiersOf(id string, asOf *time.Time) (all []kg.Identifier) {
	for _, i := range o.identifiers {
		if i.entity == id && i.heldAt(asOf) {
			all = append(all, i.identifier)
		}
	}
	return all
}

// identified returns what answered as the entity that had an identifier, first by when it
// was recorded, then by id.
func (o *oracle) identified(identifier kg.Identifier, asOf *time.Time) *kg.Entity {
	var first *oracleIdentifier
	for n := range o.identifiers {
		i := &o.identifiers[n]
		if i.identifier != identifier || !i.heldAt(asOf) || o.answering(i.entity, asOf) == nil {
			continue
		}
		if first == nil || i.recorded.Before(first.recorded) || i.recorded.Equal(first.recorded) && i.entity < first.entity {
			first = i
		}
	}
	if first == nil {
		return nil
	}
	return o.answering(first.entity, asOf)
}
