package model

import (
	"context"

	"conflictgraph/internal/kg"
)

// SearchHit is something that a search found.
type SearchHit struct {
	Children // node
	Score    float64
	Matched  string
}

// Node hands out what was planned for the field.
func (h *SearchHit) Node(ctx context.Context) (Node, error) { return child[Node](ctx, h.Children) }

// Paths is how two entities are connected.
type Paths struct {
	Children  // paths
	Truncated bool
	Visited   int
}

// Paths hands out what was planned for the field.
func (p *Paths) Paths(ctx context.Context) ([]Path, error) { return child[[]Path](ctx, p.Children) }

// Path is a way from one entity to another.
type Path struct {
	Children // nodes, relations, steps
	Length   int
}

// Nodes, Relations and Steps hand out what was planned for the field.
func (p *Path) Nodes(ctx context.Context) ([]Entity, error) { return child[[]Entity](ctx, p.Children) }

func (p *Path) Relations(ctx context.Context) ([]*Relation, error) {
	return child[[]*Relation](ctx, p.Children)
}

func (p *Path) Steps(ctx context.Context) ([]PathStep, error) {
	return child[[]PathStep](ctx, p.Children)
}

// PathStep is one step of a path.
type PathStep struct {
	Children  // from, to, relation
	Direction kg.Direction
}

// From, To and Relation hand out what was planned for the field.
func (s *PathStep) From(ctx context.Context) (Entity, error) { return child[Entity](ctx, s.Children) }
func (s *PathStep) To(ctx context.Context) (Entity, error)   { return child[Entity](ctx, s.Children) }

func (s *PathStep) Relation(ctx context.Context) (*Relation, error) {
	return child[*Relation](ctx, s.Children)
}

// Subgraph is part of the graph.
type Subgraph struct {
	Children   // nodes, edges
	Truncated  bool
	TotalNodes int
}

// Nodes and Edges hand out what was planned for the field.
func (s *Subgraph) Nodes(ctx context.Context) ([]SubgraphNode, error) {
	return child[[]SubgraphNode](ctx, s.Children)
}

func (s *Subgraph) Edges(ctx context.Context) ([]*Relation, error) {
	return child[[]*Relation](ctx, s.Children)
}

// SubgraphNode is an entity of a subgraph.
type SubgraphNode struct {
	kg.SubgraphNode
	Children // entity
}

// Entity hands out what was planned for the field.
func (n *SubgraphNode) Entity(ctx context.Context) (Entity, error) {
	return child[Entity](ctx, n.Children)
}

// TimelineBucket is how many relations start in one unit of time.
type TimelineBucket struct {
	Start, End kg.Date
	Count      int
	ByType     []TypeCount
	Quantities []Quantity
}

// The counts of Stats.
type (
	TypeCount struct {
		Type  *RelationType
		Count int
	}
	StatusCount struct {
		Status kg.Status
		Count  int
	}
	CertaintyCount struct {
		Certainty kg.Certainty
		Count     int
	}
	CounterpartCount struct {
		Children    // entity
		Count       int
		First, Last *kg.Date
	}
)

// Entity hands out what was planned for the field.
func (c *CounterpartCount) Entity(ctx context.Context) (Entity, error) {
	return child[Entity](ctx, c.Children)
}

// Stats is how many relations there are, and of what.
type Stats struct {
	Children    // byCounterpart
	Total       int
	First, Last *kg.Date
	ByType      []TypeCount
	ByStatus    []StatusCount
	ByCertainty []CertaintyCount
	Quantities  []Quantity
}

// ByCounterpart hands out what was planned for the field.
func (s *Stats) ByCounterpart(ctx context.Context, first *int) ([]CounterpartCount, error) {
	return child[[]CounterpartCount](ctx, s.Children)
}
