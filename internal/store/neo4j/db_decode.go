package neo4j

import (
	"encoding/json"
	"math"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// offsetZero is UTC in a form that the driver sends as an offset. Neo4j orders
// equal times by their zones, so that all have to be of one form.
var offsetZero = time.FixedZone("Offset", 0)

// asOfMs returns a moment in milliseconds since 1970, not rounded up.
func asOfMs(asOf *time.Time) int64 {
	if asOf == nil {
		return nowMs
	}
	return asOf.UnixMilli()
}

// nowMs is later than everything that is recorded.
const nowMs = math.MaxInt64 - 1

// asOfWhen returns a moment in the form that the database compares.
func asOfWhen(asOf *time.Time) time.Time {
	if asOf == nil {
		return time.Date(100_000, time.January, 1, 0, 0, 0, 0, offsetZero)
	}
	return asOf.In(offsetZero)
}

// The fields of rows. Those of an entity have history only where $in.history asks for it.
var (
	relationFields = `[r.id, r.type, r.src, r.dst, r.status, r.certainty, r.class, r.edtf, r.inferred, r.reasoning, r.recordedMs, ` + relationGaps + `]`
	entityFields   = `[e.id, e.kind, e.name, e.aliases, e.description, e.unnamed, e.recordedAt, e.point, e.identifiers] + CASE WHEN $in.history THEN ` + historyFields + ` ELSE [] END`
	historyFields  = `[e.aliasesRecordedAt, e.former, e.ownKind, e.kindStatedMs]`
	documentFields = `[d.id, d.title, d.url, d.edtf, d.inferred, d.reasoning, d.recordedAt, CASE WHEN $in.text THEN d.text END, ` + documentGaps + `, d.details, CASE WHEN $in.copies THEN d.fingerprint END]`
)

// addRow puts the entity or document of a row into rows, or returns its relation.
func addRow(to plan.Rows, row []any) *kg.Relation {
	fields := row[2].([]any)
	switch integer(row[0]) {
	case entityRow:
		e := entityRecord(fields)
		to.Entities[e.ID] = e
	case documentRow:
		d := document(fields)
		to.Documents[d.ID] = d
	case relationRow:
		return relation(fields)
	}
	return nil
}

// relation reads relationFields, and claims where there are more.
func relation(f []any) *kg.Relation {
	r := &kg.Relation{
		ID: text(f[0]), Type: text(f[1]), Subject: text(f[2]), Object: text(f[3]),
		Status: kg.Status(text(f[4])), Certainty: kg.Certainty(text(f[5])), Coding: kg.CodingCodes[kg.CodingOfClass(integer(f[6]))],
		Time: timeOf(f[7], f[8], f[9]), RecordedAt: msTime(integer(f[10])), Retractions: gapsOf(f[11]),
	}
	if len(f) > 12 {
		r.Places, r.Attributions, r.Evidence = texts(f[12]), attributions(f[13]), evidenceOf(f[14])
	}
	return r
}

// formerField is where entityFields have what formerOf reads.
const formerField = 10

// entityRecord reads entityFields.
func entityRecord(f []any) *kg.EntityRecord {
	r := &kg.EntityRecord{Entity: kg.Entity{ID: text(f[0]), Kind: kg.EntityKind(text(f[1])), Name: text(f[2]), Description: text(f[4]), RecordedAt: instant(f[6])}}
	r.Unnamed, _ = f[5].(bool)
	r.Point = pointOf(f[7])
	aliases, recorded := texts(f[3]), []any{}
	var was former
	// Only what can be read is written.
	r.IdentifierRecords, _ = plan.ParseIdentifiers(text(f[8]))
	if len(f) > 10 {
		recorded, _ = f[9].([]any)
		was = formerOf(f[formerField])
		r.Former, r.OwnKind = was.states(), kg.EntityKind(text(f[11]))
		if ms, stated := f[12].(int64); stated {
			r.KindStatedAt = msTimeOrNil(&ms)
		}
	}
	for len(recorded) < len(aliases) {
		recorded = append(recorded, f[6])
	}
	r.Names = was.names(aliases, recorded)
	return r
}

// document reads documentFields.
func document(f []any) *kg.Document {
	d := &kg.Document{
		ID: text(f[0]), Title: text(f[1]), URL: text(f[2]), PublishedAt: timeOf(f[3], f[4], f[5]),
		RecordedAt: instant(f[6]), Text: text(f[7]), Retractions: gapsOf(f[8]), Fingerprint: text(f[10]),
	}
	if details := text(f[9]); details != "" {
		// Only what can be read is written.
		d.DetailsRecords, _ = plan.ReadDetails(details)
	}
	return d
}

func timeOf(edtf, inferred, reasoning any) *kg.Time {
	stated, dated := edtf.(string)
	if !dated {
		return nil
	}
	// Only what parses is written; what somebody else wrote has no bounds.
	t, err := kg.ParseEDTF(stated)
	if err != nil {
		t.EDTF = stated
	}
	t.Inferred, _ = inferred.(bool)
	t.Reasoning = text(reasoning)
	return &t
}

// attribution and evidence are how lists of them are kept, as JSON.
type attribution struct {
	By     string    `json:"by"`
	Stance kg.Stance `json:"stance"`
}

type evidence struct {
	Document   string `json:"document,omitempty"`
	Exact      string `json:"exact,omitempty"`
	Prefix     string `json:"prefix,omitempty"`
	Suffix     string `json:"suffix,omitempty"`
	Start      int    `json:"start,omitempty"`
	End        int    `json:"end,omitempty"`
	Dataset    string `json:"dataset,omitempty"`
	Record     string `json:"record,omitempty"`
	URL        string `json:"url,omitempty"`
	Publisher  string `json:"publisher,omitempty"`
	Note       string `json:"note,omitempty"`
	RecordedMs int64  `json:"recordedMs"`

	Point      *kg.Point     `json:"point,omitempty"`
	Quantities []kg.Quantity `json:"quantities,omitempty"`
}

func attributions(v any) []kg.Attribution {
	var kept []attribution
	_ = json.Unmarshal([]byte(text(v)), &kept)
	if len(kept) == 0 {
		return nil
	}
	list := make([]kg.Attribution, len(kept))
	for i, a := range kept {
		list[i] = kg.Attribution(a)
	}
	return list
}

// evidenceOf reads what evidenceJSON wrote, in the order of recording.
func evidenceOf(v any) []kg.Evidence {
	var kept []evidence
	_ = json.Unmarshal([]byte(text(v)), &kept)
	list := make([]kg.Evidence, len(kept))
	for i, e := range kept {
		list[i] = kg.Evidence{
			Document: e.Document, Exact: e.Exact, Prefix: e.Prefix, Suffix: e.Suffix, Start: e.Start, End: e.End,
			RecordedAt: time.UnixMilli(e.RecordedMs).UTC(), Point: e.Point, Quantities: e.Quantities,
		}
		if e.Dataset != "" {
			list[i].Source = &kg.Source{Dataset: e.Dataset, Record: e.Record, URL: e.URL, Publisher: e.Publisher, Note: e.Note}
		}
	}
	return list
}

// pointOf reads a point, nil where there is none.
func pointOf(v any) *kg.Point {
	var p kg.Point
	if p.UnmarshalText([]byte(text(v))) != nil {
		return nil
	}
	return &p
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func integer(v any) int64 {
	n, _ := v.(int64)
	return n
}

func integers(v any) []int64 {
	list, _ := v.([]any)
	all := make([]int64, len(list))
	for i := range list {
		all[i] = integer(list[i])
	}
	return all
}

func texts(v any) []string {
	list, _ := v.([]any)
	if len(list) == 0 {
		return nil
	}
	all := make([]string, len(list))
	for i := range list {
		all[i] = text(list[i])
	}
	return all
}

func instant(v any) time.Time {
	t, _ := v.(time.Time)
	return t.UTC()
}
