package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/limits"
)

// baseCosts are those of fields that read far more than they answer.
var baseCosts = map[string]int64{
	"Query.relationTypes": 100,
	"Query.search":        100,
	"Query.timeline":      500,
	"Query.stats":         500,
	"Query.neighborhood":  1000,
	"Query.paths":         1000,
}

// Cost returns what works out the cost of operations and limits it; 0 is no
// limit.
func Cost(limit int64) graphql.HandlerExtension {
	return limits.Cost{Max: limit, PageSize: kg.DefaultPageSize, Base: baseCosts}
}
