package kgtest

import (
	"context"
	"fmt"
	"slices"

	"conflictgraph/internal/kg"
)

// clone returns a copy of a suggestion that shares nothing with it.
func cloneSuggestion(s kg.Suggestion) *kg.Suggestion {
	s.Places, s.Attributions, s.Evidence, s.Problems = slices.Clone(s.Places), slices.Clone(s.Attributions), slices.Clone(s.Evidence), slices.Clone(s.Problems)
	if s.Time != nil {
		at := *s.Time
		s.Time = &at
	}
	for _, e := range s.Entities() {
		e.Candidates = slices.Clone(e.Candidates)
	}
	return &s
}

func (o *oracle) findQueued(found *kg.Found, keys kg.Keys) {
	for _, s := range o.suggestions {
		if slices.Contains(keys.Suggestions, s.ID) {
			found.Suggestions[s.ID] = cloneSuggestion(s)
		}
	}
	for _, i := range o.ingestions {
		if slices.Contains(keys.Ingestions, i.ID) || slices.ContainsFunc(i.Hashes, func(h string) bool { return slices.Contains(keys.Hashes, h) }) {
			i.Refused, i.Hashes = slices.Clone(i.Refused), slices.Clone(i.Hashes)
			found.Ingestions[i.ID] = &i
		}
	}
}

func (o *oracle) ListSuggestions(_ context.Context, req kg.SuggestionList) (page kg.SuggestionPage, err error) {
	var all []*kg.Suggestion
	for _, s := range o.suggestions {
		if req.Filter.Accepts(&s) {
			all = append(all, cloneSuggestion(s))
		}
	}
	if req.Count {
		page.Total = len(all)
	}
	scan := req.Slice.Scan(kg.QueuePositionEnd, req.NewestFirst)
	all = slices.DeleteFunc(all, func(s *kg.Suggestion) bool { return s.Position() <= scan.Lower || s.Position() >= scan.Upper })
	if scan.Descending {
		slices.Reverse(all)
	}
	page.Suggestions, page.HasPrevious, page.HasNext = kg.Cut(req.Slice, all[:min(len(all), scan.Limit)])
	return page, nil
}

// checkRevisions returns an error for a revision of what is claimed already.
func (o *oracle) checkRevisions(b kg.Batch) error {
	for i, s := range b.Suggestions {
		revises := slices.ContainsFunc(b.Decisions, func(d kg.Decision) bool { return d.Suggestion == s.RevisionOf })
		for _, old := range o.suggestions {
			same := old.ID == s.ID || old.ID != s.RevisionOf && old.State != kg.SuggestionSuperseded && kg.IsSameClaim(&old, &s, o.symmetric(s.Type))
			if revises && same {
				return kg.ConflictIn(fmt.Sprintf("suggestions[%d]", i), "this was suggested of the document before, as %q, which is %s; decide that", old.ID, old.State)
			}
		}
	}
	return nil
}

// queue records decisions, and what is suggested anew.
func (o *oracle) queue(b kg.Batch, w *kg.Written, log *kg.ChangeLog) {
	next := func() int64 { return int64(len(o.suggestions)+len(o.ingestions)) + 1 }
	for _, d := range b.Decisions {
		i := slices.IndexFunc(o.suggestions, func(s kg.Suggestion) bool { return s.ID == d.Suggestion })
		s := &o.suggestions[i]
		s.State, s.Decision = d.State, int64(len(o.journal))+1
		if d.State == kg.SuggestionAccepted {
			s.Relation = b.Relations[d.Relation].ID
		}
		if d.State == kg.SuggestionSuperseded {
			s.SupersededBy = d.By
		}
		w.Decided++
		log.Add(kg.SuggestionDecided, s.ID, string(d.State))
	}
	existing := map[string]int{}
	for _, s := range b.Suggestions {
		if slices.ContainsFunc(o.suggestions, func(old kg.Suggestion) bool {
			revised := s.RevisionOf != "" && old.State == kg.SuggestionSuperseded
			return old.ID == s.ID || !revised && kg.IsSameClaim(&old, &s, o.symmetric(s.Type))
		}) {
			existing[s.Origin.Run]++
			w.Existing++
			continue
		}
		s.Number = next()
		o.suggestions = append(o.suggestions, *cloneSuggestion(s))
		w.Queued++
	}
	for _, in := range b.Ingestions {
		in.Refused, in.Hashes = slices.Clone(in.Refused), slices.Clone(in.Hashes)
		in.Queued, in.Known = in.Queued-existing[in.ID], in.Known+existing[in.ID]
		if i := slices.IndexFunc(o.ingestions, func(old kg.Ingestion) bool { return old.ID == in.ID }); i >= 0 {
			if o.ingestions[i].State != kg.IngestionDone {
				in.Number = o.ingestions[i].Number
				o.ingestions[i] = in
			}
			continue
		}
		in.Number = next()
		o.ingestions = append(o.ingestions, in)
	}
}
