package gate

import (
	"slices"

	"conflictgraph/internal/kg"
)

// leaveOutKnown takes out of the suggestions what the graph states of the document already,
// what was suggested of it before, whatever became of it, and what is there twice.
func (c *checker) leaveOutKnown() error {
	if len(c.result.Suggestions) == 0 {
		return nil
	}
	before, err := c.queued()
	if err != nil {
		return err
	}
	stated, err := c.stated()
	if err != nil {
		return err
	}
	kept := c.result.Suggestions[:0]
	for i, s := range c.result.Suggestions {
		symmetric := c.types[s.Type].Symmetric
		same := func(other *kg.Suggestion) bool { return kg.IsSameClaim(other, &s, symmetric) }
		if n := slices.IndexFunc(stated[i], same); n >= 0 {
			c.result.Known = append(c.result.Known, Known{Relation: stated[i][n].Relation})
			continue
		}
		if n := slices.IndexFunc(before[claimKeyOf(&s)], same); n >= 0 {
			known := Known{}
			if there := before[claimKeyOf(&s)][n]; there.ID != "" {
				known.Suggestion = there
			}
			c.result.Known = append(c.result.Known, known)
			continue
		}
		if len(before[claimKeyOf(&s)]) >= MaxAlike {
			c.refuse(TooMany, "more than %d claims of %s between %q and %q", MaxAlike, s.Type, s.Subject.ID, s.Object.ID)
			continue
		}
		before[claimKeyOf(&s)] = append(before[claimKeyOf(&s)], &s)
		kept = append(kept, s)
	}
	c.result.Suggestions = kept
	return nil
}

type claimKey struct{ typ, low, high string }

func claimKeyOf(s *kg.Suggestion) claimKey {
	return claimKey{s.Type, min(s.Subject.ID, s.Object.ID), max(s.Subject.ID, s.Object.ID)}
}

// queued returns what was suggested of the document; for a revision, but for what was
// revised.
func (c *checker) queued() (map[claimKey][]*kg.Suggestion, error) {
	all := map[claimKey][]*kg.Suggestion{}
	req := kg.SuggestionList{
		Filter: kg.SuggestionFilter{Documents: []string{c.Document.ID}},
		Slice:  kg.Slice{Limit: 1000},
	}
	if c.Revises != "" {
		req.Filter.States = []kg.SuggestionState{kg.SuggestionPending, kg.SuggestionAccepted, kg.SuggestionRejected}
	}
	for {
		page, err := c.store.ListSuggestions(c.ctx, req)
		if err != nil {
			return nil, err
		}
		for _, s := range page.Suggestions {
			if s.ID == c.Revises {
				continue
			}
			all[claimKeyOf(s)] = append(all[claimKeyOf(s)], s)
		}
		if !page.HasNext {
			return all, nil
		}
		req.Slice.After = page.Suggestions[len(page.Suggestions)-1].Position()
	}
}

// stated returns, for each suggestion, what the graph states of the document between its
// ends, as suggestions.
func (c *checker) stated() ([][]*kg.Suggestion, error) {
	all := make([][]*kg.Suggestion, len(c.result.Suggestions))
	reqs := kg.PageRequests{Need: kg.Need{Claims: true}}
	var of []int
	for i, s := range c.result.Suggestions {
		if s.Subject.New || s.Object.New {
			continue
		}
		of = append(of, i)
		reqs.Pages = append(reqs.Pages, kg.PageRequest{
			Owner: s.Subject.ID, Slice: kg.Slice{Limit: kg.MaxPageSize},
			Filter: kg.RelationFilter{Types: []string{s.Type}, With: []string{s.Object.ID}, Documents: []string{c.Document.ID}},
		})
	}
	if len(of) == 0 {
		return all, nil
	}
	pages, _, err := c.store.Pages(c.ctx, reqs)
	for i, page := range pages {
		for _, r := range page.Relations {
			all[of[i]] = append(all[of[i]], c.asSuggestion(r))
		}
	}
	return all, err
}

func (c *checker) asSuggestion(r *kg.Relation) *kg.Suggestion {
	s := &kg.Suggestion{
		Document: c.Document.ID, Type: r.Type, Subject: kg.SuggestedEntity{ID: r.Subject}, Object: kg.SuggestedEntity{ID: r.Object},
		Status: r.Status, Certainty: r.Certainty, Relation: r.ID,
	}
	if r.Time != nil {
		s.Time = &kg.SuggestedTime{EDTF: r.Time.EDTF}
	}
	for _, a := range r.Attributions {
		s.Attributions = append(s.Attributions, kg.SuggestedAttribution{By: kg.SuggestedEntity{ID: a.By}, Stance: a.Stance})
	}
	return s
}
