package model

import (
	"context"

	"conflictgraph/internal/kg"
)

// Duplicate is two entities that may be one.
type Duplicate struct {
	Children // a and b
	Score    float64
	Why      []kg.DuplicateReason
	Unsure   bool
}

// A and B hand out what was planned for the field.
func (d *Duplicate) A(ctx context.Context) (Entity, error) { return child[Entity](ctx, d.Children) }

func (d *Duplicate) B(ctx context.Context) (Entity, error) { return child[Entity](ctx, d.Children) }

// The pages of duplicates.
type (
	DuplicateConnection = Connection[*Duplicate]
	DuplicateEdge       = Edge[*Duplicate]
)
