// Package model gives the domain the shape of the API: each object holds, by
// response name, the objects that the query asked for beneath it, so that a
// field only hands out what the plan has read.
package model

import "conflictgraph/internal/kg"

// Node is anything with an id: an Entity, a *Relation or a *Document.
type Node interface{ IsNode() }

// Entity is an entity of some kind.
type Entity interface {
	Node
	IsEntity()
}

// Actor is an entity of a kind that acts.
type Actor interface {
	Entity
	IsActor()
}

// Item is what entities of every kind have.
type Item struct {
	kg.Entity
	Children // pages of relations
}

// IsNode and IsEntity mark what every Item is.
func (*Item) IsNode()   {}
func (*Item) IsEntity() {}

// Description returns nil where there is none.
func (i *Item) Description() *string { return optional(i.Entity.Description) }

// Identifiers returns what registers know it by, in all forms of each.
func (i *Item) Identifiers() []Identifier {
	all := []Identifier{}
	for _, known := range i.Entity.Identifiers {
		for _, form := range known.Forms() {
			all = append(all, Identifier{form.Scheme, form.Value, optional(known.URL())})
		}
	}
	return all
}

// Identifier is by what a register knows an entity.
type Identifier struct {
	Scheme, Value string
	URL           *string
}

// One type for each kind of entity.
type (
	Person       struct{ *Item }
	Organization struct{ *Item }
	Country      struct{ *Item }
	Group        struct{ *Item }
	OtherActor   struct{ *Item }
	Place        struct{ *Item }
	Event        struct{ *Item }
	Proposal     struct{ *Item }
	Provision    struct{ *Item }
	Report       struct{ *Item }
)

// IsActor marks the kinds that act.
func (*Person) IsActor()       {}
func (*Organization) IsActor() {}
func (*Country) IsActor()      {}
func (*Group) IsActor()        {}
func (*OtherActor) IsActor()   {}

// EntityFilter chooses entities.
type EntityFilter struct {
	Kinds       []kg.EntityKind // any where empty
	Identifiers []kg.Identifier // any where empty
}

// NewEntity returns e as the type of its kind, and the Item in it.
func NewEntity(e kg.Entity) (Entity, *Item) {
	i := &Item{Entity: e}
	return wrap(i), i
}

func wrap(i *Item) Entity {
	switch i.Kind {
	case kg.KindPerson:
		return &Person{i}
	case kg.KindOrganization:
		return &Organization{i}
	case kg.KindCountry:
		return &Country{i}
	case kg.KindGroup:
		return &Group{i}
	case kg.KindPlace:
		return &Place{i}
	case kg.KindEvent:
		return &Event{i}
	case kg.KindProposal:
		return &Proposal{i}
	case kg.KindProvision:
		return &Provision{i}
	case kg.KindReport:
		return &Report{i}
	}
	return &OtherActor{i}
}

// TypeName returns the name of the API's type for entities of a kind.
func TypeName(k kg.EntityKind) string {
	switch k {
	case kg.KindPerson:
		return "Person"
	case kg.KindOrganization:
		return "Organization"
	case kg.KindCountry:
		return "Country"
	case kg.KindGroup:
		return "Group"
	case kg.KindPlace:
		return "Place"
	case kg.KindEvent:
		return "Event"
	case kg.KindProposal:
		return "Proposal"
	case kg.KindProvision:
		return "Provision"
	case kg.KindReport:
		return "Report"
	}
	return "OtherActor"
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
