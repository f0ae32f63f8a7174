package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/limits"
)

// fieldCosts says what fields read beside the values that they answer, in the unit
// of one value: 10 µs of a processor at the most on a graph of a million relations,
// by `go run ./bench fair`. A field of Query, Mutation or Subscription, or a list
// that no argument limits, has to be here; a test says which is not.
var fieldCosts = map[string]limits.FieldCost{
	"Query.node": {}, "Query.nodes": {}, "Query.entity": {}, "Query.actor": {}, "Query.document": {},
	"Query.entities": {}, "Query.actors": {}, "Query.documents": {}, "Query.relations": {},
	"Query.relationTypes": {Size: 250},
	"Query.search":        {Weight: 4000},
	"Query.paths":         {Weight: 40_000}, // kg.DefaultPathBudget links
	"Query.neighborhood":  {Weight: 20_000}, // kg.DefaultNeighborhoodBudget links
	"Query.timeline":      {Weight: 10_000, Size: 365},
	"Query.stats":         {Weight: 20_000},
	"Query.history":       {},

	"Mutation.*":                 {Weight: 500},
	"Mutation.importAnnotations": {Weight: 5000},
	"Subscription.*":             {Weight: 100},

	"Relation.places": {Size: 5}, "Relation.attributions": {Size: 5}, "Relation.evidence": {Size: 5},
	"Relation.contradictedBy": claimsCost, "Relation.supportedBy": claimsCost, "Relation.fulfilledBy": claimsCost,

	"EntityConnection.totalCount": totalCost, "ActorConnection.totalCount": totalCost, "ProposalConnection.totalCount": totalCost,
	"ProvisionConnection.totalCount": totalCost, "RelationConnection.totalCount": totalCost, "DocumentConnection.totalCount": totalCost,

	"Query.entities.totalCount": entitiesCost, "Query.actors.totalCount": entitiesCost, "Query.relations.totalCount": {Weight: 100, Scan: 20_000},

	"Document.text": {Weight: 20}, "Document.retractions": {Size: 3}, "Relation.retractions": {Size: 3},

	"Paths.paths": {}, // as many as the field around it is asked for
	"Path.nodes":  {Size: kg.MaxPathLength + 1}, "Path.relations": {Size: kg.MaxPathLength}, "Path.steps": {Size: kg.MaxPathLength},

	"Subgraph.nodes": {}, "Subgraph.edges": {PerItem: kg.EdgesPerNode},

	"TimelineBucket.byType": {Size: 10}, "Stats.byType": {Size: 50},
	"Stats.byStatus": {Size: int64(len(kg.Statuses))}, "Stats.byCertainty": {Size: int64(len(kg.Certainties))},

	"Activity.changes": {Size: 20},
}

var (
	claimsCost   = limits.FieldCost{Weight: maxClaims + maxUndatedClaims, Size: maxClaims}
	entitiesCost = limits.FieldCost{Weight: 3000}
	totalCost    = limits.FieldCost{Weight: 100, Scan: 5000}
	scanning     = []string{"asOf", "filter.status", "filter.certainty", "filter.from", "filter.to"}
)

// Cost returns what works out the cost of operations and limits it; 0 is no
// limit.
func Cost(limit int64) graphql.HandlerExtension {
	return limits.Cost{Max: limit, PageSize: kg.DefaultPageSize, Fields: fieldCosts, Scanning: scanning}
}
