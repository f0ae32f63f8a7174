package kg

import (
	"errors"
	"fmt"
)

// queue checks what a batch has for the review queue: what is suggested as if it were
// stated, with the entities that would be made.
func (c *checker) queue() error {
	for i := range c.batch.Suggestions {
		s := &c.batch.Suggestions[i]
		if err := c.suggestion(s); err != nil {
			var e *Error
			if errors.As(err, &e) {
				e.Field = fmt.Sprintf("suggestions[%d].%s", i, e.Field)
			}
			return err
		}
		s.ID, s.State, s.RecordedAt = SuggestionID(*s), SuggestionPending, c.batch.RecordedAt
		s.Relation, s.SupersededBy, s.Decision = "", "", 0
	}
	for i := range c.batch.Ingestions {
		in := &c.batch.Ingestions[i]
		in.ID, in.RecordedAt = IngestionID(in.Document, in.Extractor, in.Version, in.Model), c.batch.RecordedAt
		if err := in.check(fmt.Sprintf("ingestions[%d]", i)); err != nil {
			return err
		}
		if _, known := c.texts[in.Document]; !known {
			return NotFound(fmt.Sprintf("ingestions[%d].document", i), ThingDocument, in.Document)
		}
	}
	return nil
}

func (c *checker) suggestion(s *Suggestion) error {
	fresh := map[string]bool{}
	defer func() {
		for id := range fresh {
			delete(c.kinds, id)
		}
	}()
	for _, e := range s.Entities() {
		_, known := c.kinds[e.ID]
		switch {
		case !e.New && !known:
			return NotFound("entity", ThingEntity, e.ID)
		case known:
			continue
		}
		made := Entity{ID: e.ID, Kind: e.Kind, Name: e.Name, Description: e.Description}
		if err := c.entity("entity", &made); err != nil {
			return err
		}
		c.kinds[e.ID], fresh[e.ID] = e.Kind, true
	}
	r := s.Claim()
	if err := c.checkRelation(&r); err != nil {
		return err
	}
	return s.checkTexts()
}

func (s *Suggestion) checkTexts() error {
	texts := []string{"origin.extractor", s.Origin.Extractor, "origin.version", s.Origin.Version, "origin.rule", s.Origin.Rule, "origin.model", s.Origin.Model, "origin.agent", s.Origin.Agent}
	for _, e := range s.Entities() {
		texts = append(texts, "name", e.Name, "description", e.Description, "words", e.Words, "antecedent", e.Antecedent)
		for _, known := range e.Candidates {
			texts = append(texts, "candidates.why", known.Why)
		}
	}
	for _, p := range s.Problems {
		if err := oneOf("problems.code", p.Code, ProblemCodes); err != nil {
			return err
		}
		texts = append(texts, "problems.message", p.Message, "problems.quote", p.Quote)
	}
	if s.Time != nil {
		texts = append(texts, "time.words", s.Time.Words)
	}
	return checkTexts("suggestion", texts...)
}

// checkRecord checks a suggestion of a backup.
func (s *Suggestion) checkRecord() error {
	if s.ID == "" || s.ID != SuggestionID(*s) || s.Number < 1 || s.RecordedAt.IsZero() || s.Document == "" || len(s.Evidence) == 0 {
		return BadInput("suggestion", "%q is no suggestion", Shorten(s.ID))
	}
	if err := oneOf("suggestion.state", s.State, SuggestionStates); err != nil {
		return err
	}
	return s.checkTexts()
}

func (i *Ingestion) check(at string) error {
	if i.Extractor == "" || i.ID != IngestionID(i.Document, i.Extractor, i.Version, i.Model) {
		return BadInput(at, "%q is no reading of a document by an extractor", Shorten(i.ID))
	}
	if err := oneOf(at+".state", i.State, IngestionStates); err != nil {
		return err
	}
	texts := []string{"extractor", i.Extractor, "version", i.Version, "model", i.Model, "error", i.Error, "agent", i.Agent, "copyOf", i.CopyOf}
	for _, h := range i.Hashes {
		texts = append(texts, "hashes", h)
	}
	for _, r := range i.Refused {
		texts = append(texts, "refused.reason", r.Reason)
		for _, e := range r.Examples {
			texts = append(texts, "refused.examples", e)
		}
	}
	return checkTexts(at, texts...)
}

// decisions checks that what is decided is pending.
func (c *checker) decisions() error {
	seen := map[string]bool{}
	for i, d := range c.batch.Decisions {
		at := fmt.Sprintf("decisions[%d]", i)
		s := c.found.Suggestions[d.Suggestion]
		switch {
		case s == nil:
			return NotFound(at+".suggestion", ThingSuggestion, d.Suggestion)
		case seen[s.ID]:
			return BadInput(at+".suggestion", "%q is named twice; name it once", s.ID)
		case s.State == SuggestionSuperseded:
			return ConflictIn(at+".suggestion", "%q was revised and is now %q; look at that and decide anew", s.ID, s.SupersededBy)
		case s.State != SuggestionPending:
			return ConflictIn(at+".suggestion", "%q is %s already, by activity %d", s.ID, s.State, s.Decision)
		case d.State == SuggestionPending:
			return BadInput(at+".state", "%s is no decision; give %s, %s or %s", d.State, SuggestionAccepted, SuggestionRejected, SuggestionSuperseded)
		case d.State == SuggestionAccepted && (d.Relation < 0 || d.Relation >= len(c.batch.Relations)):
			return BadInput(at+".relation", "%d is no index of the batch's relations", d.Relation)
		}
		if err := oneOf(at+".state", d.State, SuggestionStates); err != nil {
			return err
		}
		if d.State == SuggestionAccepted {
			if err := c.acceptable(at+".suggestion", s); err != nil {
				return err
			}
		}
		seen[s.ID] = true
	}
	return nil
}

// acceptable checks that the document of a suggestion is in view, and that what would be
// made with it is not something else by now.
func (c *checker) acceptable(at string, s *Suggestion) error {
	if d := c.found.Documents[s.Document]; d != nil && d.RetractedAt != nil {
		return ConflictIn(at, "%q is of document %q, which was taken out of view; restore it with restoreDocument, or reject what was suggested of it", s.ID, s.Document)
	}
	for _, e := range s.Entities() {
		if known := c.found.Entities[e.ID]; known != nil && !e.IsKnownTo(known) {
			return ConflictIn(at, "of %q, “%s” (%s) would become %q, which is “%s” (%s) now; revise it", s.ID, Shorten(e.Name), e.Kind, e.ID, Shorten(known.Name), known.Kind)
		}
	}
	return nil
}
