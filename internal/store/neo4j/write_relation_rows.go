package neo4j

import (
	"encoding/json"
	"fmt"
	"slices"

	"conflictgraph/internal/kg"
)

// nodeRow returns the node of a new relation.
func nodeRow(r *kg.Relation, t kg.RelationType, edge, terms string) []any {
	node := nodeColumns.row()
	node.set("id", r.ID)
	node.set("type", r.Type)
	node.set("src", r.Subject)
	node.set("dst", r.Object)
	node.set("position", r.Position())
	node.set("edge", edge)
	node.set("status", string(r.Status))
	node.set("certainty", string(r.Certainty))
	node.set("evidence", evidenceJSON(r.Evidence))
	node.set("recordedMs", r.RecordedAt.UnixMilli())
	located(node, r)
	for name, value := range reported(r.Evidence) {
		node.set(name, value)
	}
	node.texts("documents", documentsOf(r.Evidence))
	node.texts("named", namedBy(r))
	node.texts("places", r.Places)
	if len(r.Attributions) > 0 {
		node.set("attributions", attributionsJSON(r.Attributions))
	}
	if exact := quotes(r.Evidence); len(exact) > 0 {
		node.set("quotes", exact)
		node.set("quoteWords", clippedWords(terms))
	}
	if t.Symmetric {
		node.set("symmetric", true)
	}
	node.time(r.Time)
	if r.Time != nil {
		first, last := r.Time.Bounds()
		node.set("firstDay", int64(first))
		node.set("lastDay", int64(last))
	}
	dated(node, r)
	// What is ordinary is in no index by class.
	class := r.Class()
	node.set("ordinary", class == kg.OrdinaryClass)
	if class != kg.OrdinaryClass {
		node.set("class", class)
	}
	return node.all
}

// located adds to r's node, where some of its evidence says that it happened at a spot, of
// each piece of evidence the spot, since when that is known, and of which row it is.
func located(node values, r *kg.Relation) {
	isSpot := func(e kg.Evidence) bool { return e.Point != nil && e.Point.IsSpot() }
	if !slices.ContainsFunc(r.Evidence, isSpot) {
		return
	}
	var latitudes, longitudes []float64
	var since []int64
	var rows []string
	for _, e := range r.Evidence {
		latitude, longitude, _ := spotOf(e)
		latitudes, longitudes = append(latitudes, latitude), append(longitudes, longitude)
		since, rows = append(since, e.RecordedAt.UnixMilli()), append(rows, spotRow(e))
	}
	node.set("spotLatitudes", latitudes)
	node.set("spotLongitudes", longitudes)
	node.set("spotMs", since)
	node.set("spotRows", rows)
}

// reported returns what the node of a relation has where some of its rows say who published
// what they were coded from: of each piece of evidence the folded publisher, since when that
// is known, and of which row it is; and rowPublisher, by which the node is found: the one
// publisher of all, or "" where they have several.
func reported(evidence []kg.Evidence) map[string]any {
	var publishers, rows []string
	var since []int64
	for _, e := range evidence {
		publishers, since, rows = append(publishers, rowPublisher(e)), append(since, e.RecordedAt.UnixMilli()), append(rows, spotRow(e))
	}
	said := slices.DeleteFunc(slices.Clone(publishers), func(p string) bool { return p == "" })
	if len(said) == 0 {
		return nil
	}
	one := said[0]
	if slices.ContainsFunc(said, func(p string) bool { return p != one }) {
		one = ""
	}
	return map[string]any{"rowPublisher": one, "publishers": publishers, "publisherMs": since, "publisherRows": rows}
}

// rowPublisher returns the folded publisher of a row that says who that is.
func rowPublisher(e kg.Evidence) string {
	if e.Source == nil {
		return ""
	}
	return kg.FoldName(e.Source.Publisher)
}

// noLatitude is beyond the poles, where there is no spot.
const noLatitude = 1000.0

func spotOf(e kg.Evidence) (latitude, longitude float64, is bool) {
	if e.Point == nil || !e.Point.IsSpot() {
		return noLatitude, 0, false
	}
	return e.Point.Latitude, e.Point.Longitude, true
}

// spotRow tells rows of data sets apart; it is empty for words.
func spotRow(e kg.Evidence) string {
	if e.Source == nil {
		return ""
	}
	return e.Source.Dataset + "\n" + e.Source.Record
}

// dated adds to r's node what timelines are made of. endDay is later than every
// day where the end is open.
func dated(node values, r *kg.Relation) {
	if r.Time == nil {
		return
	}
	end := int64(kg.MaxDate) + 1
	if r.Time.End != nil {
		end = int64(*r.Time.End)
	}
	node.set("endDay", end)
	if r.Time.Start == nil {
		return
	}
	node.set("startDay", int64(*r.Time.Start))
	node.set("datedSrc", r.Subject)
	if r.Object != r.Subject {
		node.set("datedDst", r.Object)
	}
}

// edgeRow returns the properties that people see on a relation.
func edgeRow(r *kg.Relation) []any {
	edge := edgeColumns.row()
	edge.set("id", r.ID)
	edge.set("type", r.Type)
	edge.set("status", string(r.Status))
	edge.set("certainty", string(r.Certainty))
	edge.set("recordedAt", r.RecordedAt.In(offsetZero))
	edge.time(r.Time)
	if r.Time != nil {
		edge.day("start", r.Time.Start)
		edge.day("end", r.Time.End)
	}
	if first := r.Evidence[0]; first.Source != nil {
		edge.set("dataset", first.Source.Dataset)
		edge.set("record", first.Source.Record)
	} else {
		edge.set("quote", first.Exact)
		edge.set("document", first.Document)
	}
	return edge.all
}

func quotes(list []kg.Evidence) []string {
	exact := []string{}
	for _, e := range list {
		if e.Source == nil {
			exact = append(exact, e.Exact)
		}
	}
	return exact
}

// documentsOf returns the documents of evidence. A relation's id names them, so
// that more evidence never adds one.
func documentsOf(list []kg.Evidence) []string {
	ids := []string{}
	for _, e := range list {
		if e.Source == nil && !slices.Contains(ids, e.Document) {
			ids = append(ids, e.Document)
		}
	}
	return ids
}

// namedBy returns the entities that r's claims name.
func namedBy(r *kg.Relation) []string {
	ids := slices.Clone(r.Places)
	for _, a := range r.Attributions {
		ids = append(ids, a.By)
	}
	slices.Sort(ids)
	return slices.Compact(append([]string{}, ids...))
}

func attributionsJSON(list []kg.Attribution) string {
	kept := make([]attribution, len(list))
	for i, a := range list {
		kept[i] = attribution(a)
	}
	return asJSON(kept)
}

func evidenceJSON(list []kg.Evidence) string {
	kept := make([]evidence, len(list))
	for i, e := range list {
		kept[i] = evidence{
			Document: e.Document, Exact: e.Exact, Prefix: e.Prefix, Suffix: e.Suffix, Start: e.Start, End: e.End, RecordedMs: e.RecordedAt.UnixMilli(),
			Point: e.Point, Quantities: e.Quantities,
		}
		if s := e.Source; s != nil {
			kept[i].Dataset, kept[i].Record, kept[i].URL, kept[i].Publisher, kept[i].Note = s.Dataset, s.Record, s.URL, s.Publisher, s.Note
		}
	}
	return asJSON(kept)
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("strings and numbers are always JSON: %v", err))
	}
	return string(b)
}
