package kgtest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// testDetails says more and more of where a document is from.
func testDetails(t *testing.T, s kg.Store) {
	o := &oracle{}
	note := kg.Document{ID: "doc:note", Text: "They met."}
	captured := time.Date(2025, time.December, 1, 12, 30, 0, 0, time.UTC)
	known := func(d kg.Details) kg.Document { n := note; n.Details = d; return n }
	curator := kg.Provenance{Operation: "addDocument", Agent: "ana"}
	steps := []struct {
		what     string
		batch    kg.Batch
		document kg.Details // of note
		want     kg.Written
	}{
		{"a publisher and a tag that is written otherwise", kg.Batch{Documents: []kg.Document{known(kg.Details{Publisher: "Wire", Language: "PT-br"})}},
			kg.Details{Publisher: "Wire", Language: "pt-BR"}, kg.Written{Documents: 1}},
		{"what was missing, and the same again", kg.Batch{Provenance: curator, Documents: []kg.Document{
			known(kg.Details{Publisher: "Wire", CapturedAt: captured.In(time.FixedZone("", 3600)), SHA256: strings.Repeat("AB", 32)}),
		}}, kg.Details{Publisher: "Wire", Language: "pt-BR", CapturedAt: captured, SHA256: strings.Repeat("ab", 32)}, kg.Written{Updated: 1, Existing: 1}},
		{"an import that says otherwise changes nothing, and fills in the rest", kg.Batch{Documents: []kg.Document{
			known(kg.Details{Publisher: "Gazette", Licence: "CC0-1.0", ArchivedURL: "https://archive.example.org/a?b=c", Reliability: "A1"}),
		}}, kg.Details{
			Publisher: "Wire", Language: "pt-BR", CapturedAt: captured, SHA256: strings.Repeat("ab", 32),
			Licence: "CC0-1.0", ArchivedURL: "https://archive.example.org/a?b=c", Reliability: "A1",
		}, kg.Written{Updated: 1, Existing: 1}},
		{"nothing that was not known", kg.Batch{Provenance: curator, Documents: []kg.Document{known(kg.Details{Licence: "CC0-1.0"})}}, kg.Details{
			Publisher: "Wire", Language: "pt-BR", CapturedAt: captured, SHA256: strings.Repeat("ab", 32),
			Licence: "CC0-1.0", ArchivedURL: "https://archive.example.org/a?b=c", Reliability: "A1",
		}, kg.Written{Existing: 1}},
	}
	for i, step := range steps {
		step.batch.RecordedAt = Recorded.Add(time.Duration(i) * time.Second)
		got := write(t, s, step.batch)
		_, err := o.Write(t.Context(), step.batch)
		must(t, err)
		got.Activity = 0
		same(t, step.what+": written", got, step.want)
		same(t, step.what+": everything", everything(t, s), everything(t, o))
	}
	for i, step := range steps {
		asOf := Recorded.Add(time.Duration(i)*time.Second + time.Millisecond)
		found, err := s.Get(t.Context(), kg.Keys{Documents: []string{note.ID}, AsOf: &asOf})
		must(t, err)
		same(t, "as of the moment after "+step.what, found.Documents[note.ID].Details, step.document)
		checkGet(t, s, o, kg.Keys{Documents: []string{note.ID}, AsOf: &asOf})
		checkDocuments(t, s, o, kg.DocumentList{Slice: kg.Slice{Limit: 5}, AsOf: &asOf})
	}
	t.Run("what a curator says otherwise is a conflict", func(t *testing.T) {
		for field, d := range map[string]kg.Details{
			"publisher": {Publisher: "Gazette"}, "capturedAt": {CapturedAt: captured.Add(time.Second)}, "reliability": {Reliability: "A2"}, "language": {Language: "pt"},
		} {
			_, err := s.Write(t.Context(), kg.Batch{Provenance: curator, Documents: []kg.Document{known(d)}})
			wrongField(t, err, kg.CodeConflict, "documents[0]."+field)
		}
	})
	t.Run("what cannot be is refused", func(t *testing.T) {
		for field, all := range map[string][]kg.Details{
			"publisher":   {{Publisher: " "}, {Publisher: "a\nb"}, {Publisher: "\xff"}, {Publisher: strings.Repeat("a", 5000)}},
			"language":    {{Language: "english"}, {Language: "und"}, {Language: "e"}, {Language: "xx-"}},
			"licence":     {{Licence: "\x00"}},
			"archivedUrl": {{ArchivedURL: "javascript:alert(1)"}, {ArchivedURL: "archive.org/x"}, {ArchivedURL: "https://"}},
			"sha256":      {{SHA256: strings.Repeat("a", 63)}, {SHA256: strings.Repeat("g", 64)}},
			"reliability": {{Reliability: "B"}, {Reliability: "G1"}, {Reliability: "A7"}, {Reliability: "b2"}, {Reliability: "B2\n"}},
		} {
			for _, d := range all {
				n := known(d)
				n.ID = "doc:other"
				_, err := s.Write(t.Context(), kg.Batch{Documents: []kg.Document{n}})
				wrongField(t, err, kg.CodeBadInput, "documents[0]."+field)
			}
		}
	})
	same(t, "everything after what was refused", everything(t, s), everything(t, o))
}

func wrongField(t *testing.T, err error, code kg.Code, field string) {
	t.Helper()
	var wrong *kg.Error
	if !errors.As(err, &wrong) || wrong.Code != code || wrong.Field != field {
		t.Errorf("an error with code %s of %s was expected, not %v", code, field, err)
	}
}
