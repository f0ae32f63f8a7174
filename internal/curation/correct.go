package curation

import (
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// UpdateEntityInput corrects what is recorded of an entity. What is nil stays.
type UpdateEntityInput struct {
	ID                        string
	Kind                      *kg.EntityKind
	Name, Description         *string
	Unnamed                   *bool
	AddAliases, RemoveAliases []string
	Common
}

// UpdateEntity corrects an entity, or what it is one with.
func (c Curator) UpdateEntity(ctx context.Context, in UpdateEntityInput) (Done, error) {
	if in.Kind == nil && in.Name == nil && in.Description == nil && in.Unnamed == nil && len(in.AddAliases)+len(in.RemoveAliases) == 0 {
		return Done{}, kg.BadInput("input", "there is nothing to correct; give a kind, name, description, unnamed, addAliases or removeAliases")
	}
	if err := shown(named{"input.description", "the description", in.Description}); err != nil {
		return Done{}, err
	}
	u := kg.EntityUpdate{
		Entity: in.ID, Kind: in.Kind, Name: in.Name, Description: in.Description, Unnamed: in.Unnamed,
		AddAliases: in.AddAliases, RemoveAliases: in.RemoveAliases,
	}
	return c.update(ctx, "updateEntity", "input.id", u, in.Common, "", in)
}

// update records an update of an entity that is there.
func (c Curator) update(ctx context.Context, operation, field string, u kg.EntityUpdate, common Common, source string, input any) (Done, error) {
	e, err := c.entity(ctx, field, u.Entity)
	if err != nil {
		return Done{}, err
	}
	u.Entity = e.ID
	return c.write(ctx, operation, e.ID, kg.Batch{Updates: []kg.EntityUpdate{u}}, common, source, input)
}

// AddRelationTypeInput is a way in which things can be related.
type AddRelationTypeInput struct {
	ID, Label                 string
	InverseLabel              *string
	Symmetric                 bool
	Plover, Cameo             *string
	SubjectKinds, ObjectKinds []kg.EntityKind
	Common
}

// AddRelationType records a relation type. One that is recorded with other content
// is an error with CodeConflict.
func (c Curator) AddRelationType(ctx context.Context, in AddRelationTypeInput) (Done, error) {
	t := kg.RelationType{
		ID: in.ID, Label: in.Label, InverseLabel: value(in.InverseLabel), Symmetric: in.Symmetric, PLOVER: value(in.Plover), CAMEO: value(in.Cameo),
		SubjectKinds: in.SubjectKinds, ObjectKinds: in.ObjectKinds,
	}
	switch {
	case !t.Symmetric && t.InverseLabel == "":
		return Done{}, kg.BadInput("input.inverseLabel", "a type that is not symmetric needs a label as seen from the object; write it, such as %q for %q", "was founded by", "founded")
	case t.Symmetric && t.InverseLabel == "":
		t.InverseLabel = t.Label
	case t.Symmetric && t.InverseLabel != t.Label:
		return Done{}, kg.BadInput("input.inverseLabel", "a symmetric type reads the same from both ends; leave %q out", t.InverseLabel)
	}
	for _, text := range []named{
		{"input.label", "the label", &t.Label}, {"input.inverseLabel", "the inverse label", &t.InverseLabel},
		{"input.plover", "the event type", in.Plover}, {"input.cameo", "the code", in.Cameo},
	} {
		if err := text.oneLine(); err != nil {
			return Done{}, err
		}
	}
	if t.Symmetric && !slices.Equal(sorted(t.SubjectKinds), sorted(t.ObjectKinds)) {
		return Done{}, kg.BadInput("input.objectKinds", "both ends of a symmetric type are of the same kinds; write those of subjectKinds")
	}
	return c.write(ctx, "addRelationType", t.ID, kg.Batch{Types: []kg.RelationType{t}, Exact: true}, in.Common, "", in)
}

func sorted(kinds []kg.EntityKind) []kg.EntityKind {
	all := slices.Clone(kinds)
	slices.Sort(all)
	return slices.Compact(all)
}
