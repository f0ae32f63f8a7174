package model

import "context"

// Connection is a page of T in the form that the Relay connection specification
// gives it.
type Connection[T any] struct {
	Children   // edges and nodes
	PageInfo   *PageInfo
	TotalCount int
}

// Edges and Nodes hand out what was planned for the field.
func (c *Connection[T]) Edges(ctx context.Context) ([]Edge[T], error) {
	return child[[]Edge[T]](ctx, c.Children)
}

func (c *Connection[T]) Nodes(ctx context.Context) ([]T, error) {
	return child[[]T](ctx, c.Children)
}

// Edge is one place in a page of T.
type Edge[T any] struct {
	Children // node and relation
	Cursor   string
}

// Node and Relation hand out what was planned for the field.
func (e *Edge[T]) Node(ctx context.Context) (T, error) { return child[T](ctx, e.Children) }

func (e *Edge[T]) Relation(ctx context.Context) (*Relation, error) {
	return child[*Relation](ctx, e.Children)
}

// PageInfo says where a page lies in its list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// The connections and edges of the API.
type (
	EntityConnection    = Connection[Entity]
	EntityEdge          = Edge[Entity]
	ActorConnection     = Connection[Actor]
	ActorEdge           = Edge[Actor]
	ProposalConnection  = Connection[*Proposal]
	ProposalEdge        = Edge[*Proposal]
	ProvisionConnection = Connection[*Provision]
	ProvisionEdge       = Edge[*Provision]
	RelationConnection  = Connection[*Relation]
	RelationEdge        = Edge[*Relation]
	DocumentConnection  = Connection[*Document]
	DocumentEdge        = Edge[*Document]
)
