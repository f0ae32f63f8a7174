package curation

import (
	"context"
	"fmt"
	"slices"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/gate"
	"conflictgraph/internal/kg"
)

// SuggestRelationInput states a relation for others to decide. Its ends, places and those
// whom it is attributed to are ids of entities, or of those that are made with it.
type SuggestRelationInput struct {
	Type, Subject, Object string
	Status                kg.Status
	Certainty             kg.Certainty
	Time                  *TimeWordsInput
	Places                []string
	Attributions          []AttributionInput
	Evidence              []QuoteInput
	NewEntities           []NewEntityInput

	were map[string]*kg.SuggestedEntity // what is revised named, by id
}

// TimeWordsInput is when something happened, in EDTF, and the words that say so.
type TimeWordsInput struct {
	Edtf             string
	Words, Reasoning *string
	Inferred         bool
}

// NewEntityInput is an entity that is made when the suggestion is accepted.
type NewEntityInput struct {
	ID          string // by which the input names it
	Kind        kg.EntityKind
	Name        string
	Description *string
}

// Suggested is what came of suggestions.
type Suggested struct {
	IDs      []string // in the order in which they were given
	Activity *kg.Activity
}

// SuggestRelation queues a relation. One that is in the graph or was suggested before is an
// error with CodeConflict that names it.
func (c Curator) SuggestRelation(ctx context.Context, in SuggestRelationInput) (Suggested, error) {
	s, err := c.checked(ctx, in, kg.Origin{Agent: c.Agent}, "")
	if err != nil {
		return Suggested{}, err
	}
	written, err := c.Store.Write(ctx, kg.Batch{Suggestions: []kg.Suggestion{s}, Provenance: kg.Provenance{Operation: "suggestRelation", Agent: c.Agent}})
	switch {
	case err != nil:
		return Suggested{}, c.named(ctx, "suggestRelation", err)
	case written.Queued == 0:
		return Suggested{}, kg.ConflictIn("input", "somebody else has suggested this of the document in the meantime")
	}
	return Suggested{IDs: []string{s.ID}}, nil
}

// checked returns the suggestion that an input makes, which may be a revision of another.
func (c Curator) checked(ctx context.Context, in SuggestRelationInput, origin kg.Origin, revised string) (s kg.Suggestion, err error) {
	if len(in.Evidence) != 1 {
		return s, kg.BadInput("input.evidence", "%d quotes are given; give the one that the claim rests on", len(in.Evidence))
	}
	q := in.Evidence[0]
	for i, e := range in.NewEntities {
		if slices.ContainsFunc(in.NewEntities[:i], func(before NewEntityInput) bool { return before.ID == e.ID }) {
			return s, kg.BadInput(fmt.Sprintf("input.newEntities[%d].id", i), "%q is given twice; give each an id of its own", kg.Shorten(e.ID))
		}
	}
	if err := c.named(ctx, "suggestRelation", missing(ctx, c.Store, in)); err != nil {
		return s, err
	}
	found, err := c.Store.Get(ctx, kg.Keys{Documents: []string{q.Document}, Need: kg.Need{Text: true}})
	if err != nil {
		return s, err
	}
	d := found.Documents[q.Document]
	switch {
	case d == nil:
		return s, kg.Suggest(ctx, c.Store, kg.NotFound("input.evidence[0].document", kg.ThingDocument, q.Document))
	case d.RetractedAt != nil:
		return s, kg.ConflictIn("input.evidence[0].document", "document %q was taken out of view; restore it with restoreDocument, or quote another", q.Document)
	}
	checked, err := gate.Check(ctx, c.Store, gate.Request{Document: d, Proposals: []extract.Proposal{in.proposal()}, Origin: origin, Revises: revised})
	switch {
	case err != nil:
		return s, err
	case len(checked.Refused) > 0:
		return s, kg.BadInput(argumentOf(checked.Refused[0].Reason), "%s", checked.Refused[0].Examples[0])
	case len(checked.Known) > 0:
		known := checked.Known[0]
		if known.Suggestion == nil {
			return s, kg.ConflictIn("input", "the graph has this from the document already, as %q", known.Relation)
		}
		return s, kg.ConflictIn("input", "this was suggested of the document before, as %q, which is %s", known.Suggestion.ID, known.Suggestion.State)
	}
	s = checked.Suggestions[0]
	s.RevisionOf = revised
	s.ID = kg.SuggestionID(s)
	return s, nil
}

// missing returns an error for an id of the input that neither the graph nor the input has.
func missing(ctx context.Context, store kg.Store, in SuggestRelationInput) error {
	named := kg.Named(nil).With("input.subject", kg.ThingEntity, in.Subject).With("input.object", kg.ThingEntity, in.Object)
	for i, id := range in.Places {
		named = named.With(fmt.Sprintf("input.places[%d]", i), kg.ThingEntity, id)
	}
	for i, a := range in.Attributions {
		named = named.With(fmt.Sprintf("input.attributions[%d].by", i), kg.ThingEntity, a.By)
	}
	isNew := func(_ kg.Thing, id string) bool {
		return slices.ContainsFunc(in.NewEntities, func(e NewEntityInput) bool { return e.ID == id })
	}
	found, err := store.Get(ctx, named.Keys(isNew))
	if err != nil {
		return err
	}
	return named.Missing(func(thing kg.Thing, id string) bool { return isNew(thing, id) || found.Has(thing, id) })
}

func (in SuggestRelationInput) proposal() extract.Proposal {
	q := in.Evidence[0]
	p := extract.Proposal{
		Subject: in.mention(in.Subject), Object: in.mention(in.Object), Type: in.Type, Status: in.Status, Certainty: in.Certainty,
		Quote: extract.Quote{Exact: q.Exact, Prefix: value(q.Prefix), Suffix: value(q.Suffix)},
	}
	if t := in.Time; t != nil {
		p.Time = &extract.TimeMention{EDTF: t.Edtf, Words: value(t.Words), Inferred: t.Inferred, Reasoning: value(t.Reasoning)}
	}
	for _, id := range in.Places {
		p.Places = append(p.Places, in.mention(id))
	}
	for _, a := range in.Attributions {
		p.Attributions = append(p.Attributions, extract.Attribution{By: in.mention(a.By), Stance: a.Stance})
	}
	return p
}

func (in SuggestRelationInput) mention(id string) extract.Mention {
	m := extract.Mention{Known: id}
	for _, e := range in.NewEntities {
		if e.ID == id {
			m = extract.Mention{Name: e.Name, Kind: e.Kind, Description: value(e.Description)}
		}
	}
	if was := in.were[id]; was != nil {
		m.Words, m.Antecedent = was.Words, was.Antecedent
		for _, c := range was.Candidates {
			m.Candidates = append(m.Candidates, extract.Candidate(c))
		}
	}
	return m
}

// argumentOf returns which argument a reason of the gate is about.
func argumentOf(reason string) string {
	switch gate.Reason(reason) {
	case gate.QuoteNotInText, gate.QuoteAmbiguous, gate.QuoteTooLong:
		return "input.evidence[0].exact"
	case gate.UnknownType:
		return "input.type"
	case gate.InvalidTime:
		return "input.time.edtf"
	case gate.TimeNotInText:
		return "input.time.words"
	case gate.InvalidStance:
		return "input.attributions"
	case gate.InvalidName:
		return "input.newEntities"
	case gate.SameEnds:
		return "input.object"
	}
	return "input"
}

// ReviseSuggestionInput corrects a suggestion that is pending. What is nil stays.
type ReviseSuggestionInput struct {
	ID                    string
	Type, Subject, Object *string
	Status                *kg.Status
	Certainty             *kg.Certainty
	Time                  *TimeWordsInput
	Places                []string
	Attributions          []AttributionInput
	Evidence              []QuoteInput
	NewEntities           []NewEntityInput
	Reason                *string
}

// ReviseSuggestion puts a revision in the place of a suggestion, which the gate has to let
// in as any other.
func (c Curator) ReviseSuggestion(ctx context.Context, in ReviseSuggestionInput) (Suggested, error) {
	all, err := c.pending(ctx, "input.id", []string{in.ID})
	if err != nil {
		return Suggested{}, err
	}
	was := all[0]
	revision, err := c.checked(ctx, in.revised(was), was.Origin, was.ID)
	if err != nil {
		return Suggested{}, err
	}
	same := revision
	if same.RevisionOf = was.RevisionOf; kg.SuggestionID(same) == was.ID {
		return Suggested{}, kg.BadInput("input", "nothing is revised; give what is to be another")
	}
	b := kg.Batch{
		Suggestions: []kg.Suggestion{revision},
		Decisions:   []kg.Decision{{Suggestion: was.ID, State: kg.SuggestionSuperseded, By: revision.ID}},
	}
	return c.decide(ctx, "reviseSuggestion", b, in.Reason, []string{revision.ID})
}

// revised returns what a suggestion says, as an input, with what in gives in place of it.
func (in ReviseSuggestionInput) revised(s *kg.Suggestion) SuggestRelationInput {
	all := SuggestRelationInput{
		Type: s.Type, Subject: s.Subject.ID, Object: s.Object.ID, Status: s.Status, Certainty: s.Certainty, NewEntities: in.NewEntities,
	}
	all.were = map[string]*kg.SuggestedEntity{}
	for _, e := range s.Entities() {
		all.were[e.ID] = e
		if e.New && !slices.ContainsFunc(all.NewEntities, func(n NewEntityInput) bool { return n.ID == e.ID }) {
			all.NewEntities = append(all.NewEntities, NewEntityInput{ID: e.ID, Kind: e.Kind, Name: e.Name, Description: &e.Description})
		}
	}
	if t := s.Time; t != nil {
		all.Time = &TimeWordsInput{Edtf: t.EDTF, Words: &t.Words, Reasoning: &t.Reasoning, Inferred: t.Inferred}
	}
	for _, p := range s.Places {
		all.Places = append(all.Places, p.ID)
	}
	for _, a := range s.Attributions {
		all.Attributions = append(all.Attributions, AttributionInput{By: a.By.ID, Stance: a.Stance})
	}
	for i := range s.Evidence {
		e := &s.Evidence[i]
		all.Evidence = append(all.Evidence, QuoteInput{Document: s.Document, Exact: e.Exact, Prefix: &e.Prefix, Suffix: &e.Suffix})
	}
	replace(&all.Type, in.Type)
	replace(&all.Subject, in.Subject)
	replace(&all.Object, in.Object)
	replace(&all.Status, in.Status)
	replace(&all.Certainty, in.Certainty)
	if in.Time != nil {
		all.Time = in.Time
		if in.Time.Edtf == "" {
			all.Time = nil
		}
	}
	if in.Places != nil {
		all.Places = in.Places
	}
	if in.Attributions != nil {
		all.Attributions = in.Attributions
	}
	if in.Evidence != nil {
		all.Evidence = in.Evidence
	}
	return all
}

func replace[T any](old, given *T) {
	if given != nil {
		*old = *given
	}
}

// MaxDecided is how many suggestions are decided at once.
const MaxDecided = 100

// DecideSuggestionsInput names suggestions that are pending.
type DecideSuggestionsInput struct {
	IDs    []string
	Reason *string
}

// AcceptSuggestions records what some suggestions claim, with the entities that are new: of
// all of them or, where one is not pending any more, of none.
func (c Curator) AcceptSuggestions(ctx context.Context, in DecideSuggestionsInput) (Suggested, error) {
	all, err := c.pending(ctx, "input.ids", in.IDs)
	if err != nil {
		return Suggested{}, err
	}
	var ids []string
	for _, s := range all {
		for _, e := range s.Entities() {
			ids = append(ids, e.ID)
		}
	}
	found, err := c.Store.Get(ctx, kg.Keys{Entities: ids})
	if err != nil {
		return Suggested{}, err
	}
	var b kg.Batch
	made := map[string]kg.SuggestedEntity{}
	for i, s := range all {
		for _, e := range s.Entities() {
			earlier, again := made[e.ID]
			switch {
			case !e.New || found.Entities[e.ID] != nil:
			case !again:
				made[e.ID] = *e
				b.Entities = append(b.Entities, kg.Entity{ID: e.ID, Kind: e.Kind, Name: e.Name, Description: e.Description})
			case !e.IsOneWith(earlier):
				return Suggested{}, kg.ConflictIn(fmt.Sprintf("input.ids[%d]", i), "%q and %q would both become %q; revise one of them", earlier.Name, e.Name, e.ID)
			}
		}
		b.Relations = append(b.Relations, s.Claim())
		b.Decisions = append(b.Decisions, kg.Decision{Suggestion: s.ID, State: kg.SuggestionAccepted, Relation: i})
	}
	return c.decide(ctx, "acceptSuggestions", b, in.Reason, in.IDs)
}

// RejectSuggestions leaves out of the graph what some suggestions claim, for good.
func (c Curator) RejectSuggestions(ctx context.Context, in DecideSuggestionsInput) (Suggested, error) {
	all, err := c.pending(ctx, "input.ids", in.IDs)
	if err != nil {
		return Suggested{}, err
	}
	var b kg.Batch
	for _, s := range all {
		b.Decisions = append(b.Decisions, kg.Decision{Suggestion: s.ID, State: kg.SuggestionRejected})
	}
	return c.decide(ctx, "rejectSuggestions", b, in.Reason, in.IDs)
}

// pending returns suggestions, which have to be there. That nobody has decided them is
// checked when the decision is written.
func (c Curator) pending(ctx context.Context, field string, ids []string) (all []*kg.Suggestion, err error) {
	if len(ids) == 0 || len(ids) > MaxDecided {
		return nil, kg.BadInput(field, "%d suggestions are given; give from 1 to %d", len(ids), MaxDecided)
	}
	found, err := c.Store.Get(ctx, kg.Keys{Suggestions: ids})
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		s := found.Suggestions[id]
		if s == nil {
			return nil, kg.NotFound(field, kg.ThingSuggestion, id)
		}
		all = append(all, s)
	}
	return all, nil
}

func (c Curator) decide(ctx context.Context, operation string, b kg.Batch, reason *string, ids []string) (Suggested, error) {
	done, err := c.write(ctx, operation, "", b, Common{Reason: reason}, "", nil)
	return Suggested{IDs: ids, Activity: done.Activity}, err
}
