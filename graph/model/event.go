package model

import "context"

// RelationEvent is something that became of a relation, with what was planned
// beneath it.
type RelationEvent struct {
	ID       string
	Activity *Activity
	Children // relation
}

// Relation hands out what was planned for the field.
func (e *RelationEvent) Relation(ctx context.Context) (*Relation, error) {
	return child[*Relation](ctx, e.Children)
}

// EntityEvent is something that became of an entity, with what was planned
// beneath it.
type EntityEvent struct {
	ID       string
	Activity *Activity
	Change   *Change
	Children // entity
}

// Entity hands out what was planned for the field.
func (e *EntityEvent) Entity(ctx context.Context) (Entity, error) {
	return child[Entity](ctx, e.Children)
}
