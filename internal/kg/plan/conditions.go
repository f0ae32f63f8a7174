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
	Codings     []kg.Coding
	Checks      []Check    // all of which have to be passed
	AsOf        *time.Time // what was recorded by then, and valid
}

// IsNone reports whether the conditions hold for every relation that is valid now.
func (c Conditions) IsNone() bool {
	return len(c.Types)+len(c.Statuses)+len(c.Certainties)+len(c.Codings)+len(c.Documents)+len(c.Checks) == 0 &&
		c.From == nil && c.To == nil && c.AsOf == nil
}

// Hold reports whether a relation meets the conditions. It needs the relation's
// claims only where Documents or Checks are asked for. document returns one by its
// id.
func (c Conditions) Hold(r *kg.Relation, document func(id string) *kg.Document) bool {
	if c.IsNone() && len(r.Retractions) == 0 {
		return true
	}
	if !kg.KnownAsOf(r.RecordedAt, c.AsOf) {
		return false
	}
	if _, retracted := kg.GapsAsOf(r.Retractions, c.AsOf); retracted != nil {
		return false
	}
	filter := kg.RelationFilter{Types: c.Types, Status: c.Statuses, Certainty: c.Certainties, Coding: c.Codings, From: c.From, To: c.To}
	if !filter.Holds(r, "", false, nil) {
		return false
	}
	names := func(f Facet, some []string) bool {
		return slices.ContainsFunc(c.named(r, f, document), func(one string) bool { return slices.Contains(some, one) })
	}
	isIn := func(b kg.BBox) bool {
		known := kg.Relation{Evidence: kg.EvidenceAsOf(r.Evidence, c.AsOf)}
		return known.IsWithin(b)
	}
	return (len(c.Documents) == 0 || names(InDocument, c.Documents)) &&
		!slices.ContainsFunc(c.Checks, func(check Check) bool { return !check.passes(r, names, isIn) })
}

// named returns what r named of a facet as of the moment of the conditions.
func (c Conditions) named(r *kg.Relation, f Facet, document func(id string) *kg.Document) (named []string) {
	switch f {
	case AttributedTo:
		for _, a := range r.Attributions {
			named = append(named, a.By)
		}
		return named
	case InPlace:
		return r.Places
	case InDataset:
		for _, e := range r.Evidence {
			if e.Source != nil {
				named = append(named, e.Source.Dataset)
			}
		}
		return named
	}
	for _, e := range kg.EvidenceAsOf(r.Evidence, c.AsOf) {
		if e.Source != nil {
			if f == PublishedBy && e.Source.Publisher != "" {
				named = append(named, kg.FoldName(e.Source.Publisher))
			}
		} else if f == InDocument {
			named = append(named, e.Document)
		} else if publisher, at := PublisherOf(document(e.Document).DetailsRecords); publisher != "" && kg.KnownAsOf(at, c.AsOf) {
			named = append(named, kg.FoldName(publisher))
		}
	}
	return named
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
	if len(c.Codings) > 0 && !slices.Contains(c.Codings, kg.CodingCodes[kg.CodingOfClass(class)]) {
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
