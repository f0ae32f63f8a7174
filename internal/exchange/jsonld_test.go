package exchange_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/exchange"
	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/packed"
)

// recordedOnce is a store in which all is recorded when kgtest's graphs are, so
// that it can be compared with one that holds them.
type recordedOnce struct{ kg.Store }

func (s recordedOnce) Write(ctx context.Context, batch kg.Batch) (kg.Written, error) {
	batch.RecordedAt = kgtest.Recorded
	return s.Store.Write(ctx, batch)
}

func exportedTo(t *testing.T, store kg.Store, s export.Selection) string {
	t.Helper()
	format, err := export.FormatOf("jsonld")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "graph.jsonld")
	var text bytes.Buffer
	require.NoError(t, export.Write(t.Context(), store, &text, format, s, nil))
	require.NoError(t, os.WriteFile(file, text.Bytes(), 0o600))
	return file
}

func importJSONLD(t *testing.T, store exchange.Store, opts exchange.Options, files ...string) (exchange.Summary, error) {
	t.Helper()
	reader, err := exchange.OpenJSONLD(packed.Limit{}, files)
	if err != nil {
		return exchange.Summary{}, err
	}
	defer reader.Close()
	return exchange.Run(t.Context(), store, reader, opts)
}

func TestAGraphThatIsExportedAndImportedIsTheSameGraph(t *testing.T) {
	original := bothstores.SQLite(t)
	for _, b := range []kg.Batch{kgtest.Graph(), kgtest.HostileGraph()} {
		_, err := original.Write(t.Context(), b)
		require.NoError(t, err)
	}
	file := exportedTo(t, original, export.Selection{})
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		summary, err := importJSONLD(t, recordedOnce{store}, exchange.Options{BatchSize: 7}, file)
		require.NoError(t, err)
		require.Zero(t, summary.Rejected)
		kgtest.SameGraph(t, store, original)

		again, err := importJSONLD(t, recordedOnce{store}, exchange.Options{}, file)
		require.NoError(t, err)
		require.False(t, again.Written.Changed(), "importing again wrote %+v", again.Written)
		require.Equal(t, summary.Relations, again.Existing)
	})
}

func TestAPartThatIsExportedIsAGraphByItself(t *testing.T) {
	original, store := bothstores.SQLite(t), bothstores.SQLite(t)
	_, err := original.Write(t.Context(), kgtest.Graph())
	require.NoError(t, err)
	file := exportedTo(t, original, export.Selection{Entity: "anna-keller", Filter: kg.RelationFilter{Types: []string{"met-with"}}})
	summary, err := importJSONLD(t, store, exchange.Options{}, file)
	require.NoError(t, err)
	require.Equal(t, kg.Written{Types: 1, Documents: 2, Entities: 6, Relations: 3, Aliases: summary.Written.Aliases}, summary.Written)
	found, err := store.Get(t.Context(), kg.Keys{Relations: []string{kgtest.ID(kgtest.MetMonday), kgtest.ID(kgtest.MetAgain), kgtest.ID(kgtest.WillMeet)}})
	require.NoError(t, err)
	require.Len(t, found.Relations, 3)
}

func TestWhatWasMergedAnswersAfterAnImport(t *testing.T) {
	original, store := bothstores.SQLite(t), bothstores.SQLite(t)
	_, err := original.Write(t.Context(), kgtest.Graph())
	require.NoError(t, err)
	_, err = original.Write(t.Context(), kg.Batch{RecordedAt: kgtest.Recorded.Add(time.Hour), Merges: []kg.Merge{{From: "unnamed-adviser", Into: "anna-keller"}}})
	require.NoError(t, err)
	_, err = importJSONLD(t, recordedOnce{store}, exchange.Options{}, exportedTo(t, original, export.Selection{}))
	require.NoError(t, err)
	keys := kg.Keys{Entities: []string{"unnamed-adviser", "anna-keller"}}
	want, err := original.Get(t.Context(), keys)
	require.NoError(t, err)
	got, err := store.Get(t.Context(), keys)
	require.NoError(t, err)
	require.Equal(t, want.Entities, got.Entities)
	require.Equal(t, "anna-keller", got.Entities["unnamed-adviser"].ID)
}

func TestWhatWasWithdrawnIsWithdrawnAfterAnImport(t *testing.T) {
	original, store := bothstores.SQLite(t), bothstores.SQLite(t)
	graph := kgtest.Graph()
	forged := kg.Document{ID: "doc:forged", Text: "They met, it says."}
	graph.Documents = append(graph.Documents, forged)
	graph.Relations = append(graph.Relations, kg.Relation{
		Type: "met-with", Subject: "anna-keller", Object: "northland", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
		Evidence: []kg.Evidence{kgtest.Quote(forged, "They met"), kgtest.Quote(graph.Documents[0], "Harbor City")},
	})
	for _, b := range []kg.Batch{graph, {RecordedAt: kgtest.Recorded, Withdrawals: []kg.Withdrawal{{Document: forged.ID, Reason: "a forgery"}}}} {
		_, err := original.Write(t.Context(), b)
		require.NoError(t, err)
	}
	_, err := importJSONLD(t, recordedOnce{store}, exchange.Options{BatchSize: 3}, exportedTo(t, original, export.Selection{}))
	require.NoError(t, err)
	kgtest.SameGraph(t, store, original)
}

func TestWhatIsNoExportIsRefusedByFileAndLine(t *testing.T) {
	const head = "{\"@context\":{},\n\"@graph\":[\n"
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"an empty file":          {"", []string{"x.jsonld", "cut short"}},
		"another JSON":           {`[1]`, []string{"x.jsonld", "export"}},
		"no graph":               {`{"a":1}`, []string{"x.jsonld", "@graph"}},
		"a graph that is a name": {`{"@graph":"x"}`, []string{"x.jsonld", "[ should be"}},
		"a file that is cut":     {head + `{"@type":"schema:Place","kind":"PLACE","identifier":"a","name":"a"}`, []string{"cut short"}},
		"no JSON":                {head + "{\"kind\":\"PLACE\",\"identifier\":\"a\",\"name\":\"a\"},\n}", []string{"x.jsonld:3"}},
		"an unknown entity": {head + `{"@type":"rdf:Statement","subject":"urn:conflictgraph:entity:a","object":"urn:conflictgraph:entity:a","predicate":"urn:conflictgraph:type:t"}]}`,
			[]string{`"t"`}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := importJSONLD(t, bothstores.SQLite(t), exchange.Options{}, fileOf(t, c.text))
			require.Error(t, err)
			for _, part := range c.want {
				require.ErrorContains(t, err, part)
			}
		})
	}
}

func fileOf(t testing.TB, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "x.jsonld")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

func TestElementsOfOtherShapesAreSetAsideByLine(t *testing.T) {
	var rejects strings.Builder
	summary, err := importJSONLD(t, bothstores.SQLite(t), exchange.Options{Rejects: &rejects}, fileOf(t, `{"@graph":[
{"@type":"schema:Place","kind":"PLACE","identifier":"a","name":"a"},
{"@type":"oa:Annotation"},
{"@type":["rdf:Statement"],"subject":"http://elsewhere/a"},
{"@type":"schema:Place","kind":7},

7]}`))
	require.NoError(t, err)
	require.Equal(t, 5, summary.Read)
	require.Equal(t, 4, summary.Rejected)
	require.Equal(t, 1, summary.Written.Entities)
	for _, line := range []string{"\t3\t", "\t4\t", "\t5\t", "\t7\t", "http://elsewhere/a"} {
		require.Contains(t, rejects.String(), line)
	}
}

func FuzzJSONLD(f *testing.F) {
	f.Add(`{"@context":{},"@graph":[{"@type":"schema:Place","kind":"PLACE","identifier":"a","name":"a","merged":["b"]}]}`)
	f.Add(`{"@graph":[{"@type":["rdf:Statement"],"subject":"urn:conflictgraph:entity:a%2","evidence":{"target":{"selector":[{},{"start":-1}]}}}]}`)
	f.Add(`{"@graph":[[],null,1e999]`)
	f.Fuzz(func(t *testing.T, text string) {
		reader, err := exchange.OpenJSONLD(packed.Limit{}, []string{fileOf(t, text)})
		if err != nil {
			return
		}
		defer reader.Close()
		for range len(text) + 2 {
			var batch kg.Batch
			err := reader.Next(&batch)
			var reject *exchange.Reject
			if err == nil || errors.As(err, &reject) {
				if reject != nil && (reject.Line < 1 || reject.Line > strings.Count(text, "\n")+1) {
					t.Errorf("line %d of a text of %d lines", reject.Line, strings.Count(text, "\n")+1)
				}
				continue
			}
			if errors.Is(err, io.EOF) && strings.Count(text, "]") == 0 {
				t.Errorf("%q ended as a whole file does", text)
			}
			return
		}
		t.Errorf("%d bytes have more elements than bytes", len(text))
	})
}

// corrected returns batches that correct, merge, retract and restore what of Graph
// they do, and leave a plan that is quoted.
func corrected() []kg.Batch {
	name, none, yes := "Anna M. Keller", "", true
	organization := kg.KindOrganization
	batches := []kg.Batch{
		{Types: []kg.RelationType{{ID: "wrote-to", Label: "wrote to", InverseLabel: "had a letter from", SubjectKinds: kg.ActorKinds, PLOVER: "CONSULT", CAMEO: "041"}}},
		{Relations: []kg.Relation{{
			Type: "wrote-to", Subject: "rows:77", Object: "allies", Status: kg.StatusPlanned, Certainty: kg.CertaintyAlleged,
			Time: &kg.Time{EDTF: "2025-12-24?", Inferred: true, Reasoning: "before the holidays"}, Places: []string{"old-port"},
			Attributions: []kg.Attribution{{By: "boris-novak", Stance: kg.StanceDownplayed}},
			Evidence:     []kg.Evidence{kgtest.Quote(kgtest.Graph().Documents[1], "The war goes on")},
		}}},
		{Updates: []kg.EntityUpdate{{Entity: "anna-keller", Name: &name, Description: &none, Unnamed: &yes, RemoveAliases: []string{"Keller"}, AddAliases: []string{"Anni"}}}},
		{Updates: []kg.EntityUpdate{{Entity: "rows:77", Kind: &organization}}},
		{Merges: []kg.Merge{{From: "rows:77", Into: "ministry"}, {From: "boris-novak", Into: "unnamed-adviser"}, {From: "unnamed-adviser", Into: "anna-keller"}, {From: "southland", Into: "northland"}}},
		{Unmerges: []kg.Unmerge{{Entity: "southland"}}},
		{Updates: []kg.EntityUpdate{{Entity: "anna-keller", RemoveAliases: []string{"Борис Новак"}}}},
		{Retractions: []kg.Retraction{{Relation: kgtest.ID(kgtest.War)}, {Relation: kgtest.ID(kgtest.Belongs)}, {Relation: kgtest.ID(kgtest.MetMonday)}}},
		{Restores: []kg.Restore{{Relation: kgtest.ID(kgtest.War)}, {Relation: kgtest.ID(kgtest.MetMonday)}}},
		{Withdrawals: []kg.Withdrawal{{Document: kgtest.Communique, Reason: "unclear"}}},
		{Readmissions: []kg.Readmission{{Document: kgtest.Communique}}},
		{Withdrawals: []kg.Withdrawal{{Document: kgtest.Interview, Reason: "not authorized"}}},
	}
	for i := range batches {
		batches[i].RecordedAt = kgtest.Recorded.Add(time.Duration(i+1) * time.Hour)
	}
	return batches
}

// stated returns what an export states, each element by itself and in order, without
// when it was recorded, and a relation without its id, which is that of what it stated
// before something that it names was merged.
func stated(t *testing.T, store kg.Store) []string {
	t.Helper()
	raw, err := os.ReadFile(exportedTo(t, store, export.Selection{}))
	require.NoError(t, err)
	var graph struct {
		Elements []map[string]any `json:"@graph"`
	}
	require.NoError(t, json.Unmarshal(raw, &graph))
	var all []string
	for _, e := range graph.Elements {
		element, err := json.Marshal(e)
		require.NoError(t, err)
		said := regexp.MustCompile(`"(recordedAt|retractedAt)":"[^"]*",?`).ReplaceAllString(string(element), "")
		if e["status"] != nil {
			said = strings.ReplaceAll(said, e["identifier"].(string), "rel:")
			said = strings.ReplaceAll(said, url.PathEscape(e["identifier"].(string)), "rel:")
		}
		all = append(all, said)
	}
	slices.Sort(all)
	return all
}

func TestAGraphThatWasCorrectedIsTheSameAfterAnImport(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, original kg.Store) {
		_, err := original.Write(t.Context(), kgtest.Graph())
		require.NoError(t, err)
		for _, b := range corrected() {
			_, err := original.Write(t.Context(), b)
			require.NoError(t, err)
			store := bothstores.SQLite(t)
			summary, err := importJSONLD(t, store, exchange.Options{BatchSize: 5}, exportedTo(t, original, export.Selection{}))
			require.NoError(t, err)
			require.Zero(t, summary.Rejected)
			want := stated(t, original)
			require.Greater(t, len(want), 40)
			require.Equal(t, want, stated(t, store))
		}
	})
}

func TestACorrectedGraphIsImportedIntoEitherStore(t *testing.T) {
	original := bothstores.SQLite(t)
	for _, b := range append([]kg.Batch{kgtest.Graph()}, corrected()...) {
		_, err := original.Write(t.Context(), b)
		require.NoError(t, err)
	}
	file := exportedTo(t, original, export.Selection{})
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		summary, err := importJSONLD(t, struct{ kg.Store }{store}, exchange.Options{BatchSize: 5}, file)
		require.NoError(t, err)
		require.Zero(t, summary.Rejected)
		require.Equal(t, stated(t, original), stated(t, store))
	})
}
