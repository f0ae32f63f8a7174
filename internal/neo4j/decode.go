package neo4j

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"time"

	"conflictgraph/internal/kg"
)

// offsetZero is UTC in a form that the driver sends as an offset. Neo4j orders
// equal times by their zones, so that all have to be of one form.
var offsetZero = time.FixedZone("Offset", 0)

// endOfTime is later than everything that is recorded.
var endOfTime = time.Date(100_000, time.January, 1, 0, 0, 0, 0, offsetZero)

// moment is when a reader looks at the graph.
type moment struct {
	asOf *time.Time
	ms   int64     // milliseconds since 1970, not rounded up
	when time.Time // in the form that the database compares

	version int64 // of the merges that clusters are made of
	*clusters
	classes []int64 // of relations, that there are
}

// nowMs is the ms of the present, as statements write it.
var nowMs = strconv.FormatInt(momentOf(nil).ms, 10)

func momentOf(asOf *time.Time) moment {
	if asOf == nil {
		return moment{ms: math.MaxInt64 - 1, when: endOfTime, clusters: &clusters{}}
	}
	return moment{asOf: asOf, ms: asOf.UnixMilli(), when: asOf.In(offsetZero), clusters: &clusters{}}
}

// knows reports whether what was recorded at a time was known then.
func (m moment) knows(ms int64) bool { return ms <= m.ms }

// foundParams are the parameters of the statement that ends with found, but for
// the ones that name things.
func (m moment) foundParams(need kg.Need) map[string]any {
	together := rowsTogether
	if need.Text {
		together = 1
	}
	return map[string]any{
		"asOf": m.ms, "when": m.when, "now": m.asOf == nil, "together": together,
		"ends": need.Ends, "claims": need.Claims, "text": need.Text,
		"entities": []string{}, "documents": []string{},
	}
}

// add puts the entity or document of a row of found into answer, or returns its
// relation.
func (m moment) add(answer *kg.Found, row []any) *kg.Relation {
	fields := row[2].([]any)
	switch integer(row[0]) {
	case entityRow:
		e := m.entity(fields)
		answer.Entities[e.ID] = e
	case documentRow:
		d := m.document(fields)
		answer.Documents[d.ID] = d
	case relationRow:
		return m.relation(fields)
	}
	return nil
}

// relation reads the fields of a relation row of found.
func (m moment) relation(f []any) *kg.Relation {
	r := &kg.Relation{
		ID: text(f[0]), Type: text(f[1]), Subject: text(f[2]), Object: text(f[3]),
		Status: kg.Status(text(f[4])), Certainty: kg.Certainty(text(f[5])),
		Time: timeOf(f[6], f[7], f[8]), RecordedAt: time.UnixMilli(integer(f[9])).UTC(),
	}
	r.Retractions, r.RetractedAt = kg.GapsAsOf(gapsOf(f[10]), m.asOf)
	if len(f) > 11 {
		r.Places = texts(f[11])
		r.Attributions = attributions(f[12])
		r.Evidence = m.evidence(f[13])
	}
	return m.canonical(r)
}

// entity reads the fields of an entity row of found.
func (m moment) entity(f []any) *kg.Entity {
	e := &kg.Entity{
		ID: text(f[0]), Kind: kg.EntityKind(text(f[1])), Name: text(f[2]), Aliases: texts(f[3]),
		Description: text(f[5]), RecordedAt: instant(f[7]),
	}
	e.Unnamed, _ = f[6].(bool)
	if m.asOf == nil {
		return e
	}
	recorded, _ := f[4].([]any)
	was, aliases := formerOf(f[8]), e.Aliases
	e.Aliases = nil
	for _, a := range was.names(aliases, recorded) {
		if a.HeldAt(m.asOf) {
			e.Aliases = append(e.Aliases, a.Name)
		}
	}
	if state, held := kg.StateAt(was.states(), m.asOf); held {
		e.SetState(state)
	}
	return e
}

// document reads the fields of a document row of found.
func (m moment) document(f []any) *kg.Document {
	d := &kg.Document{
		ID: text(f[0]), Title: text(f[1]), URL: text(f[2]), PublishedAt: timeOf(f[3], f[4], f[5]),
		RecordedAt: instant(f[6]), Text: text(f[7]),
	}
	d.Retractions, d.RetractedAt = kg.GapsAsOf(gapsOf(f[8]), m.asOf)
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
	RecordedMs int64  `json:"recordedMs"`
}

func attributions(v any) []kg.Attribution {
	var kept []attribution
	_ = json.Unmarshal([]byte(text(v)), &kept)
	list := make([]kg.Attribution, len(kept))
	for i, a := range kept {
		list[i] = kg.Attribution(a)
	}
	return list
}

// allEvidence reads what evidenceJSON wrote, in the order of recording.
func allEvidence(v any) []kg.Evidence {
	var kept []evidence
	_ = json.Unmarshal([]byte(text(v)), &kept)
	list := make([]kg.Evidence, len(kept))
	for i, e := range kept {
		list[i] = kg.Evidence{
			Document: e.Document, Exact: e.Exact, Prefix: e.Prefix, Suffix: e.Suffix, Start: e.Start, End: e.End,
			RecordedAt: time.UnixMilli(e.RecordedMs).UTC(),
		}
		if e.Dataset != "" {
			list[i].Source = &kg.Source{Dataset: e.Dataset, Record: e.Record}
		}
	}
	return list
}

func (m moment) evidence(v any) []kg.Evidence {
	list := slices.DeleteFunc(allEvidence(v), func(e kg.Evidence) bool { return !m.knows(e.RecordedAt.UnixMilli()) })
	slices.SortStableFunc(list, func(a, b kg.Evidence) int {
		return cmp.Or(cmp.Compare(a.Document, b.Document), cmp.Compare(a.Start, b.Start), a.RecordedAt.Compare(b.RecordedAt))
	})
	return list
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
