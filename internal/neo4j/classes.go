package neo4j

import (
	"slices"

	"conflictgraph/internal/kg"
)

// The class of a relation tells its span, status and certainty: the codes of
// these, in one number. The codes of statuses and certainties are their indexes in
// kg.Statuses and kg.Certainties.
const (
	classesOfStatus = 8
	classesOfSpan   = 32

	// ordinaryClass is what a source states to have occurred, on one day or at a
	// time that is not known: nearly all of a machine-coded data set.
	ordinaryClass = 0
)

// The codes of spans are the indexes of mostDays, 0 also for no time at all, and
// these two.
const (
	spanOpen  = 12 // it has a start and no end
	spanUntil = 13 // it has an end and no start
)

// mostDays are the greatest lengths of the spans that have both ends. Months,
// years, decades and centuries have codes of their own, so that what may reach
// into a time is found by where it starts, give or take a few days.
var mostDays = [...]int64{1, 7, 27, 31, 92, 364, 366, 3651, 3653, 36523, 36525, int64(kg.MaxDate) - int64(kg.MinDate) + 1}

func classOf(r *kg.Relation) int64 {
	return spanOf(r.Time)*classesOfSpan + int64(slices.Index(kg.Statuses, r.Status))*classesOfStatus + int64(slices.Index(kg.Certainties, r.Certainty))
}

func spanOf(t *kg.Time) int64 {
	switch {
	case t == nil:
		return 0
	case t.Start == nil:
		return spanUntil
	case t.End == nil:
		return spanOpen
	}
	length := int64(*t.End) - int64(*t.Start) + 1
	return int64(slices.IndexFunc(mostDays[:], func(most int64) bool { return length <= most }))
}

// classed adds to r's node how it is found among others of its class. What is
// ordinary is in no index by class.
func classed(node properties, r *kg.Relation) {
	class := classOf(r)
	node["ordinary"] = class == ordinaryClass
	if class != ordinaryClass {
		node["class"] = class
	}
}

// admits reports whether f is for relations of a class, as far as their status
// and certainty go.
func admits(f kg.RelationFilter, class int64) bool {
	status, certainty := class%classesOfSpan/classesOfStatus, class%classesOfStatus
	return (len(f.Status) == 0 || slices.Contains(f.Status, kg.Statuses[status])) &&
		(len(f.Certainty) == 0 || slices.Contains(f.Certainty, kg.Certainties[certainty]))
}
