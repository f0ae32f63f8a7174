package neo4j

import (
	"slices"

	"conflictgraph/internal/kg"
)

// classed adds to r's node how it is found among others of its class. What is
// ordinary is in no index by class.
func classed(node values, r *kg.Relation) {
	class := r.Class()
	node.set("ordinary", class == kg.OrdinaryClass)
	if class != kg.OrdinaryClass {
		node.set("class", class)
	}
}

// admits reports whether f is for relations of a class, as far as their status
// and certainty go.
func admits(f kg.RelationFilter, class int64) bool {
	status, certainty := class%kg.ClassesOfSpan/kg.ClassesOfStatus, class%kg.ClassesOfStatus
	return (len(f.Status) == 0 || slices.Contains(f.Status, kg.Statuses[status])) &&
		(len(f.Certainty) == 0 || slices.Contains(f.Certainty, kg.Certainties[certainty]))
}
