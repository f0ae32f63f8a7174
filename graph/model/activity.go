package model

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/internal/kg"
)

// Activity is one act of writing.
type Activity struct{ kg.Activity }

// Number is its place in the order of writing.
func (a *Activity) Number() int { return int(a.Activity.Number) }

// Agent, Reason and Source return nil where there is none.
func (a *Activity) Agent() *string  { return optional(a.Activity.Agent) }
func (a *Activity) Reason() *string { return optional(a.Activity.Reason) }
func (a *Activity) Source() *string { return optional(a.Activity.Source) }

// Changes is what it changed.
func (a *Activity) Changes() []Change {
	changes := make([]Change, len(a.Activity.Changes))
	for i, c := range a.Activity.Changes {
		changes[i].Change = c
	}
	return changes
}

// Change is what an activity did to one thing.
type Change struct{ kg.Change }

// Detail returns nil where there is none.
func (c *Change) Detail() *string { return optional(c.Change.Detail) }

// Payload is what came of a mutation, with what was planned beneath it.
type Payload struct {
	Activity *Activity // nil where nothing was changed
	Children           // entity, relation, document and relationType
}

// Entity and the other methods hand out what was planned for the field: nil
// where nothing has the id.
func (p *Payload) Entity(ctx context.Context) (Entity, error) {
	return planned[Entity](ctx, p.Children)
}

func (p *Payload) Relation(ctx context.Context) (*Relation, error) {
	return planned[*Relation](ctx, p.Children)
}

func (p *Payload) Document(ctx context.Context) (*Document, error) {
	return planned[*Document](ctx, p.Children)
}

func (p *Payload) RelationType(ctx context.Context) (*RelationType, error) {
	return planned[*RelationType](ctx, p.Children)
}

// planned is child for a field that may be null, or not planned at all.
func planned[T any](ctx context.Context, children Children) (T, error) {
	var none T
	name := graphql.GetFieldContext(ctx).Field.Alias
	for _, c := range children {
		if c.name == name {
			v, _ := c.value.(T)
			return v, nil
		}
	}
	return none, nil
}
