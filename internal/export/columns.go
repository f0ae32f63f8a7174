package export

import (
	"encoding/json"
	"strconv"
	"time"

	"conflictgraph/internal/kg"
)

// column is something that is said of each node or edge, in formats that say it
// as a name and a value.
type column[T any] struct {
	name string
	kind valueKind
	of   func(T) any // a string, bool, int or float64 as kind says, else something for JSON; nil for nothing
}

// valueKind is what the values of a column are.
type valueKind int

const (
	textKind valueKind = iota
	boolKind
	intKind
	floatKind
	dayKind
	listKind // JSON where the format has no lists
)

// nodeColumns are those of an entity besides its id.
var nodeColumns = []column[*kg.Entity]{
	{"label", textKind, func(e *kg.Entity) any { return e.Name }},
	{"kind", textKind, func(e *kg.Entity) any { return string(e.Kind) }},
	{"aliases", listKind, func(e *kg.Entity) any { return list(e.Aliases) }},
	{"merged", listKind, func(e *kg.Entity) any { return list(e.Merged) }},
	{"description", textKind, func(e *kg.Entity) any { return text(e.Description) }},
	{"unnamed", boolKind, func(e *kg.Entity) any { return e.Unnamed }},
	{"latitude", floatKind, func(e *kg.Entity) any { return latitude(e.Point) }},
	{"longitude", floatKind, func(e *kg.Entity) any { return longitude(e.Point) }},
	{"precision", textKind, func(e *kg.Entity) any { return precision(e.Point) }},
	{"recordedAt", textKind, func(e *kg.Entity) any { return moment(&e.RecordedAt) }},
	{"identifiers", listKind, func(e *kg.Entity) any { return list(identifiersOf(e)) }},
}

// edgeColumns are those of a relation besides its id and ends. The columns from
// document to record are those of the first piece of evidence; evidence has all.
var edgeColumns = []column[edge]{
	{"label", textKind, func(r edge) any { return labelOf(r, r.of.Label) }},
	{"type", textKind, func(r edge) any { return r.Type }},
	{"inverseLabel", textKind, func(r edge) any { return labelOf(r, r.of.InverseLabel) }},
	{"symmetric", boolKind, func(r edge) any { return r.of.Symmetric }},
	{"plover", textKind, func(r edge) any { return text(r.of.PLOVER) }},
	{"cameo", textKind, func(r edge) any { return text(r.of.CAMEO) }},
	{"status", textKind, func(r edge) any { return string(r.Status) }},
	{"certainty", textKind, func(r edge) any { return string(r.Certainty) }},
	{"coding", textKind, func(r edge) any { return string(r.Coding) }},
	{"edtf", textKind, inTime(func(t kg.Time) any { return t.EDTF })},
	{"start", dayKind, inTime(func(t kg.Time) any { return day(t.Start) })},
	{"end", dayKind, inTime(func(t kg.Time) any { return day(t.End) })},
	{"inferred", boolKind, inTime(func(t kg.Time) any { return t.Inferred })},
	{"reasoning", textKind, inTime(func(t kg.Time) any { return text(t.Reasoning) })},
	{"places", listKind, func(r edge) any { return list(r.Places) }},
	{"latitude", floatKind, func(r edge) any { return latitude(r.Point()) }},
	{"longitude", floatKind, func(r edge) any { return longitude(r.Point()) }},
	{"precision", textKind, func(r edge) any { return precision(r.Point()) }},
	{"quantities", listKind, func(r edge) any { return list(r.Quantities()) }},
	{"attributions", listKind, func(r edge) any { return attributionsOf(r) }},
	{"document", textKind, inQuote(func(e kg.Evidence) any { return e.Document })},
	{"quote", textKind, inQuote(func(e kg.Evidence) any { return e.Exact })},
	{"prefix", textKind, inQuote(func(e kg.Evidence) any { return text(e.Prefix) })},
	{"suffix", textKind, inQuote(func(e kg.Evidence) any { return text(e.Suffix) })},
	{"quoteStart", intKind, inQuote(func(e kg.Evidence) any { return e.Start })},
	{"quoteEnd", intKind, inQuote(func(e kg.Evidence) any { return e.End })},
	{"reliability", textKind, inDocument(func(d *kg.Document) any { return text(d.Details.Reliability) })},
	{"dataset", textKind, inRow(func(s kg.Source) any { return s.Dataset })},
	{"record", textKind, inRow(func(s kg.Source) any { return s.Record })},
	{"url", textKind, inRow(func(s kg.Source) any { return text(s.URL) })},
	{"publisher", textKind, publisherOf},
	{"note", textKind, inRow(func(s kg.Source) any { return text(s.Note) })},
	{"evidence", listKind, func(r edge) any { return evidenceOf(r) }},
	{"recordedAt", textKind, func(r edge) any { return moment(&r.RecordedAt) }},
	{"retractedAt", textKind, func(r edge) any { return moment(r.RetractedAt) }},
}

func inTime(of func(kg.Time) any) func(edge) any {
	return func(r edge) any {
		if r.Time == nil {
			return nil
		}
		return of(*r.Time)
	}
}

func inQuote(of func(kg.Evidence) any) func(edge) any {
	return func(r edge) any {
		if len(r.Evidence) == 0 || r.Evidence[0].Source != nil {
			return nil
		}
		return of(r.Evidence[0])
	}
}

// publisherOf returns who published the document, or the row, of the first evidence.
func publisherOf(r edge) any {
	if v := inDocument(func(d *kg.Document) any { return text(d.Details.Publisher) })(r); v != nil {
		return v
	}
	return inRow(func(s kg.Source) any { return text(s.Publisher) })(r)
}

func inDocument(of func(*kg.Document) any) func(edge) any {
	return func(r edge) any {
		if len(r.Evidence) == 0 || r.documents[r.Evidence[0].Document] == nil {
			return nil
		}
		return of(r.documents[r.Evidence[0].Document])
	}
}

func inRow(of func(kg.Source) any) func(edge) any {
	return func(r edge) any {
		if len(r.Evidence) == 0 || r.Evidence[0].Source == nil {
			return nil
		}
		return of(*r.Evidence[0].Source)
	}
}

// attribution and evidence are those of kg, as JSON has them.
type attribution struct {
	By     string    `json:"by"`
	Stance kg.Stance `json:"stance"`
}

type evidence struct {
	Document   string `json:"document,omitempty"`
	Exact      string `json:"exact,omitempty"`
	Prefix     string `json:"prefix,omitempty"`
	Suffix     string `json:"suffix,omitempty"`
	Start      *int   `json:"start,omitempty"`
	End        *int   `json:"end,omitempty"`
	Dataset    string `json:"dataset,omitempty"`
	Record     string `json:"record,omitempty"`
	URL        string `json:"url,omitempty"`
	Publisher  string `json:"publisher,omitempty"`
	Note       string `json:"note,omitempty"`
	RecordedAt any    `json:"recordedAt,omitempty"`

	Latitude   any           `json:"latitude,omitempty"`
	Longitude  any           `json:"longitude,omitempty"`
	Precision  any           `json:"precision,omitempty"`
	Quantities []kg.Quantity `json:"quantities,omitempty"`
}

// identifiersOf returns by what registers know an entity, in all forms of each: the
// scheme, a colon and the value.
func identifiersOf(e *kg.Entity) (all []string) {
	for _, i := range e.Identifiers {
		for _, form := range i.Forms() {
			all = append(all, form.String())
		}
	}
	return all
}

func attributionsOf(r edge) any {
	var all []attribution
	for _, a := range r.Attributions {
		all = append(all, attribution{By: a.By, Stance: a.Stance})
	}
	return list(all)
}

func evidenceOf(r edge) any {
	var all []evidence
	for _, e := range r.Evidence {
		one := evidence{Document: e.Document, Exact: e.Exact, Prefix: e.Prefix, Suffix: e.Suffix, RecordedAt: moment(&e.RecordedAt),
			Latitude: latitude(e.Point), Longitude: longitude(e.Point), Precision: precision(e.Point), Quantities: e.Quantities}
		if s := e.Source; s != nil {
			one.Dataset, one.Record, one.URL, one.Publisher, one.Note = s.Dataset, s.Record, s.URL, s.Publisher, s.Note
		} else {
			one.Start, one.End = &e.Start, &e.End
		}
		all = append(all, one)
	}
	return list(all)
}

func latitude(p *kg.Point) any {
	if p == nil {
		return nil
	}
	return p.Latitude
}

func longitude(p *kg.Point) any {
	if p == nil {
		return nil
	}
	return p.Longitude
}

func precision(p *kg.Point) any {
	if p == nil {
		return nil
	}
	return string(p.Precision)
}

func list[T any](values []T) any {
	if len(values) == 0 {
		return nil
	}
	return values
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func day(d *kg.Date) any {
	if d == nil {
		return nil
	}
	return d.String()
}

// moment returns t in UTC as RFC 3339 has it, to the millisecond.
func moment(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// written returns a value of a column as a text: lists as JSON, and nothing as
// the empty text.
func written(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case int:
		return strconv.Itoa(v), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	}
	raw, err := json.Marshal(v)
	return string(raw), err
}
