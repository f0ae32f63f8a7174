package kgtest

import (
	"fmt"
	"slices"
	"testing"

	"conflictgraph/internal/kg"
)

// suggested returns what an extractor suggests of one of Graph's documents: that two met, at
// a day that may be empty.
func suggested(subject, object, day, document, words string) kg.Suggestion {
	documents := Graph().Documents
	d := documents[slices.IndexFunc(documents, func(d kg.Document) bool { return d.ID == document })]
	e := Quote(d, words)
	s := kg.Suggestion{
		Document: d.ID, Type: "met-with", Subject: there(subject), Object: there(object), Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
		Evidence: []kg.SuggestedEvidence{{Exact: e.Exact, Prefix: e.Prefix, Suffix: e.Suffix, Start: e.Start, End: e.End}},
		Origin:   kg.Origin{Extractor: "rules", Version: "1", Rule: "met"},
	}
	if day != "" {
		s.Time = &kg.SuggestedTime{EDTF: day, Words: "Monday", Inferred: true}
	}
	return s
}

// newcomer is an end that is made when a suggestion is accepted.
func newcomer(id, name string) kg.SuggestedEntity {
	return kg.SuggestedEntity{ID: id, New: true, Name: name, Kind: kg.KindPerson, Words: name}
}

// testQueue suggests, decides and revises step by step.
func testQueue(t *testing.T, s kg.Store) {
	c := corrector{s, told(t)}
	c.step(t, Graph())
	page := func(t *testing.T, req kg.SuggestionList) kg.SuggestionPage {
		t.Helper()
		got, err := s.ListSuggestions(t.Context(), req)
		must(t, err)
		want, err := c.o.ListSuggestions(t.Context(), req)
		must(t, err)
		same(t, fmt.Sprintf("page of %+v", req), got, want)
		return got
	}
	whole := kg.SuggestionList{Slice: kg.Slice{Limit: 100}, Count: true}

	met := suggested("anna-keller", "boris-novak", "2025-12-01", Interview, "met her in Harbor City on Monday")
	again := suggested("boris-novak", "anna-keller", "", Interview, "met her in Harbor City")
	later := suggested("anna-keller", "boris-novak", "2025-12-08", Interview, "met her in Harbor City on Monday")
	another := suggested("anna-keller", "allies", "", Interview, "the allies said")
	another.Object = newcomer("ada-example", "Ada Example")
	another.Problems = []kg.SuggestionProblem{{Code: kg.ProblemEndNotInQuote, Message: "the quote does not name “Ada Example”"}}

	t.Run("what is suggested is queued once", func(t *testing.T) {
		before, err := s.Get(t.Context(), kg.Keys{Entities: []string{"anna-keller"}, Need: kg.Need{Degree: true}})
		must(t, err)
		w := c.step(t, kg.Batch{RecordedAt: hour(1), Suggestions: []kg.Suggestion{met, again, later, another}, Ingestions: []kg.Ingestion{{
			Document: Interview, Extractor: "rules", Version: "1", State: kg.IngestionDone, Found: 5, Queued: 3, Known: 1, Hashes: []string{"1f", "2e"},
			Refused: []kg.Refusal{{Reason: "WORDS_NOT_IN_TEXT", Count: 1, Examples: []string{"“they met” is not in the text"}}},
		}}})
		same(t, "queued", w.Queued, 3)
		same(t, "activity", w.Activity, 0)
		all := page(t, whole)
		same(t, "how many", all.Total, 3)
		after, err := s.Get(t.Context(), kg.Keys{Entities: []string{"anna-keller", "ada-example"}, Need: kg.Need{Degree: true}})
		must(t, err)
		same(t, "the graph", after.Entities, before.Entities)
		w = c.step(t, kg.Batch{RecordedAt: hour(2), Suggestions: []kg.Suggestion{met, another}})
		same(t, "queued again", w.Queued, 0)
	})
	all := page(t, whole).Suggestions
	t.Run("found by what it is", func(t *testing.T) {
		for _, filter := range []kg.SuggestionFilter{
			{}, {Documents: []string{Interview}}, {Documents: []string{Communique}}, {Documents: []string{Interview, Communique}},
			{States: []kg.SuggestionState{kg.SuggestionPending}}, {States: []kg.SuggestionState{kg.SuggestionRejected}},
			{Types: []string{"met-with"}}, {Types: []string{"met-with", "visited"}}, {Types: []string{"visited"}}, {Extractors: []string{"rules"}}, {Extractors: []string{"llm", ""}},
			{Problems: []kg.ProblemCode{kg.ProblemEndNotInQuote, kg.ProblemCue}}, {Problems: []kg.ProblemCode{kg.ProblemCue}},
			{Documents: []string{Interview}, Problems: []kg.ProblemCode{kg.ProblemEndNotInQuote}, Types: []string{"met-with"}, Extractors: []string{"rules"}},
		} {
			for _, newest := range []bool{false, true} {
				for _, fromEnd := range []bool{false, true} {
					page(t, kg.SuggestionList{Filter: filter, NewestFirst: newest, Count: true, Slice: kg.Slice{Limit: 2, FromEnd: fromEnd}})
					page(t, kg.SuggestionList{Filter: filter, NewestFirst: newest, Slice: kg.Slice{Limit: 1, FromEnd: fromEnd, After: all[0].Position()}})
					page(t, kg.SuggestionList{Filter: filter, NewestFirst: newest, Slice: kg.Slice{Limit: 3, FromEnd: fromEnd, Before: all[2].Position()}})
				}
			}
		}
		found, err := s.Get(t.Context(), kg.Keys{Suggestions: []string{all[1].ID, "suggestion:none", ""}, Ingestions: []string{kg.IngestionID(Interview, "rules", "1", ""), "ingestion:none"}})
		must(t, err)
		want, err := c.o.Get(t.Context(), kg.Keys{Suggestions: []string{all[1].ID}, Ingestions: []string{kg.IngestionID(Interview, "rules", "1", "")}})
		must(t, err)
		same(t, "suggestions", found.Suggestions, want.Suggestions)
		same(t, "ingestions", found.Ingestions, want.Ingestions)
		byText, err := s.Get(t.Context(), kg.Keys{Hashes: []string{"2e", "1f", "77"}})
		must(t, err)
		same(t, "ingestions by a hash", byText.Ingestions, want.Ingestions)
		byText, err = s.Get(t.Context(), kg.Keys{Hashes: []string{"77"}})
		must(t, err)
		same(t, "ingestions by another hash", len(byText.Ingestions), 0)
		same(t, "refused", found.Ingestions[kg.IngestionID(Interview, "rules", "1", "")].Refused[0].Count, 1)
	})
	t.Run("what is wrong is not queued", func(t *testing.T) {
		moved := met
		moved.Evidence = []kg.SuggestedEvidence{{Exact: met.Evidence[0].Exact, Start: 0, End: 5}}
		unknown := met
		unknown.Subject = there("nobody")
		unfit := met
		unfit.Object = kg.SuggestedEntity{ID: "some-place", New: true, Name: "Some Place", Kind: kg.KindPlace}
		elsewhere := met
		elsewhere.Document = "doc:none"
		for name, damaged := range map[string]struct {
			kg.Suggestion
			code  kg.Code
			field string
		}{
			"words that are not there": {moved, kg.CodeBadInput, "suggestions[0].evidence[0]"}, "an entity that is not there": {unknown, kg.CodeNotFound, "suggestions[0].entity"},
			"an end of another kind": {unfit, kg.CodeBadInput, "suggestions[0].object"}, "a document that is not there": {elsewhere, kg.CodeBadInput, "suggestions[0].evidence[0].document"},
		} {
			_, err := s.Write(t.Context(), kg.Batch{Suggestions: []kg.Suggestion{damaged.Suggestion}})
			checkRefusal(t, err, damaged.code, damaged.field, "")
			if err == nil {
				t.Errorf("%s was queued", name)
			}
		}
		same(t, "how many", page(t, whole).Total, 3)
	})
	t.Run("accepted, it is in the graph, with what is new", func(t *testing.T) {
		chosen := all[2]
		b := kg.Batch{
			RecordedAt: hour(3), Provenance: kg.Provenance{Operation: "acceptSuggestions", Agent: "ada"},
			Entities:  []kg.Entity{{ID: "ada-example", Kind: kg.KindPerson, Name: "Ada Example"}},
			Relations: []kg.Relation{chosen.Claim()}, Decisions: []kg.Decision{{Suggestion: chosen.ID, State: kg.SuggestionAccepted}},
		}
		w := c.step(t, b)
		same(t, "decided", w.Decided, 1)
		same(t, "relations", w.Relations, 1)
		now := page(t, kg.SuggestionList{Filter: kg.SuggestionFilter{States: []kg.SuggestionState{kg.SuggestionAccepted}}, Slice: kg.Slice{Limit: 5}, Count: true})
		same(t, "accepted", now.Total, 1)
		found, err := s.Get(t.Context(), kg.Keys{Relations: []string{now.Suggestions[0].Relation}})
		must(t, err)
		same(t, "coding", found.Relations[now.Suggestions[0].Relation].Coding, kg.CodingSuggested)
		_, err = s.Write(t.Context(), b)
		checkRefusal(t, err, kg.CodeConflict, "decisions[0].suggestion", "is ACCEPTED already")
	})
	t.Run("rejected, it is not asked again", func(t *testing.T) {
		c.step(t, kg.Batch{RecordedAt: hour(4), Provenance: kg.Provenance{Operation: "rejectSuggestions", Agent: "ada"}, Decisions: []kg.Decision{{Suggestion: all[0].ID, State: kg.SuggestionRejected}}})
		other := met
		other.Origin, other.Evidence = kg.Origin{Extractor: "llm"}, again.Evidence
		w := c.step(t, kg.Batch{RecordedAt: hour(5), Suggestions: []kg.Suggestion{other}})
		same(t, "queued", w.Queued, 0)
	})
	t.Run("revised, another takes its place", func(t *testing.T) {
		revised := *all[1]
		revised.RevisionOf, revised.Certainty = all[1].ID, kg.CertaintyAlleged
		id := kg.SuggestionID(revised)
		w := c.step(t, kg.Batch{
			RecordedAt: hour(6), Provenance: kg.Provenance{Operation: "reviseSuggestion", Agent: "ada"}, Suggestions: []kg.Suggestion{revised},
			Decisions: []kg.Decision{{Suggestion: all[1].ID, State: kg.SuggestionSuperseded, By: id}},
		})
		same(t, "queued", w.Queued, 1)
		_, err := s.Write(t.Context(), kg.Batch{Decisions: []kg.Decision{{Suggestion: all[1].ID, State: kg.SuggestionRejected}}})
		checkRefusal(t, err, kg.CodeConflict, "decisions[0].suggestion", id)
		pending := page(t, kg.SuggestionList{Filter: kg.SuggestionFilter{States: []kg.SuggestionState{kg.SuggestionPending}}, Slice: kg.Slice{Limit: 5}, Count: true})
		same(t, "pending", pending.Suggestions[0].ID, id)
	})
	t.Run("all or nothing", func(t *testing.T) {
		pending := page(t, kg.SuggestionList{Filter: kg.SuggestionFilter{States: []kg.SuggestionState{kg.SuggestionPending}}, Slice: kg.Slice{Limit: 5}})
		_, err := s.Write(t.Context(), kg.Batch{Decisions: []kg.Decision{
			{Suggestion: pending.Suggestions[0].ID, State: kg.SuggestionRejected}, {Suggestion: "suggestion:none", State: kg.SuggestionRejected},
		}})
		checkRefusal(t, err, kg.CodeNotFound, "decisions[1].suggestion", "suggestion:none")
		same(t, "pending", page(t, kg.SuggestionList{Filter: kg.SuggestionFilter{States: []kg.SuggestionState{kg.SuggestionPending}}, Slice: kg.Slice{Limit: 5}}), pending)
	})
}

// there is an end that is a known entity.
func there(id string) kg.SuggestedEntity {
	for _, e := range Graph().Entities {
		if e.ID == id {
			return kg.SuggestedEntity{ID: id, Name: e.Name, Kind: e.Kind}
		}
	}
	return kg.SuggestedEntity{ID: id, Name: id, Kind: kg.KindPerson}
}
