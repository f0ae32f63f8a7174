package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/graph/gen"
	"conflictgraph/internal/limits"
)

var scanning = []string{"asOf", "filter.status", "filter.certainty", "filter.from", "filter.to", "filter.quoted"}

// Cost returns what works out the cost of operations, as the schema declares it in the
// unit of one value: 10 µs of a processor at the most on a graph of a million relations,
// by `go run ./bench fair`. It limits the cost; 0 is no limit.
func Cost(limit int64) graphql.HandlerExtension {
	cost, err := limits.NewCost(gen.Schema(), limit, scanning)
	if err != nil {
		panic(err) // of the schema itself, which generating it refuses, too
	}
	return cost
}
