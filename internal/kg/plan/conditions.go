package plan

import (
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// Conditions are what is asked of relations besides the range that they are in.
type Conditions struct {
	Types       []string // any where empty
	Statuses    []kg.Status
	Certainties []kg.Certainty
	From, To    *kg.Date // see kg.RelationFilter
	Documents   []string
	Quoted      *bool
	AsOf        *time.Time // what was recorded by then, and valid
}

// conditionsOf returns those of a filter.
func conditionsOf(f kg.RelationFilter, asOf *time.Time) Conditions {
	return Conditions{
		Types: f.Types, Statuses: f.Status, Certainties: f.Certainty, From: f.From, To: f.To, Documents: f.Documents, Quoted: f.Quoted, AsOf: asOf,
	}
}

// IsNone reports whether the conditions hold for every relation that is valid now.
func (c Conditions) IsNone() bool {
	return len(c.Types)+len(c.Statuses)+len(c.Certainties)+len(c.Documents) == 0 && c.From == nil && c.To == nil && c.Quoted == nil && c.AsOf == nil
}

// Hold reports whether a relation meets the conditions. It needs the relation's
// evidence only where Documents or Quoted are asked for.
func (c Conditions) Hold(r *kg.Relation) bool {
	if !kg.KnownAsOf(r.RecordedAt, c.AsOf) {
		return false
	}
	if _, retracted := kg.GapsAsOf(r.Retractions, c.AsOf); retracted != nil {
		return false
	}
	filter := kg.RelationFilter{Types: c.Types, Status: c.Statuses, Certainty: c.Certainties, From: c.From, To: c.To, Quoted: c.Quoted}
	if !filter.Holds(r, "", false) {
		return false
	}
	return len(c.Documents) == 0 || slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool {
		return kg.KnownAsOf(e.RecordedAt, c.AsOf) && slices.Contains(c.Documents, e.Document)
	})
}

// undated is less than the position of every relation without a start, and greater
// than all others.
var undated = kg.Relation{}.Position()

// startingBy is less than the position of every relation that starts on d or earlier,
// and greater than all others.
func startingBy(d kg.Date) string { return kg.Relation{Time: kg.Day(d)}.Position() }

// OfClass returns between which positions, both exclusive, the relations of a class
// (see kg.Relation.Class) may meet the conditions, and whether any can.
func (c Conditions) OfClass(class int64, lower, upper string) (above, below string, any bool) {
	status, certainty := kg.Statuses[kg.StatusOfClass(class)], kg.Certainties[kg.CertaintyOfClass(class)]
	if len(c.Statuses) > 0 && !slices.Contains(c.Statuses, status) || len(c.Certainties) > 0 && !slices.Contains(c.Certainties, certainty) {
		return "", "", false
	}
	if c.Quoted != nil && *c.Quoted != (kg.QuotedOfClass(class) == 1) {
		return "", "", false
	}
	if c.From == nil && c.To == nil {
		return lower, upper, lower < upper
	}
	span := kg.SpanOfClass(class)
	if span == kg.SpanUntil {
		lower = max(lower, undated)
		return lower, upper, lower < upper
	}
	if upper = min(upper, undated); c.To != nil {
		lower = max(lower, startingBy(*c.To))
	}
	if c.From != nil && span != kg.SpanOpen {
		upper = min(upper, startingBy(*c.From-kg.Date(kg.SpanDays[span])))
	}
	return lower, upper, lower < upper
}
