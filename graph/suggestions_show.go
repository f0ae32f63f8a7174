package graph

import (
	"slices"

	"conflictgraph/graph/model"
	"conflictgraph/internal/kg"
)

// suggestion builds a suggestion at one place of the query.
func (v *view) suggestion(at *selection, s *kg.Suggestion) *model.Suggestion {
	built := &model.Suggestion{Suggestion: s, Type: v.plan.query.types.shown(s.Type)}
	for _, f := range at.on("Suggestion") {
		switch f.Name {
		case "document":
			built.Set(f.Alias, present[*model.Document](v.document(s.Document), s.Document))
		case "subject":
			built.Set(f.Alias, v.suggestedEntity(f.sub, s.Subject))
		case "object":
			built.Set(f.Alias, v.suggestedEntity(f.sub, s.Object))
		case "places":
			places := make([]*model.SuggestedEntity, len(s.Places))
			for i, p := range s.Places {
				places[i] = v.suggestedEntity(f.sub, p)
			}
			built.Set(f.Alias, places)
		case "attributions":
			built.Set(f.Alias, v.suggestedAttributions(f.sub, s))
		case "evidence":
			claim := s.Claim()
			built.Set(f.Alias, v.evidence(f.sub, &claim))
		case "related":
			v.relatedTo(f.sub, s, func(r *model.SuggestionRelated) { built.Set(f.Alias, r) })
		case "relation":
			if r := v.known.Relations[s.Relation]; r != nil {
				built.Set(f.Alias, v.relationAt(f.sub, r))
			}
		case "decision":
			if i := slices.IndexFunc(v.decisions, func(a kg.Activity) bool { return a.Number == s.Decision }); i >= 0 && s.Decision != 0 {
				built.Set(f.Alias, &model.Activity{Activity: v.decisions[i]})
			}
		}
	}
	return built
}

// suggestedEntity builds an end of a suggestion. One that was new and has been made since is
// known.
func (v *view) suggestedEntity(at *selection, e kg.SuggestedEntity) *model.SuggestedEntity {
	known := v.known.Entities[e.ID]
	built := &model.SuggestedEntity{SuggestedEntity: e}
	for _, f := range at.on("SuggestedEntity") {
		switch f.Name {
		case "entity":
			if e.IsKnownTo(known) {
				built.Set(f.Alias, v.entity(f.sub, e.ID))
			}
		case "candidates":
			all := []*model.EntityCandidate{}
			for _, c := range e.Candidates {
				if v.known.Entities[c.Entity] != nil {
					all = append(all, v.candidate(f.sub, c))
				}
			}
			built.Set(f.Alias, all)
		}
	}
	return built
}

func (v *view) candidate(at *selection, c kg.EntityCandidate) *model.EntityCandidate {
	built := &model.EntityCandidate{EntityCandidate: c}
	for _, f := range at.on("EntityCandidate") {
		if f.Name == "entity" {
			built.Set(f.Alias, v.entity(f.sub, c.Entity))
		}
	}
	return built
}

func (v *view) suggestedAttributions(at *selection, s *kg.Suggestion) []*model.SuggestedAttribution {
	all := make([]*model.SuggestedAttribution, len(s.Attributions))
	for i, a := range s.Attributions {
		all[i] = &model.SuggestedAttribution{SuggestedAttribution: a}
		for _, f := range at.on("SuggestedAttribution") {
			if f.Name == "by" {
				all[i].Set(f.Alias, v.suggestedEntity(f.sub, a.By))
			}
		}
	}
	return all
}

// relatedTo has what the graph says to a suggestion read with the next level.
func (v *view) relatedTo(at *selection, s *kg.Suggestion, set func(*model.SuggestionRelated)) {
	claim := s.Claim()
	if claim.Time != nil {
		if t, err := kg.ParseEDTF(claim.Time.EDTF); err == nil {
			claim.Time = &t
		}
	}
	built := &model.SuggestionRelated{}
	set(built)
	subject, object := v.known.Entities[s.Subject.ID], v.known.Entities[s.Object.ID]
	both := s.Subject.IsKnownTo(subject) && s.Object.IsKnownTo(object)
	for _, f := range at.on("SuggestionRelated") {
		if !both {
			built.Set(f.Alias, []*model.Relation{})
			continue
		}
		claim.Subject, claim.Object = subject.ID, object.ID
		relates := restates
		switch f.Name {
		case "contradicts":
			relates = kg.Contradicts
		case "fulfils":
			relates = func(a, b *kg.Relation, symmetric bool) bool { return kg.Fulfils(b, a, symmetric) }
		}
		v.claims(f, &claim, relates, func(claims any) { built.Set(f.Alias, claims) })
	}
}

// restates reports whether two claims say the same, both as done or both as ahead.
func restates(a, b *kg.Relation, symmetric bool) bool {
	return kg.SameMatter(a, b, symmetric) && a.Contests() == b.Contests() && a.Status.IsAhead() == b.Status.IsAhead()
}

func (v *view) ingestion(at *selection, in *kg.Ingestion) *model.Ingestion {
	if in == nil {
		return nil
	}
	built := &model.Ingestion{Ingestion: in}
	for _, f := range at.on("Ingestion") {
		switch f.Name {
		case "document":
			built.Set(f.Alias, present[*model.Document](v.document(in.Document), in.Document))
		case "copyOf":
			built.Set(f.Alias, v.document(in.CopyOf))
		}
	}
	return built
}
