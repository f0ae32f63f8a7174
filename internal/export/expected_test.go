package export_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
)

// expected says what an export of a store has to hold in a format that has names
// and values: nodes and edges with the names that the README gives, and nothing
// for what is not known.
func expected(t *testing.T, store kg.Store, asOf *time.Time) readBack {
	t.Helper()
	all := readBack{Nodes: things{}, Edges: things{}, Documents: things{}, Types: things{}}
	entities, err := store.ListEntities(t.Context(), kg.EntityList{Kinds: kg.EntityKinds, Slice: kg.Slice{Limit: 10_000}, AsOf: asOf})
	require.NoError(t, err)
	for _, e := range entities.Entities {
		all.Nodes[e.ID] = known(map[string]any{
			"label": e.Name, "kind": e.Kind, "aliases": e.Aliases, "merged": e.Merged, "description": e.Description,
			"recordedAt": moment(e.RecordedAt),
		})
		all.Nodes[e.ID]["unnamed"] = e.Unnamed
	}
	types, err := store.Types(t.Context())
	require.NoError(t, err)
	for _, x := range types {
		all.Types[x.ID] = known(map[string]any{
			"label": x.Label, "inverseLabel": x.InverseLabel, "plover": x.PLOVER, "cameo": x.CAMEO,
			"subjectKinds": x.SubjectKinds, "objectKinds": x.ObjectKinds,
		})
		all.Types[x.ID]["symmetric"] = x.Symmetric
	}
	documents, err := store.ListDocuments(t.Context(), kg.DocumentList{Slice: kg.Slice{Limit: 10_000}, Text: true, AsOf: asOf})
	require.NoError(t, err)
	rested := map[string]bool{}
	for _, r := range relations(t, store, export.Selection{AsOf: asOf}) {
		for _, e := range r.Evidence {
			rested[e.Document] = true
		}
	}
	withdrawn, err := store.Get(t.Context(), kg.Keys{Documents: slices.Collect(maps.Keys(rested)), Need: kg.Need{Text: true}, AsOf: asOf})
	require.NoError(t, err)
	for _, r := range relations(t, store, export.Selection{AsOf: asOf}) {
		all.Edges[r.ID] = expectedEdge(r, kg.TypesByID(types)[r.Type], withdrawn.Documents)
	}
	for _, d := range withdrawn.Documents {
		if d.RetractedAt != nil {
			documents.Documents = append(documents.Documents, d)
		}
	}
	for _, d := range documents.Documents {
		all.Documents[d.ID] = known(map[string]any{"title": d.Title, "text": d.Text, "url": d.URL, "recordedAt": moment(d.RecordedAt),
			"publisher": d.Details.Publisher, "language": d.Details.Language, "licence": d.Details.Licence,
			"archivedUrl": d.Details.ArchivedURL, "sha256": d.Details.SHA256, "reliability": d.Details.Reliability,
		})
		if !d.Details.CapturedAt.IsZero() {
			all.Documents[d.ID]["capturedAt"] = moment(d.Details.CapturedAt)
		}
		if d.RetractedAt != nil {
			all.Documents[d.ID]["retractedAt"] = moment(*d.RetractedAt)
		}
		if p := d.PublishedAt; p != nil {
			all.Documents[d.ID]["publishedAt"], all.Documents[d.ID]["publishedAtInferred"] = p.EDTF, p.Inferred
			if p.Reasoning != "" {
				all.Documents[d.ID]["publishedAtReasoning"] = p.Reasoning
			}
		}
	}
	all.EdgeCount = len(all.Edges)
	return all
}

func relations(t *testing.T, store kg.Store, s export.Selection) []*kg.Relation {
	t.Helper()
	pages, _, err := store.Pages(t.Context(), kg.PageRequests{
		Pages: []kg.PageRequest{{Owner: s.Entity, Filter: s.Filter, Slice: kg.Slice{Limit: 10_000}}}, Need: kg.Need{Claims: true}, AsOf: s.AsOf,
	})
	require.NoError(t, err)
	return pages[0].Relations
}

// said is a label of a type as the documents say it of a relation.
func said(label string, r *kg.Relation) string {
	words := map[string]string{"PLANNED": "planned", "PROPOSED": "proposed", "ALLEGED": "alleged", "DISPUTED": "disputed", "DENIED": "denied"}
	switch status, certainty := words[string(r.Status)], words[string(r.Certainty)]; {
	case status != "" && certainty != "":
		return label + " (" + status + ", " + certainty + ")"
	case status+certainty != "":
		return label + " (" + status + certainty + ")"
	}
	return label
}

func expectedEdge(r *kg.Relation, of kg.RelationType, documents map[string]*kg.Document) map[string]any {
	want := map[string]any{
		"source": r.Subject, "target": r.Object, "label": said(of.Label, r), "type": r.Type, "inverseLabel": said(of.InverseLabel, r),
		"plover": of.PLOVER, "cameo": of.CAMEO, "status": r.Status, "certainty": r.Certainty, "coding": r.Coding, "places": r.Places,
		"recordedAt": moment(r.RecordedAt),
	}
	bools := map[string]any{"symmetric": of.Symmetric}
	if r.RetractedAt != nil {
		want["retractedAt"] = moment(*r.RetractedAt)
	}
	if w := r.Time; w != nil {
		want["edtf"], want["reasoning"], bools["inferred"] = w.EDTF, w.Reasoning, w.Inferred
		if w.Start != nil {
			want["start"] = w.Start.String()
		}
		if w.End != nil {
			want["end"] = w.End.String()
		}
	}
	var attributions, evidence []any
	for _, a := range r.Attributions {
		attributions = append(attributions, map[string]any{"by": a.By, "stance": a.Stance})
	}
	for i, e := range r.Evidence {
		if e.Source != nil {
			evidence = append(evidence, map[string]any{"dataset": e.Source.Dataset, "record": e.Source.Record, "recordedAt": moment(e.RecordedAt)})
			if i == 0 {
				want["dataset"], want["record"] = e.Source.Dataset, e.Source.Record
			}
			continue
		}
		one := known(map[string]any{"document": e.Document, "exact": e.Exact, "prefix": e.Prefix, "suffix": e.Suffix, "recordedAt": moment(e.RecordedAt)})
		one["start"], one["end"] = e.Start, e.End
		evidence = append(evidence, one)
		if i == 0 {
			want["document"], want["quote"], want["prefix"], want["suffix"] = e.Document, e.Exact, e.Prefix, e.Suffix
			want["publisher"], want["reliability"] = documents[e.Document].Details.Publisher, documents[e.Document].Details.Reliability
			bools["quoteStart"], bools["quoteEnd"] = e.Start, e.End
		}
	}
	want["attributions"], want["evidence"] = attributions, evidence
	want = known(want)
	for name, v := range bools {
		want[name] = v
	}
	return want
}

// known returns attributes without the empty ones, as JSON has them.
func known(attributes map[string]any) map[string]any {
	raw, _ := json.Marshal(attributes)
	var plain map[string]any
	_ = json.Unmarshal(raw, &plain)
	for name, v := range plain {
		if list, isList := v.([]any); v == "" || v == nil || isList && len(list) == 0 {
			delete(plain, name)
		}
	}
	return plain
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// asText returns things as a format has them that knows only texts and lists.
func asText(all things) things { return each(all, func(v any) any { return plainText(v) }) }

func plainText(v any) any {
	switch v := v.(type) {
	case bool, int, float64:
		raw, _ := json.Marshal(v)
		return string(raw)
	}
	return v
}

// each returns things with every text, number and truth that they hold changed,
// in lists, too.
func each(all things, change func(any) any) things {
	changed := things{}
	for id, attributes := range all {
		changed[id] = map[string]any{}
		for name, v := range attributes {
			changed[id][name] = change(v)
		}
	}
	return changed
}

// requireSame compares things one by one, so that a difference is said shortly.
func requireSame(t *testing.T, what string, want, got things) {
	t.Helper()
	require.Equal(t, len(want), len(got), "the number of %s", what)
	for id, attributes := range want {
		raw, err := json.Marshal(attributes)
		require.NoError(t, err)
		found, err := json.Marshal(got[id])
		require.NoError(t, err)
		require.JSONEq(t, string(raw), string(found), "%s %s", what, id)
	}
}
