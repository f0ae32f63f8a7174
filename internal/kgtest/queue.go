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

// testReviewing tries what may have changed between a suggestion and its decision.
func testReviewing(t *testing.T, s kg.Store) {
	c := corrector{s, told(t)}
	c.step(t, Graph())
	listed := func(t *testing.T, filter kg.SuggestionFilter) (all []*kg.Suggestion) {
		t.Helper()
		page, err := s.ListSuggestions(t.Context(), kg.SuggestionList{Filter: filter, Slice: kg.Slice{Limit: 100}})
		must(t, err)
		return page.Suggestions
	}
	queued := func(t *testing.T, one kg.Suggestion) *kg.Suggestion {
		t.Helper()
		same(t, "queued", c.step(t, kg.Batch{Suggestions: []kg.Suggestion{one}}).Queued, 1)
		all := listed(t, kg.SuggestionFilter{})
		return all[len(all)-1]
	}
	accepting := func(one *kg.Suggestion, made ...kg.Entity) kg.Batch {
		return kg.Batch{
			Provenance: kg.Provenance{Operation: "acceptSuggestions", Agent: "ada"}, Entities: made,
			Relations: []kg.Relation{one.Claim()}, Decisions: []kg.Decision{{Suggestion: one.ID, State: kg.SuggestionAccepted}},
		}
	}
	refuse := func(t *testing.T, b kg.Batch, field, message string) {
		t.Helper()
		before := listed(t, kg.SuggestionFilter{})
		_, err := s.Write(t.Context(), b)
		if err == nil {
			t.Fatalf("it was written")
		}
		checkRefusal(t, err, kg.CodeConflict, field, message)
		same(t, "the queue", listed(t, kg.SuggestionFilter{}), before)
	}
	met := suggested("anna-keller", "boris-novak", "2025-12-01", Interview, "met her in Harbor City on Monday")
	with := func(id, name string, kind kg.EntityKind) kg.Suggestion {
		one := suggested("anna-keller", "allies", "", Interview, "the allies said")
		one.Object = kg.SuggestedEntity{ID: id, New: true, Name: name, Kind: kind}
		one.Type = "criticized"
		return one
	}
	c.step(t, kg.Batch{Types: []kg.RelationType{{ID: "criticized", Label: "criticized", InverseLabel: "criticized by"}}})

	t.Run("what would be made is something else by now", func(t *testing.T) {
		for _, now := range []kg.Entity{
			{ID: "mira-solen", Kind: kg.KindPerson, Name: "Mirabel Solen"}, {ID: "port-adel", Kind: kg.KindPlace, Name: "Port Adel"},
		} {
			name := map[string]string{"mira-solen": "Mira Solen", "port-adel": "Port Adel"}[now.ID]
			one := queued(t, with(now.ID, name, kg.KindPerson))
			c.step(t, kg.Batch{Entities: []kg.Entity{now}})
			refuse(t, accepting(one, kg.Entity{ID: now.ID, Kind: kg.KindPerson, Name: name}), "decisions[0].suggestion", "revise it")
			refuse(t, accepting(one), "decisions[0].suggestion", "revise it")
		}
	})
	t.Run("what would be made is there by now", func(t *testing.T) {
		one := queued(t, with("tam-orel", "Tam Orel", kg.KindPerson))
		c.step(t, kg.Batch{Entities: []kg.Entity{{ID: "tam-orel", Kind: kg.KindPerson, Name: "T. Orel", Aliases: []string{"Tam Orel"}}}})
		same(t, "relations", c.step(t, accepting(one)).Relations, 1)
	})
	t.Run("an end was merged into another", func(t *testing.T) {
		c.step(t, kg.Batch{Entities: []kg.Entity{{ID: "second-novak", Kind: kg.KindPerson, Name: "B. Novak"}}})
		other := met
		other.Subject = kg.SuggestedEntity{ID: "second-novak", Name: "B. Novak", Kind: kg.KindPerson}
		other.Object = there("allies")
		other.Type = "criticized"
		one := queued(t, other)
		c.step(t, kg.Batch{Merges: []kg.Merge{{From: "second-novak", Into: "boris-novak"}}})
		same(t, "relations", c.step(t, accepting(one)).Relations, 1)
	})
	t.Run("the document is out of view", func(t *testing.T) {
		one := queued(t, met)
		c.step(t, kg.Batch{Withdrawals: []kg.Withdrawal{{Document: Interview}}})
		refuse(t, accepting(one), "decisions[0].suggestion", "restoreDocument")
		c.step(t, kg.Batch{Readmissions: []kg.Readmission{{Document: Interview}}})
	})
	t.Run("a revision that is there already takes no place", func(t *testing.T) {
		before := listed(t, kg.SuggestionFilter{States: []kg.SuggestionState{kg.SuggestionPending}})
		one := before[len(before)-1] // met
		later := met
		later.Time = &kg.SuggestedTime{EDTF: "2025-12-08", Words: "Monday", Inferred: true}
		queued(t, later)
		revised := later
		revised.RevisionOf, revised.Certainty = one.ID, kg.CertaintyConfirmed
		refuse(t, kg.Batch{
			Suggestions: []kg.Suggestion{revised}, Decisions: []kg.Decision{{Suggestion: one.ID, State: kg.SuggestionSuperseded, By: kg.SuggestionID(revised)}},
		}, "suggestions[0]", "was suggested of the document before")
	})
	t.Run("revised there and back, it is not asked again", func(t *testing.T) {
		pending := listed(t, kg.SuggestionFilter{Types: []string{"met-with"}, States: []kg.SuggestionState{kg.SuggestionPending}})
		one := pending[0]
		for _, certainty := range []kg.Certainty{kg.CertaintyDenied, kg.CertaintyStated} {
			revised := *one
			revised.RevisionOf, revised.Certainty = one.ID, certainty
			same(t, "queued", c.step(t, kg.Batch{
				Suggestions: []kg.Suggestion{revised}, Decisions: []kg.Decision{{Suggestion: one.ID, State: kg.SuggestionSuperseded, By: kg.SuggestionID(revised)}},
			}).Queued, 1)
			one = listed(t, kg.SuggestionFilter{})[len(listed(t, kg.SuggestionFilter{}))-1]
		}
		c.step(t, kg.Batch{Decisions: []kg.Decision{{Suggestion: one.ID, State: kg.SuggestionRejected}}})
		for _, certainty := range []kg.Certainty{kg.CertaintyDenied, kg.CertaintyStated} {
			other := met
			other.Origin, other.Certainty = kg.Origin{Extractor: "llm"}, certainty
			other.Evidence = suggested("anna-keller", "boris-novak", "", Interview, "met her in Harbor City").Evidence
			same(t, "queued by another extractor", c.step(t, kg.Batch{Suggestions: []kg.Suggestion{other}}).Queued, 0)
		}
	})
	t.Run("a reading that is done stays as it was, and counts what it queued", func(t *testing.T) {
		run := kg.IngestionID(Communique, "rules", "1", "")
		of := suggested("anna-keller", "boris-novak", "2025-12-20", Interview, "met her in Harbor City on Monday")
		of.Origin.Run = run
		in := kg.Ingestion{Document: Communique, Extractor: "rules", Version: "1", State: kg.IngestionDone, Found: 2, Queued: 2, Agent: "first"}
		two := of
		two.Time = &kg.SuggestedTime{EDTF: "2025-12-20"}
		c.step(t, kg.Batch{Suggestions: []kg.Suggestion{of, two}, Ingestions: []kg.Ingestion{in}})
		in.Agent, in.Queued = "second", 0
		c.step(t, kg.Batch{Ingestions: []kg.Ingestion{in}})
		found, err := s.Get(t.Context(), kg.Keys{Ingestions: []string{run}})
		must(t, err)
		same(t, "counted", []int{found.Ingestions[run].Queued, found.Ingestions[run].Known}, []int{1, 1})
		same(t, "agent", found.Ingestions[run].Agent, "first")
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
