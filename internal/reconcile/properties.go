package reconcile

import (
	"context"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

// The properties that entities have of themselves, beside identifiers.
const (
	nameProperty        = "name"
	aliasProperty       = "alias"
	descriptionProperty = "description"
	kindProperty        = "kind"
)

// inverse begins the property that goes from the object of a relation type to its
// subject, as paths of SPARQL do.
const inverse = "^"

// property is something that entities have: by itself, or by relations of a type.
type property struct {
	id, name, description string

	scheme    string          // of the identifiers that it is; empty for all others
	relation  string          // the relation type; empty for what entities have of themselves
	direction kg.Direction    // from the entity
	kinds     []kg.EntityKind // of entities that can have it; any where empty
}

func (p property) named() namedThing { return namedThing{p.id, p.name, p.description} }

type properties []property

var ownProperties = properties{
	{id: nameProperty, name: "name", description: "The name, in any spelling"},
	{id: aliasProperty, name: "alias", description: "Another name"},
	{id: descriptionProperty, name: "description", description: "What a document says of who it is"},
	{id: kindProperty, name: "kind", description: "Person, organization, country, place and so on"},
}

func init() {
	for _, s := range kg.Schemes {
		ownProperties = append(ownProperties, property{id: s.ID, name: s.ID, description: "An identifier: " + s.Name + ", such as " + s.Example, scheme: s.ID})
	}
}

// properties returns all properties that there are: those of entities themselves, then
// both directions of each relation type, by its id.
func (s *service) properties(ctx context.Context) (properties, error) {
	types, err := s.store.Types(ctx)
	if err != nil {
		return nil, err
	}
	all := slices.Clone(ownProperties)
	for _, t := range types {
		if t.Symmetric {
			all = append(all, property{id: t.ID, name: t.Label, relation: t.ID, direction: kg.DirectionAny, kinds: t.SubjectKinds})
			continue
		}
		all = append(all,
			property{id: t.ID, name: t.Label, relation: t.ID, direction: kg.DirectionOut, kinds: t.SubjectKinds},
			property{id: inverse + t.ID, name: t.InverseLabel, relation: t.ID, direction: kg.DirectionIn, kinds: t.ObjectKinds})
	}
	return all, nil
}

// find returns the property of an id. Its error names the field.
func (all properties) find(field, id string) (property, error) {
	if i := slices.IndexFunc(all, func(p property) bool { return p.id == id }); i >= 0 {
		return all[i], nil
	}
	return property{}, kg.BadInput(field, "there is no property %q; %s/suggest/property lists those there are", kg.Shorten(id), Path)
}

// of returns the properties that entities of a kind can have; any where it is empty.
func (all properties) of(kind kg.EntityKind) properties {
	return slices.DeleteFunc(slices.Clone(all), func(p property) bool {
		return kind != "" && len(p.kinds) > 0 && !slices.Contains(p.kinds, kind)
	})
}

// mostRelated is how many relations of a type are read of an entity, newest first.
const mostRelated = 50

// cell is what an entity has as a property: texts, identifiers, or other entities.
type cell struct {
	texts    []string
	values   []string // of identifiers, as kg.Identifier.Check returns them
	entities []*kg.Entity
}

// ownCell returns what an entity has of itself.
func ownCell(e *kg.Entity, p property) (c cell) {
	for _, i := range e.Identifiers {
		if i.Scheme == p.scheme {
			c.values = append(c.values, i.Value)
		}
	}
	switch p.id {
	case nameProperty:
		c.texts = []string{e.Name}
	case aliasProperty:
		c.texts = e.Aliases
	case descriptionProperty:
		if e.Description != "" {
			c.texts = []string{e.Description}
		}
	case kindProperty:
		c.texts = []string{string(e.Kind)}
	}
	return c
}

// cells returns what entities have as properties, in the order of both.
func (s *service) cells(ctx context.Context, entities []*kg.Entity, wanted properties) ([][]cell, error) {
	rows := make([][]cell, len(entities))
	type place struct{ row, column int }
	var places []place
	reqs := kg.PageRequests{Need: kg.Need{Ends: true}}
	for i, e := range entities {
		rows[i] = make([]cell, len(wanted))
		for j, p := range wanted {
			if p.relation == "" {
				rows[i][j] = ownCell(e, p)
				continue
			}
			places = append(places, place{i, j})
			reqs.Pages = append(reqs.Pages, kg.PageRequest{
				Owner: e.ID, Filter: kg.RelationFilter{Types: []string{p.relation}, Direction: p.direction}, Slice: kg.Slice{Limit: mostRelated},
			})
		}
	}
	if len(places) == 0 {
		return rows, nil
	}
	pages, ends, err := s.store.Pages(ctx, reqs)
	if err != nil {
		return nil, err
	}
	for n, at := range places {
		owner, c := entities[at.row], &rows[at.row][at.column]
		for _, r := range pages[n].Relations {
			other := ends.Entities[r.Object]
			if r.Object == owner.ID && r.Subject != owner.ID {
				other = ends.Entities[r.Subject]
			}
			if r.Subject == r.Object {
				other = owner
			}
			if other != nil && !slices.ContainsFunc(c.entities, func(e *kg.Entity) bool { return e.ID == other.ID }) {
				c.entities = append(c.entities, other)
			}
		}
	}
	return rows, nil
}

// has reports whether a cell has one of some values.
func (c cell) has(values []value) bool {
	return slices.ContainsFunc(values, func(v value) bool {
		for _, e := range c.entities {
			if v.id != "" {
				if slices.Contains(e.IDs(), v.id) {
					return true
				}
			} else if isNameOf(v.text, e) || slices.Contains(e.IDs(), v.text) {
				return true
			}
		}
		return slices.Contains(c.values, v.text) || slices.ContainsFunc(c.texts, func(text string) bool {
			return text == v.id || v.text != "" && kg.FoldName(text) == kg.FoldName(v.text)
		})
	})
}

func isNameOf(text string, e *kg.Entity) bool {
	folded := kg.FoldName(text)
	return folded != "" && (kg.FoldName(e.Name) == folded || slices.ContainsFunc(e.Aliases, func(a string) bool { return kg.FoldName(a) == folded }))
}

// beginning returns the properties of which the id, the name or a word of the name
// begins with a text, whatever its case.
func (all properties) beginning(text string) properties {
	return slices.DeleteFunc(slices.Clone(all), func(p property) bool { return !begins(text, p.id, p.name) })
}

// begins reports whether one of some texts, or a word of one, begins with a text,
// whatever its case and accents.
func begins(with string, texts ...string) bool {
	with = kg.FoldName(with)
	return slices.ContainsFunc(texts, func(text string) bool {
		text = kg.FoldName(strings.TrimPrefix(text, inverse))
		return strings.HasPrefix(text, strings.TrimPrefix(with, inverse)) || strings.Contains(text, " "+with)
	})
}
